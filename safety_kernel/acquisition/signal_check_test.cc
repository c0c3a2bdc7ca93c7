#include "safety_kernel/acquisition/signal_check.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr std::uint32_t kPeriodUs = 4000;
constexpr std::uint16_t kPerBlock = 25;

class SignalCheckTest : public testing::Test {
 protected:
  void SetUp() override { Start({}); }

  void Start(const SignalLimits& limits) { check_.Start(limits); }

  // The block that ends now, all samples `value`.
  std::uint16_t Give(std::int32_t value, std::uint16_t count = kPerBlock) {
    SampleBlock block;
    block.count = count;
    block.period_us = kPeriodUs;
    block.first_sample = due_;
    for (std::uint32_t i = 0; i < count; ++i) block.samples[i] = value;
    due_ = SampleTime(block, count);
    now_ = now_ + Milliseconds(100);
    return check_.Judge(block, now_);
  }

  // Frames until the first with `flag`, at most 200; the value moves.
  int FramesUntil(QualityFlag flag, std::uint16_t count) {
    for (int frame = 1; frame <= 200; ++frame) {
      if ((Give(frame, count) & flag) != 0) return frame;
    }
    return -1;
  }

  SignalCheck check_;
  Timestamp now_;
  Timestamp due_;
};

TEST_F(SignalCheckTest, ASoundSignalEarnsNothing) {
  Start({.least = -10, .greatest = 10, .max_unmoved_us = 100'000});
  for (int frame = 0; frame < 100; ++frame) {
    EXPECT_EQ(Give(frame % 2 == 0 ? -10 : 10), kQualityGood);
  }
}

TEST_F(SignalCheckTest, OneSampleOutsideOfTheRangeIsEnough) {
  VIGIL_VERIFIES("REQ-ACQ-007");
  Start({.least = -10, .greatest = 10});
  EXPECT_EQ(Give(11), kQualityOutOfRange);
  EXPECT_EQ(Give(-11), kQualityOutOfRange);
  SampleBlock block;
  block.count = 3;
  block.period_us = kPeriodUs;
  block.first_sample = due_;
  block.samples[2] = 11;
  block.samples[3] = 99;  // beyond the count
  EXPECT_EQ(check_.Judge(block, now_), kQualityOutOfRange);
  block.samples[2] = 10;
  EXPECT_EQ(check_.Judge(block, now_), kQualityGood);
  block.samples[0] = 11;
  EXPECT_EQ(check_.Judge(block, now_), kQualityOutOfRange);
}

TEST_F(SignalCheckTest, AValueThatDoesNotMoveIsStuck) {
  VIGIL_VERIFIES("REQ-ACQ-006");
  Start({.max_unmoved_us = 200'000});
  EXPECT_EQ(Give(7), kQualityGood);  // the same for 96 ms
  EXPECT_EQ(Give(7), kQualityGood);  // 196 ms
  EXPECT_EQ(Give(7), kQualityStuck);
  EXPECT_EQ(Give(8), kQualityGood);
  EXPECT_EQ(Give(8), kQualityGood);
  EXPECT_EQ(Give(8, 2), kQualityStuck);
}

TEST_F(SignalCheckTest, TheLimitItselfIsStuck) {
  VIGIL_VERIFIES("REQ-ACQ-006");
  Start({.max_unmoved_us = 196'000});
  EXPECT_EQ(Give(7), kQualityGood);
  EXPECT_EQ(Give(7), kQualityStuck);
}

TEST_F(SignalCheckTest, ADriftOfExactlyItsLimitIsWrong) {
  VIGIL_VERIFIES("REQ-ACQ-008");
  EXPECT_EQ(Give(1), kQualityGood);
  now_ = now_ + kMaxDrift - Microseconds(1);
  EXPECT_EQ(Give(2), kQualityGood);
  SetUp();
  EXPECT_EQ(Give(1), kQualityGood);
  now_ = now_ + kMaxDrift;
  EXPECT_EQ(Give(2), kQualityWrongRate);
}

TEST_F(SignalCheckTest, TheDriftIsCountedAnewWhenItsWindowEnds) {
  EXPECT_EQ(Give(0), kQualityGood);
  now_ = now_ + Milliseconds(100);
  // 1500 ms after the first the drift of 100 ms becomes the new zero.
  for (int frame = 1; frame < 15; ++frame) EXPECT_EQ(Give(frame), kQualityGood);
  now_ = now_ + Milliseconds(100);
  EXPECT_EQ(Give(15), kQualityGood);
}

TEST_F(SignalCheckTest, WithoutALimitAValueMayStay) {
  for (int frame = 0; frame < 1000; ++frame) EXPECT_EQ(Give(7), kQualityGood);
}

TEST_F(SignalCheckTest, AGapDoesNotExcuseAValueThatStays) {
  VIGIL_VERIFIES("REQ-ACQ-006");
  Start({.max_unmoved_us = 200'000});
  EXPECT_EQ(Give(7), kQualityGood);
  EXPECT_EQ(Give(7), kQualityGood);
  check_.Break();
  EXPECT_EQ(Give(7), kQualityStuck);
  check_.Break();
  EXPECT_EQ(Give(8), kQualityGood);
}

TEST_F(SignalCheckTest, ARateThatIsAFifthTooLowIsFoundWithinAWindow) {
  VIGIL_VERIFIES("REQ-ACQ-008");
  for (const std::uint16_t count : {20, 15, 10, 5, 1}) {
    SetUp();
    for (int frame = 0; frame < 7; ++frame) EXPECT_EQ(Give(frame), kQualityGood);
    const int frames = FramesUntil(kQualityWrongRate, count);
    EXPECT_GT(frames, 0) << count;
    EXPECT_LE(Milliseconds(100) * frames, kRateWindow) << count;
  }
}

TEST_F(SignalCheckTest, ARateThatIsTooHighIsFoundToo) {
  VIGIL_VERIFIES("REQ-ACQ-008");
  const int frames = FramesUntil(kQualityWrongRate, 31);
  EXPECT_GT(frames, 0);
  EXPECT_LE(Milliseconds(100) * frames, kRateWindow);
}

TEST_F(SignalCheckTest, ABlockThatOnceIsAFrameLateIsNoWrongRate) {
  VIGIL_VERIFIES("REQ-ACQ-009");
  for (int frame = 0; frame < 5; ++frame) Give(frame);
  now_ = now_ + Milliseconds(100);
  EXPECT_EQ(FramesUntil(kQualityWrongRate, kPerBlock), -1);
}

TEST_F(SignalCheckTest, ClocksThatDifferALittleForHoursAreNoWrongRate) {
  VIGIL_VERIFIES("REQ-ACQ-009");
  for (int frame = 0; frame < 100'000; ++frame) {
    now_ = now_ + Microseconds(20);  // 200 ppm
    ASSERT_EQ(Give(frame), kQualityGood) << frame;
  }
}

TEST_F(SignalCheckTest, AWrongRateIsToldWhileItLastsAndForgottenAfterwards) {
  const int frames = FramesUntil(kQualityWrongRate, 15);
  ASSERT_GT(frames, 0);
  for (int frame = 0; frame < 50; ++frame) {
    EXPECT_EQ(Give(frame, 15), kQualityWrongRate) << frame;
  }
  int told = 0;
  while (Give(told) == kQualityWrongRate) ++told;
  EXPECT_LE(Milliseconds(100) * told, kWrongRateHolds);
  EXPECT_EQ(FramesUntil(kQualityWrongRate, kPerBlock), -1);
}

TEST_F(SignalCheckTest, AfterMissingSamplesTheRateIsCountedAnew) {
  for (int frame = 0; frame < 5; ++frame) Give(frame);
  now_ = now_ + Seconds(1);
  check_.Break();
  EXPECT_EQ(FramesUntil(kQualityWrongRate, kPerBlock), -1);
}

TEST_F(SignalCheckTest, StartForgetsEverything) {
  ASSERT_GT(FramesUntil(kQualityWrongRate, 10), 0);
  Start({.max_unmoved_us = 96'000});
  EXPECT_EQ(Give(7), kQualityStuck);
  Start({.max_unmoved_us = 100'000});
  EXPECT_EQ(Give(7), kQualityGood);
}

TEST_F(SignalCheckTest, OneSampleInABlockIsJudgedAsMany) {
  Start({.max_unmoved_us = 100'000});
  int stuck = 0;
  for (int frame = 0; frame < 200; ++frame) {
    if ((Give(7, 1) & kQualityStuck) != 0) ++stuck;
  }
  EXPECT_GT(stuck, 0);
}

TEST_F(SignalCheckTest, ABlockWithoutSamplesHasNotStood) {
  Start({.max_unmoved_us = 100'000});
  EXPECT_EQ(Give(7), kQualityGood);
  EXPECT_EQ(Give(7, 0), kQualityGood);
  EXPECT_EQ(Give(7), kQualityStuck);
}

// Two axes at rest beside each other differ, and are at rest all the same.
TEST_F(SignalCheckTest, AnAccelerometerIsStuckWhenNoAxisMoves) {
  VIGIL_VERIFIES("REQ-ACQ-010");
  Start({.least = -16'000, .greatest = 16'000, .max_unmoved_us = 200'000});
  SampleBlock block;
  block.channel = ChannelId::kAcceleration;
  block.period_us = 20'000;
  block.count = 15;
  const auto give = [&](std::int32_t z) {
    for (std::uint32_t i = 0; i < block.count; i += 3) {
      block.samples[i] = 10;
      block.samples[i + 1] = -20;
      block.samples[i + 2] = z;
    }
    now_ = now_ + Milliseconds(100);
    const std::uint16_t flags = check_.Judge(block, now_);
    block.first_sample = SampleTime(block, block.count);
    return flags;
  };
  EXPECT_EQ(give(1000), kQualityGood);
  EXPECT_EQ(give(1000), kQualityGood);
  EXPECT_EQ(give(1000), kQualityStuck);
  EXPECT_EQ(give(1001), kQualityGood);  // one axis moved
  EXPECT_EQ(give(1001), kQualityGood);
  EXPECT_EQ(give(1001), kQualityStuck);
}

}  // namespace
}  // namespace vigil
