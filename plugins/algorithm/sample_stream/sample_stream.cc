#include "plugins/algorithm/sample_stream/sample_stream.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

bool IsWanted(const SampleBlock& block, std::uint32_t period_us) {
  return block.unit == UnitOf(block.channel) && block.period_us == period_us &&
         block.count <= kMaxSamplesPerBlock && block.count % DimensionsOf(block.channel) == 0;
}

std::uint32_t MomentsOf(const SampleBlock& block) {
  return block.count / DimensionsOf(block.channel);
}

}  // namespace

bool SampleStream::Take(const SampleBlock& block) {
  const bool is_due = !has_signal_ || AreTogether(block.first_sample, due_, block.period_us);
  has_signal_ = true;
  due_ = SampleTime(block, block.count);
  return is_due && (block.quality & kQualityGap) == 0;
}

bool SampleStream::HasCeased(Timestamp now, Duration longest) {
  if (!has_signal_ || now - due_ <= longest) return false;
  has_signal_ = false;
  return true;
}

// Blocks without samples say nothing but their quality.
PairedStream::Taken PairedStream::Take(const Inbox& in, ChannelId first, ChannelId second,
                                       std::uint32_t period_us) {
  Taken taken;
  bool is_gap = false;
  for (const SampleBlock& block : in.blocks) {
    const Reason unusable = WhyUnusable(block.quality);
    if (unusable != Reason::kNone) {
      stream_.Clear();
      return {.broken = unusable};
    }
    const bool is_known = block.channel == first || block.channel == second;
    if (!is_known || !IsWanted(block, period_us)) return {.status = Status::kInvalidArgument};
    if ((block.quality & kQualityGap) != 0) is_gap = true;
    if (block.count == 0) continue;
    if (block.channel == first) {
      taken.first = &block;
    } else {
      taken.second = &block;
    }
  }
  taken.broken = Join(taken, is_gap, period_us);
  return taken;
}

Reason PairedStream::Join(Taken& taken, bool is_gap, std::uint32_t period_us) {
  const bool has_first = taken.first != nullptr;
  const bool has_second = taken.second != nullptr;
  if (!has_first && !has_second) return Reason::kNone;
  if (has_first && has_second && MomentsOf(*taken.first) == MomentsOf(*taken.second) &&
      AreTogether(taken.first->first_sample, taken.second->first_sample, period_us)) {
    const bool goes_on = stream_.Take(*taken.first);
    return goes_on && !is_gap ? Reason::kNone : Reason::kDataGap;
  }
  stream_.Clear();
  taken = Taken();
  return Reason::kDataGap;
}

}  // namespace vigil::plugins
