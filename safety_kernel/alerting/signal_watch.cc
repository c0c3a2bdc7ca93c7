#include "safety_kernel/alerting/signal_watch.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"

namespace vigil {
namespace {

constexpr std::uint16_t kUnusable = kQualityStuck | kQualitySaturated;

std::int32_t InMilliseconds(Duration duration) {
  const std::int64_t ms = duration.us / 1000;
  return static_cast<std::int32_t>(ms < INT32_MAX ? ms : INT32_MAX);
}

AlarmCondition Silence(AlarmId id, AlarmPriority priority, Timestamp since,
                       Timestamp now, Duration limit) {
  AlarmCondition condition;
  condition.id = id;
  condition.priority = priority;
  condition.present = now - since > limit;
  condition.unit = Unit::kMillisecond;
  condition.value = InMilliseconds(now - since);
  condition.limit = InMilliseconds(limit);
  condition.since = since;
  return condition;
}

}  // namespace

void SignalWatch::Start(Timestamp now) {
  ecg_heard_ = now;
  leads_on_ = now;
  lead_off_ = false;
  rate_time_ = now;
}

void SignalWatch::OnEcg(const SampleBlock& block, Timestamp now) {
  // What is damaged says nothing, not even about the leads; so does no sample.
  if ((block.quality & kQualityDamaged) != 0) return;
  if (block.count == 0) return;
  lead_off_ = (block.quality & kQualityLeadOff) != 0;
  if (!lead_off_) leads_on_ = now;
  if (lead_off_ || (block.quality & kUnusable) == 0) ecg_heard_ = now;
}

void SignalWatch::OnObservation(const Observation& observation, Timestamp now) {
  if (observation.code != ObservationCode::kHeartRate) return;
  if (!IsCurrent(observation, now)) return;
  if (observation.time > rate_time_) rate_time_ = observation.time;
}

AlarmCondition SignalWatch::SignalLost(Timestamp now) const {
  return Silence(AlarmId::kEcgSignalLost, AlarmPriority::kHigh, ecg_heard_, now,
                 kMaxEcgSilence);
}

AlarmCondition SignalWatch::LeadOff(Timestamp now) const {
  AlarmCondition condition =
      Silence(AlarmId::kEcgLeadOff, AlarmPriority::kMedium, leads_on_, now,
              kLeadOffDelay);
  if (!lead_off_) condition.present = false;
  return condition;
}

AlarmCondition SignalWatch::HeartRateUnavailable(Timestamp now) const {
  return Silence(AlarmId::kHeartRateUnavailable, AlarmPriority::kHigh,
                 rate_time_, now, kMaxHeartRateSilence);
}

}  // namespace vigil
