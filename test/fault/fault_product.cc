// The health monitor with one plugin more, the faulty plugin, and with one fault, which
// the number of the session names (fault_code.h). Everything else is as in the
// product, on each target.
#include <cstdint>

#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/boards/board.h"
#include "firmware/boards/product.h"
#include "firmware/monitor/device_output.h"
#include "firmware/health_monitor/system.h"
#include "safety_kernel/runtime/runtime.h"
#include "test/fault/board_fault.h"
#include "test/fault/fault_code.h"
#include "test/fault/fault_plugins.h"
#include "test/fault/input_fault.h"

namespace vigil {

// Reaches into the kernel's memory as radiation would.
class RuntimeForTest {
 public:
  static void FlipStateBit(Runtime& runtime, std::uint32_t bit) {
    Flip(&runtime.state_, bit % (sizeof(Runtime::State) * 8));
  }
  static void FlipPendingBit(Runtime& runtime, std::uint32_t bit) {
    Flip(&runtime.pending_, bit % (sizeof(Runtime::Pending) * 8));
  }
  static void FlipPointerBit(Runtime& runtime) { Flip(&runtime.system_, 5); }

 private:
  static void Flip(void* memory, std::uint32_t bit) {
    auto* bytes = static_cast<volatile unsigned char*>(memory);
    bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ 1u << bit % 8);
  }
};

namespace fault {
namespace {

using firmware::Board;
using firmware::DeviceOutput;
using firmware::Launch;

SystemDescription fault_system;
Runtime runtime;
DeviceOutput output;
firmware::AdcStreamSource ecg_source;
FaultyInput input;

class Clock {
 public:
  Timestamp Next(std::uint32_t code, std::uint32_t frame) {
    regular_ = regular_ + firmware::kFramePeriod;
    const bool faulty = frame >= kFirstFaultyFrame && frame < kEndOfFault;
    if (!faulty) return regular_;
    if (code == CodeOf(KernelFault::kClockStandsStill)) {
      return Timestamp{kFirstFaultyFrame * firmware::kFramePeriod.us};
    }
    if (code == CodeOf(KernelFault::kClockJumpsAhead)) {
      return regular_ + Seconds(10);
    }
    if (code == CodeOf(KernelFault::kClockRunsBack)) return regular_ - Seconds(1);
    return regular_;
  }

 private:
  Timestamp regular_;
};

void CommitKernelFault(std::uint32_t code, std::uint32_t frame) {
  if (code == CodeOf(KernelFault::kStateBitAgain) && frame >= kFirstFaultyFrame) {
    RuntimeForTest::FlipStateBit(runtime, frame * 7919);
  }
  if (frame != kFirstFaultyFrame) return;
  if (code == CodeOf(KernelFault::kStateBit)) {
    RuntimeForTest::FlipStateBit(runtime, 4321);
  }
  if (code == CodeOf(KernelFault::kPointerBit)) {
    RuntimeForTest::FlipPointerBit(runtime);
  }
  if (code == CodeOf(KernelFault::kPendingBit)) {
    RuntimeForTest::FlipPendingBit(runtime, 77);
  }
  if (code == CodeOf(KernelFault::kInterruptStorm)) StormInterrupts();
}

Status StartRuntime(PluginHost& host, std::uint32_t code) {
  fault_system = firmware::HealthMonitorSystem();
  fault_system.plugins = kPlugins;
  fault_system.plugin_count = kPluginCount;
  const Status status = fault_system.settings.Add(
      {SettingId::kForTest, static_cast<std::int32_t>(code)});
  if (status != Status::kOk) return status;
  return runtime.Start(fault_system, host, Timestamp{0});
}

InputFault InputFaultOf(std::uint32_t code) {
  const bool is_input = code >= kFirstInputFault && code < kFirstKernelFault;
  return is_input ? static_cast<InputFault>(code - kFirstInputFault)
                  : InputFault::kNone;
}

void StartInput(std::uint32_t code) {
  if (code == kAllInputFaults) {
    input.StartAll(ecg_source);
  } else {
    input.Start(ecg_source, InputFaultOf(code), kFirstFaultyFrame, kEndOfFault);
  }
}

Status RunFrames(Board& board, std::uint32_t code) {
  Clock clock;
  std::uint32_t interrupts = 0;
  Status status = Status::kOk;
  for (std::uint32_t frame = 0; ecg_source.state() == Status::kOk; ++frame) {
    (void)board.WaitForFrame();
    if (board.UnexpectedInterrupts() != interrupts) {
      interrupts = board.UnexpectedInterrupts();
      (void)runtime.NoteFault(AlarmId::kInterruptStorm,
                              static_cast<std::int32_t>(interrupts));
    }
    CommitKernelFault(code, frame);
    status = runtime.RunFrame(clock.Next(code, frame), input, output);
    output.WriteLog();
    output.link().SendTo(board, firmware::kFramePeriod);
    board.ConfirmDeadlines();
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
}

}  // namespace
}  // namespace fault

firmware::RunResult firmware::RunProduct(const Launch& launch) {
  const std::uint32_t code = launch.identity.session;
  const Status opened =
      fault::ecg_source.Open(launch.stream, firmware::HealthMonitorSystem());
  if (opened != Status::kOk) return RunResult::kDamagedStream;
  fault::StartInput(code);
  if (fault::StartRuntime(launch.plugin_host, code) != Status::kOk) return RunResult::kRefusedToStart;
  fault::output.Start(code, launch.board);
  launch.board.StartFrames(firmware::kFramePeriod);
  const Status status = fault::RunFrames(launch.board, code);
  return status == Status::kOk ? RunResult::kEndedAsPlanned
                               : RunResult::kMonitoringStopped;
}

}  // namespace vigil
