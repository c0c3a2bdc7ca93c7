#include "safety_kernel/acquisition/sample_block.h"

#include <cstdint>
#include <initializer_list>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

SampleBlock SealedBlock() {
  SampleBlock block;
  block.channel = ChannelId::kEcg;
  block.unit = Unit::kMicrovolt;
  block.quality = kQualityGap;
  block.count = 3;
  block.sequence = 7;
  block.period_us = 4000;
  block.first_sample = Timestamp{123'456'789'012};
  block.samples[0] = -1;
  block.samples[1] = 20;
  block.samples[2] = 0x7FFFFFFF;
  Seal(block);
  return block;
}

TEST(SampleBlockTest, IsIntactAfterSeal) {
  EXPECT_TRUE(IsIntact(SealedBlock()));
}

TEST(SampleBlockTest, IsNotIntactBeforeSeal) {
  EXPECT_FALSE(IsIntact(SampleBlock{}));
}

TEST(SampleBlockTest, EachFieldIsProtected) {
  VIGIL_VERIFIES("REQ-ACQ-001");
  struct Change {
    const char* field;
    void (*apply)(SampleBlock& block);
  };
  const Change changes[] = {
      {"channel", [](SampleBlock& b) { b.channel = ChannelId::kEcgAdc; }},
      {"unit", [](SampleBlock& b) { b.unit = Unit::kAdcCount; }},
      {"quality", [](SampleBlock& b) { b.quality = kQualityGood; }},
      {"count", [](SampleBlock& b) { b.count = 2; }},
      {"sequence", [](SampleBlock& b) { b.sequence ^= 1u << 31; }},
      {"period", [](SampleBlock& b) { b.period_us += 1; }},
      {"time", [](SampleBlock& b) { b.first_sample.us ^= 1ll << 40; }},
      {"first sample", [](SampleBlock& b) { b.samples[0] = 1; }},
      {"last sample", [](SampleBlock& b) { b.samples[2] -= 1; }},
      {"integrity", [](SampleBlock& b) { b.integrity ^= 1; }},
  };
  for (const Change& change : changes) {
    SampleBlock block = SealedBlock();
    change.apply(block);
    EXPECT_FALSE(IsIntact(block)) << change.field;
  }
}

TEST(SampleBlockTest, SamplesBeyondTheCountMeanNothing) {
  SampleBlock block = SealedBlock();
  block.samples[3] = 99;
  EXPECT_TRUE(IsIntact(block));
}

TEST(SampleBlockTest, AFullBlockIsIntact) {
  SampleBlock block = SealedBlock();
  block.count = kMaxSamplesPerBlock;
  Seal(block);
  EXPECT_TRUE(IsIntact(block));
  block.samples[kMaxSamplesPerBlock - 1] = 5;
  EXPECT_FALSE(IsIntact(block));
}

TEST(SampleBlockTest, ACountBeyondTheRoomIsNeverIntact) {
  for (const std::uint16_t count : std::initializer_list<std::uint16_t>{33, 0xFFFF}) {
    SampleBlock block = SealedBlock();
    block.count = count;
    Seal(block);
    EXPECT_FALSE(IsIntact(block)) << count;
  }
}

TEST(SampleBlockTest, SampleTimesFollowThePeriod) {
  const SampleBlock block = SealedBlock();
  EXPECT_EQ(SampleTime(block, 0), block.first_sample);
  EXPECT_EQ(SampleTime(block, 3), block.first_sample + Milliseconds(12));
}

SampleBlock Motion(std::uint16_t count) {
  SampleBlock block;
  block.channel = ChannelId::kAcceleration;
  block.unit = Unit::kMilliG;
  block.count = count;
  block.period_us = 20'000;
  Seal(block);
  return block;
}

TEST(SampleBlockTest, AMomentOfThreeAxesHasOneTime) {
  VIGIL_VERIFIES("REQ-ACQ-010");
  const SampleBlock block = Motion(15);
  EXPECT_EQ(SampleTime(block, 0), block.first_sample);
  EXPECT_EQ(SampleTime(block, 2), block.first_sample);
  EXPECT_EQ(SampleTime(block, 3), block.first_sample + Milliseconds(20));
  EXPECT_EQ(SampleTime(block, 15), block.first_sample + Milliseconds(100));
}

TEST(SampleBlockTest, ABlockWithAPartOfAMomentIsNotIntact) {
  VIGIL_VERIFIES("REQ-ACQ-010");
  EXPECT_TRUE(IsIntact(Motion(0)));
  EXPECT_TRUE(IsIntact(Motion(15)));
  EXPECT_FALSE(IsIntact(Motion(14)));
  EXPECT_FALSE(IsIntact(Motion(16)));
}

TEST(SampleBlockTest, EachChannelHasOneUnitAndItsAxes) {
  VIGIL_VERIFIES("REQ-ACQ-010");
  const struct {
    ChannelId id;
    Unit unit;
    std::uint32_t dimensions;
  } channels[] = {
      {ChannelId::kNone, Unit::kNone, 1},
      {ChannelId::kEcgAdc, Unit::kAdcCount, 1},
      {ChannelId::kEcg, Unit::kMicrovolt, 1},
      {ChannelId::kPpgGreen, Unit::kAdcCount, 1},
      {ChannelId::kAcceleration, Unit::kMilliG, 3},
      {ChannelId::kPpgRed, Unit::kAdcCount, 1},
      {ChannelId::kPpgInfrared, Unit::kAdcCount, 1},
      {ChannelId::kSkinTemperature, Unit::kMilliCelsius, 1},
  };
  for (const auto& channel : channels) {
    EXPECT_EQ(UnitOf(channel.id), channel.unit);
    EXPECT_EQ(DimensionsOf(channel.id), channel.dimensions);
  }
}

}  // namespace
}  // namespace vigil
