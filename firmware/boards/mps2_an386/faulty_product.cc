// A product for tests that commits the fault which its session number names.
#include <cstdint>

#include "firmware/boards/product.h"

namespace vigil::firmware {
namespace {

enum class Fault : std::uint32_t {
  kDivisionByZero = 1,
  kUnmappedAddress = 2,
  kStackOverflow = 3,
  kJumpToNowhere = 4,
};

volatile std::uint32_t zero = 0;
volatile std::uint32_t calls_left = 0xFFFFFFFF;
volatile std::uint32_t result = 0;  // so that nothing is left out as unused

// Deeper than any stack; not endless, or the compiler would see through it.
std::uint32_t CallItself(std::uint32_t depth) {
  volatile std::uint8_t local[256];
  local[0] = static_cast<std::uint8_t>(depth);
  if (depth == calls_left) return local[0];
  return CallItself(depth + 1) + local[0];
}

std::uint32_t Commit(Fault fault) {
  constexpr std::uint32_t kUnmapped = 0x90000000;
  constexpr std::uint32_t kNotThumb = 0x00000100;
  switch (fault) {
    case Fault::kDivisionByZero:
      return 1000 / zero;
    case Fault::kUnmappedAddress:
      return *reinterpret_cast<volatile std::uint32_t*>(kUnmapped + zero);
    case Fault::kStackOverflow:
      return CallItself(0);
    case Fault::kJumpToNowhere:
      return reinterpret_cast<std::uint32_t (*)()>(kNotThumb + zero)();
  }
  return 0;
}

}  // namespace

RunResult RunProduct(const Launch& launch) {
  result = Commit(static_cast<Fault>(launch.identity.session));
  return RunResult::kEndedAsPlanned;
}

}  // namespace vigil::firmware
