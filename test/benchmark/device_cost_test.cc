#include "test/benchmark/device_cost.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "firmware/health_monitor/system.h"
#include "gtest/gtest.h"
#include "safety_kernel/algorithm/observation.h"

namespace vigil::benchmark {
namespace {

using Names = std::vector<std::string>;

constexpr char kMeasured[] =
    "{\"qrs_detector\": {\"each_second\": 41500, \"worst_activation\": 1, \"budget\": 2, \"failures\": 0}}\n"
    "{\"apnea\": {\"each_second\": 2200, \"worst_activation\": 1, \"budget\": 2, \"failures\": 0}}\n"
    "{\"sleep\": {\"each_second\": 5300, \"worst_activation\": 1, \"budget\": 2, \"failures\": 7}}\n";

TEST(DeviceCost, NamesEachAlgorithmThatAnAnswerRestsOn) {
  const SystemDescription& system = firmware::HealthMonitorSystem();
  EXPECT_EQ(AlgorithmsFor(system, {ObservationCode::kQrsDetected}), Names({"qrs_detector"}));
  EXPECT_EQ(AlgorithmsFor(system, {ObservationCode::kQrsDetected, ObservationCode::kVentricularBeat}),
            Names({"qrs_detector", "ecg_quality", "beat_classifier"}));
  EXPECT_EQ(AlgorithmsFor(system, {ObservationCode::kVentricularTachycardia}),
            Names({"qrs_detector", "ecg_quality", "beat_classifier", "ventricular_tachycardia"}));
  EXPECT_EQ(AlgorithmsFor(system, {ObservationCode::kAtrialFibrillation}),
            Names({"qrs_detector", "ecg_quality", "atrial_fibrillation"}));
  EXPECT_EQ(AlgorithmsFor(system, {ObservationCode::kSpo2}), Names());
}

TEST(DeviceCost, GivesEachFigureAndTheirSum) {
  const DeviceCost cost({"qrs_detector", "apnea"}, std::string(kMeasured));
  EXPECT_EQ(cost.Text(), "cost on a Cortex-M4: qrs_detector 41500, apnea 2200, in all 43700 instructions for a second of signal\n");
  EXPECT_EQ(cost.Json(), R"("cortex_m4_instructions_per_second":{"qrs_detector":41500,"apnea":2200,"all":43700})");
}

TEST(DeviceCost, SaysWhyThereIsNone) {
  const DeviceCost absent({"apnea", "unheard_of"}, std::string(kMeasured));
  EXPECT_EQ(absent.Text(), "cost on a Cortex-M4: not known: //firmware/benchmark:algorithm_cost does not run unheard_of\n");
  EXPECT_EQ(absent.Json(), R"("cortex_m4_instructions_per_second":null,"cortex_m4_missing":)"
                           R"("//firmware/benchmark:algorithm_cost does not run unheard_of")");
  EXPECT_EQ(DeviceCost({"apnea", "sleep"}, std::string(kMeasured)).Text(),
            "cost on a Cortex-M4: not known: sleep did not work when it was measured\n");
  EXPECT_EQ(DeviceCost({"apnea"}, absl::NotFoundError("costs.json is not there")).Text(),
            "cost on a Cortex-M4: not known: costs.json is not there; ./bazelw run makes it\n");
}

// With the file that the build made.
TEST(DeviceCost, IsMeasuredOfEachAlgorithmThatABenchmarkRuns) {
  const SystemDescription& system = firmware::HealthMonitorSystem();
  const std::vector<Names> tasks = {
      AlgorithmsFor(system, {ObservationCode::kQrsDetected, ObservationCode::kVentricularBeat}),
      AlgorithmsFor(system, {ObservationCode::kAtrialFibrillation}),
      AlgorithmsFor(system, {ObservationCode::kVentricularFibrillation, ObservationCode::kVentricularTachycardia}),
      {"pulse_rate"}, {"apnea"}, {"fall_detector"}};
  for (const Names& algorithms : tasks) {
    const std::string json = CostOnDevice(algorithms).Json();
    for (const std::string& name : algorithms) EXPECT_NE(json.find("\"" + name + "\":"), std::string::npos) << json;
    EXPECT_EQ(json.find(":0,"), std::string::npos) << json;
    EXPECT_NE(json.find("\"all\":"), std::string::npos) << json;
  }
}

}  // namespace
}  // namespace vigil::benchmark
