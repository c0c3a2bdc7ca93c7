#include "plugins/algorithm/heart_rate/beat_history.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class BeatHistoryTest : public testing::Test {
 protected:
  void SetUp() override { beats_.Clear(); }

  void AddAt(std::int64_t ms) { beats_.Add(Timestamp{ms * 1000}); }

  // Beats with these intervals, ms, the first beat at 10 s.
  void AddIntervals(const std::vector<std::int64_t>& intervals) {
    std::int64_t ms = 10'000;
    AddAt(ms);
    for (const std::int64_t interval : intervals) AddAt(ms += interval);
  }

  std::uint32_t MeanMs() const { return beats_.MeanIntervalUs() / 1000; }

  BeatHistory beats_;
};

TEST_F(BeatHistoryTest, IsEmptyAtFirst) {
  EXPECT_TRUE(beats_.empty());
  EXPECT_EQ(beats_.intervals(), 0u);
  EXPECT_EQ(beats_.MeanIntervalUs(), 0u);
  EXPECT_FALSE(beats_.HasPause());
  EXPECT_EQ(beats_.newest(), Timestamp{});
}

TEST_F(BeatHistoryTest, OneBeatIsNoInterval) {
  AddAt(1000);
  EXPECT_FALSE(beats_.empty());
  EXPECT_EQ(beats_.intervals(), 0u);
  EXPECT_EQ(beats_.newest(), Timestamp{1'000'000});
  EXPECT_FALSE(beats_.HasPause());
}

TEST_F(BeatHistoryTest, FewIntervalsAreAveraged) {
  AddIntervals({800});
  EXPECT_EQ(MeanMs(), 800u);
  SetUp();
  AddIntervals({800, 900});
  EXPECT_EQ(MeanMs(), 850u);
  SetUp();
  AddIntervals({600, 900, 900});
  EXPECT_EQ(MeanMs(), 800u);
}

TEST_F(BeatHistoryTest, OfFourIntervalsTheExtremesDoNotCount) {
  AddIntervals({400, 800, 820, 1600});
  EXPECT_EQ(MeanMs(), 810u);
}

TEST_F(BeatHistoryTest, KeepsEightIntervals) {
  AddIntervals({700, 700, 700, 500, 500, 500, 500, 500, 500, 500, 500});
  EXPECT_EQ(beats_.intervals(), 8u);
  EXPECT_EQ(MeanMs(), 500u);
}

TEST_F(BeatHistoryTest, AnEctopicBeatDoesNotCount) {
  VIGIL_VERIFIES("REQ-HR-002");
  // A premature beat and its compensatory pause.
  AddIntervals({800, 800, 800, 800, 500, 1100, 800, 800});
  EXPECT_EQ(MeanMs(), 800u);
}

TEST_F(BeatHistoryTest, AMissedBeatDoesNotCount) {
  VIGIL_VERIFIES("REQ-HR-002");
  AddIntervals({800, 800, 800, 1600, 800, 800, 800, 800});
  EXPECT_EQ(MeanMs(), 800u);
}

TEST_F(BeatHistoryTest, ASlowHeartIsTheMeanOfTheLastFour) {
  VIGIL_VERIFIES("REQ-HR-003");
  AddIntervals({700, 700, 700, 700, 700, 1300, 1400, 1500});
  EXPECT_EQ(MeanMs(), (700u + 1300 + 1400 + 1500) / 4);
  SetUp();
  AddIntervals({700, 700, 700, 700, 1300, 1400, 1500, 1600});
  EXPECT_EQ(MeanMs(), (1300u + 1400 + 1500 + 1600) / 4);
}

TEST_F(BeatHistoryTest, AllOfTheLastThreeHaveToBeSlow) {
  VIGIL_VERIFIES("REQ-HR-003");
  AddIntervals({700, 700, 700, 700, 700, 1300, 1400, 1200});
  EXPECT_EQ(MeanMs(), (5u * 700 + 1300 + 1400 + 1200 - 700 - 1400) / 6);
  SetUp();
  AddIntervals({700, 700, 700, 700, 700, 1300, 1200, 1400});
  EXPECT_EQ(MeanMs(), (5u * 700 + 1300 + 1400 + 1200 - 700 - 1400) / 6);
  SetUp();
  AddIntervals({700, 700, 700, 700, 700, 1200, 1300, 1400});
  EXPECT_EQ(MeanMs(), (5u * 700 + 1300 + 1400 + 1200 - 700 - 1400) / 6);
}

TEST_F(BeatHistoryTest, TwoVerySlowIntervalsAreEnough) {
  VIGIL_VERIFIES("REQ-HR-003");
  AddIntervals({700, 700, 700, 700, 700, 700, 1501, 1601});
  EXPECT_EQ(MeanMs(), (1501u + 1601) / 2);
  SetUp();
  AddIntervals({700, 700, 700, 700, 700, 700, 1500, 1601});
  EXPECT_EQ(MeanMs(), (6u * 700 + 1500 + 1601 - 700 - 1601) / 6);
  SetUp();
  AddIntervals({700, 700, 700, 700, 700, 700, 1601, 1500});
  EXPECT_EQ(MeanMs(), (6u * 700 + 1500 + 1601 - 700 - 1601) / 6);
  SetUp();
  AddIntervals({1600});
  EXPECT_EQ(MeanMs(), 1600u);
}

