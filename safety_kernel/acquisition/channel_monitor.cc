#include "safety_kernel/acquisition/channel_monitor.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/acquisition/signal_check.h"
#include "safety_kernel/base/time.h"

namespace vigil {
namespace {

// A number that is behind by at most half of the range was seen before.
constexpr std::uint32_t kHalfRange = 0x80000000u;

Duration Tolerance(std::uint32_t period_us) {
  // Sample times come from one clock; less than half a period is its jitter.
  return Microseconds(period_us / 2);
}

}  // namespace

void ChannelMonitor::Start(ChannelId channel, std::uint32_t period_us,
                           const SignalLimits& limits) {
  *this = ChannelMonitor();
  signal_.Start(limits);
  channel_ = channel;
  period_us_ = period_us;
}

void ChannelMonitor::Restart() {
  sequence_known_ = false;
  gap_due_ = true;
}

bool ChannelMonitor::IsOfThisChannel(const SampleBlock& block) const {
  return block.channel == channel_ && block.unit == UnitOf(channel_) &&
         block.period_us == period_us_;
}

// An empty block has no newest sample; its time is judged all the same.
bool ChannelMonitor::IsInTime(const SampleBlock& block, Timestamp now) const {
  const Timestamp end = SampleTime(block, block.count);
  if (end > now + Microseconds(period_us_)) return false;
  if (end < now - kMaxBlockAge) return false;
  return FollowsOn(block);
}

bool ChannelMonitor::FollowsOn(const SampleBlock& block) const {
  return !time_known_ ||
         block.first_sample >= next_time_ - Tolerance(period_us_);
}

BlockVerdict ChannelMonitor::Check(SampleBlock& block, Timestamp now) {
  if (!IsIntact(block)) return Damaged(block, now);
  if (!IsOfThisChannel(block)) return Damaged(block, now);
  const std::uint32_t ahead =
      sequence_known_ ? block.sequence - next_received_ : 0;
  // An old number on new samples: the producer began to count anew.
  const bool restarted = ahead >= kHalfRange && FollowsOn(block);
  if (ahead >= kHalfRange && !restarted) {
    ++duplicated_;
    return BlockVerdict::kDuplicate;
  }
  if (!IsInTime(block, now)) return Damaged(block, now);
  if (restarted) gap_due_ = true;
  Accept(block, restarted ? 0 : ahead, now);
  return BlockVerdict::kGood;
}

void ChannelMonitor::Accept(SampleBlock& block, std::uint32_t ahead,
                            Timestamp now) {
  // Blocks that came unreadable are not missing: they have their place already.
  const std::uint32_t missing = ahead > unread_ ? ahead - unread_ : 0;
  const bool late =
      time_known_ && block.first_sample > next_time_ + Tolerance(period_us_);
  if (gap_due_ || late || missing > 0) {
    block.quality = static_cast<std::uint16_t>(block.quality | kQualityGap);
    signal_.Break();
  }
  block.quality = static_cast<std::uint16_t>(block.quality |
                                             signal_.Judge(block, now));
  next_received_ = block.sequence + 1;
  sequence_known_ = true;
  next_time_ = SampleTime(block, block.count);
  time_known_ = true;
  block.sequence = next_passed_ + missing;
  next_passed_ = block.sequence + 1;
  lost_ += missing;
  unread_ = 0;
  gap_due_ = false;
  Seal(block);
}

// When the next sample is due; but nothing that is older than what is accepted, or
// whoever passes the block on would be blamed for its age.
Timestamp ChannelMonitor::DueTime(Timestamp now) const {
  const Timestamp oldest = now - kMaxBlockAge;
  if (!time_known_) return now;
  return next_time_ > oldest ? next_time_ : oldest;
}

BlockVerdict ChannelMonitor::Damaged(SampleBlock& block, Timestamp now) {
  ++damaged_;
  ++unread_;
  gap_due_ = true;
  block = SampleBlock();
  block.channel = channel_;
  block.unit = UnitOf(channel_);
  block.quality = kQualityDamaged;
  block.sequence = next_passed_;
  block.period_us = period_us_;
  block.first_sample = DueTime(now);
  ++next_passed_;
  Seal(block);
  return BlockVerdict::kDamaged;
}

}  // namespace vigil
