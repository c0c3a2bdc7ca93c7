#include "plugins/algorithm/sample_stream/sample_stream.h"

#include <cstdint>
#include <initializer_list>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kPeriodUs = 20'000;
constexpr Timestamp kStart{1'000'000};
constexpr Timestamp kNext{1'100'000};

// Five moments.
SampleBlock BlockOf(ChannelId channel, Timestamp first, std::uint16_t quality = kQualityGood) {
  SampleBlock block;
  block.channel = channel;
  block.unit = UnitOf(channel);
  block.period_us = kPeriodUs;
  block.count = static_cast<std::uint16_t>(5 * DimensionsOf(channel));
  block.first_sample = first;
  block.quality = quality;
  return block;
}
SampleBlock Light(Timestamp first, std::uint16_t quality = kQualityGood) {
  return BlockOf(ChannelId::kPpgGreen, first, quality);
}
SampleBlock Motion(Timestamp first, std::uint16_t quality = kQualityGood) {
  return BlockOf(ChannelId::kAcceleration, first, quality);
}

class SampleStreamTest : public testing::Test {
 protected:
  void SetUp() override { stream_.Clear(); }
  SampleStream stream_;
};

TEST_F(SampleStreamTest, SamplesGoOnWhereTheyEnded) {
  VIGIL_VERIFIES("REQ-STREAM-001");
  EXPECT_FALSE(stream_.has_signal());
  EXPECT_TRUE(stream_.Take(Light(kStart)));
  EXPECT_TRUE(stream_.has_signal());
  EXPECT_EQ(stream_.due(), kNext);
  EXPECT_TRUE(stream_.Take(Light(kNext)));
  EXPECT_EQ(stream_.due(), kNext + Milliseconds(100));
}

TEST_F(SampleStreamTest, HalfAPeriodIsJitterAndMoreIsAGap) {
  VIGIL_VERIFIES("REQ-STREAM-001");
  for (const std::int64_t late : {1, -1, 10'000, -10'000}) {
    stream_.Clear();
    EXPECT_TRUE(stream_.Take(Light(kStart)));
    EXPECT_TRUE(stream_.Take(Light(kNext + Microseconds(late)))) << late;
  }
  for (const std::int64_t late : {10'001, -10'001}) {
    stream_.Clear();
    EXPECT_TRUE(stream_.Take(Light(kStart)));
    EXPECT_FALSE(stream_.Take(Light(kNext + Microseconds(late)))) << late;
    EXPECT_TRUE(stream_.Take(Light(stream_.due())));  // what follows goes on
  }
}

TEST_F(SampleStreamTest, AMarkOfAGapIsOneAlsoAtTheBegin) {
  VIGIL_VERIFIES("REQ-STREAM-001");
  EXPECT_FALSE(stream_.Take(Light(kStart, kQualityGap)));
  EXPECT_FALSE(stream_.Take(Light(kNext, kQualityGap)));
  EXPECT_TRUE(stream_.has_signal());
}

TEST_F(SampleStreamTest, ALongSilenceIsToldOnce) {
  VIGIL_VERIFIES("REQ-STREAM-001");
  EXPECT_FALSE(stream_.HasCeased(kStart + Seconds(9), Seconds(2)));
  EXPECT_TRUE(stream_.Take(Light(kStart)));
  EXPECT_FALSE(stream_.HasCeased(kNext + Seconds(2), Seconds(2)));
  EXPECT_TRUE(stream_.HasCeased(kNext + Seconds(2) + Microseconds(1), Seconds(2)));
  EXPECT_FALSE(stream_.has_signal());
  EXPECT_FALSE(stream_.HasCeased(kNext + Seconds(3), Seconds(2)));
  EXPECT_TRUE(stream_.Take(Light(kNext + Seconds(3))));
}

class PairedStreamTest : public testing::Test {
 protected:
  void SetUp() override { stream_.Clear(); }
  // The blocks of an activation stay there until the next one.
  PairedStream::Taken Take(std::initializer_list<SampleBlock> blocks) {
    in_ = Inbox();
    for (const SampleBlock& block : blocks) EXPECT_EQ(in_.blocks.Add(block), Status::kOk);
    return stream_.Take(in_, ChannelId::kPpgGreen, ChannelId::kAcceleration, kPeriodUs);
  }
  void ExpectPair(std::initializer_list<SampleBlock> blocks, Reason broken) {
    const PairedStream::Taken taken = Take(blocks);
    EXPECT_EQ(taken.status, Status::kOk);
    EXPECT_EQ(taken.broken, broken);
    ASSERT_NE(taken.first, nullptr);
    ASSERT_NE(taken.second, nullptr);
    EXPECT_EQ(taken.first->channel, ChannelId::kPpgGreen);
    EXPECT_EQ(taken.second->channel, ChannelId::kAcceleration);
  }
  void ExpectNone(std::initializer_list<SampleBlock> blocks, Reason broken, Status status = Status::kOk) {
    const PairedStream::Taken taken = Take(blocks);
    EXPECT_EQ(taken.status, status);
    EXPECT_EQ(taken.broken, broken);
    EXPECT_EQ(taken.first, nullptr);
    EXPECT_EQ(taken.second, nullptr);
  }

