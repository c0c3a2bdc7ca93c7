#include "firmware/boards/mps2_an386/self_test.h"

#include "firmware/boards/mps2_an386/memory_protection.h"
#include "firmware/boards/mps2_an386/partition_switch.h"
#include "firmware/boards/mps2_an386/registers.h"
#include "safety_kernel/base/crc32.h"

extern "C" {
extern const std::uint8_t vigil_image_begin[];
}

namespace vigil::firmware::mps2_an386 {
namespace {

// The last word of the image; the build writes it (tools/gates/image_crc.cc).
[[gnu::section(".vigil_image_crc"), gnu::used]] const volatile std::uint32_t
    image_crc = 0;

using Word = volatile std::uint32_t;

std::uint32_t Address(const volatile void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

void Fill(Word* begin, const Word* end, std::uint32_t pattern) {
  for (Word* word = begin; word != end; ++word) *word = pattern;
}

bool Holds(Word* begin, const Word* end, std::uint32_t pattern) {
  bool holds = true;
  for (Word* word = begin; word != end; ++word) holds = holds && *word == pattern;
  return holds;
}

// Each word holds its own address: two addresses of one word differ in it.
bool HoldsAddresses(Word* begin, const Word* end) {
  for (Word* word = begin; word != end; ++word) *word = Address(word);
  bool holds = true;
  for (Word* word = begin; word != end; ++word) {
    holds = holds && *word == Address(word);
  }
  return holds;
}

// Kernel memory that unprivileged code tries to read.
volatile std::uint32_t forbidden = 0;

std::uint32_t Trespass(const volatile std::uint32_t* word) { return *word; }

constexpr std::uint32_t kYardBytes = 256;
alignas(kYardBytes) [[gnu::section(".vigil_plugin.self_test")]] std::uint8_t
    yard[kYardBytes];

constexpr std::uint32_t kDataAccessViolation = 1u << 1;  // CFSR.DACCVIOL

constexpr std::uint32_t kTimerTop = 0xFFFFFFFF;
constexpr std::uint32_t kTestTicks = kClockHz / 200;  // 5 ms
// With the pause in between these are 20 ms of the fastest simulator, in which an
// instruction takes 1 ns.
constexpr std::uint32_t kMaxPolls = 2'000;
constexpr std::uint32_t kPause = 5'000;
static_assert(kFpgaClockHz == kClockHz);

struct Instant {
  std::uint32_t timer = 0;
  std::uint32_t fpga = 0;
};

Instant Now() { return {kTimerTop - Timer0().value, Fpga().counter}; }

// One attempt may fall into a pause between the two readings of an instant, in a
// simulator; not each of them.
constexpr std::uint32_t kAttempts = 3;

bool AgreeOnce() {
  const Instant begin = Now();
  Instant end = begin;
  for (std::uint32_t n = 0; n < kMaxPolls && end.timer - begin.timer < kTestTicks;
       ++n) {
    for (std::uint32_t wait = 0; wait < kPause; ++wait) asm volatile("nop");
    end = Now();
  }
  const std::uint32_t timer = end.timer - begin.timer;
  const std::uint32_t fpga = end.fpga - begin.fpga;
  const std::uint32_t apart = timer > fpga ? timer - fpga : fpga - timer;
  return timer >= kTestTicks && apart <= timer / 64;
}

}  // namespace

bool MemoryWorks(Word* begin, const Word* end) {
  constexpr std::uint32_t kEvenBits = 0x55555555;
  constexpr std::uint32_t kOddBits = 0xAAAAAAAA;
  Fill(begin, end, kEvenBits);
  const bool even = Holds(begin, end, kEvenBits);
  Fill(begin, end, kOddBits);
  const bool odd = Holds(begin, end, kOddBits);
  const bool addresses = HoldsAddresses(begin, end);
  Fill(begin, end, 0);
  return even && odd && addresses && Holds(begin, end, 0);
}

bool ImageIsWhole() {
  const auto begin = reinterpret_cast<std::uintptr_t>(vigil_image_begin);
  const auto end = reinterpret_cast<std::uintptr_t>(&image_crc);
  Crc32 crc;
  crc.AddBytes(vigil_image_begin, end - begin);
  return crc.value() == image_crc;
}

bool ProtectionTraps() {
  OpenPartition(yard, kYardBytes);
  const Outcome outcome = EnterPartition(
      {.begin = Address(yard),
       .end = Address(yard) + kYardBytes,
       .stack_end = Address(yard) + kYardBytes,
       .function = Address(reinterpret_cast<const void*>(Trespass)),
       .arguments = {Address(&forbidden), 0}});
  ClosePartition();
  return outcome.ending == Ending::kTrapped &&
         (outcome.fault_status & kDataAccessViolation) != 0 &&
         outcome.fault_address == Address(&forbidden);
}

void StartClocks() {
  Timer0().control = 0;
  Timer0().reload = kTimerTop;
  Timer0().value = kTimerTop;
  Timer0().control = kTimerControlEnable;
  Fpga().prescale = 0;
  Fpga().counter = 0;
}

bool ClocksAgree() {
  bool agree = false;
  for (std::uint32_t n = 0; n < kAttempts && !agree; ++n) agree = AgreeOnce();
  return agree;
}

}  // namespace vigil::firmware::mps2_an386
