#include "tools/new_plugin/template/algorithm/template_algorithm.h"

#include <cstdint>

#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kMinuteUs = 60'000'000;

// interval: above 0, at most kRateHolds. Rounded to the nearest.
std::int32_t PerMinute(Duration interval) {
  const auto interval_us = static_cast<std::uint32_t>(interval.us);
  return static_cast<std::int32_t>((kMinuteUs + interval_us / 2) / interval_us);
}

// A questionable event need not say why it is that.
Reason WhyNone(const Observation& event) {
  return event.reason == Reason::kNone ? Reason::kNoise : event.reason;
}

}  // namespace

Status TemplateAlgorithm::Init(const Settings&) {
  newest_ = Timestamp();
  Forget(Reason::kStarting);
  return Status::kOk;
}

Status TemplateAlgorithm::Process(const Inbox& in, Outbox& out) {
  for (const Observation& event : in.observations) LookAt(event);
  if (has_event_ && in.now - newest_ > kRateHolds) Forget(Reason::kNoBeats);
  return out.observations.Add(Rate(in.now)) == Status::kOk ? Status::kOk
                                                           : Status::kInternal;
}

void TemplateAlgorithm::LookAt(const Observation& event) {
  if (!IsIntact(event)) {
    Forget(Reason::kDamaged);
  } else if (event.reason == Reason::kNoEvent) {
    return;  // the detector works, and nothing happened
  } else if (event.validity != Validity::kValid) {
    Forget(WhyNone(event));
  } else if (!has_event_ || event.time > newest_) {
    if (has_event_) TakeOver(event.time - newest_);
    has_event_ = true;
    newest_ = event.time;
  }
}

void TemplateAlgorithm::TakeOver(Duration interval) {
  const bool can_be = kShortestInterval <= interval && interval <= kRateHolds;
  per_minute_ = can_be ? PerMinute(interval) : 0;
  reason_ = can_be ? Reason::kNone : Reason::kOutOfRange;
}

void TemplateAlgorithm::Forget(Reason reason) {
  per_minute_ = 0;
  has_event_ = false;
  reason_ = reason;
}

Observation TemplateAlgorithm::Rate(Timestamp now) const {
  Observation rate;
  rate.code = ObservationCode::kHeartRate;
  rate.unit = Unit::kPerMinute;
  if (per_minute_ == 0) {
    rate.reason = reason_;
    rate.time = now;
    rate.valid_until = now;
    return rate;
  }
  rate.validity = Validity::kValid;
  rate.value = per_minute_;
  rate.time = newest_;
  rate.valid_until = newest_ + kRateHolds;
  return rate;
}

}  // namespace vigil::plugins
