#include "firmware/boards/mps2_an386/interrupts.h"

#include "firmware/boards/mps2_an386/registers.h"

namespace vigil::firmware::mps2_an386 {
namespace {

constexpr std::uint32_t kFirstInterrupt = 16;  // exception of interrupt 0

volatile std::uint32_t unexpected = 0;

}  // namespace

std::uint32_t ExceptionNumber() {
  std::uint32_t ipsr = 0;
  asm volatile("mrs %0, ipsr" : "=r"(ipsr));
  return ipsr;
}

void OnUnexpectedInterrupt() {
  const std::uint32_t line =
      (ExceptionNumber() - kFirstInterrupt) % kExternalInterrupts;
  Interrupts().disable = 1u << line;
  asm volatile("dsb" ::: "memory");
  unexpected = unexpected + 1;
}

std::uint32_t UnexpectedInterrupts() { return unexpected; }

}  // namespace vigil::firmware::mps2_an386
