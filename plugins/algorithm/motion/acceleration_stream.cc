#include "plugins/algorithm/motion/acceleration_stream.h"

#include <cstdint>

#include "plugins/algorithm/sample_stream/sample_stream.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kAxes = DimensionsOf(ChannelId::kAcceleration);
static_assert(kAxes == 3);

bool IsWanted(const SampleBlock& block) {
  return block.channel == ChannelId::kAcceleration && block.unit == Unit::kMilliG &&
         block.period_us == AccelerationStream::kPeriodUs && block.count <= kMaxSamplesPerBlock &&
         block.count % kAxes == 0;
}

}  // namespace

AccelerationStream::Taken AccelerationStream::Take(const SampleBlock& block, std::uint16_t borne) {
  Taken taken;
  taken.broken = WhyUnusable(static_cast<std::uint16_t>(block.quality & ~borne));
  if (taken.broken != Reason::kNone) {
    stream_.Clear();
    return taken;
  }
  if (!IsWanted(block)) {
    taken.status = Status::kInvalidArgument;
    return taken;
  }
  if (block.count == 0) return taken;
  if (!stream_.Take(block)) taken.broken = Reason::kDataGap;
  taken.moments = block.count / kAxes;
  return taken;
}

bool AccelerationStream::HasCeased(Timestamp now) {
  return stream_.HasCeased(now, kLongestSilence);
}

Acceleration MomentAt(const SampleBlock& block, std::uint32_t moment) {
  const std::uint32_t at = moment * kAxes;
  return {.x = block.samples[at], .y = block.samples[at + 1], .z = block.samples[at + 2]};
}

Timestamp MomentTime(const SampleBlock& block, std::uint32_t moment) {
  return SampleTime(block, moment * kAxes);
}

}  // namespace vigil::plugins
