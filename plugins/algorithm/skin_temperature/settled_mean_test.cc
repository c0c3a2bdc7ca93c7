#include "plugins/algorithm/skin_temperature/settled_mean.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class SettledMeanTest : public testing::Test {
 protected:
  void SetUp() override { mean_.Clear(); }
  void Minute(std::int32_t milli_celsius) {
    for (int n = 0; n < SettledMean::kMinute; ++n) mean_.Add(milli_celsius);
  }
  SettledMean mean_;
};

TEST_F(SettledMeanTest, NeedsTwoMinutes) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  for (int n = 1; n <= 120; ++n) {
    EXPECT_FALSE(mean_.is_full());
    EXPECT_FALSE(mean_.is_settled());
    mean_.Add(33'000);
  }
  EXPECT_TRUE(mean_.is_full());
  EXPECT_TRUE(mean_.is_settled());
  EXPECT_EQ(mean_.milli_celsius(), 33'000);
}

TEST_F(SettledMeanTest, IsTheMeanOfTheLastMinute) {
  VIGIL_VERIFIES("REQ-SKIN-001");
  for (int n = 0; n < 1000; ++n) {
    mean_.Add(30'000 + n);
    if (n >= 120) EXPECT_EQ(mean_.milli_celsius(), 30'000 + n - 29);  // of 59 of them, half up
  }
}

TEST_F(SettledMeanTest, SettlesAndUnsettlesAtItsBorders) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  Minute(30'000);
  Minute(30'000 + SettledMean::kSettles + 1);
  EXPECT_FALSE(mean_.is_settled());
  EXPECT_FALSE(mean_.was_settled());
  mean_.Clear();
  Minute(30'000);
  Minute(30'000 + SettledMean::kSettles);
  EXPECT_TRUE(mean_.is_settled());
  Minute(30'000 + SettledMean::kSettles + SettledMean::kUnsettles);
  EXPECT_TRUE(mean_.is_settled());
  Minute(30'000 + SettledMean::kSettles - 1);
  EXPECT_FALSE(mean_.is_settled());
  EXPECT_TRUE(mean_.was_settled());
  Minute(30'000);
  EXPECT_TRUE(mean_.is_settled());
}

TEST_F(SettledMeanTest, SettlesAtTheSameBorderWhereItCools) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  Minute(30'000 + SettledMean::kSettles + 1);
  Minute(30'000);
  EXPECT_FALSE(mean_.is_settled());
  mean_.Clear();
  Minute(30'000 + SettledMean::kSettles);
  Minute(30'000);
  EXPECT_TRUE(mean_.is_settled());
}

TEST_F(SettledMeanTest, ClearForgetsEverything) {
  VIGIL_VERIFIES("REQ-SKIN-003");
  Minute(30'000);
  Minute(30'000);
  mean_.Clear();
  EXPECT_FALSE(mean_.is_full());
  EXPECT_FALSE(mean_.is_settled());
  EXPECT_FALSE(mean_.was_settled());
  Minute(40'000);
  Minute(40'000);
  EXPECT_EQ(mean_.milli_celsius(), 40'000);
}

}  // namespace
}  // namespace vigil::plugins
