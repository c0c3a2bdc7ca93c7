#include "plugins/alerting/limit_crossing/last_known.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr Timestamp kStart{7'000'000};

class LastKnownTest : public testing::Test {
 protected:
  // Valid for 5 s.
  void Take(std::int32_t value, Timestamp time, Validity validity = Validity::kValid) {
    Observation observation;
    observation.value = value;
    observation.validity = validity;
    observation.time = time;
    observation.valid_until = time + Seconds(5);
    last_.Take(observation);
  }

  LastKnown last_;
};

TEST_F(LastKnownTest, NothingIsKnownBeforeTheFirstValue) {
  VIGIL_VERIFIES("REQ-VIL-003");
  EXPECT_FALSE(last_.IsKnown(Timestamp()));
  EXPECT_FALSE(last_.Counts(Timestamp()));
  EXPECT_EQ(last_.value(), 0);
}

TEST_F(LastKnownTest, AValueIsKnownToTheEndOfItsValidityAndCountsForHalfAMinuteMore) {
  VIGIL_VERIFIES("REQ-VIL-003");
  Take(80, kStart);
  EXPECT_EQ(last_.value(), 80);
  EXPECT_TRUE(last_.IsKnown(kStart + Seconds(5)));
  EXPECT_FALSE(last_.IsKnown(kStart + Microseconds(5'000'001)));
  EXPECT_TRUE(last_.Counts(kStart + Seconds(35)));
  EXPECT_FALSE(last_.Counts(kStart + Microseconds(35'000'001)));
}

TEST_F(LastKnownTest, OneThatCannotBeToldIsNotKnownAndTheOneBeforeCounts) {
  VIGIL_VERIFIES("REQ-VIL-003");
  for (const Validity validity : {Validity::kUndeterminable, Validity::kQuestionable}) {
    last_ = LastKnown();
    Take(80, kStart);
    Take(3, kStart + Seconds(1), validity);
    EXPECT_FALSE(last_.IsKnown(kStart + Seconds(1)));
    EXPECT_EQ(last_.value(), 80);
    EXPECT_TRUE(last_.Counts(kStart + Seconds(35)));
    EXPECT_FALSE(last_.Counts(kStart + Seconds(36)));
  }
}

TEST_F(LastKnownTest, OneThatIsKeptCountsForLonger) {
  VIGIL_VERIFIES("REQ-VIL-006");
  Take(61, kStart);
  Take(0, kStart + Seconds(1), Validity::kUndeterminable);
  last_.Keep(kStart + Seconds(100));
  EXPECT_FALSE(last_.IsKnown(kStart + Seconds(2)));
  EXPECT_TRUE(last_.Counts(kStart + Seconds(130)));
  EXPECT_FALSE(last_.Counts(kStart + Seconds(131)));
  EXPECT_EQ(last_.value(), 61);
}

TEST_F(LastKnownTest, NothingThatIsKeptIsNothing) {
  VIGIL_VERIFIES("REQ-VIL-006");
  last_.Keep(kStart + Seconds(100));
  EXPECT_FALSE(last_.IsKnown(kStart));
  EXPECT_FALSE(last_.Counts(kStart));
}

}  // namespace
}  // namespace vigil::plugins
