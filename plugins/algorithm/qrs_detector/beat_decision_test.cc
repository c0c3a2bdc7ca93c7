#include "plugins/algorithm/qrs_detector/beat_decision.h"

#include <cstdint>
#include <map>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/qrs_detector/peak_finder.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kLearned = 500;  // samples until the first decision
constexpr std::int32_t kLevel = 16'000;

// Feeds peaks to a decision that has learned kLevel, each complete 10 samples
// after it, and notes what it decides.
class BeatDecisionTest : public testing::Test {
 protected:
  BeatDecisionTest() { decision_.Reset(); }

  void AddPeak(std::uint32_t at, std::int32_t energy,
               std::int32_t steepness = 1000) {
    Peak peak;
    peak.at = kLearned + at;
    peak.energy = energy;
    peak.steepness = steepness;
    peaks_[peak.at + 10] = peak;
  }
  void AddBeats(std::uint32_t first, std::uint32_t interval, int count) {
    for (int i = 0; i < count; ++i) {
      AddPeak(first + static_cast<std::uint32_t>(i) * interval, kLevel);
    }
  }

  // Places of the beats up to `end` after learning.
  std::vector<std::uint32_t> Run(std::uint32_t end,
                                 std::int32_t learned_energy = kLevel) {
    std::vector<std::uint32_t> beats;
    for (std::uint32_t now = 0; now < kLearned + end; ++now) {
      const auto peak = peaks_.find(now);
      const std::int32_t energy = now < kLearned ? learned_energy : 0;
      if (!decision_.Next(now, energy,
                          peak == peaks_.end() ? nullptr : &peak->second)) {
        continue;
      }
      beats.push_back(decision_.beat().at - kLearned);
      told_.push_back(now - kLearned);
    }
    return beats;
  }

  BeatDecision decision_;
  std::map<std::uint32_t, Peak> peaks_;
  std::vector<std::uint32_t> told_;
};

using Places = std::vector<std::uint32_t>;

TEST_F(BeatDecisionTest, RegularBeatsAreDecidedAfterTheRefractoryPeriod) {
  AddBeats(100, 200, 5);
  EXPECT_EQ(Run(1000), (Places{100, 300, 500, 700, 900}));
  EXPECT_EQ(told_[0], 150u);
}

TEST_F(BeatDecisionTest, NothingIsDecidedWhileLearning) {
  AddPeak(0, kLevel);
  for (std::uint32_t now = 0; now < kLearned - 1; ++now) {
    EXPECT_FALSE(decision_.Next(now, kLevel, nullptr));
    EXPECT_TRUE(decision_.is_learning());
  }
  EXPECT_FALSE(decision_.Next(kLearned - 1, kLevel, nullptr));
  EXPECT_FALSE(decision_.is_learning());
}

TEST_F(BeatDecisionTest, SignalTooLowToHoldBeatsIsNeverLearned) {
  AddBeats(600, 200, 5);
  EXPECT_TRUE(Run(2000, 1100).empty());
  EXPECT_TRUE(decision_.is_learning());
}

TEST_F(BeatDecisionTest, PeaksBelowTheThresholdAreNoBeats) {
  AddBeats(100, 200, 3);
  AddPeak(700, kLevel / 16 * 3);
  AddPeak(900, kLevel);
  EXPECT_EQ(Run(960), (Places{100, 300, 500, 900}));
}

TEST_F(BeatDecisionTest, OfTwoPeaksWithinTheRefractoryPeriodTheHigherStands) {
  AddPeak(100, kLevel);
  AddPeak(130, kLevel + 1000);
  AddPeak(400, kLevel + 1000);
  AddPeak(440, kLevel);
  EXPECT_EQ(Run(600), (Places{130, 400}));
}

TEST_F(BeatDecisionTest, PeakCompletedAfterTheBeatWasToldIsNoSecondBeat) {
  AddPeak(100, kLevel);
  AddPeak(145, kLevel);  // complete at 155, the beat was told at 150
  EXPECT_EQ(Run(400), (Places{100}));
}

TEST_F(BeatDecisionTest, LowPeakBeforeAHigherOneIsItsPWave) {
  VIGIL_VERIFIES("REQ-QRS-002");
  for (std::uint32_t n = 0; n < 6; ++n) {
    AddPeak(100 + n * 250, kLevel / 2);
    AddPeak(155 + n * 250, kLevel);
  }
  EXPECT_EQ(Run(1500), (Places{155, 405, 655, 905, 1155, 1405}));
}