  Inbox in_;
  PairedStream stream_;
};

TEST_F(PairedStreamTest, TwoBlocksOfTheSameMomentsAreAPair) {
  VIGIL_VERIFIES("REQ-STREAM-002");
  ExpectPair({Light(kStart), Motion(kStart)}, Reason::kNone);
  ExpectPair({Motion(kNext), Light(kNext)}, Reason::kNone);
  ExpectNone({}, Reason::kNone);
  ExpectPair({Light(kNext + Milliseconds(100)), Motion(kNext + Milliseconds(100))}, Reason::kNone);
}

TEST_F(PairedStreamTest, HalfAPeriodApartIsTogether) {
  VIGIL_VERIFIES("REQ-STREAM-002");
  ExpectPair({Light(kStart), Motion(kStart + Milliseconds(10))}, Reason::kNone);
  ExpectPair({Light(kNext), Motion(kNext - Milliseconds(10))}, Reason::kNone);
  ExpectNone({Light(kStart), Motion(kStart + Microseconds(10'001))}, Reason::kDataGap);
  ExpectNone({Light(kStart), Motion(kStart - Microseconds(10'001))}, Reason::kDataGap);
}

TEST_F(PairedStreamTest, OneAloneAndOtherMomentsEndThePair) {
  VIGIL_VERIFIES("REQ-STREAM-002");
  SampleBlock shorter = Motion(kNext);
  shorter.count = 12;
  SampleBlock empty = Motion(kNext);
  empty.count = 0;
  ExpectPair({Light(kStart), Motion(kStart)}, Reason::kNone);
  ExpectNone({Light(kNext)}, Reason::kDataGap);
  ExpectNone({Motion(kNext)}, Reason::kDataGap);
  ExpectNone({Light(kNext), shorter}, Reason::kDataGap);
  ExpectNone({Light(kNext), empty}, Reason::kDataGap);
  ExpectNone({empty}, Reason::kNone);
  // A beginning, no gap.
  ExpectPair({Light(kNext + Seconds(7)), Motion(kNext + Seconds(7))}, Reason::kNone);
}

TEST_F(PairedStreamTest, SamplesThatAreMissingAreSeenByTheMarkOfEitherAndByTheTime) {
  VIGIL_VERIFIES("REQ-STREAM-002");
  ExpectPair({Light(kStart), Motion(kStart)}, Reason::kNone);
  ExpectPair({Light(kNext, kQualityGap), Motion(kNext)}, Reason::kDataGap);
  const Timestamp third = kNext + Milliseconds(100);
  ExpectPair({Light(third), Motion(third, kQualityGap)}, Reason::kDataGap);
  const Timestamp late = third + Microseconds(110'001);
  ExpectPair({Light(late), Motion(late)}, Reason::kDataGap);
}

TEST_F(PairedStreamTest, UnusableSamplesOfEitherSayWhy) {
  VIGIL_VERIFIES("REQ-STREAM-002");
  ExpectPair({Light(kStart), Motion(kStart)}, Reason::kNone);
  ExpectNone({Light(kNext, kQualityNotWorn), Motion(kNext)}, Reason::kNotWorn);
  ExpectNone({Light(kNext), Motion(kNext, kQualityStuck)}, Reason::kStuck);
  SampleBlock damaged;
  damaged.quality = kQualityDamaged;
  ExpectNone({damaged}, Reason::kDamaged);
  ExpectPair({Light(kNext + Seconds(7)), Motion(kNext + Seconds(7))}, Reason::kNone);
}

TEST_F(PairedStreamTest, RefusesWhatWasNotAskedFor) {
  VIGIL_VERIFIES("REQ-STREAM-002");
  SampleBlock channel = BlockOf(ChannelId::kPpgRed, kStart);
  SampleBlock unit = Light(kStart);
  unit.unit = Unit::kMicrovolt;
  SampleBlock slow = Light(kStart);
  slow.period_us = 40'000;
  SampleBlock many = Light(kStart);
  many.count = kMaxSamplesPerBlock + 1;
  SampleBlock part = Motion(kStart);
  part.count = 14;
  for (const SampleBlock& block : {channel, unit, slow, many, part}) {
    ExpectNone({block}, Reason::kNone, Status::kInvalidArgument);
  }
}

TEST_F(PairedStreamTest, HalfASecondOfSilenceIsBorne) {
  VIGIL_VERIFIES("REQ-STREAM-002");
  ExpectPair({Light(kStart), Motion(kStart)}, Reason::kNone);
  EXPECT_FALSE(stream_.HasCeased(kNext + Milliseconds(500)));
  EXPECT_TRUE(stream_.HasCeased(kNext + Microseconds(500'001)));
  EXPECT_FALSE(stream_.HasCeased(kNext + Seconds(1)));
}

}  // namespace
}  // namespace vigil::plugins
