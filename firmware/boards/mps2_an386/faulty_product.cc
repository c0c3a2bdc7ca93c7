// A product for tests that commits the fault which its session number names: the
// kernel's own faults, and what the board's tests of itself have to find.
#include <cstdint>

#include "firmware/boards/mps2_an386/interrupts.h"
#include "firmware/boards/mps2_an386/partition_host.h"
#include "firmware/boards/mps2_an386/registers.h"
#include "firmware/boards/mps2_an386/self_test.h"
#include "firmware/boards/product.h"
#include "safety_kernel/plugin/partition.h"

namespace vigil::firmware {
namespace {

using mps2_an386::DualTimer;
using mps2_an386::Fpga;
using mps2_an386::Interrupts;
using mps2_an386::Mpu;
using mps2_an386::PartitionHost;
using mps2_an386::Timer0;

enum class Fault : std::uint32_t {
  kDivisionByZero = 1,
  kUnmappedAddress = 2,
  kStackOverflow = 3,
  kJumpToNowhere = 4,
  kWriteToCode = 5,
  kExecutionOfData = 6,
  kHang = 7,
  kDeadlinesMissed = 8,
  kInterruptStorm = 9,
  kMonitoringStopped = 10,
  kMemoryDefect = 11,
  kProtectionOff = 12,
  kClockStopped = 13,
  kUnsoundEntries = 14,
  kNoBudget = 15,
  kTimerDies = 16,
  kStrayKernelCall = 17,
  kClocksPart = 18,
};

// Above it: the product ends with the result that is so much less.
constexpr std::uint32_t kEndsWith = 100;

volatile std::uint32_t zero = 0;
volatile std::uint32_t calls_left = 0xFFFFFFFF;
volatile std::uint32_t result = 0;  // so that nothing is left out as unused
std::uint16_t return_instruction[2] = {0x4770, 0x4770};  // bx lr

std::uint32_t& WordAt(std::uint32_t address) {
  return *reinterpret_cast<std::uint32_t*>(
      static_cast<std::uintptr_t>(address + zero));
}

// Deeper than any stack; not endless, or the compiler would see through it.
std::uint32_t CallItself(std::uint32_t depth) {
  volatile std::uint8_t local[256];
  local[0] = static_cast<std::uint8_t>(depth);
  if (depth == calls_left) return local[0];
  return CallItself(depth + 1) + local[0];
}

std::uint32_t Call(std::uintptr_t address) {
  return reinterpret_cast<std::uint32_t (*)()>(address + zero)();
}

std::uint32_t WriteTo(std::uint32_t address) {
  volatile std::uint32_t& word = WordAt(address);
  word = 1;
  return word;
}

// Waits for what never comes; only ticks wake it.
[[noreturn]] void Hang() {
  for (;;) asm volatile("wfi");
}

// Frames go on, but none of them is confirmed.
[[noreturn]] void MissDeadlines(Board& board) {
  for (;;) (void)board.WaitForFrame();
}

std::uint32_t CallFromElsewhere() {
  asm volatile("svc #0" ::: "r0", "memory");
  return 0;
}

// A timer nobody asked for interrupts and is never served: its line stays up, so
// that its handler would run again and again, and nothing else.
std::uint32_t StormInterrupts(Board& board) {
  constexpr std::uint32_t kFrames = 5;
  DualTimer().load = 1'000;
  DualTimer().control = mps2_an386::kDualTimerStorm;
  Interrupts().enable = 1u << mps2_an386::kDualTimerInterrupt;
  for (std::uint32_t n = 0; n < kFrames; ++n) {
    (void)board.WaitForFrame();
    board.ConfirmDeadlines();
  }
  const bool contained = mps2_an386::UnexpectedInterrupts() == 1;
  board.Report(contained ? "storm: contained\n" : "storm: not contained\n");
  return 0;
}

void Tell(Board& board, const char* what, bool good) {
  board.Report(what);
  board.Report(good ? " passes, " : " fails, ");
}

// The FPGA's buttons stand in for memory that does not keep what is written.
std::uint32_t TestDefectMemory(Board& board) {
  static volatile std::uint32_t good[16];
  volatile std::uint32_t* bad = &Fpga().button;
  Tell(board, "good memory", mps2_an386::MemoryWorks(good, good + 16));
  Tell(board, "bad memory", mps2_an386::MemoryWorks(bad, bad + 1));
  return 0;
}

std::uint32_t TestWithoutProtection(Board& board) {
  Tell(board, "protection on", mps2_an386::ProtectionTraps());
  Mpu().control = 0;
  asm volatile("dsb\n isb" ::: "memory");
  Tell(board, "protection off", mps2_an386::ProtectionTraps());
  return 0;
}

std::uint32_t TestStoppedClock(Board& board) {
  mps2_an386::StartClocks();
  Tell(board, "clock", mps2_an386::ClocksAgree());
  Fpga().prescale = 1;  // half as fast
  Tell(board, "slow clock", mps2_an386::ClocksAgree());
  mps2_an386::StartClocks();
  Timer0().control = 0;
  Tell(board, "stopped clock", mps2_an386::ClocksAgree());
  return 0;
}

void RunSecond(Board& board) {
  constexpr std::uint32_t kFrames = 10;
  for (std::uint32_t n = 0; n < kFrames; ++n) {
    (void)board.WaitForFrame();
    board.ConfirmDeadlines();
  }
}

// While the schedule runs one clock becomes slower than the other, and recovers.
std::uint32_t PartClocks(Board& board) {
  RunSecond(board);
  Tell(board, "clocks", board.ClocksAgree());
  Fpga().prescale = 1;
  RunSecond(board);
  Tell(board, "clocks apart", board.ClocksAgree());
  Fpga().prescale = 0;
  RunSecond(board);
  Tell(board, "clocks again", board.ClocksAgree());
  Fpga().counter += mps2_an386::kClockHz / 20;  // a jump by 50 ms
  RunSecond(board);
  Tell(board, "clock that jumped", board.ClocksAgree());
  RunSecond(board);
  Tell(board, "clocks after it", board.ClocksAgree());
  return 0;
}

class Idle {
 public:
  Status Init(const Settings&) { return Status::kOk; }
  Status Process(const Inbox&, Outbox&) { return Status::kOk; }
};
constexpr PluginManifest kIdleManifest = {
    .name = "idle", .budget_instructions = 1'000, .stack_bytes = 256};
[[gnu::section(".vigil_plugin.idle")]] Partition<Idle, 256> idle;
Mailbox kernel_mailbox;
PartitionHost host;

// Each pointer and each length of an entry, wrong by as little as can be.
std::uint32_t StartUnsoundEntries(Board& board) {
  const PluginEntry sound = EntryOf(idle, kIdleManifest);
  PluginEntry wrong[11];
  for (PluginEntry& entry : wrong) entry = sound;
  wrong[0].partition_bytes -= 1;
  wrong[1].partition_bytes *= 2;
  wrong[2].partition_bytes = 0;
  wrong[3].partition = static_cast<std::uint8_t*>(sound.partition) + 32;
  wrong[4].partition = &kernel_mailbox;
  wrong[5].stack_bytes = sound.partition_bytes + 8;
  wrong[6].stack_bytes = 8;
  wrong[7].mailbox = &kernel_mailbox;
  wrong[8].object_bytes = sound.partition_bytes;
  wrong[9].object_bytes = 0xFFFFFFFF;
  wrong[10].init = nullptr;
  std::uint32_t refused = 0;
  for (const PluginEntry& entry : wrong) {
    refused += static_cast<std::uint32_t>(host.Init(entry) == Status::kInternal);
  }
  Tell(board, "sound entry", host.Init(sound) == Status::kOk);
  Tell(board, "each unsound entry refused", refused == 11);
  return 0;
}

class Endless {
 public:
  Status Init(const Settings&) {
    for (;;) asm volatile("");
  }
  Status Process(const Inbox&, Outbox&) { return Status::kOk; }
};
[[gnu::section(".vigil_plugin.endless")]] Partition<Endless, 256> endless;

// A manifest that names no budget gets the least one.
std::uint32_t StartWithoutBudget(Board& board) {
  constexpr PluginManifest kManifest = {.name = "endless", .stack_bytes = 256};
  const PluginEntry entry = EntryOf(endless, kManifest);
  Tell(board, "cut off", host.Init(entry) == Status::kDeadlineExceeded);
  return 0;
}

std::uint32_t Commit(Fault fault, Board& board) {
  constexpr std::uint32_t kUnmapped = 0x90000000;
  constexpr std::uint32_t kNotThumb = 0x00000100;
  constexpr std::uint32_t kCode = 0x00000200;
  switch (fault) {
    case Fault::kDivisionByZero: return 1000 / zero;
    case Fault::kUnmappedAddress: {
      const volatile std::uint32_t& word = WordAt(kUnmapped);
      return word;
    }
    case Fault::kStackOverflow: return CallItself(0);
    case Fault::kJumpToNowhere: return Call(kNotThumb);
    case Fault::kWriteToCode: return WriteTo(kCode);
    case Fault::kExecutionOfData:
      return Call(reinterpret_cast<std::uintptr_t>(return_instruction) | 1u);
    case Fault::kHang: Hang();
    case Fault::kDeadlinesMissed: MissDeadlines(board);
    case Fault::kInterruptStorm: return StormInterrupts(board);
    case Fault::kMonitoringStopped: return 1;
    case Fault::kMemoryDefect: return TestDefectMemory(board);
    case Fault::kProtectionOff: return TestWithoutProtection(board);
    case Fault::kClockStopped: return TestStoppedClock(board);
    case Fault::kUnsoundEntries: return StartUnsoundEntries(board);
    case Fault::kNoBudget: return StartWithoutBudget(board);
    case Fault::kTimerDies: {
      Timer0().control = 0;
      MissDeadlines(board);
    }
    case Fault::kStrayKernelCall: return CallFromElsewhere();
    case Fault::kClocksPart: return PartClocks(board);
  }
  return 0;
}

}  // namespace

RunResult RunProduct(const Launch& launch) {
  const std::uint32_t session = launch.identity.session;
  if (session > kEndsWith) return static_cast<RunResult>(session - kEndsWith);
  launch.board.StartFrames(Milliseconds(100));
  result = Commit(static_cast<Fault>(session), launch.board);
  return result == 0 ? RunResult::kEndedAsPlanned
                     : RunResult::kMonitoringStopped;
}

}  // namespace vigil::firmware