TEST_F(BeatHistoryTest, ThreeSlowIntervalsAreAveraged) {
  AddIntervals({1300, 1400, 1500});
  EXPECT_EQ(MeanMs(), 1400u);
}

TEST_F(BeatHistoryTest, ALateBeatFindsItsPlace) {
  AddAt(1000);
  AddAt(2600);
  AddAt(1800);
  EXPECT_EQ(beats_.intervals(), 2u);
  EXPECT_EQ(MeanMs(), 800u);
  EXPECT_EQ(beats_.newest(), Timestamp{2'600'000});
}

TEST_F(BeatHistoryTest, ALateBeatMayBeTheOldest) {
  AddAt(1800);
  AddAt(2600);
  AddAt(1000);
  EXPECT_EQ(beats_.intervals(), 2u);
  EXPECT_EQ(MeanMs(), 800u);
}

TEST_F(BeatHistoryTest, ALateBeatInAFullHistoryPushesOutTheOldest) {
  // given: nine beats, one missed among them
  AddIntervals({400, 500, 500, 1000, 500, 500, 500, 500});
  EXPECT_EQ(beats_.intervals(), 8u);
  // when: the missed one is found
  AddAt(10'000 + 1400 + 500);
  // then: the interval of 400 is gone with the first beat
  EXPECT_EQ(beats_.intervals(), 8u);
  EXPECT_EQ(MeanMs(), 500u);
}

TEST_F(BeatHistoryTest, ABeatOlderThanAFullHistoryIsLeftOut) {
  AddIntervals({500, 500, 500, 500, 500, 500, 500, 500});
  AddAt(9'000);
  EXPECT_EQ(beats_.intervals(), 8u);
  EXPECT_EQ(MeanMs(), 500u);
}

TEST_F(BeatHistoryTest, TwoDetectionsOfOneBeatAreOne) {
  VIGIL_VERIFIES("REQ-HR-002");
  AddAt(1000);
  AddAt(1199);
  AddAt(801);
  AddAt(1000);
  EXPECT_EQ(beats_.intervals(), 0u);
  EXPECT_EQ(beats_.newest(), Timestamp{1'000'000});
  AddAt(1200);  // 300 per minute
  EXPECT_EQ(beats_.intervals(), 1u);
  AddAt(800);
  EXPECT_EQ(beats_.intervals(), 2u);
}

TEST_F(BeatHistoryTest, ADetectionBetweenTwoNearBeatsIsLeftOut) {
  AddAt(1000);
  AddAt(1300);
  AddAt(1150);
  EXPECT_EQ(beats_.intervals(), 1u);
}

TEST_F(BeatHistoryTest, APauseEndsTheRow) {
  AddIntervals({500, 500, 500, 3001});
  EXPECT_TRUE(beats_.HasPause());
  EXPECT_EQ(beats_.intervals(), 0u);
  EXPECT_EQ(beats_.MeanIntervalUs(), 0u);
  AddAt(10'000 + 1500 + 3001 + 700);
  EXPECT_FALSE(beats_.HasPause());
  EXPECT_EQ(beats_.intervals(), 1u);
  EXPECT_EQ(MeanMs(), 700u);
}

TEST_F(BeatHistoryTest, TwoBeatsMayBeAPause) {
  AddIntervals({3001});
  EXPECT_TRUE(beats_.HasPause());
  EXPECT_EQ(beats_.intervals(), 0u);
}

TEST_F(BeatHistoryTest, MeansAreRoundedDownToMicroseconds) {
  for (const std::int64_t us : {0, 800'000, 1'700'001}) beats_.Add(Timestamp{us});
  EXPECT_EQ(beats_.MeanIntervalUs(), 850'000u);
  SetUp();
  // 400, 800, 800.001 and 900 ms: without the extremes the mean of the middle two
  for (const std::int64_t us : {0, 400'000, 1'200'000, 2'000'001, 2'900'001}) {
    beats_.Add(Timestamp{us});
  }
  EXPECT_EQ(beats_.MeanIntervalUs(), 800'000u);
}

TEST_F(BeatHistoryTest, AboveTwelveHundredMillisecondsIsSlow) {
  VIGIL_VERIFIES("REQ-HR-003");
  AddIntervals({700, 700, 700, 700, 700, 1201, 1201, 1201});
  EXPECT_EQ(MeanMs(), (700u + 3 * 1201) / 4);
}

TEST_F(BeatHistoryTest, TheLongestIntervalIsNoPause) {
  AddIntervals({3000, 3000});
  EXPECT_FALSE(beats_.HasPause());
  EXPECT_EQ(beats_.intervals(), 2u);
  EXPECT_EQ(MeanMs(), 3000u);
}

TEST_F(BeatHistoryTest, EightLongestIntervalsDoNotOverflow) {
  AddIntervals({3000, 3000, 1000, 3000, 3000, 3000, 3000, 1000});
  EXPECT_EQ(MeanMs(), (5u * 3000 + 1000) / 6);
}

TEST_F(BeatHistoryTest, ClearForgetsAllBeats) {
  AddIntervals({500, 500});
  beats_.Clear();
  EXPECT_TRUE(beats_.empty());
  AddAt(1000);  // older than what was there
  EXPECT_EQ(beats_.newest(), Timestamp{1'000'000});
  EXPECT_EQ(beats_.intervals(), 0u);
}

}  // namespace
}  // namespace vigil::plugins
