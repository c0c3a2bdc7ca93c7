// Apnea by minute on a night of the Apnea-ECG database (Penzel, Moody, Mark, Goldberger,
// Peter, Computers in Cardiology 2000): what the plugin says, beside the experts' labels.
//
//   absl::StatusOr<ApneaNight> night = ReadApneaNight(rates_csv, labels_csv);
//   absl::StatusOr<ApneaRun> run = RunApnea(*night);
#ifndef VIGIL_TEST_BENCHMARK_APNEA_RUN_H_
#define VIGIL_TEST_BENCHMARK_APNEA_RUN_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/binary_score.h"

namespace vigil::benchmark {

struct ApneaNight {
  std::vector<Timestamp> beats;  // rising
  std::vector<bool> minutes;     // whether there was apnea in it
};

// `rates`: two columns under a line of names, the time of a beat in minutes and the heart
// rate there in beats a second. Times have a resolution of 60 ms, rates one of 1 %; so a
// beat comes one interval of its rate after the one before, unless its time is more than
// 2 s away from there. `labels`: columns minute and apnea, 0 or 1.
// InvalidArgument: something else.
absl::StatusOr<ApneaNight> ReadApneaNight(absl::string_view rates, absl::string_view labels);

struct ApneaRun {
  std::vector<std::optional<bool>> told;  // of each minute with a label
  BinaryScore minutes;            // of those answered
  std::int64_t answered = 0;
  std::int64_t length = 0;        // minutes with a label
};

// The beats are given to the plugin as the detector would tell them. Internal: the kernel
// would not take what it says.
absl::StatusOr<ApneaRun> RunApnea(const ApneaNight& night);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_APNEA_RUN_H_
