// What the commands that score an ECG's analysis have in common: the recordings of --db,
// each run through the product, and the picture of its signal.
//
//   Speed speed("samples of ECG");
//   Recordings recordings;
//   absl::Status status = ForEachRecording(speed, recordings, [&](const EcgRecording& recording) { ... });
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

// Those of --db=FOLDER, sorted, of each the signal --signal=N, or --record=NAME alone. One
// that cannot be read or run is left out; the first error of `score` ends it.
// InvalidArgument: a flag. NotFound: no record that can be used.
absl::Status ForEachRecording(Speed& speed, Recordings& recordings,
                              const std::function<absl::Status(const EcgRecording&)>& score);

// Of the product's algorithms that say these, and of those that they rest on.
DeviceCost CostOfSaying(const std::vector<ObservationCode>& codes);

// With the signal drawn, of the stretch that the user asked for.
Picture PictureOfSignal(const EcgRecording& recording);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_ECG_COMMAND_H_
