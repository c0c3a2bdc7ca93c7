#include "plugins/acquisition/ecg/ecg_acquisition.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/acquisition/ecg/ecg.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kPeriodUs = 4000;
constexpr std::uint16_t kPerBlock = 25;

class EcgAcquisitionTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(ecg_.Init({}), Status::kOk); }

  static SampleBlock Raw(const std::vector<std::int32_t>& counts,
                         std::uint16_t quality = kQualityGood) {
    SampleBlock raw;
    raw.channel = ChannelId::kEcgAdc;
    raw.unit = Unit::kAdcCount;
    raw.quality = quality;
    raw.count = static_cast<std::uint16_t>(counts.size());
    raw.sequence = 41;
    raw.period_us = kPeriodUs;
    raw.first_sample = Timestamp{7'000'000};
    for (std::uint32_t i = 0; i < counts.size(); ++i) {
      raw.samples[i] = counts[i];
    }
    Seal(raw);
    return raw;
  }

  SampleBlock Convert(const SampleBlock& raw) {
    Inbox in;
    Outbox out;
    EXPECT_EQ(in.blocks.Add(raw), Status::kOk);
    EXPECT_EQ(ecg_.Process(in, out), Status::kOk);
    EXPECT_EQ(out.blocks.size(), 1u);
    return out.blocks[0];
  }

  std::int32_t Microvolts(std::int32_t count) {
    return Convert(Raw({count})).samples[0];
  }

  // The same value in so many samples; gives the quality of the last block.
  std::uint16_t Hold(std::int32_t count, std::uint32_t samples) {
    std::uint16_t quality = kQualityGood;
    while (samples > 0) {
      const std::uint32_t n = samples < kPerBlock ? samples : kPerBlock;
      quality = Convert(Raw(std::vector<std::int32_t>(n, count))).quality;
      samples -= n;
    }
    return quality;
  }

  EcgAcquisition ecg_;
};

TEST_F(EcgAcquisitionTest, ManifestSaysWhatItTakesAndGives) {
  EXPECT_EQ(kEcgAcquisitionManifest.kind, PluginKind::kAcquisition);
  EXPECT_EQ(kEcgAcquisitionManifest.safety_class, SafetyClass::kC);
  EXPECT_EQ(kEcgAcquisitionManifest.channels_in[0], ChannelId::kEcgAdc);
  EXPECT_EQ(kEcgAcquisitionManifest.channels_out[0], ChannelId::kEcg);
}

TEST_F(EcgAcquisitionTest, ACountIsHalfAMicrovolt) {
  VIGIL_VERIFIES("REQ-ECG-001");
  EXPECT_EQ(Microvolts(0), 0);
  EXPECT_EQ(Microvolts(2), 1);
  EXPECT_EQ(Microvolts(-2), -1);
  EXPECT_EQ(Microvolts(2000), 1000);
  EXPECT_EQ(Microvolts(-2'000'000), -1'000'000);
}

TEST_F(EcgAcquisitionTest, WhatLiesBehindTheSamplesIsNotLookedAt) {
  SampleBlock raw = Raw({0});
  raw.samples[1] = INT32_MAX;
  Seal(raw);
  const SampleBlock ecg = Convert(raw);
  EXPECT_EQ(ecg.samples[1], 0);
  EXPECT_EQ(ecg.quality, kQualityGood);
}

TEST_F(EcgAcquisitionTest, HalvesAreRoundedAwayFromZeroOnBothSides) {
  VIGIL_VERIFIES("REQ-ECG-001");
  EXPECT_EQ(Microvolts(1), 1);
  EXPECT_EQ(Microvolts(-1), -1);
  EXPECT_EQ(Microvolts(3), 2);
  EXPECT_EQ(Microvolts(-3), -2);
}

