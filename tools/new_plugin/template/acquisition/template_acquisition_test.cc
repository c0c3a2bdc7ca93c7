#include "tools/new_plugin/template/acquisition/template_acquisition.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "tools/new_plugin/template/acquisition/template_acquisition.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kFullScale = TemplateAcquisition::kFullScaleCount;

// Runs the plugin each 100 ms, as the kernel does, and holds it to its manifest.
class TemplateAcquisitionTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  static SampleBlock Raw(const std::vector<std::int32_t>& counts,
                         std::uint16_t quality = kQualityGood) {
    SampleBlock raw;
    raw.channel = ChannelId::kEcgAdc;
    raw.unit = Unit::kAdcCount;
    raw.quality = quality;
    raw.count = static_cast<std::uint16_t>(counts.size());
    raw.sequence = 41;
    raw.period_us = 4000;
    raw.first_sample = Timestamp{7'000'000};
    for (std::uint32_t i = 0; i < counts.size(); ++i) raw.samples[i] = counts[i];
    return raw;
  }

  // One activation with that block; the one that comes out.
  SampleBlock Convert(const SampleBlock& raw) {
    EXPECT_EQ(bench_.Give(raw), Status::kOk);
    EXPECT_EQ(bench_.Activate(), Status::kOk);
    EXPECT_EQ(bench_.said().blocks.size(), 1u);
    return bench_.said().blocks[0];
  }

  std::int32_t Microvolts(std::int32_t count) {
    return Convert(Raw({count})).samples[0];
  }

  PluginBench<TemplateAcquisition> bench_{kTemplateAcquisitionManifest};
};

TEST_F(TemplateAcquisitionTest, ACountIsItsShareOfAMicrovolt) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ACQUISITION-001");
  EXPECT_EQ(Microvolts(0), 0);
  EXPECT_EQ(Microvolts(2000), 1000);
  EXPECT_EQ(Microvolts(-2000), -1000);
}

TEST_F(TemplateAcquisitionTest, HalvesAreRoundedAwayFromZeroOnBothSides) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ACQUISITION-001");
  EXPECT_EQ(Microvolts(1), 1);
  EXPECT_EQ(Microvolts(-1), -1);
  EXPECT_EQ(Microvolts(3), 2);
  EXPECT_EQ(Microvolts(-3), -2);
}

TEST_F(TemplateAcquisitionTest, PlaceTimeAndQualityAreThoseOfTheRawBlock) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ACQUISITION-002");
  const SampleBlock block = Convert(Raw({10, 20}, kQualityLeadOff));
  EXPECT_EQ(block.channel, ChannelId::kEcg);
  EXPECT_EQ(block.unit, Unit::kMicrovolt);
  EXPECT_EQ(block.quality, kQualityLeadOff);
  EXPECT_EQ(block.count, 2);
  EXPECT_EQ(block.sequence, 41u);
  EXPECT_EQ(block.period_us, 4000u);
  EXPECT_EQ(block.first_sample, Timestamp{7'000'000});
  EXPECT_EQ(block.samples[0], 5);
  EXPECT_EQ(block.samples[1], 10);
  EXPECT_TRUE(IsIntact(block));
}

TEST_F(TemplateAcquisitionTest, ADamagedBlockKeepsItsPlace) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ACQUISITION-002");
  const SampleBlock block = Convert(Raw({}, kQualityDamaged));
  EXPECT_EQ(block.count, 0);
  EXPECT_EQ(block.sequence, 41u);
  EXPECT_EQ(block.quality, kQualityDamaged);
  EXPECT_TRUE(IsIntact(block));
}

TEST_F(TemplateAcquisitionTest, NothingComesOfNothing) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ACQUISITION-002");
  EXPECT_EQ(bench_.Activate(), Status::kOk);
  EXPECT_TRUE(bench_.said().blocks.empty());
}

TEST_F(TemplateAcquisitionTest, TheEndsOfTheRangeAreMarked) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ACQUISITION-003");
  EXPECT_EQ(Convert(Raw({kFullScale})).quality, kQualitySaturated);
  EXPECT_EQ(Convert(Raw({-kFullScale})).quality, kQualitySaturated);
  EXPECT_EQ(Convert(Raw({kFullScale - 1})).quality, kQualityGood);
  EXPECT_EQ(Convert(Raw({-kFullScale + 1})).quality, kQualityGood);
  EXPECT_EQ(Convert(Raw({1, kFullScale, 2})).quality, kQualitySaturated);
}

TEST_F(TemplateAcquisitionTest, CountsThatNoConverterGivesStayInRange) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ACQUISITION-003");
  EXPECT_EQ(Microvolts(INT32_MAX), 4'194'304);
  EXPECT_EQ(Microvolts(INT32_MIN), -4'194'304);
  EXPECT_EQ(Convert(Raw({INT32_MIN})).quality, kQualitySaturated);
}

TEST_F(TemplateAcquisitionTest, ABlockThatIsLongerThanItCanBeIsReadNowhere) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ACQUISITION-004");
  SampleBlock raw = Raw({1});
  raw.count = kMaxSamplesPerBlock + 1;
  EXPECT_EQ(Convert(raw).count, 0);
}

}  // namespace
}  // namespace vigil::plugins
