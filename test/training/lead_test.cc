#include "test/training/lead.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace vigil::training {
namespace {

// A narrow peak of 1 mV each second for 60 s.
Lead Peaks() {
  Lead lead;
  lead.microvolt.assign(15'000, 0);
  for (std::size_t at = 125; at < lead.microvolt.size(); at += 250) {
    lead.microvolt[at] = 1000;
    lead.microvolt[at - 1] = 500;
    lead.microvolt[at + 1] = 500;
    lead.beats.push_back({static_cast<double>(at), wfdb::kNormalBeat});
  }
  return lead;
}

double PowerOf(const std::vector<std::int32_t>& samples) {
  double power = 0;
  for (const std::int32_t sample : samples) power += static_cast<double>(sample) * sample;
  return power / static_cast<double>(samples.size());
}

std::vector<std::int32_t> Difference(const Lead& a, const Lead& b) {
  std::vector<std::int32_t> difference;
  for (std::size_t n = 0; n < a.microvolt.size(); ++n) difference.push_back(a.microvolt[n] - b.microvolt[n]);
  return difference;
}

TEST(LeadTest, BeatsAreAtTheSamplesOfTheLeadAndFlutterIsNoBeat) {
  std::vector<wfdb::Annotation> reference(5);
  const int codes[] = {wfdb::kNormalBeat, wfdb::kVentricularFlutterOn, wfdb::kPrematureVentricular,
                       wfdb::kVentricularFlutterOff, wfdb::kPrematureVentricular};
  for (std::size_t n = 0; n < 5; ++n) {
    reference[n].sample = 360 * static_cast<std::int64_t>(n + 1);
    reference[n].code = codes[n];
  }
  const Lead lead = LeadOf(std::vector<std::int32_t>(2000, 0), reference, 360);
  ASSERT_EQ(lead.beats.size(), 2u);
  EXPECT_DOUBLE_EQ(lead.beats[0].at, 250);
  EXPECT_DOUBLE_EQ(lead.beats[1].at, 1250);
  ASSERT_EQ(lead.flutter.size(), 1u);
  EXPECT_DOUBLE_EQ(lead.flutter[0].begin, 500);
  EXPECT_DOUBLE_EQ(lead.flutter[0].end, 1000);
}

TEST(LeadTest, LeadsAreMixedAndReversed) {
  const Lead lead = Peaks();
  EXPECT_EQ(Mixed(lead, 0.5, lead, 0.5).microvolt, lead.microvolt);
  EXPECT_EQ(Mixed(lead, 0, lead, -1).microvolt, Reversed(lead).microvolt);
  EXPECT_EQ(Reversed(lead).microvolt[125], -1000);
  EXPECT_EQ(Reversed(lead).beats.size(), lead.beats.size());
}

TEST(LeadTest, FasterBringsThePeaksWithTheirBeats) {
  const Lead faster = Faster(Peaks(), 1.25);
  EXPECT_EQ(faster.microvolt.size(), 12'000u);
  for (const ReferenceBeat& beat : faster.beats) {
    EXPECT_GT(faster.microvolt[static_cast<std::size_t>(beat.at)], 800) << beat.at;
  }
}

TEST(LeadTest, MuscleNoiseHasItsPower) {
  const Lead lead = Peaks();
  Random random(1);
  const double power = PowerOf(Difference(WithMuscleNoise(lead, 10, random), lead));
  // The signal's, a tenth; and a quarter for what the noise filter adds.
  EXPECT_NEAR(10 * std::log10(PowerOf(lead.microvolt) / power), 9, 1.5);
}

TEST(LeadTest, MixedNoiseIsThereAllTheTimeAndGrowsWithTheQrs) {
  const Lead lead = Peaks();
  Random random(1);
  Random again(1);
  const double weak = PowerOf(Difference(WithMixedNoise(lead, 0.1, random), lead));
  const double strong = PowerOf(Difference(WithMixedNoise(lead, 0.4, again), lead));
  EXPECT_GT(weak, 100);
  EXPECT_NEAR(strong / weak, 16, 1);
}

TEST(LeadTest, OtherWavesLeaveTheBeatsWhereTheyAre) {
  const Lead lead = Peaks();
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Random random(seed);
    const Lead changed = WithOtherWaves(lead, random);
    EXPECT_EQ(changed.beats.size(), lead.beats.size());
    EXPECT_GT(PowerOf(Difference(changed, lead)), 10) << seed;
    // The QRS itself is not touched.
    for (const ReferenceBeat& beat : lead.beats) {
      EXPECT_NEAR(changed.microvolt[static_cast<std::size_t>(beat.at)], 1000, 60) << seed;
    }
  }
}

TEST(LeadTest, FadingMakesSomePeaksSmall) {
  Random random(3);
  const Lead faded = Fading(Peaks(), random);
  int small = 0;
  for (const ReferenceBeat& beat : faded.beats) {
    small += faded.microvolt[static_cast<std::size_t>(beat.at)] < 700 ? 1 : 0;
  }
  EXPECT_GT(small, 0);
  EXPECT_LT(small, 40);
}

TEST(LeadTest, EctopicBeatsAreWhereTheReferenceSays) {
  Lead lead;
  lead.microvolt.assign(30'000, 0);
  for (std::size_t at = 250; at < lead.microvolt.size(); at += 300) {
    lead.microvolt[at] = 1000;
    lead.beats.push_back({static_cast<double>(at), wfdb::kNormalBeat});
  }
  Random random(1);
  const Lead ectopic = WithEctopicBeats(lead, random);
  std::size_t added = 0;
  for (std::size_t n = 0; n < ectopic.beats.size(); ++n) {
    if (n > 0) {
      EXPECT_GT(ectopic.beats[n].at, ectopic.beats[n - 1].at);
    }
    if (!IsVentricular(ectopic.beats[n].code)) continue;
    ++added;
    EXPECT_GT(std::abs(ectopic.microvolt[static_cast<std::size_t>(ectopic.beats[n].at)]), 300);
  }
  EXPECT_GT(added, 5u);
  EXPECT_EQ(ectopic.beats.size(), lead.beats.size() + added);
}

}  // namespace
}  // namespace vigil::training
