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
    RunOn(0, learned_energy);
    return RunOn(end, 0);
  }
  // Goes on to `end`, with this energy between the peaks.
  std::vector<std::uint32_t> RunOn(std::uint32_t end, std::int32_t energy) {
    std::vector<std::uint32_t> beats;
    for (; next_ < kLearned + end; ++next_) {
      const auto peak = peaks_.find(next_);
      if (!decision_.Next(next_, energy,
                          peak == peaks_.end() ? nullptr : &peak->second)) {
        continue;
      }
      beats.push_back(decision_.beat().at - kLearned);
      told_.push_back(next_ - kLearned);
    }
    return beats;
  }
  void BeginAnew() {
    decision_.Reset();
    peaks_.clear();
    told_.clear();
    next_ = 0;
  }
  // Beats, 8 s of silence, and what a second time of learning ends with.
  std::vector<std::uint32_t> RunUntilLearnedAgain() {
    AddBeats(100, 200, 3);
    Run(2502);
    EXPECT_TRUE(decision_.is_learning());
    const std::vector<std::uint32_t> beats = RunOn(kLearnedAgain, kLevel);
    EXPECT_FALSE(decision_.is_learning());
    told_.clear();
    return beats;
  }

  static constexpr std::uint32_t kLearnedAgain = 3002;

  BeatDecision decision_;
  std::map<std::uint32_t, Peak> peaks_;
  std::vector<std::uint32_t> told_;
  std::uint32_t next_ = 0;
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
  AddPeak(470, kLevel, 500);  // steep enough for a QRS
  EXPECT_EQ(Run(600), (Places{100, 400, 470}));
}

