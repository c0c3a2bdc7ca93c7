#include "plugins/alerting/limit_crossing/limit_crossing.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "safety_kernel/base/time.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kHysteresis = 2;
constexpr Timestamp kStart{7'000'000};

class LimitCrossingTest : public testing::Test {
 protected:
  void Update(std::int32_t excess, std::int64_t after_s) {
    crossing_.Update(excess, kStart + Seconds(after_s), kHysteresis);
  }
  bool IsBeyond() const { return crossing_.HasLasted(kStart + Seconds(1000), Seconds(1)); }

  LimitCrossing crossing_;
};

TEST_F(LimitCrossingTest, NothingIsBeyondBeforeTheFirstValue) {
  VIGIL_VERIFIES("REQ-VIL-002");
  EXPECT_FALSE(IsBeyond());
}

TEST_F(LimitCrossingTest, AValueAtItsLimitIsNotBeyond) {
  VIGIL_VERIFIES("REQ-VIL-002");
  Update(0, 0);
  EXPECT_FALSE(IsBeyond());
  Update(1, 0);
  EXPECT_TRUE(IsBeyond());
}

TEST_F(LimitCrossingTest, HasLastedFromExactlyTheDelayOn) {
  VIGIL_VERIFIES("REQ-VIL-002");
  Update(1, 0);
  EXPECT_FALSE(crossing_.HasLasted(kStart + Microseconds(9'999'999), Seconds(10)));
  EXPECT_TRUE(crossing_.HasLasted(kStart + Seconds(10), Seconds(10)));
}

TEST_F(LimitCrossingTest, CountsFromTheFirstValueBeyond) {
  VIGIL_VERIFIES("REQ-VIL-002");
  Update(0, 0);
  Update(1, 3);
  Update(9, 6);
  EXPECT_EQ(crossing_.since(), kStart + Seconds(3));
}

TEST_F(LimitCrossingTest, EndsInsideByTheHysteresisAndNotBefore) {
  VIGIL_VERIFIES("REQ-VIL-002");
  Update(1, 0);
  Update(-1, 2);
  EXPECT_TRUE(IsBeyond());
  EXPECT_EQ(crossing_.since(), kStart);
  Update(-kHysteresis, 3);
  EXPECT_FALSE(IsBeyond());
}

TEST_F(LimitCrossingTest, BeginsAnewAfterItsEnd) {
  VIGIL_VERIFIES("REQ-VIL-002");
  Update(1, 0);
  Update(-kHysteresis, 3);
  Update(-1, 4);
  EXPECT_FALSE(IsBeyond());
  Update(1, 5);
  EXPECT_EQ(crossing_.since(), kStart + Seconds(5));
}

TEST_F(LimitCrossingTest, NothingIsBeyondAfterClear) {
  VIGIL_VERIFIES("REQ-VIL-002");
  Update(1, 4);
  crossing_.Clear();
  EXPECT_FALSE(IsBeyond());
  EXPECT_EQ(crossing_.since(), Timestamp());
}

}  // namespace
}  // namespace vigil::plugins
