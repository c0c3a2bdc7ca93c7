#include "plugins/algorithm/spo2/spo2.h"

#include <cstdint>

#include "plugins/algorithm/spo2/calibration.h"
#include "plugins/algorithm/spo2/oxygen_ratio.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr Duration kTellsEvery = Seconds(1);
// The next window ends 2 s later, and samples come 500 ms late at most: a value is never
// over when it is told.
constexpr Duration kHolds = Seconds(6);
// Samples later than this are missing, not merely late.
constexpr Duration kLongestSilence = Milliseconds(500);
constexpr Duration kHalfPeriod = Microseconds(OxygenRatio::kPeriodUs / 2);

bool IsWanted(const SampleBlock& block) {
  const bool is_known =
      block.channel == ChannelId::kPpgRed || block.channel == ChannelId::kPpgInfrared;
  return is_known && block.unit == UnitOf(block.channel) &&
         block.period_us == OxygenRatio::kPeriodUs && block.count <= kMaxSamplesPerBlock;
}

bool AreTogether(Timestamp a, Timestamp b) {
  return a - b <= kHalfPeriod && b - a <= kHalfPeriod;
}

bool IsLight(std::int32_t sample) { return sample >= 0 && sample <= OxygenRatio::kGreatest; }

}  // namespace

Status Spo2::Init(const Settings&) {
  light_.Clear();
  has_signal_ = false;
  due_ = Timestamp();
  has_pulse_ = false;
  pulse_per_minute_ = 0;
  pulse_until_ = Timestamp();
  no_pulse_ = Reason::kStarting;
  saturation_ = Answer();
  perfusion_ = Answer();
  window_end_ = Timestamp();
  is_news_ = true;
  told_ = Timestamp();
  return Status::kOk;
}

Status Spo2::Process(const Inbox& in, Outbox& out) {
  HearOfPulse(in);
  Pair pair;
  const Status status = Receive(in, pair);
  if (status != Status::kOk) return status;
  if (pair.red != nullptr && pair.infrared != nullptr) {
    Take(pair, in.now);
  } else if (pair.red != nullptr || pair.infrared != nullptr) {
    Stop(Reason::kDataGap);
  }
  if (has_signal_ && in.now - due_ > kLongestSilence) Stop(Reason::kDataGap);
  return Tell(in.now, out);
}

void Spo2::HearOfPulse(const Inbox& in) {
  for (const Observation& rate : in.observations) {
    has_pulse_ = IsIntact(rate) && rate.validity == Validity::kValid;
    pulse_per_minute_ = rate.value;
    pulse_until_ = rate.valid_until;
    no_pulse_ = IsIntact(rate) ? rate.reason : Reason::kDamaged;
  }
}

// Blocks without samples say nothing but their quality.
Status Spo2::Receive(const Inbox& in, Pair& pair) {
  for (const SampleBlock& block : in.blocks) {
    const Reason unusable = WhyUnusable(block.quality);
    if (unusable != Reason::kNone) {
      Stop(unusable);
      pair = Pair();
      return Status::kOk;
    }
    if (!IsWanted(block)) return Status::kInvalidArgument;
    if ((block.quality & kQualityGap) != 0) pair.is_gap = true;
    if (block.count == 0) continue;
    if (block.channel == ChannelId::kPpgRed) {
      pair.red = &block;
    } else {
      pair.infrared = &block;
    }
  }
  return Status::kOk;
}

void Spo2::Take(const Pair& pair, Timestamp now) {
  const SampleBlock& red = *pair.red;
  const SampleBlock& infrared = *pair.infrared;
  const bool is_next = !has_signal_ || AreTogether(red.first_sample, due_);
  if (pair.is_gap || !is_next) Stop(Reason::kDataGap);
  if (red.count != infrared.count || !AreTogether(red.first_sample, infrared.first_sample)) {
    Stop(Reason::kDataGap);
    return;
  }
  has_signal_ = true;
  due_ = SampleTime(red, red.count);
  TakeMoments(red, infrared, now);
}

void Spo2::TakeMoments(const SampleBlock& red, const SampleBlock& infrared, Timestamp now) {
  for (std::uint32_t at = 0; at < red.count; ++at) {
    if (!IsLight(red.samples[at]) || !IsLight(infrared.samples[at])) {
      Stop(Reason::kOutOfRange);
      return;
    }
    if (light_.Add(red.samples[at], infrared.samples[at])) Look(SampleTime(red, at + 1), now);
  }
}

// A window ended.
void Spo2::Look(Timestamp end, Timestamp now) {
  is_news_ = true;
  window_end_ = end;
  if (has_pulse_ && now <= pulse_until_) {
    Judge();
  } else {
    SetReasons(has_pulse_ ? Reason::kStale : no_pulse_);
  }
}

void Spo2::Judge() {
  const LightFinding finding = light_.Look(pulse_per_minute_);
  SetReasons(finding == LightFinding::kDark ? Reason::kNotWorn : Reason::kNoise);
  if (finding == LightFinding::kDark || finding == LightFinding::kUnclear) return;
  perfusion_ = {.has_value = true, .value = light_.perfusion_ppm(), .reason = Reason::kNone};
  if (finding == LightFinding::kWeak) return;
  const std::int32_t percent = SaturationOf(light_.ratio_milli());
  if (percent == kNotCalibrated) {
    saturation_.reason = Reason::kOutOfRange;
  } else {
    saturation_ = {.has_value = true, .value = percent, .reason = Reason::kNone};
  }
}

Status Spo2::Tell(Timestamp now, Outbox& out) {
  if (!is_news_ && now - told_ < kTellsEvery) return Status::kOk;
  is_news_ = false;
  told_ = now;
  Observation saturation = ObservationOf(saturation_, now);
  saturation.code = ObservationCode::kSpo2;
  saturation.unit = Unit::kPercent;
  Observation perfusion = ObservationOf(perfusion_, now);
  perfusion.code = ObservationCode::kPerfusionIndex;
  perfusion.unit = Unit::kPartsPerMillion;
  if (out.observations.Add(saturation) != Status::kOk) return Status::kInternal;
  return out.observations.Add(perfusion) == Status::kOk ? Status::kOk : Status::kInternal;
}

Observation Spo2::ObservationOf(const Answer& answer, Timestamp now) const {
  Observation said;
  said.reason = answer.reason;
  said.time = now;
  said.valid_until = now + kTellsEvery;
  if (answer.has_value) {
    said.value = answer.value;
    said.validity = Validity::kValid;
    said.time = window_end_;
    said.valid_until = window_end_ + kHolds;
  }
  return said;
}

void Spo2::SetReasons(Reason reason) {
  saturation_ = {.has_value = false, .value = 0, .reason = reason};
  perfusion_ = saturation_;
}

// What was before a gap is no part of a window after it.
void Spo2::Stop(Reason reason) {
  if (perfusion_.has_value || perfusion_.reason != reason) is_news_ = true;
  light_.Clear();
  has_signal_ = false;
  SetReasons(reason);
}

}  // namespace vigil::plugins