TEST_F(BeatDecisionTest, FlatPeakLaterIsNoTWave) {
  AddPeak(100, kLevel);
  AddPeak(190, kLevel, 400);
  EXPECT_EQ(Run(400), (Places{100, 190}));
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

TEST_F(BeatDecisionTest, ThresholdIsFiveSixteenthsOfTheLevel) {
  AddPeak(100, kLevel / 16 * 5);
  EXPECT_EQ(Run(300), Places{});
  BeginAnew();
  AddPeak(100, kLevel / 16 * 5 + 1);
  EXPECT_EQ(Run(300), Places{100});
}

TEST_F(BeatDecisionTest, ThresholdIsNeverBelowItsLeast) {
  AddPeak(100, 800);
  EXPECT_EQ(Run(300, 1200), Places{});
  BeginAnew();
  AddPeak(100, 801);
  EXPECT_EQ(Run(300, 1200), Places{100});
}

TEST_F(BeatDecisionTest, LevelIsTheLowerSecondUnlessItIsBelowHalfTheHigher) {
  struct Case {
    std::int32_t first, second;  // energies
    std::int32_t level;
  };
  for (const Case& c : {Case{16'000, 9'600, 9'600}, Case{9'600, 16'000, 9'600},
                        Case{16'000, 6'400, 8'000}, Case{6'400, 16'000, 8'000}}) {
    for (const std::int32_t above : {0, 1}) {
      BeginAnew();
      for (std::uint32_t n = 0; n < kLearned; ++n) {
        EXPECT_FALSE(decision_.Next(n, n < kLearned / 2 ? c.first : c.second, nullptr));
      }
      next_ = kLearned;
      AddPeak(100, c.level / 16 * 5 + above);
      EXPECT_EQ(RunOn(300, 0).size(), static_cast<std::size_t>(above)) << c.first << " " << c.second;
    }
  }
}

TEST_F(BeatDecisionTest, LowSignalIsNotKeptForTheNextTimeOfLearning) {
  RunOn(0, 100);
  ASSERT_TRUE(decision_.is_learning());
  RunOn(kLearned - 1, kLevel);
  EXPECT_TRUE(decision_.is_learning());
  RunOn(kLearned, kLevel);
  EXPECT_FALSE(decision_.is_learning());
}

TEST_F(BeatDecisionTest, PeaksOfTheNoiseThatAFrontEndMayHaveAreNotLookedAt) {
  // given: a peak of this height; when: one just above the threshold follows
  AddPeak(100, 200);
  AddPeak(300, 5001);
  EXPECT_EQ(Run(500), Places{300});
  BeginAnew();
  AddPeak(100, 201);  // noise, which raises the threshold to 5015
  AddPeak(300, 5010);
  EXPECT_EQ(Run(500), Places{});
}

TEST_F(BeatDecisionTest, NoiseRaisesTheThreshold) {
  AddPeak(100, kLevel / 4);
  AddPeak(300, 5340);
  EXPECT_EQ(Run(500), Places{});
  BeginAnew();
  AddPeak(100, kLevel / 4);
  AddPeak(300, 5341);
  EXPECT_EQ(Run(500), Places{300});
}

TEST_F(BeatDecisionTest, HigherBeatsRaiseTheThreshold) {
  for (std::uint32_t n = 0; n < 5; ++n) AddPeak(100 + n * 200, 2 * kLevel);
  AddPeak(1100, 9000);
  EXPECT_EQ(Run(1180), (Places{100, 300, 500, 700, 900}));
}

TEST_F(BeatDecisionTest, APWaveCountsAsNoiseForTheQrsAfterIt) {
  AddPeak(100, 4600);  // raises the threshold to 5395
  AddPeak(155, 5390);
  EXPECT_EQ(Run(400), Places{});
}

TEST_F(BeatDecisionTest, APWaveIsLowerThanEightNinthsOfItsQrs) {
  AddPeak(100, 7999);
  AddPeak(155, 9000);
  EXPECT_EQ(Run(400), Places{155});
  BeginAnew();
  AddPeak(100, 8000);
  AddPeak(155, 9000);
  EXPECT_EQ(Run(400), (Places{100, 155}));
}

TEST_F(BeatDecisionTest, OfTwoEqualPeaksWithinTheRefractoryPeriodTheFirstStands) {
  AddPeak(100, kLevel);
  AddPeak(130, kLevel);
  EXPECT_EQ(Run(300), Places{100});
}

TEST_F(BeatDecisionTest, PeaksThatAreTheRefractoryPeriodApartAreTwoBeats) {
  AddPeak(100, kLevel / 4 * 3);  // waits, as it may be a P wave
  AddPeak(150, kLevel / 16 * 11);
  EXPECT_EQ(Run(400), (Places{100, 150}));
}

TEST_F(BeatDecisionTest, WhatMayBeAPWaveWaitsForItsQrs) {
  AddPeak(100, kLevel / 4 * 3);
  EXPECT_EQ(Run(300), Places{100});
  EXPECT_EQ(told_, Places{175});
}

TEST_F(BeatDecisionTest, WhatDoesNotStandApartFromTheLastBeatDoesNotWait) {
  for (const std::uint32_t apart : {75u, 76u}) {
    BeginAnew();
    AddPeak(100, kLevel);
    AddPeak(100 + apart, kLevel / 4 * 3);
    EXPECT_EQ(Run(400), (Places{100, 100 + apart}));
    EXPECT_EQ(told_[1], 100 + apart + (apart == 75 ? 50 : 75));
  }
}

TEST_F(BeatDecisionTest, SearchBackFollowsLongerIntervals) {
  AddBeats(100, 200, 2);
  AddBeats(600, 300, 5);
  AddPeak(2100, kLevel / 4);
  EXPECT_EQ(Run(2400).back(), 2100u);
  EXPECT_EQ(told_.back(), 1800u + 300 + 300 * 7 / 16 + 1);
}

TEST_F(BeatDecisionTest, SearchBackIsNotHurriedByOneShortInterval) {
  AddBeats(100, 300, 3);
  AddPeak(900, kLevel);
  AddPeak(1150, kLevel / 4);
  EXPECT_EQ(Run(1400).back(), 1150u);
  EXPECT_EQ(told_.back(), 900u + 300 + 300 * 7 / 16 + 1);
}

TEST_F(BeatDecisionTest, SearchBackDoesNotWaitForWhatIsNoBeat) {
  for (const std::int32_t energy : {kLevel / 16, 5340}) {  // the threshold by then
    BeginAnew();
    AddBeats(100, 200, 3);
    AddPeak(700, kLevel / 4);
    AddPeak(775, energy);
    EXPECT_EQ(Run(800).back(), 700u);
    EXPECT_EQ(told_.back(), 500u + 200 + 200 * 7 / 16 + 1);
  }
}

TEST_F(BeatDecisionTest, SearchBackTakesWhatIsAboveFiveEighthsOfTheThreshold) {
  for (const std::int32_t above : {0, 1}) {
    BeginAnew();
    AddBeats(100, 200, 3);
    AddPeak(700, 3300 + above);  // its noise makes the threshold 5282
    EXPECT_EQ(Run(1000).size(), 3u + static_cast<std::uint32_t>(above));
  }
}

TEST_F(BeatDecisionTest, SearchBackTakesAPeakBehindTheTWave) {
  for (const std::uint32_t behind : {89u, 90u}) {
    BeginAnew();
    AddBeats(100, 200, 3);
    AddPeak(500 + behind, kLevel / 4);
    EXPECT_EQ(Run(1000).size(), behind < 90 ? 3u : 4u);
  }
}

TEST_F(BeatDecisionTest, SearchBackTakesTheFirstOfEqualPeaks) {
  AddBeats(100, 200, 3);
  AddPeak(650, kLevel / 4);
  AddPeak(710, kLevel / 4);
  EXPECT_EQ(Run(800), (Places{100, 300, 500, 650}));
}

TEST_F(BeatDecisionTest, WhatWasBeforeItLearnedAnewIsNoBeat) {
  EXPECT_EQ(RunUntilLearnedAgain(), Places{});
  EXPECT_EQ(RunOn(kLearnedAgain + 100, 0), Places{});
}

TEST_F(BeatDecisionTest, WhatIsUndecidedWhenItLearnsAnewIsForgotten) {
  AddPeak(2480, kLevel);
  RunUntilLearnedAgain();
  EXPECT_EQ(RunOn(kLearnedAgain + 100, 0), Places{});
}

TEST_F(BeatDecisionTest, TheUsualIntervalOfBeforeItLearnedAnewIsForgotten) {
  RunUntilLearnedAgain();
  AddBeats(3100, 200, 2);
  AddPeak(3500, kLevel / 4);
  EXPECT_EQ(RunOn(3700, 0), (Places{3100, 3300, 3500}));
  EXPECT_EQ(told_[2], 3300u + 200 + 200 * 7 / 16 + 1);
}

TEST_F(BeatDecisionTest, TheNoiseOfBeforeItLearnedAnewIsForgotten) {
  AddPeak(700, 3300);
  RunUntilLearnedAgain();
  AddPeak(3100, kLevel / 16 * 5 + 1);
  EXPECT_EQ(RunOn(3400, 0), Places{3100});
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
