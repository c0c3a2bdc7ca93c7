// Each plugin that there is, in the cloud host: in a sandboxed process of its own, on
// what the synthetic patient gives. All that is told is what the same system tells in
// one program.
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "firmware/boards/host/run_summary.h"
#include "gtest/gtest.h"
#include "test/sim/patient.h"
#include "test/sim/stream.h"
#include "test/sim/tours.h"
#include "test/system/process.h"
#include "test/verifies.h"

namespace vigil {
namespace {

std::string Temporary(const std::string& name) { return testing::TempDir() + "/" + name; }

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The bytes of the link that `program` gave for `stream`. The link has a number for each
// message, and a checksum over it.
std::string LinkOf(const std::vector<std::string>& program, const std::string& stream, const std::string& name) {
  const std::string link = Temporary(name);
  std::vector<std::string> arguments = program;
  arguments.insert(arguments.end(), {"--stream=" + stream, "--link=" + link});
  EXPECT_EQ(Process::Start(arguments).Wait(), 0) << program[0];
  return ReadFile(link);
}

struct System {
  const char* in_processes;
  const char* in_one;
  std::vector<sim::Scene> scenes;
  std::vector<ChannelId> channels;
};

firmware::RunSummary Compared(const System& system) {
  const sim::Recording recording = sim::Simulate(system.scenes, {.seed = 3});
  const std::string stream = Temporary("stream.adc");
  std::ofstream(stream, std::ios::binary) << sim::StreamFile(recording, system.channels, false).value_or("");
  // How busy this machine is says nothing of the plugins.
  const std::string isolated = LinkOf({system.in_processes, "--deadline=5m"}, stream, "isolated.bin");
  EXPECT_FALSE(isolated.empty());
  EXPECT_TRUE(isolated == LinkOf({system.in_one}, stream, "in_one.bin")) << system.in_processes;
  firmware::RunSummary summary;
  for (const char byte : isolated) summary.Push(static_cast<std::uint8_t>(byte));
  EXPECT_TRUE(summary.said_goodbye());
  EXPECT_EQ(summary.unreadable(), 0u);
  EXPECT_FALSE(summary.WasRaised(AlarmId::kPluginRestarted));
  EXPECT_FALSE(summary.WasRaised(AlarmId::kPluginFailed));
  return summary;
}

void ExpectValid(const firmware::RunSummary& summary, const std::vector<ObservationCode>& codes) {
  for (const ObservationCode code : codes) {
    EXPECT_TRUE(summary.Valid(code).has_value()) << static_cast<std::uint32_t>(code);
  }
}

TEST(CloudProducts, EachPluginOfTheHealthMonitor) {
  VIGIL_VERIFIES("REQ-STUDY-001");
  const firmware::RunSummary summary =
      Compared({"cloud/plugin_host/replay", "firmware/health_monitor/health_monitor_host", sim::ChestTour(),
                sim::ChestChannels()});
  EXPECT_GT(summary.samples(), 0u);  // of acquisition/ecg
  ExpectValid(summary,
              {ObservationCode::kQrsDetected, ObservationCode::kEcgQuality, ObservationCode::kHeartRate,
               ObservationCode::kVentricularBeat, ObservationCode::kVentricularFibrillation,
               ObservationCode::kVentricularTachycardia, ObservationCode::kAtrialFibrillation});
  EXPECT_TRUE(summary.WasRaised(AlarmId::kHeartRateHigh));           // heart_rate_limits
  EXPECT_TRUE(summary.WasRaised(AlarmId::kVentricularFibrillation));  // rhythm_alarms
}

TEST(CloudProducts, EachPluginOfTheWristMonitor) {
  VIGIL_VERIFIES("REQ-STUDY-001");
  const firmware::RunSummary summary =
      Compared({"cloud/plugin_host/wrist_replay", "firmware/wrist_monitor/wrist_monitor_host", sim::WristTour(),
                sim::WristChannels()});
  ExpectValid(summary, {ObservationCode::kPulseRate, ObservationCode::kSpo2, ObservationCode::kStepRate,
                        ObservationCode::kSleepMinute, ObservationCode::kFallDetected,
                        ObservationCode::kSkinTemperature});
  EXPECT_TRUE(summary.WasRaised(AlarmId::kSpo2Low));       // vital_limits
  EXPECT_TRUE(summary.WasRaised(AlarmId::kEarlyWarning));  // early_warning
  EXPECT_TRUE(summary.WasRaised(AlarmId::kFall));          // fall_alarm
  EXPECT_TRUE(summary.WasRaised(AlarmId::kPulseRateHigh));  // pulse_rate_limits
}

TEST(CloudProducts, EachPluginOfTheSleepStudy) {
  VIGIL_VERIFIES("REQ-STUDY-001");
  const firmware::RunSummary summary = Compared({"cloud/sleep_study/sleep_study", "cloud/sleep_study/sleep_study_host",
                                                 sim::NightTour(), sim::ChestChannels()});
  ExpectValid(summary, {ObservationCode::kQrsDetected, ObservationCode::kEcgQuality,
                        ObservationCode::kRespirationRate, ObservationCode::kApneaMinute});
}

}  // namespace
}  // namespace vigil
