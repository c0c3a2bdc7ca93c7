// Brings the board up for a product: reads the command line, opens the stream
// that stands in for the converter, and runs the product. Whatever ends it but the
// planned end of a simulation leads to the safe state.
#include "firmware/boards/mps2_an386/main.h"

#include "firmware/boards/mps2_an386/command_line.h"
#include "firmware/boards/mps2_an386/frame_clock.h"
#include "firmware/boards/mps2_an386/partition_host.h"
#include "firmware/boards/mps2_an386/interrupts.h"
#include "firmware/boards/mps2_an386/log_memory.h"
#include "firmware/boards/mps2_an386/registers.h"
#include "firmware/boards/mps2_an386/safe_state.h"
#include "firmware/boards/mps2_an386/self_test.h"
#include "firmware/boards/mps2_an386/semihosting.h"
#include "firmware/boards/mps2_an386/signal_lamp.h"
#include "firmware/boards/mps2_an386/watchdog.h"
#include "firmware/boards/product.h"

namespace vigil::firmware::mps2_an386 {
namespace {

// 1 ns of the simulated time is one instruction; a tick of the timer is 40 ns.
constexpr std::uint32_t kInstructionsPerTick = 1'000'000'000 / kClockHz;

class Mps2Board final : public Board {
 public:
  void CountInstructions(bool on) { counts_instructions_ = on; }
  // A file that can't be used is a memory that fails, and the kernel tells it.
  void KeepAlarmLogIn(const char* path) {
    (void)log_memory_.Open(path);
    has_log_memory_ = true;
  }

  void StartFrames(Duration period) override {
    Uart0().control = kUartControlTransmitEnable;
    clock_.Start(period);
    StartWatchdog();
  }
  void ConfirmDeadlines() override { FeedWatchdog(); }
  void Indicate(ActuatorAuthority, const AlarmIndication& indication) override {
    ShowSignal(indication);
  }
  LogStore* AlarmLogMemory() override {
    return has_log_memory_ ? &log_memory_ : nullptr;
  }
  bool ClocksAgree() override { return clock_.AgreesWithFpga(); }
  std::uint32_t UnexpectedInterrupts() override {
    return mps2_an386::UnexpectedInterrupts();
  }
  bool WaitForFrame() override { return clock_.WaitForFrame(); }
  Duration SinceFrameBegin() override { return clock_.SinceFrameBegin(); }
  std::uint32_t CostCounter() override {
    return counts_instructions_ ? FrameClock::Ticks() * kInstructionsPerTick : 0;
  }
  bool TrySend(std::uint8_t byte) override {
    if ((Uart0().state & kUartStateTransmitFull) != 0) return false;
    Uart0().data = byte;
    return true;
  }
  void Report(const char* text) override { semihosting::WriteConsole(text); }

 private:
  FrameClock clock_;
  LogMemory log_memory_;
  bool has_log_memory_ = false;
  bool counts_instructions_ = false;
};

class HostFile final : public StreamFile {
 public:
  Status Open(const char* path) {
    const Result<std::int32_t> file = semihosting::OpenToRead(path);
    file_ = file.value();
    return file.status();
  }
  Result<std::uint32_t> Read(std::uint8_t* out, std::uint32_t length) override {
    return semihosting::Read(file_, out, length);
  }
  Status Seek(std::uint32_t offset) override {
    return semihosting::Seek(file_, offset);
  }

 private:
  std::int32_t file_ = 0;
};

char command_line_text[kMaxCommandLine];
Mps2Board board;
PartitionHost plugin_host;
HostFile stream;

[[noreturn]] void Exit(RunResult result) {
  semihosting::Exit(static_cast<std::int32_t>(result));
}

void Tell(const char* why, const char* what) {
  board.Report("vigil: ");
  board.Report(why);
  board.Report(what);
  board.Report("\n");
}

// Of the simulation: a device has no command line.
[[noreturn]] void RefuseCommandLine(const char* why) {
  Tell(why, "");
  Exit(RunResult::kBadCommandLine);
}

CommandLine ReadCommandLine() {
  if (semihosting::CommandLine(command_line_text, kMaxCommandLine) !=
      Status::kOk) {
    RefuseCommandLine("the command line is longer than 1023 characters");
  }
  const Result<CommandLine> parsed = ParseCommandLine(command_line_text);
  if (!parsed.ok()) {
    RefuseCommandLine(
        "expected after arg=: vigil [--end-in-safe-state] "
        "[--count-instructions] [--alarm-log=FILE] STREAM SESSION DEVICE_ID, "
        "SESSION a number below 2^32, DEVICE_ID 1 to 32 of [A-Za-z0-9._-]");
  }
  return parsed.value();
}

// The memory was tested before it was in use.
void TestBoard(bool memory_works) {
  constexpr RunResult kFailed = RunResult::kSelfTestFailed;
  if (!memory_works) EnterSafeState(Cause::kMemory, kFailed);
  if (!ImageIsWhole()) EnterSafeState(Cause::kImage, kFailed);
  if (!ProtectionTraps()) EnterSafeState(Cause::kProtection, kFailed);
  StartClocks();
  if (!ClocksAgree()) EnterSafeState(Cause::kClock, kFailed);
}

}  // namespace

void Main(bool memory_works) {
  const CommandLine command_line = ReadCommandLine();
  if (command_line.ends_in_safe_state) EndSimulationInSafeState();
  PrepareSafeState(command_line.identity);
  TestBoard(memory_works);
  if (stream.Open(command_line.stream) != Status::kOk) {
    Tell("can't open the stream of conversions ", command_line.stream);
    EnterSafeState(Cause::kMonitoringStopped, RunResult::kNoStream);
  }
  board.CountInstructions(command_line.counts_instructions);
  if (command_line.alarm_log[0] != '\0') {
    board.KeepAlarmLogIn(command_line.alarm_log);
  }
  const RunResult result =
      RunProduct({board, plugin_host, stream, command_line.identity});
  if (result != RunResult::kEndedAsPlanned) {
    EnterSafeState(Cause::kMonitoringStopped, result);
  }
  Exit(result);
}

}  // namespace vigil::firmware::mps2_an386
