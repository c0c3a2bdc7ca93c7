#include "safety_kernel/acquisition/sample_block.h"

#include <cstdint>

#include "safety_kernel/base/crc32.h"
#include "safety_kernel/base/time.h"

namespace vigil {
namespace {

// Samples beyond `count` are left out: they mean nothing.
std::uint32_t CheckValue(const SampleBlock& block, std::uint32_t count) {
  Crc32 crc;
  crc.Add16(static_cast<std::uint16_t>(block.channel));
  crc.Add16(static_cast<std::uint16_t>(block.unit));
  crc.Add16(block.quality);
  crc.Add16(block.count);
  crc.Add32(block.sequence);
  crc.Add32(block.period_us);
  crc.Add64(static_cast<std::uint64_t>(block.first_sample.us));
  for (std::uint32_t i = 0; i < count; ++i) {
    crc.Add32(static_cast<std::uint32_t>(block.samples[i]));
  }
  return crc.value();
}

bool CountIsInBounds(const SampleBlock& block) {
  return block.count <= kMaxSamplesPerBlock;
}

}  // namespace

void Seal(SampleBlock& block) {
  const std::uint32_t count =
      CountIsInBounds(block) ? block.count : kMaxSamplesPerBlock;
  block.integrity = CheckValue(block, count);
}

bool IsIntact(const SampleBlock& block) {
  if (!CountIsInBounds(block)) return false;
  if (block.count % DimensionsOf(block.channel) != 0) return false;
  return block.integrity == CheckValue(block, block.count);
}

Timestamp SampleTime(const SampleBlock& block, std::uint32_t index) {
  const std::uint32_t moment = index / DimensionsOf(block.channel);
  return block.first_sample +
         Microseconds(static_cast<std::int64_t>(block.period_us) * moment);
}

}  // namespace vigil