TEST_F(BeatDecisionTest, EvenlySpacedFastBeatsOfChangingHeightAllCount) {
  AddPeak(100, kLevel);
  for (std::uint32_t n = 1; n < 10; ++n) {
    AddPeak(100 + n * 65, n % 2 == 0 ? kLevel : kLevel / 2);
  }
  EXPECT_EQ(Run(900).size(), 10u);
}

TEST_F(BeatDecisionTest, FlatPeakSoonAfterABeatIsItsTWave) {
  VIGIL_VERIFIES("REQ-QRS-002");
  AddPeak(100, kLevel);
  AddPeak(170, kLevel, 499);
  AddPeak(400, kLevel);
  AddPeak(470, kLevel, 501);  // as steep as a QRS
  EXPECT_EQ(Run(600), (Places{100, 400, 470}));
}

TEST_F(BeatDecisionTest, FlatPeakLaterIsNoTWave) {
  AddPeak(100, kLevel);
  AddPeak(191, kLevel, 400);
  EXPECT_EQ(Run(400), (Places{100, 191}));
}

TEST_F(BeatDecisionTest, MissedBeatIsFoundBySearchBackAndInOrder) {
  AddBeats(100, 200, 3);
  AddPeak(700, kLevel / 4);  // below the threshold, above 5/8 of it
  AddPeak(900, kLevel);
  EXPECT_EQ(Run(1000), (Places{100, 300, 500, 700, 900}));
  EXPECT_EQ(told_[3], 500u + 200 + 200 * 7 / 16 + 1);
}

TEST_F(BeatDecisionTest, SearchBackDoesNotTakeWhatIsTooLow) {
  AddBeats(100, 200, 3);
  AddPeak(700, kLevel / 8);
  AddPeak(900, kLevel);
  EXPECT_EQ(Run(1000), (Places{100, 300, 500, 900}));
}

TEST_F(BeatDecisionTest, SearchBackDoesNotTakeTheTWaveOfTheLastBeat) {
  AddBeats(100, 200, 3);
  AddPeak(580, kLevel / 2, 400);
  EXPECT_EQ(Run(1200), (Places{100, 300, 500}));
}

TEST_F(BeatDecisionTest, SearchBackWaitsForALateBeatThatIsUndecided) {
  AddBeats(100, 200, 3);
  AddPeak(700, kLevel / 4);
  AddPeak(770, kLevel / 2);
  // At 788 it would take the low peak, were the one at 770 not there.
  EXPECT_EQ(Run(1000), (Places{100, 300, 500, 770}));
}

TEST_F(BeatDecisionTest, LevelsFollowASignalThatGrowsOrFades) {
  AddBeats(100, 200, 3);
  for (std::uint32_t n = 0; n < 10; ++n) {
    AddPeak(700 + n * 200, kLevel * 10 / (10 + static_cast<int>(n) * 4));
  }
  EXPECT_EQ(Run(2700).size(), 13u);
}

TEST_F(BeatDecisionTest, AfterEightSecondsWithoutABeatItLearnsAnew) {
  AddPeak(100, kLevel);
  EXPECT_EQ(Run(100 + 2000 + 1), (Places{100}));
  EXPECT_FALSE(decision_.is_learning());
  EXPECT_FALSE(decision_.Next(kLearned + 2101, 0, nullptr));
  EXPECT_TRUE(decision_.is_learning());
}

TEST_F(BeatDecisionTest, SampleNumbersMayWrap) {
  std::uint32_t now = UINT32_MAX - 700;
  for (int i = 0; i < 500; ++i) {
    ASSERT_FALSE(decision_.Next(now, kLevel, nullptr));
    ++now;
  }
  int beats = 0;
  for (int i = 0; i < 1000; ++i) {
    Peak peak;
    peak.at = now - 10;
    peak.energy = kLevel;
    peak.steepness = 1000;
    beats += decision_.Next(now, 0, i % 200 == 50 ? &peak : nullptr) ? 1 : 0;
    ++now;
  }
  EXPECT_EQ(beats, 5);
}

}  // namespace
}  // namespace vigil::plugins
