#include "plugins/algorithm/motion/acceleration_stream.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class AccelerationStreamTest : public testing::Test {
 protected:
  void SetUp() override { stream_.Clear(); }

  // Five moments.
  static SampleBlock Block(Timestamp first) {
    SampleBlock block;
    block.channel = ChannelId::kAcceleration;
    block.unit = Unit::kMilliG;
    block.period_us = AccelerationStream::kPeriodUs;
    block.count = 15;
    block.first_sample = first;
    for (std::int32_t n = 0; n < 15; ++n) block.samples[n] = 100 * (n / 3) + n % 3;
    return block;
  }
  void ExpectTaken(const SampleBlock& block, Reason broken, std::uint32_t moments) {
    const AccelerationStream::Taken taken = stream_.Take(block);
    EXPECT_EQ(taken.status, Status::kOk);
    EXPECT_EQ(taken.broken, broken);
    EXPECT_EQ(taken.moments, moments);
  }

  AccelerationStream stream_;
  const Timestamp start_ = Timestamp() + Seconds(1);
  const Timestamp next_ = start_ + Milliseconds(100);
};

TEST_F(AccelerationStreamTest, MomentsGoOnWhereTheyEnded) {
  VIGIL_VERIFIES("REQ-MOTION-001");
  EXPECT_FALSE(stream_.has_signal());
  ExpectTaken(Block(start_), Reason::kNone, 5);
  EXPECT_TRUE(stream_.has_signal());
  ExpectTaken(Block(next_), Reason::kNone, 5);
}

TEST_F(AccelerationStreamTest, AMomentHasThreeAxesAndATime) {
  VIGIL_VERIFIES("REQ-MOTION-001");
  const SampleBlock block = Block(start_);
  EXPECT_EQ(MomentAt(block, 0).x, 0);
  EXPECT_EQ(MomentAt(block, 4).x, 400);
  EXPECT_EQ(MomentAt(block, 4).y, 401);
  EXPECT_EQ(MomentAt(block, 4).z, 402);
  EXPECT_EQ(MomentTime(block, 4), start_ + Milliseconds(80));
}

TEST_F(AccelerationStreamTest, MissingMomentsAreSeenByTheMarkAndByTheTime) {
  VIGIL_VERIFIES("REQ-MOTION-001");
  ExpectTaken(Block(start_), Reason::kNone, 5);
  ExpectTaken(Block(next_ + Microseconds(10'001)), Reason::kDataGap, 5);
  SampleBlock marked = Block(next_ + Milliseconds(110));
  marked.quality = kQualityGap;
  ExpectTaken(marked, Reason::kDataGap, 5);
  ExpectTaken(Block(next_ + Milliseconds(210)), Reason::kNone, 5);
  ExpectTaken(Block(next_ + Microseconds(299'999)), Reason::kDataGap, 5);
}

TEST_F(AccelerationStreamTest, HalfAPeriodOfJitterIsNoGap) {
  VIGIL_VERIFIES("REQ-MOTION-001");
  ExpectTaken(Block(start_), Reason::kNone, 5);
  ExpectTaken(Block(next_ + Milliseconds(10)), Reason::kNone, 5);
  ExpectTaken(Block(next_ + Milliseconds(100)), Reason::kNone, 5);
  ExpectTaken(Block(next_ + Milliseconds(201)), Reason::kNone, 5);
}

TEST_F(AccelerationStreamTest, UnusableMomentsSayWhyAndWhatFollowsIsNew) {
  VIGIL_VERIFIES("REQ-MOTION-001");
  ExpectTaken(Block(start_), Reason::kNone, 5);
  SampleBlock off = Block(next_);
  off.quality = kQualityNotWorn;
  ExpectTaken(off, Reason::kNotWorn, 0);
  EXPECT_FALSE(stream_.has_signal());
  ExpectTaken(Block(next_ + Seconds(3)), Reason::kNone, 5);
}

TEST_F(AccelerationStreamTest, WhatIsBorneIsUsable) {
  VIGIL_VERIFIES("REQ-MOTION-001");
  SampleBlock clipped = Block(start_);
  clipped.quality = kQualitySaturated;
  EXPECT_EQ(stream_.Take(clipped).moments, 0u);
  EXPECT_EQ(stream_.Take(clipped, kQualitySaturated).moments, 5u);
  clipped.quality = kQualitySaturated | kQualityStuck;
  EXPECT_EQ(stream_.Take(clipped, kQualitySaturated).broken, Reason::kStuck);
}

TEST_F(AccelerationStreamTest, AnEmptyBlockChangesNothing) {
  VIGIL_VERIFIES("REQ-MOTION-001");
  ExpectTaken(Block(start_), Reason::kNone, 5);
  SampleBlock empty = Block(next_ + Seconds(1));
  empty.count = 0;
  ExpectTaken(empty, Reason::kNone, 0);
  ExpectTaken(Block(next_), Reason::kNone, 5);
}

TEST_F(AccelerationStreamTest, RefusesWhatIsNoAcceleration) {
  VIGIL_VERIFIES("REQ-MOTION-001");
  SampleBlock channel = Block(start_);
  channel.channel = ChannelId::kPpgGreen;
  SampleBlock unit = Block(start_);
  unit.unit = Unit::kMicrovolt;
  SampleBlock slow = Block(start_);
  slow.period_us = 40'000;
  SampleBlock many = Block(start_);
  many.count = kMaxSamplesPerBlock + 3 - kMaxSamplesPerBlock % 3;
  SampleBlock part = Block(start_);
  part.count = 14;
  for (const SampleBlock& block : {channel, unit, slow, many, part}) {
    const AccelerationStream::Taken taken = stream_.Take(block);
    EXPECT_EQ(taken.status, Status::kInvalidArgument);
    EXPECT_EQ(taken.moments, 0u);
  }
  EXPECT_FALSE(stream_.has_signal());
}

TEST_F(AccelerationStreamTest, MomentsThatAreHalfASecondLateHaveCeased) {
  VIGIL_VERIFIES("REQ-MOTION-001");
  EXPECT_FALSE(stream_.HasCeased(start_));
  ExpectTaken(Block(start_), Reason::kNone, 5);
  const Timestamp latest = next_ + AccelerationStream::kLongestSilence;
  EXPECT_FALSE(stream_.HasCeased(latest));
  EXPECT_TRUE(stream_.HasCeased(latest + Microseconds(1)));
  EXPECT_FALSE(stream_.has_signal());
  EXPECT_FALSE(stream_.HasCeased(latest + Seconds(1)));
}

}  // namespace
}  // namespace vigil::plugins
