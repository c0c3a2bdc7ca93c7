// Watches one channel: tells for each block whether it may be passed on, and
// writes what it found into the block's quality, so that nothing that is
// damaged, doubled, missing or out of its time is used as if nothing had
// happened.
//
//   ChannelMonitor monitor;
//   monitor.Start(ChannelId::kEcgAdc, 4000, limits);
//   if (monitor.Check(block, now) != BlockVerdict::kDuplicate) Deliver(block);
//
// Not safe for use from several threads.
#ifndef VIGIL_SAFETY_KERNEL_ACQUISITION_CHANNEL_MONITOR_H_
#define VIGIL_SAFETY_KERNEL_ACQUISITION_CHANNEL_MONITOR_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/acquisition/signal_check.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// Samples that are older when they arrive are of no use: the alarms that rest on
// them would come later than the product discloses.
inline constexpr Duration kMaxBlockAge = Seconds(1);

enum class BlockVerdict : std::uint8_t {
  kGood = 0x3C,       // pass it on; kQualityGap was added where samples are missing
  kDuplicate = 0x5A,  // its number and its time were seen before; drop it
  kDamaged = 0x66,    // not to be believed; see Check
};

class ChannelMonitor {
 public:
  // Begins anew. period_us: nominal, from sample to sample.
  void Start(ChannelId channel, std::uint32_t period_us,
             const SignalLimits& limits);

  // `now`: the time on the device; no sample may be newer.
  // kGood: `block` is intact, of this channel, unit and period, and follows in
  //   time on the one before, with a gap where the producer counts anew; it has a
  //   new sequence number of this monitor, so
  //   that a damaged block keeps its place in the row, has the flags that its
  //   samples earned (signal_check.h), and is sealed.
  // kDamaged: the integrity check failed, channel, unit or period are others,
  //   the time runs back, lies ahead of `now` or more than kMaxBlockAge behind.
  //   `block` becomes an empty block at the time that was due, or at the oldest
  //   that is accepted if that is later, marked
  //   kQualityDamaged and sealed.
  // kDuplicate: `block` is unchanged.
  BlockVerdict Check(SampleBlock& block, Timestamp now);

  // What Check makes of an unreadable block, for a producer that knows itself
  // that it lost data. Always kDamaged.
  BlockVerdict Damaged(SampleBlock& block, Timestamp now);

  // The producer starts again: its next block may carry any sequence number and
  // is marked with kQualityGap.
  void Restart();

  std::uint32_t lost() const { return lost_; }  // blocks that never came
  std::uint32_t duplicated() const { return duplicated_; }
  std::uint32_t damaged() const { return damaged_; }

 private:
  bool IsOfThisChannel(const SampleBlock& block) const;
  bool IsInTime(const SampleBlock& block, Timestamp now) const;
  bool FollowsOn(const SampleBlock& block) const;
  Timestamp DueTime(Timestamp now) const;
  void Accept(SampleBlock& block, std::uint32_t ahead, Timestamp now);

  SignalCheck signal_;
  ChannelId channel_ = ChannelId::kNone;
  std::uint32_t period_us_ = 0;
  bool time_known_ = false;       // next_time_ holds
  bool sequence_known_ = false;   // next_received_ holds
  bool gap_due_ = false;          // mark the next block
  Timestamp next_time_;           // when the next sample is due
  std::uint32_t next_received_ = 0;  // number that the producer gives next
  std::uint32_t next_passed_ = 0;    // number that the next block gets
  std::uint32_t unread_ = 0;      // damaged blocks since the last good one
  std::uint32_t lost_ = 0;
  std::uint32_t duplicated_ = 0;
  std::uint32_t damaged_ = 0;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ACQUISITION_CHANNEL_MONITOR_H_
