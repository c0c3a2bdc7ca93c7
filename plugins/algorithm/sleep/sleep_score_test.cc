#include "plugins/algorithm/sleep/sleep_score.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class SleepScoreTest : public testing::Test {
 protected:
  void SetUp() override { score_.Clear(); }
  // So many counts in one of seven minutes, the others still.
  bool AsleepWith(std::int32_t place, std::int32_t counts_q4) {
    score_.Clear();
    for (std::int32_t n = 0; n < SleepScore::kMinutes; ++n) {
      const std::int32_t count_q4 = n == place ? counts_q4 : 0;
      score_.Add(SleepScore::kNoiseQ4 + count_q4 * SleepScore::kUnitQ4 / 16);
    }
    return score_.is_asleep();
  }
  SleepScore score_;
};

TEST_F(SleepScoreTest, NeedsSevenMinutes) {
  VIGIL_VERIFIES("REQ-SLEEP-003");
  for (int n = 0; n < 6; ++n) {
    score_.Add(0);
    EXPECT_FALSE(score_.is_full());
  }
  score_.Add(0);
  EXPECT_TRUE(score_.is_full());
  score_.Add(0);
  EXPECT_TRUE(score_.is_full());
  score_.Clear();
  EXPECT_FALSE(score_.is_full());
}

// Each weight of the source alone: 1000 / weight counts are the border.
TEST_F(SleepScoreTest, EachMinuteHasTheWeightOfTheSource) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  for (std::int32_t place = 0; place < SleepScore::kMinutes; ++place) {
    const std::int32_t border_q4 = (16 * 1000 + SleepScore::kWeights[place] - 1) / SleepScore::kWeights[place];
    EXPECT_TRUE(AsleepWith(place, border_q4 - 1)) << place;
    EXPECT_FALSE(AsleepWith(place, border_q4)) << place;
  }
}

TEST_F(SleepScoreTest, NoiseIsNoActivity) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  for (int n = 0; n < 7; ++n) score_.Add(SleepScore::kNoiseQ4);
  EXPECT_TRUE(score_.is_asleep());
  for (int n = 0; n < 7; ++n) score_.Add(0);
  EXPECT_TRUE(score_.is_asleep());
}

TEST_F(SleepScoreTest, RestlessMinutesAreWaking) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  for (int n = 0; n < 7; ++n) score_.Add(SleepScore::kNoiseQ4 + 2 * SleepScore::kUnitQ4);
  EXPECT_FALSE(score_.is_asleep());
  for (int n = 0; n < 7; ++n) score_.Add(SleepScore::kNoiseQ4 + SleepScore::kUnitQ4);
  EXPECT_TRUE(score_.is_asleep());
}

TEST_F(SleepScoreTest, TheGreatestActivityIsCutOff) {
  VIGIL_VERIFIES("REQ-SLEEP-004");
  for (int n = 0; n < 7; ++n) score_.Add(3 * 16 * 16'000 * 2);
  EXPECT_FALSE(score_.is_asleep());
  for (int n = 0; n < 7; ++n) score_.Add(0);
  EXPECT_TRUE(score_.is_asleep());
}

}  // namespace
}  // namespace vigil::plugins
