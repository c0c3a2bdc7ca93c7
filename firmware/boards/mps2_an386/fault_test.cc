// What the kernel or the board itself does wrong ends in the safe state, which
// says so on the link.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "firmware/boards/mps2_an386/simulator.h"
#include "firmware/boards/product.h"
#include "gtest/gtest.h"
#include "platform/device_codec/device_decoder.h"
#include "platform/link/frame.h"
#include "platform/wire/device.pb.h"
#include "safety_kernel/alerting/alarm_signal.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

constexpr char kImage[] = "firmware/boards/mps2_an386/faulty_image.elf";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

SimulatedRun RunImage(const std::string& image, const char* fault) {
  // Any file serves as the stream; the product does not read it.
  const auto run =
      RunInSimulator(image, {"vigil", kImage, fault, "bed-7"}, testing::TempDir());
  EXPECT_TRUE(run.ok()) << run.status();
  return run.ok() ? *run : SimulatedRun{.exit_code = -1};
}

SimulatedRun Commit(const char* fault) { return RunImage(kImage, fault); }

struct Said {
  std::vector<std::string> device_ids;
  std::vector<AlarmEvent> alarms;  // of the named device's session
  std::size_t of_last_resort = 0;
};

Said WhatWasSaid(const std::string& link) {
  Said said;
  link::FrameReader reader;
  for (const char byte : link) {
    if (reader.Push(static_cast<std::uint8_t>(byte)) !=
        link::FrameReader::Event::kFrame) {
      continue;
    }
    wire::DeviceMessage message;
    EXPECT_TRUE(message.ParseFromArray(
        reader.payload(), static_cast<int>(reader.payload_length())));
    if (message.has_hello()) said.device_ids.push_back(message.hello().device_id());
    if (!message.has_alarm()) continue;
    const auto event = FromWire(message.alarm());
    EXPECT_TRUE(event.ok()) << event.status();
    if (!event.ok()) continue;
    if (reader.header().session == 0xFFFFFFFF) {
      ++said.of_last_resort;
    } else {
      said.alarms.push_back(*event);
    }
  }
  EXPECT_EQ(reader.damaged(), 0u);
  return said;
}

void ExpectSafeState(const SimulatedRun& run, RunResult why, AlarmId id,
                     std::int32_t value) {
  EXPECT_EQ(run.exit_code, static_cast<int>(why)) << run.console;
  const Said said = WhatWasSaid(run.link);
  ASSERT_GE(said.device_ids.size(), 2u);
  EXPECT_EQ(said.device_ids.front(), "bed-7");
  ASSERT_GE(said.alarms.size(), 2u);  // again and again
  for (const AlarmEvent& alarm : said.alarms) {
    EXPECT_EQ(alarm.condition.id, id);
    EXPECT_EQ(alarm.condition.priority, AlarmPriority::kHigh);
    EXPECT_EQ(alarm.condition.value, value);
  }
  EXPECT_EQ(said.of_last_resort, said.alarms.size());
}

void ExpectFault(const SimulatedRun& run, const std::string& cause) {
  ExpectSafeState(run, RunResult::kProcessorFault, AlarmId::kSafeState, 0);
  EXPECT_NE(run.console.find("vigil: fault, exception"), std::string::npos)
      << run.console;
  EXPECT_NE(run.console.find(cause), std::string::npos) << run.console;
}

TEST(Fault, NoneWithoutCause) {
  const SimulatedRun run = Commit("0");
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(run.link, "");
}

TEST(Fault, DivisionByZeroIsTrapped) {
  ExpectFault(Commit("1"), "cfsr 0x02000000");  // UFSR.DIVBYZERO
}

TEST(Fault, UnmappedAddressIsNamed) {
  const SimulatedRun run = Commit("2");
  ExpectFault(run, "cfsr 0x00008200");  // BFSR.PRECISERR, BFARVALID
  ExpectFault(run, "bfar 0x90000000");
}

TEST(Fault, StackOverflowStopsAtTheGuard) {
  VIGIL_VERIFIES("REQ-MPS2-002");
  const SimulatedRun run = Commit("3");
  ExpectFault(run, "exception 0x00000004");  // MemManage
  // Below the memory by no more than the guard of 4 KiB.
  ExpectFault(run, "stack overflow, sp 0x1ffff");
}

TEST(Fault, JumpToNoCodeIsTrapped) {
  ExpectFault(Commit("4"), "cfsr 0x00020000");  // UFSR.INVSTATE
}

TEST(Fault, KernelDoesNotWriteCode) {
  VIGIL_VERIFIES("REQ-MPS2-006");
  ExpectFault(Commit("5"), "cfsr 0x00000082");  // MMFSR.DACCVIOL, MMARVALID
}

