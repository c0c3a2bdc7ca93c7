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

}  // namespace

void ChannelWatch::Start(Timestamp now) {
  heard_ = now;
  contact_ = now;
  worn_ = now;
  quality_ = kQualityGood;
}

void ChannelWatch::OnBlock(const SampleBlock& block, Timestamp now) {
  // What is damaged says nothing, not even about the contact; so does no sample.
  if ((block.quality & kQualityDamaged) != 0) return;
  if (block.count == 0) return;
  quality_ = block.quality;
  if ((quality_ & kQualityLeadOff) == 0) contact_ = now;
  if ((quality_ & kQualityNotWorn) == 0) worn_ = now;
  const bool explained = (quality_ & kExplained) != 0;
  if (explained || (quality_ & kUnusable) == 0) heard_ = now;
}

AlarmCondition ChannelWatch::Silent(const ChannelAlarms& alarms,
                                    Timestamp now) const {
  AlarmCondition condition = Silence(alarms.silent, AlarmPriority::kHigh, heard_,
                                     now, Microseconds(alarms.max_silence_us));
  const bool explained = (quality_ & kExplained) != 0;
  if (!explained && (quality_ & kFoundLate) != 0) condition.present = true;
  return condition;
}

AlarmCondition ChannelWatch::ContactOff(const ChannelAlarms& alarms,
                                        Timestamp now) const {
  AlarmCondition condition =
      Silence(alarms.contact_off, AlarmPriority::kMedium, contact_, now,
              Microseconds(alarms.contact_delay_us));
  if ((quality_ & kQualityLeadOff) == 0) condition.present = false;
  return condition;
}

AlarmCondition ChannelWatch::NotWorn(const ChannelAlarms& alarms,
                                     Timestamp now) const {
  AlarmCondition condition =
      Silence(alarms.not_worn, AlarmPriority::kMedium, worn_, now,
              Microseconds(alarms.contact_delay_us));
  if ((quality_ & kQualityNotWorn) == 0) condition.present = false;
  return condition;
}

}  // namespace vigil
