#include "safety_kernel/algorithm/observation.h"

#include <cstdint>

#include "safety_kernel/base/crc32.h"

namespace vigil {
namespace {

std::uint32_t CheckValue(const Observation& observation) {
  Crc32 crc;
  crc.Add32(static_cast<std::uint32_t>(observation.code));
  crc.Add32(static_cast<std::uint32_t>(observation.value));
  crc.Add16(static_cast<std::uint16_t>(observation.unit));
  crc.AddByte(static_cast<std::uint8_t>(observation.validity));
  crc.AddByte(static_cast<std::uint8_t>(observation.reason));
  crc.Add32(observation.sequence);
  crc.Add64(static_cast<std::uint64_t>(observation.time.us));
  crc.Add64(static_cast<std::uint64_t>(observation.valid_until.us));
  return crc.value();
}

}  // namespace

void Seal(Observation& observation) {
  observation.integrity = CheckValue(observation);
}

bool IsIntact(const Observation& observation) {
  return observation.integrity == CheckValue(observation);
}

}  // namespace vigil