TEST(Fault, KernelDoesNotExecuteData) {
  VIGIL_VERIFIES("REQ-MPS2-006");
  ExpectFault(Commit("6"), "cfsr 0x00000001");  // MMFSR.IACCVIOL
}

TEST(Watchdog, EndsAKernelThatHangs) {
  VIGIL_VERIFIES("REQ-MPS2-002");
  ExpectSafeState(Commit("7"), RunResult::kMonitoringStopped, AlarmId::kSafeState, 0);
}

TEST(Watchdog, EndsAScheduleThatMissesItsDeadlines) {
  VIGIL_VERIFIES("REQ-MPS2-002");
  ExpectSafeState(Commit("8"), RunResult::kMonitoringStopped, AlarmId::kSafeState, 0);
}

TEST(Watchdog, EndsAScheduleWhoseTimerStandsStill) {
  VIGIL_VERIFIES("REQ-MPS2-002");
  ExpectSafeState(Commit("16"), RunResult::kMonitoringStopped, AlarmId::kSafeState, 0);
}

TEST(Clocks, AreComparedWhileTheScheduleRuns) {
  const SimulatedRun run = Commit("18");
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(run.console,
            "clocks passes, clocks apart fails, clocks again passes, "
            "clock that jumped fails, clocks after it passes, ");
}

TEST(Fault, KernelEntersPluginsFromOnePlaceOnly) {
  VIGIL_VERIFIES("REQ-MPS2-007");
  ExpectFault(Commit("17"), "exception 0x0000000b");  // SVCall
}

TEST(Interrupts, StormIsMaskedAndTheScheduleGoesOn) {
  VIGIL_VERIFIES("REQ-MPS2-005");
  const SimulatedRun run = Commit("9");
  EXPECT_EQ(run.exit_code, 0) << run.console;
  EXPECT_EQ(run.console, "storm: contained\n");
}

TEST(SafeState, FollowsWhenMonitoringGivesUp) {
  VIGIL_VERIFIES("REQ-MPS2-002");
  ExpectSafeState(Commit("10"), RunResult::kMonitoringStopped, AlarmId::kSafeState, 0);
}

class Ending : public testing::TestWithParam<RunResult> {};

TEST_P(Ending, OfMonitoringIsAnAlarm) {
  const SimulatedRun run =
      Commit(absl::StrCat(100 + static_cast<int>(GetParam())).c_str());
  ExpectSafeState(run, GetParam(), AlarmId::kSafeState, 0);
}

INSTANTIATE_TEST_SUITE_P(NotAsPlanned, Ending,
                         testing::Values(RunResult::kDamagedStream,
                                         RunResult::kRefusedToStart,
                                         RunResult::kMonitoringStopped,
                                         RunResult::kLinkStalled),
                         [](const auto& info) {
                           return absl::StrCat(static_cast<int>(info.param));
                         });

TEST(SafeState, FollowsWhenThereIsNothingToMonitor) {
  const auto run = RunInSimulator(kImage, {"vigil", "/no/such", "0", "bed-7"},
                                  testing::TempDir());
  ASSERT_TRUE(run.ok()) << run.status();
  ExpectSafeState(*run, RunResult::kNoStream, AlarmId::kSafeState, 0);
}

TEST(SafeState, DoesNotFollowFromABadCommandLine) {
  const SimulatedRun run = Commit("minus one");
  EXPECT_EQ(run.exit_code, static_cast<int>(RunResult::kBadCommandLine));
  EXPECT_EQ(run.link, "");
}

// What QEMU tells of the writes to a register, in their order.
std::vector<std::uint32_t> WritesIn(const std::string& trace,
                                    const std::string& event,
                                    const std::string& offset) {
  const std::string data = "offset " + offset + " data 0x";
  std::vector<std::uint32_t> writes;
  for (std::size_t at = trace.find(event); at != std::string::npos;
       at = trace.find(event, at + 1)) {
    const std::string line = trace.substr(at, trace.find('\n', at) - at);
    const std::size_t place = line.find(data);
    if (place == std::string::npos) continue;
    writes.push_back(static_cast<std::uint32_t>(
        std::stoul(line.substr(place + data.size()), nullptr, 16)));
  }
  return writes;
}

