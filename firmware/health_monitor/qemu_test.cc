// The image in QEMU against the same product on the host: same stream, same bits.
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "firmware/adc_stream/test_stream.h"
#include "firmware/boards/host/run_summary.h"
#include "firmware/boards/mps2_an386/simulator.h"
#include "firmware/boards/product.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

constexpr char kFolder[] = "firmware/health_monitor/";

std::string Temporary(const std::string& name) {
  return testing::TempDir() + "/" + name;
}

void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct DeviceRun {
  SimulatedRun simulated;
  RunSummary summary;
};

DeviceRun RunInQemu(const std::vector<std::string>& arguments,
                    const std::string& image = "health_monitor.elf") {
  DeviceRun run;
  const absl::StatusOr<SimulatedRun> simulated =
      RunInSimulator(kFolder + image, arguments, testing::TempDir());
  EXPECT_TRUE(simulated.ok()) << simulated.status();
  if (!simulated.ok()) return run;
  run.simulated = *simulated;
  for (const char byte : run.simulated.link) {
    run.summary.Push(static_cast<std::uint8_t>(byte));
  }
  return run;
}

int Code(RunResult result) { return static_cast<int>(result); }

TEST(HealthMonitorInQemu, GivesTheSameBitsAsTheHost) {
  VIGIL_VERIFIES("REQ-MON-007");
  const std::string stream = Temporary("ecg.adc");
  WriteFile(stream, TestStream(60, 132));

  const DeviceRun device = RunInQemu({"vigil", stream, "7", "bed-7"});
  const std::string host_link = Temporary("host_link.bin");
  const absl::StatusOr<int> host_exit = RunProgram(
      {std::string(kFolder) + "health_monitor_host", "--stream=" + stream,
       "--session=7", "--device_id=bed-7", "--link=" + host_link},
      Temporary("host_console.txt"));

  EXPECT_EQ(device.simulated.exit_code, 0) << device.simulated.console;
  ASSERT_TRUE(host_exit.ok()) << host_exit.status();
  EXPECT_EQ(*host_exit, 0) << ReadFile(Temporary("host_console.txt"));
  EXPECT_EQ(device.summary.samples(), 60u * 250u);
  EXPECT_GT(device.summary.beats(), 100u);
  EXPECT_EQ(device.summary.frames().lost(), 0u);
  EXPECT_EQ(device.summary.frames().duplicated(), 0u);
  EXPECT_EQ(device.summary.frames_damaged(), 0u);
  EXPECT_EQ(device.summary.unreadable(), 0u);
  EXPECT_EQ(device.summary.last_status().messages_dropped(), 0u);
  EXPECT_TRUE(device.summary.said_goodbye());
  EXPECT_TRUE(device.simulated.link == ReadFile(host_link))
      << "device " << device.summary.Json();
}

// What is written to the flash is not the ELF file that a debugger takes.
TEST(HealthMonitorInQemu, ItsFlashGivesTheSameBits) {
  VIGIL_VERIFIES("REQ-MON-007");
  const std::string stream = Temporary("ecg.adc");
  WriteFile(stream, TestStream(10, 132));

  const DeviceRun image = RunInQemu({"vigil", stream, "7", "bed-7"});
  const DeviceRun flash =
      RunInQemu({"vigil", stream, "7", "bed-7"}, "health_monitor.bin");

  EXPECT_EQ(flash.simulated.exit_code, 0) << flash.simulated.console;
  EXPECT_EQ(flash.summary.samples(), 10u * 250u);
  EXPECT_TRUE(flash.simulated.link == image.simulated.link);
}

TEST(HealthMonitorInQemu, CountsTheInstructionsOfAFrame) {
  const std::string stream = Temporary("ecg.adc");
  WriteFile(stream, TestStream(10));

  const DeviceRun first =
      RunInQemu({"vigil", "--count-instructions", stream, "7", "bed-7"});
  const DeviceRun second =
      RunInQemu({"vigil", "--count-instructions", stream, "7", "bed-7"});

  ASSERT_EQ(first.simulated.exit_code, 0) << first.simulated.console;
  EXPECT_GT(first.summary.last_status().frame_cost_last(), 1000u);
  EXPECT_LT(first.summary.last_status().frame_cost_max(), 1'000'000u);
  EXPECT_TRUE(first.simulated.link == second.simulated.link);
}

TEST(HealthMonitorInQemu, DamagedStreamEndsWithItsOwnCode) {
  const std::string stream = Temporary("cut.adc");
  const std::string whole = TestStream(10);
  WriteFile(stream, whole.substr(0, whole.size() / 2));

  const DeviceRun run = RunInQemu({"vigil", stream, "7", "bed-7"});

  EXPECT_EQ(run.simulated.exit_code, Code(RunResult::kDamagedStream));
  EXPECT_NE(run.simulated.console.find("the stream of conversions is damaged"), std::string::npos)
      << run.simulated.console;
  EXPECT_FALSE(run.summary.said_goodbye());
}

TEST(HealthMonitorInQemu, MissingStreamIsNamed) {
  const DeviceRun run = RunInQemu({"vigil", "/no/such.adc", "7", "bed-7"});

  EXPECT_EQ(run.simulated.exit_code, Code(RunResult::kNoStream));
  EXPECT_NE(run.simulated.console.find("can't open the stream of conversions /no/such.adc"),
            std::string::npos)
      << run.simulated.console;
}

TEST(HealthMonitorInQemu, WrongArgumentsAreExplained) {
  const DeviceRun run = RunInQemu({"vigil", "stream", "seven", "bed-7"});

  EXPECT_EQ(run.simulated.exit_code, Code(RunResult::kBadCommandLine));
  EXPECT_NE(run.simulated.console.find("STREAM SESSION DEVICE_ID"), std::string::npos)
      << run.simulated.console;
}

}  // namespace
}  // namespace vigil::firmware