TEST_F(EcgAcquisitionTest, OnePlaceAndTimeAreThoseOfTheRawBlock) {
  VIGIL_VERIFIES("REQ-ECG-003");
  const SampleBlock raw = Raw({10, 20, 30});
  const SampleBlock ecg = Convert(raw);
  EXPECT_EQ(ecg.channel, ChannelId::kEcg);
  EXPECT_EQ(ecg.unit, Unit::kMicrovolt);
  EXPECT_EQ(ecg.quality, kQualityGood);
  EXPECT_EQ(ecg.count, 3);
  EXPECT_EQ(ecg.sequence, raw.sequence);
  EXPECT_EQ(ecg.period_us, raw.period_us);
  EXPECT_EQ(ecg.first_sample, raw.first_sample);
  EXPECT_EQ(ecg.samples[0], 5);
  EXPECT_EQ(ecg.samples[1], 10);
  EXPECT_EQ(ecg.samples[2], 15);
  EXPECT_TRUE(IsIntact(ecg));
}

TEST_F(EcgAcquisitionTest, TheQualityOfTheRawBlockPassesThrough) {
  VIGIL_VERIFIES("REQ-ECG-003");
  for (const std::uint16_t quality :
       {kQualityLeadOff, kQualityGap, kQualityDamaged}) {
    EXPECT_EQ(Convert(Raw({1, 2}, quality)).quality, quality);
  }
}

TEST_F(EcgAcquisitionTest, ADamagedBlockKeepsItsPlace) {
  VIGIL_VERIFIES("REQ-ECG-003");
  const SampleBlock ecg = Convert(Raw({}, kQualityDamaged));
  EXPECT_EQ(ecg.count, 0);
  EXPECT_EQ(ecg.sequence, 41u);
  EXPECT_EQ(ecg.quality, kQualityDamaged);
  EXPECT_TRUE(IsIntact(ecg));
}

TEST_F(EcgAcquisitionTest, TheEndsOfTheRangeAreSaturated) {
  VIGIL_VERIFIES("REQ-ECG-002");
  EXPECT_EQ(Convert(Raw({kFullScaleCount})).quality, kQualitySaturated);
  EXPECT_EQ(Convert(Raw({-kFullScaleCount})).quality, kQualitySaturated);
  EXPECT_EQ(Convert(Raw({-kFullScaleCount - 1})).quality, kQualitySaturated);
  EXPECT_EQ(Convert(Raw({kFullScaleCount - 1})).quality, kQualityGood);
  EXPECT_EQ(Convert(Raw({-kFullScaleCount + 1})).quality, kQualityGood);
}

TEST_F(EcgAcquisitionTest, OneSaturatedSampleMarksItsBlock) {
  VIGIL_VERIFIES("REQ-ECG-002");
  EXPECT_EQ(Convert(Raw({1, kFullScaleCount, 2})).quality, kQualitySaturated);
  EXPECT_EQ(Convert(Raw({3, 4})).quality, kQualityGood);
}

TEST_F(EcgAcquisitionTest, CountsThatNoConverterGivesStayInRange) {
  EXPECT_EQ(Microvolts(INT32_MAX), 4'194'304);
  EXPECT_EQ(Microvolts(INT32_MIN), -4'194'304);
  EXPECT_EQ(Convert(Raw({INT32_MIN})).quality, kQualitySaturated);
}

// 2 s without movement: 500 periods, 501 samples.
TEST_F(EcgAcquisitionTest, NothingComesOfNothing) {
  Inbox in;
  Outbox out;
  EXPECT_EQ(ecg_.Process(in, out), Status::kOk);
  EXPECT_TRUE(out.blocks.empty());
}

TEST_F(EcgAcquisitionTest, ConvertsEachBlockOfAnActivation) {
  Inbox in;
  Outbox out;
  EXPECT_EQ(in.blocks.Add(Raw({2})), Status::kOk);
  EXPECT_EQ(in.blocks.Add(Raw({4})), Status::kOk);
  EXPECT_EQ(ecg_.Process(in, out), Status::kOk);
  ASSERT_EQ(out.blocks.size(), 2u);
  EXPECT_EQ(out.blocks[0].samples[0], 1);
  EXPECT_EQ(out.blocks[1].samples[0], 2);
}

}  // namespace
}  // namespace vigil::plugins
