// The fall detector on recordings of SisFall (Sucerquia, Lopez, Vargas-Bonilla, Sensors
// 17(1), 2017): one activity a file, 200 Hz, at the waist.
#ifndef VIGIL_TEST_BENCHMARK_FALLS_RUN_H_
#define VIGIL_TEST_BENCHMARK_FALLS_RUN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "plugins/algorithm/motion/acceleration_stream.h"

namespace vigil::benchmark {

struct FallTrial {
  std::string name;      // "F01_SA01_R01"
  std::string activity;  // "F01"; falls begin with F, daily life with D
  std::string subject;   // "SA01"
  bool is_fall = false;
  std::vector<plugins::Acceleration> moments;  // mg, 50 Hz
};

// `path`: ACTIVITY_SUBJECT_TRIAL.txt, with folders or not. `text`: lines of nine counts,
// of which the first three are those of the ADXL345, 13 bits for +-16 g; four lines are
// averaged to a moment. InvalidArgument: another name or another content.
absl::StatusOr<FallTrial> ReadFallTrial(absl::string_view path, absl::string_view text);

struct FallRun {
  int falls = 0;            // that were told
  std::vector<double> impacts_s;  // of those
  double answered_s = 0;    // time in which the plugin watched
  double length_s = 0;
};

// Internal: the kernel would not take what the plugin says.
absl::StatusOr<FallRun> RunFallDetector(const FallTrial& trial);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_FALLS_RUN_H_