// The simulator skips no instruction and counts 1 ns for each, so that the clocks of
// the board stand nearly still beside the processor: the pattern needs none of them.
TEST(SafeState, MovesLightAndSounderWithoutAClock) {
  VIGIL_VERIFIES("REQ-MPS2-003");
  const std::string console = testing::TempDir() + "/lamps.txt";

  const absl::StatusOr<int> exit_code = RunProgram(
      {"qemu-system-arm", "-M", "mps2-an386", "-display", "none", "-monitor",
       "none", "-serial", "null", "-kernel", kImage, "-icount",
       "shift=0,sleep=off", "-trace", "mps2_fpgaio_write", "-trace",
       "mps2_scc_write", "-semihosting-config",
       absl::StrCat("enable=on,target=native,arg=vigil,arg=--end-in-safe-state,"
                    "arg=", kImage, ",arg=10,arg=bed-7")},
      console);

  ASSERT_TRUE(exit_code.ok()) << exit_code.status();
  EXPECT_EQ(*exit_code, static_cast<int>(RunResult::kMonitoringStopped));
  const std::string trace = ReadFile(console);
  const auto lamps = WritesIn(trace, "mps2_fpgaio_write", "0x0");
  const auto colours = WritesIn(trace, "mps2_scc_write", "0x4");
  ASSERT_EQ(lamps.size(), 3'000u);  // one for each millisecond
  ASSERT_EQ(colours.size(), 3'000u);
  constexpr std::uint32_t kRed = 1u << 0;
  for (std::uint32_t ms = 0; ms < lamps.size(); ++ms) {
    const bool light = LightIsOn(AlarmPriority::kHigh, Milliseconds(ms));
    const bool sound = SoundIsOn(AlarmPriority::kHigh, Milliseconds(ms));
    ASSERT_EQ(lamps[ms], (light ? 1u : 0u) | (sound ? 2u : 0u)) << ms;
    ASSERT_EQ(colours[ms], light ? kRed : 0u) << ms;
  }
}

TEST(SelfTest, FindsMemoryThatForgets) {
  VIGIL_VERIFIES("REQ-MPS2-004");
  EXPECT_EQ(Commit("11").console, "good memory passes, bad memory fails, ");
}

TEST(SelfTest, FindsThatNothingIsProtected) {
  VIGIL_VERIFIES("REQ-MPS2-004");
  EXPECT_EQ(Commit("12").console, "protection on passes, protection off fails, ");
}

TEST(SelfTest, FindsClocksThatDisagree) {
  VIGIL_VERIFIES("REQ-MPS2-004");
  EXPECT_EQ(Commit("13").console,
            "clock passes, slow clock fails, stopped clock fails, ");
}

// As it lies in flash, the CRC in its last word.
std::string ImageInFlash() {
  return ReadFile("firmware/boards/mps2_an386/faulty_image.bin");
}

SimulatedRun RunFlash(const std::string& bytes) {
  const std::string image = testing::TempDir() + "/flash.bin";
  std::ofstream(image, std::ios::binary) << bytes;
  return RunImage(image, "0");
}

void ExpectImageIsFoundDamaged(const std::string& bytes) {
  constexpr std::int32_t kImageTest = 2;
  ExpectSafeState(RunFlash(bytes), RunResult::kSelfTestFailed,
                  AlarmId::kSelfTestFailed, kImageTest);
}

TEST(SelfTest, PassesTheImageAsItWasBuilt) {
  VIGIL_VERIFIES("REQ-MPS2-004");
  EXPECT_EQ(RunFlash(ImageInFlash()).exit_code, 0);
}

TEST(SelfTest, FindsOneBitOfTheImageThatTurned) {
  VIGIL_VERIFIES("REQ-MPS2-004");
  std::string bytes = ImageInFlash();
  const std::size_t text = bytes.find("storm: not contained");
  ASSERT_NE(text, std::string::npos);
  bytes[text] ^= 0x01;
  ExpectImageIsFoundDamaged(bytes);
}

TEST(SelfTest, FindsOneBitOfTheCrcThatTurned) {
  VIGIL_VERIFIES("REQ-MPS2-004");
  std::string bytes = ImageInFlash();
  bytes.back() ^= 0x01;
  ExpectImageIsFoundDamaged(bytes);
}

TEST(SelfTest, FindsThatNoCrcWasWritten) {
  const std::string bytes = ImageInFlash();
  ExpectImageIsFoundDamaged(bytes.substr(0, bytes.size() - 4) + std::string(4, '\0'));
}

TEST(PartitionHost, RefusesEntriesThatAreUnsound) {
  VIGIL_VERIFIES("REQ-MPS2-007");
  EXPECT_EQ(Commit("14").console,
            "sound entry passes, each unsound entry refused passes, ");
}

TEST(PartitionHost, NoBudgetIsTheLeastOne) {
  VIGIL_VERIFIES("REQ-MPS2-007");
  EXPECT_EQ(Commit("15").console, "cut off passes, ");
}

}  // namespace
}  // namespace vigil::firmware
