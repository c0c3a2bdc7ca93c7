// What the commands that score an ECG's analysis have in common: the recordings of --db,
// each run through the product, what was told of it as annotations, and its picture.
//
//   return RunEcgCommand(argc, argv, {"af", "af", "Scores atrial fibrillation by duration", score, print});
#ifndef VIGIL_TEST_BENCHMARK_ECG_COMMAND_H_
#define VIGIL_TEST_BENCHMARK_ECG_COMMAND_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "platform/wfdb/annotation.h"
#include "platform/wfdb/record.h"
#include "safety_kernel/algorithm/observation.h"
#include "test/benchmark/device_cost.h"
#include "test/benchmark/output.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/product_run.h"
#include "test/benchmark/speed.h"

namespace vigil::benchmark {

struct EcgRecording {
  std::string name;
  wfdb::Record record;
  std::vector<wfdb::Annotation> reference;
  ProductRun run;

  double frequency() const { return record.header.sampling_frequency; }
  std::int64_t length_s() const { return run.length.us / 1'000'000; }
};

// Name of the folder that the user gave.
std::string NameOfDataSet();

// Of a recording that was scored.
struct EcgResult {
  std::vector<wfdb::Annotation> told;
  std::function<Picture()> picture;  // called while the recording is there
};

struct EcgCommand {
  std::string name;
  std::string ending;  // of the files of annotations
  std::string what;  // a line for who asks for help
  std::function<EcgResult(const EcgRecording&)> score;
  std::function<void(const Speed&, const Recordings&)> print;
};

// Scores the recordings of --db=FOLDER, sorted, of each the signal --signal=N, or
// --record=NAME alone; one that cannot be read or run is left out. Writes what the user
// asked for, and prints. Gives the exit code: 0, or 1 after an error, which is printed.
int RunEcgCommand(int argc, char** argv, const EcgCommand& command);

// Of the product's algorithms that say these, and of those that they rest on.
DeviceCost CostOfSaying(const std::vector<ObservationCode>& codes);

// With the signal drawn, of the stretch that the user asked for.
Picture PictureOfSignal(const EcgRecording& recording);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_ECG_COMMAND_H_
