#include "plugins/algorithm/ecg_quality/beat_likeness.h"

#include <cmath>
#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/ecg_window/ecg_window.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

// Beats a second apart, each a bell around its R peak and `tail` of it after that.
class BeatLikenessTest : public testing::Test {
 protected:
  static constexpr std::uint32_t kBack = 20;

  void SetUp() override { likeness_.Clear(); }

  void Beat(double height, double width_ms, double tail = 0, double level_after = 0) {
    now_ = now_ + Seconds(1);
    window_.Clear(0);
    for (int n = 0; n < 250; ++n) {
      const double ms = 4.0 * (n - 250) + 20.0 * kBack + 18;
      const double bell = std::exp(-ms * ms / (2 * width_ms * width_ms));
      const double later = ms - 3 * width_ms;
      const double wave = tail * std::exp(-later * later / (2 * width_ms * width_ms));
      window_.Add(static_cast<std::int32_t>(std::lround(height * (bell + wave) + (ms > 0 ? level_after : 0))));
    }
    likeness_.Add(window_, kBack, now_);
  }
  // A step that dies away with a time constant.
  void Dying(double height, double constant_ms) {
    now_ = now_ + Seconds(1);
    window_.Clear(0);
    for (int n = 0; n < 250; ++n) {
      const double ms = 4.0 * (n - 250) + 20.0 * kBack + 18;
      window_.Add(static_cast<std::int32_t>(std::lround(ms < 0 ? 0 : height * std::exp(-ms / constant_ms))));
    }
    likeness_.Add(window_, kBack, now_);
  }
  void Beats(int count, double height, double width_ms, double tail = 0) {
    for (int n = 0; n < count; ++n) Beat(height, width_ms, tail);
  }

  EcgWindow window_;
  BeatLikeness likeness_;
  Timestamp now_;
};

TEST_F(BeatLikenessTest, FourBeatsThatAreLikeOthersAreBeats) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  EXPECT_FALSE(likeness_.AreBeats(now_));
  Beats(4, 1000, 20);
  EXPECT_FALSE(likeness_.AreBeats(now_));  // the first is like none before it
  Beats(1, 1000, 20);
  EXPECT_TRUE(likeness_.AreBeats(now_));
}

TEST_F(BeatLikenessTest, BeatsOfTwoOriginsAreBeats) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  for (int n = 0; n < 4; ++n) {
    Beat(1000, 14);
    Beat(-1600, 45, -0.5);
  }
  EXPECT_TRUE(likeness_.AreBeats(now_));
}

TEST_F(BeatLikenessTest, EachAnotherShapeIsNone) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  Beats(4, 1000, 20);
  double sign = 1;
  for (int n = 0; n < 8; ++n) {
    sign = -sign;
    Beat(sign * 1000, 10 + 12.0 * n, sign * 0.2 * n);
  }
  EXPECT_FALSE(likeness_.AreBeats(now_));
}

TEST_F(BeatLikenessTest, TwiceAsLargeIsAnother) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  double height = 100;
  for (int n = 0; n < 6; ++n) {
    Beat(height, 20);
    height *= 2.2;
  }
  EXPECT_FALSE(likeness_.MayBeBeats(now_));
  likeness_.Clear();
  for (int n = 0; n < 6; ++n) {
    Beat(height, 20);
    height /= 2.2;
  }
  EXPECT_FALSE(likeness_.MayBeBeats(now_));
}

TEST_F(BeatLikenessTest, AStepIsLeftOut) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  for (int n = 0; n < 8; ++n) Beat(100, 20, 0, 1000);
  EXPECT_FALSE(likeness_.MayBeBeats(now_));
  for (int n = 0; n < 8; ++n) Beat(-100, 20, 0, -1000);
  EXPECT_FALSE(likeness_.MayBeBeats(now_));
  Beats(8, 1000, 20);
  EXPECT_TRUE(likeness_.AreBeats(now_));
}

// It is steep on one side alone, up or down, and over before the end of what is looked at.
TEST_F(BeatLikenessTest, AStepThatDiesAwayIsLeftOut) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  for (const double height : {1000.0, -1000.0}) {
    likeness_.Clear();
    for (int n = 0; n < 8; ++n) Dying(height, 200);
    EXPECT_FALSE(likeness_.MayBeBeats(now_));
    for (int n = 0; n < 8; ++n) Dying(height, 30);  // as quick as a wide beat
    EXPECT_TRUE(likeness_.AreBeats(now_));
  }
}

TEST_F(BeatLikenessTest, HalfOfThemSimilarMayStillBeBeats) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  Beat(1000, 14);
  EXPECT_FALSE(likeness_.MayBeBeats(now_));
  Beat(1000, 14);
  EXPECT_TRUE(likeness_.MayBeBeats(now_));  // one of two
  Beat(-1000, 50);
  EXPECT_FALSE(likeness_.MayBeBeats(now_));
  Beat(1000, 14);
  EXPECT_TRUE(likeness_.MayBeBeats(now_));
  EXPECT_FALSE(likeness_.AreBeats(now_));
}

TEST_F(BeatLikenessTest, WhatIsSimilarIsNotAlike) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  // The second of each pair has a correlation between 0.8 and 0.9 with the first.
  for (const double width : {14.0, 38.0}) Beat(1000, width);
  EXPECT_TRUE(likeness_.MayBeBeats(now_));
  for (const double width : {14.0, 38.0}) Beat(-1000, width);
  EXPECT_TRUE(likeness_.MayBeBeats(now_));
  Beats(3, 1000, 14);
  EXPECT_FALSE(likeness_.AreBeats(now_));  // three of seven are alike
  Beats(4, 1000, 14);
  EXPECT_TRUE(likeness_.AreBeats(now_));   // seven of eight
}

TEST_F(BeatLikenessTest, FiveOfEightAreTooFew) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  Beats(6, 1000, 14);
  EXPECT_TRUE(likeness_.AreBeats(now_));
  Beat(-1000, 60);
  Beat(300, 30, -0.9);
  Beat(-300, 12, -0.8);
  EXPECT_FALSE(likeness_.AreBeats(now_));
  EXPECT_TRUE(likeness_.MayBeBeats(now_));
}

TEST_F(BeatLikenessTest, BeatsOfMoreThanTenSecondsAgoDoNotCount) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  Beats(8, 1000, 20);
  EXPECT_TRUE(likeness_.AreBeats(now_ + Seconds(6)));
  EXPECT_FALSE(likeness_.AreBeats(now_ + Seconds(6) + Microseconds(1) + Seconds(1)));
  EXPECT_TRUE(likeness_.MayBeBeats(now_ + Seconds(9)));
  EXPECT_FALSE(likeness_.MayBeBeats(now_ + Seconds(9) + Microseconds(1)));
}

TEST_F(BeatLikenessTest, AFlatStretchIsNoBeat) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  Beats(8, 0, 20);
  EXPECT_FALSE(likeness_.MayBeBeats(now_));
}

TEST_F(BeatLikenessTest, WhatNoHeartGivesIsBounded) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  Beats(8, 900'000, 20);
  EXPECT_TRUE(likeness_.AreBeats(now_));
  likeness_.Clear();
  Beats(8, -900'000, 20);
  EXPECT_TRUE(likeness_.AreBeats(now_));
}

}  // namespace
}  // namespace vigil::plugins
