#include "plugins/algorithm/spo2/spo2.h"

#include <cstdint>

#include "plugins/algorithm/sample_stream/sample_stream.h"
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

// Of a rate that is not valid. A questionable one need not say why.
Reason WhyNoPulse(const Observation& rate) {
  if (!IsIntact(rate)) return Reason::kDamaged;
  return rate.reason == Reason::kNone ? Reason::kNoise : rate.reason;
}

bool IsLight(std::int32_t sample) { return sample >= 0 && sample <= OxygenRatio::kGreatest; }

}  // namespace

Status Spo2::Init(const Settings&) {
  light_.Clear();
  stream_.Clear();
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
  const PairedStream::Taken taken = stream_.Take(
      in, ChannelId::kPpgRed, ChannelId::kPpgInfrared, OxygenRatio::kPeriodUs);
  if (taken.status != Status::kOk) return taken.status;
  if (taken.broken != Reason::kNone) Stop(taken.broken);
  if (taken.first != nullptr) Take(*taken.first, *taken.second, in.now);
  if (stream_.HasCeased(in.now)) Stop(Reason::kDataGap);
  return Tell(in.now, out);
}

void Spo2::HearOfPulse(const Inbox& in) {
  for (const Observation& rate : in.observations) {
    has_pulse_ = IsIntact(rate) && rate.validity == Validity::kValid;
    pulse_per_minute_ = rate.value;
    pulse_until_ = rate.valid_until;
    no_pulse_ = WhyNoPulse(rate);
  }
}

void Spo2::Take(const SampleBlock& red, const SampleBlock& infrared, Timestamp now) {
  for (std::uint32_t at = 0; at < red.count; ++at) {
    if (!IsLight(red.samples[at]) || !IsLight(infrared.samples[at])) {
      stream_.Clear();
      Stop(Reason::kOutOfRange);
      return;
    }
    if (light_.Add(red.samples[at], infrared.samples[at])) Look(SampleTime(red, at + 1), now);
  }
}

// A window ended.
void Spo2::Look(Timestamp end, Timestamp now) {
  is_news_ = true;
  // The last sample may be of this very moment, and ends after it.
  window_end_ = end < now ? end : now;
  // The dark is seen without a pulse, and is why there is none.
  const bool is_current = has_pulse_ && now <= pulse_until_;
  const LightFinding finding = light_.Look(is_current ? pulse_per_minute_ : OxygenRatio::kNoRate);
  if (finding == LightFinding::kDark) {
    SetReasons(Reason::kNotWorn);
  } else if (!is_current) {
    SetReasons(has_pulse_ ? Reason::kStale : no_pulse_);
  } else {
    Judge(finding);
  }
}

void Spo2::Judge(LightFinding finding) {
  SetReasons(Reason::kNoise);
  if (finding == LightFinding::kUnclear) return;
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
  SetReasons(reason);
}

}  // namespace vigil::plugins
