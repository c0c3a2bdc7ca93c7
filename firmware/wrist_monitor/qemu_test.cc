// The image in QEMU against the same product on the host: same stream, same bits.
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/status/statusor.h"
#include "firmware/boards/host/run_summary.h"
#include "firmware/boards/mps2_an386/simulator.h"
#include "gtest/gtest.h"
#include "test/sim/patient.h"
#include "test/sim/stream.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

constexpr char kFolder[] = "firmware/wrist_monitor/";

std::string Temporary(const std::string& name) { return testing::TempDir() + "/" + name; }

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A minute at rest, half a minute of a walk.
std::string WriteStream() {
  sim::Scene rest;
  sim::Scene walk;
  walk.seconds = 30;
  walk.motion = sim::Motion::kWalking;
  const std::string path = Temporary("wrist.adc");
  std::ofstream(path, std::ios::binary)
      << sim::StreamFile(sim::Simulate({rest, walk}, {.seed = 11}), sim::WristChannels(), false).value_or("");
  return path;
}

TEST(WristMonitorInQemu, GivesTheSameBitsAsTheHost) {
  VIGIL_VERIFIES("REQ-WRIST-004");
  const std::string stream = WriteStream();
  const absl::StatusOr<SimulatedRun> device = RunInSimulator(
      std::string(kFolder) + "wrist_monitor.elf", {"vigil", stream, "7", "wrist-1"}, testing::TempDir());
  ASSERT_TRUE(device.ok()) << device.status();
  const std::string host_link = Temporary("host_link.bin");
  const absl::StatusOr<int> host_exit = RunProgram(
      {std::string(kFolder) + "wrist_monitor_host", "--stream=" + stream, "--session=7",
       "--device_id=wrist-1", "--link=" + host_link},
      Temporary("host_console.txt"));

  EXPECT_EQ(device->exit_code, 0) << device->console;
  ASSERT_TRUE(host_exit.ok()) << host_exit.status();
  EXPECT_EQ(*host_exit, 0) << ReadFile(Temporary("host_console.txt"));
  RunSummary summary;
  for (const char byte : device->link) summary.Push(static_cast<std::uint8_t>(byte));
  EXPECT_EQ(summary.frames().lost(), 0u);
  EXPECT_EQ(summary.last_status().messages_dropped(), 0u);
  EXPECT_EQ(summary.last_status().overruns(), 0u);
  EXPECT_TRUE(summary.Valid(ObservationCode::kPulseRate).has_value());
  EXPECT_TRUE(summary.Valid(ObservationCode::kSpo2).has_value());
  EXPECT_FALSE(summary.WasRaised(AlarmId::kPluginRestarted));
  EXPECT_TRUE(summary.said_goodbye());
  EXPECT_TRUE(device->link == ReadFile(host_link)) << "device " << summary.Json();
}

// What pulse_rate and spo2 do once in 2 s falls into one frame.
TEST(WristMonitorInQemu, TheWorstFrameIsWithinItsBudget) {
  VIGIL_VERIFIES("REQ-WRIST-005");
  const absl::StatusOr<SimulatedRun> device =
      RunInSimulator(std::string(kFolder) + "wrist_monitor.elf",
                     {"vigil", "--count-instructions", WriteStream(), "7", "wrist-1"}, testing::TempDir());
  ASSERT_TRUE(device.ok()) << device.status();
  ASSERT_EQ(device->exit_code, 0) << device->console;
  RunSummary summary;
  for (const char byte : device->link) summary.Push(static_cast<std::uint8_t>(byte));
  EXPECT_GT(summary.last_status().frame_cost_max(), 10'000u);
  EXPECT_LT(summary.last_status().frame_cost_max(), 1'000'000u);
  RecordProperty("frame_cost_max", static_cast<int>(summary.last_status().frame_cost_max()));
}

}  // namespace
}  // namespace vigil::firmware
