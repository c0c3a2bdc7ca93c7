#include "plugins/algorithm/skin_temperature/skin_temperature.h"

#include <cstdint>

#include "plugins/algorithm/sample_stream/sample_stream.h"
#include "plugins/algorithm/skin_temperature/settled_mean.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr Duration kTellsEvery = Seconds(1);
// Samples later than this are missing, not merely late: a value is never over when it is
// told.
constexpr Duration kLongestSilence = Seconds(2);
constexpr Duration kHolds = Seconds(5);
constexpr Duration kPeriod = Microseconds(SkinTemperature::kPeriodUs);

bool IsWanted(const SampleBlock& block) {
  return block.channel == ChannelId::kSkinTemperature && block.unit == Unit::kMilliCelsius &&
         block.period_us == SkinTemperature::kPeriodUs && block.count <= kMaxSamplesPerBlock;
}

bool IsPossible(std::int32_t milli_celsius) {
  return milli_celsius >= SkinTemperature::kLeastSample &&
         milli_celsius <= SkinTemperature::kGreatestSample;
}

bool IsStep(std::int32_t from, std::int32_t to) {
  return to - from > SkinTemperature::kGreatestStep || from - to > SkinTemperature::kGreatestStep;
}

}  // namespace

Status SkinTemperature::Init(const Settings&) {
  mean_.Clear();
  stream_.Clear();
  has_last_ = false;
  last_ = 0;
  reason_ = Reason::kStarting;
  told_reason_ = Reason::kNone;
  told_ = Timestamp() - kTellsEvery;
  return Status::kOk;
}

Status SkinTemperature::Process(const Inbox& in, Outbox& out) {
  for (const SampleBlock& block : in.blocks) {
    const Status status = TakeBlock(block);
    if (status != Status::kOk) return status;
  }
  if (stream_.HasCeased(in.now, kLongestSilence)) Stop(Reason::kDataGap);
  return Tell(in.now, out);
}

Status SkinTemperature::TakeBlock(const SampleBlock& block) {
  const Reason unusable = WhyUnusable(block.quality);
  if (unusable != Reason::kNone) {
    stream_.Clear();
    Stop(unusable);
    return Status::kOk;
  }
  if (!IsWanted(block)) return Status::kInvalidArgument;
  if (block.count == 0) return Status::kOk;
  if (!stream_.Take(block)) Stop(Reason::kDataGap);
  for (std::uint32_t at = 0; at < block.count; ++at) TakeSample(block.samples[at]);
  return Status::kOk;
}

void SkinTemperature::TakeSample(std::int32_t milli_celsius) {
  if (!IsPossible(milli_celsius)) {
    Stop(Reason::kOutOfRange);
    return;
  }
  if (has_last_ && IsStep(last_, milli_celsius)) Stop(Reason::kNoise);
  has_last_ = true;
  last_ = milli_celsius;
  mean_.Add(milli_celsius);
}

// kNone: there is a temperature.
Reason SkinTemperature::WhyNone() const {
  if (!mean_.is_full()) return reason_;
  if (mean_.milli_celsius() < kLeast) return Reason::kNotWorn;
  if (mean_.milli_celsius() > kGreatest) return Reason::kOutOfRange;
  if (mean_.is_settled()) return Reason::kNone;
  return mean_.was_settled() ? Reason::kNoise : Reason::kStarting;
}

Status SkinTemperature::Tell(Timestamp now, Outbox& out) {
  const Reason reason = WhyNone();
  const bool is_news = reason != told_reason_;
  if (!is_news && now - told_ < kTellsEvery) return Status::kOk;
  told_reason_ = reason;
  told_ = now;
  Observation said;
  said.code = ObservationCode::kSkinTemperature;
  said.unit = Unit::kMilliCelsius;
  said.reason = reason;
  said.time = now;
  said.valid_until = now + kTellsEvery;
  if (reason == Reason::kNone) {
    said.value = mean_.milli_celsius();
    said.validity = Validity::kValid;
    said.time = stream_.due() - kPeriod;
    said.valid_until = said.time + kHolds;
  }
  return out.observations.Add(said) == Status::kOk ? Status::kOk : Status::kInternal;
}

// What was before is no part of a minute after it.
void SkinTemperature::Stop(Reason reason) {
  mean_.Clear();
  has_last_ = false;
  reason_ = reason;
}

}  // namespace vigil::plugins
