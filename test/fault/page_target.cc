// The faults that need a WebAssembly instance.
#include <cstdint>

#include "test/fault/fault_code.h"
#include "test/fault/faulty.h"

namespace vigil::plugins {
namespace {

using fault::PageFault;

volatile std::uint32_t& WordAt(std::uint32_t address) {
  return *reinterpret_cast<volatile std::uint32_t*>(address);
}

// Not endless, or the compiler would see through it.
std::uint32_t CallItself(volatile std::uint32_t& depth) {
  volatile std::uint32_t local[256];
  local[0] = depth;
  depth = depth + 1;
  if (depth == 0) return local[0];
  return CallItself(depth) + local[0];
}

void OverflowStack() {
  volatile std::uint32_t depth = 0;
  depth = CallItself(depth);
}

void Loop() {
  volatile std::uint32_t turns = 0;
  for (;;) turns = turns + 1;
}

void DivideByZero() {
  volatile std::uint32_t zero = 0;
  zero = 1000 / zero;
}

void JumpIntoData() {
  volatile std::uintptr_t nowhere = 0x00FFFFFF;
  reinterpret_cast<void (*)()>(nowhere)();
}

void WantMoreMemory() {
  constexpr std::uint32_t kPages = 1000;
  (void)__builtin_wasm_memory_grow(0, kPages);
  WordAt(kPages * 65'536) = 1;
}

void Commit(PageFault fault, Outbox& out) {
  constexpr std::uint32_t kOutside = 0x7FFF0000;
  switch (fault) {
    case PageFault::kWriteOutside: WordAt(kOutside) = 1; break;
    case PageFault::kReadOutside: WordAt(kOutside) = WordAt(kOutside) + 1; break;
    case PageFault::kJumpIntoData: JumpIntoData(); break;
    case PageFault::kStackOverflow: OverflowStack(); break;
    case PageFault::kEndlessLoop: Loop(); break;
    case PageFault::kDivideByZero: DivideByZero(); break;
    case PageFault::kUnreachable: __builtin_trap();
    case PageFault::kMoreMemory: WantMoreMemory(); break;
    case PageFault::kGarbage:
      __builtin_memset(static_cast<void*>(&out), 0xFF, sizeof out);
      break;
  }
}

}  // namespace

Status CommitMachineFault(std::int32_t code, const Inbox&, Outbox& out) {
  const auto fault = static_cast<std::uint32_t>(code) - fault::kFirstPageFault;
  Commit(static_cast<PageFault>(fault), out);
  return Status::kOk;
}

}  // namespace vigil::plugins
