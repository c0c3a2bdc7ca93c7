#include "safety_kernel/runtime/channel_watch.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/silence.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil {
namespace {

// Found after a time in which the samples looked sound.
constexpr std::uint16_t kFoundLate = kQualityStuck | kQualityWrongRate;
// Samples after a gap may be used; a signal that has a gap before each block can
// not.
constexpr std::uint16_t kUnusable =
    kFoundLate | kQualitySaturated | kQualityOutOfRange | kQualityGap;
constexpr std::uint16_t kExplained = kQualityLeadOff | kQualityNotWorn;

Timestamp Later(Timestamp a, Timestamp b) { return a > b ? a : b; }

}  // namespace

void ChannelWatch::Start(Timestamp now) {
  *this = ChannelWatch();
  usable_ = now;
}

void ChannelWatch::OnBlock(const SampleBlock& block, Timestamp now) {
  // What is damaged says nothing, not even about the contact; so does no sample.
  if ((block.quality & kQualityDamaged) != 0) return;
  if (block.count == 0) return;
  quality_ = block.quality;
  if ((quality_ & kQualityLeadOff) != 0) lead_off_ = now;
  if ((quality_ & kQualityNotWorn) != 0) not_worn_ = now;
  explained_ = static_cast<std::uint16_t>(explained_ | (quality_ & kExplained));
  if ((quality_ & (kExplained | kUnusable)) != 0) return;
  usable_ = now;
  explained_ = kQualityGood;
}

AlarmCondition ChannelWatch::Silent(const ChannelAlarms& alarms,
                                    Timestamp now) const {
  Timestamp heard = usable_;
  if (alarms.contact_off != AlarmId::kNone) heard = Later(heard, lead_off_);
  if (alarms.not_worn != AlarmId::kNone) heard = Later(heard, not_worn_);
  AlarmCondition condition = Silence(alarms.silent, AlarmPriority::kHigh, heard,
                                     now, Microseconds(alarms.max_silence_us));
  const bool explained = (quality_ & kExplained) != 0;
  if (!explained && (quality_ & kFoundLate) != 0) condition.present = true;
  return condition;
}

AlarmCondition ChannelWatch::Explained(AlarmId id, QualityFlag flag,
                                       const ChannelAlarms& alarms,
                                       Timestamp now) const {
  AlarmCondition condition = Silence(id, AlarmPriority::kMedium, usable_, now,
                                     Microseconds(alarms.contact_delay_us));
  const bool seen = (explained_ & flag) != 0;
  // Contact is back, and what comes is of no use for another reason.
  const bool over = (quality_ & kExplained) == 0;
  if (!seen || over) condition.present = false;
  return condition;
}

AlarmCondition ChannelWatch::ContactOff(const ChannelAlarms& alarms,
                                        Timestamp now) const {
  return Explained(alarms.contact_off, kQualityLeadOff, alarms, now);
}

AlarmCondition ChannelWatch::NotWorn(const ChannelAlarms& alarms,
                                     Timestamp now) const {
  return Explained(alarms.not_worn, kQualityNotWorn, alarms, now);
}

}  // namespace vigil
