#include "plugins/algorithm/motion/minute_word.h"

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class MinuteWordTest : public testing::Test {
 protected:
  void SetUp() override { word_.Clear(ObservationCode::kStepRate, Unit::kPerMinute); }

  static Observation Minute(Timestamp end) {
    Observation minute;
    minute.code = ObservationCode::kStepRate;
    minute.unit = Unit::kPerMinute;
    minute.validity = Validity::kValid;
    minute.value = 100;
    minute.time = end;
    minute.valid_until = end + Seconds(70);
    return minute;
  }
  // How many observations an activation at `now` without news has.
  std::uint32_t Repeats(Timestamp now) {
    said_ = Outbox();
    EXPECT_EQ(word_.Repeat(now, Reason::kDataGap, said_), Status::kOk);
    return said_.observations.size();
  }

  MinuteWord word_;
  Outbox said_;
  const Timestamp end_ = Timestamp() + Seconds(60);
};

TEST_F(MinuteWordTest, BeforeTheFirstMinuteItSaysWhyThereIsNoneEachSecond) {
  VIGIL_VERIFIES("REQ-MOTION-002");
  EXPECT_EQ(Repeats(Timestamp() + Milliseconds(999)), 0u);
  ASSERT_EQ(Repeats(Timestamp() + Seconds(1)), 1u);
  EXPECT_EQ(said_.observations[0].code, ObservationCode::kStepRate);
  EXPECT_EQ(said_.observations[0].unit, Unit::kPerMinute);
  EXPECT_EQ(said_.observations[0].validity, Validity::kUndeterminable);
  EXPECT_EQ(said_.observations[0].reason, Reason::kDataGap);
  EXPECT_EQ(said_.observations[0].valid_until, Timestamp() + Seconds(2));
  EXPECT_EQ(Repeats(Timestamp() + Milliseconds(1999)), 0u);
  EXPECT_EQ(Repeats(Timestamp() + Seconds(2)), 1u);
}

TEST_F(MinuteWordTest, AMinuteIsToldAgainEachSecondUntilItIsOver) {
  VIGIL_VERIFIES("REQ-MOTION-002");
  Outbox out;
  ASSERT_EQ(word_.Tell(Minute(end_), out), Status::kOk);
  ASSERT_EQ(word_.Repeat(end_, Reason::kDataGap, out), Status::kOk);
  ASSERT_EQ(out.observations.size(), 1u);
  EXPECT_EQ(Repeats(end_ + Milliseconds(999)), 0u);
  ASSERT_EQ(Repeats(end_ + Seconds(1)), 1u);
  EXPECT_EQ(said_.observations[0].value, 100);
  EXPECT_EQ(said_.observations[0].time, end_);
  ASSERT_EQ(Repeats(end_ + Seconds(70)), 1u);
  EXPECT_EQ(said_.observations[0].validity, Validity::kValid);
  ASSERT_EQ(Repeats(end_ + Seconds(71)), 1u);
  EXPECT_EQ(said_.observations[0].validity, Validity::kUndeterminable);
  EXPECT_EQ(said_.observations[0].value, 0);
  EXPECT_EQ(said_.observations[0].reason, Reason::kDataGap);
}

TEST_F(MinuteWordTest, AFullOutboxIsToldToTheKernel) {
  VIGIL_VERIFIES("REQ-MOTION-002");
  Outbox full;
  while (full.observations.Add(Observation()) == Status::kOk) {
  }
  EXPECT_EQ(word_.Tell(Minute(end_), full), Status::kInternal);
  // Somebody said something in this activation: there is no need to.
  EXPECT_EQ(word_.Repeat(end_, Reason::kDataGap, full), Status::kOk);
  EXPECT_EQ(word_.Repeat(end_ + Seconds(1), Reason::kDataGap, full), Status::kInternal);
}

}  // namespace
}  // namespace vigil::plugins
