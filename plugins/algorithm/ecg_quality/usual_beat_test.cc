#include "plugins/algorithm/ecg_quality/usual_beat.h"

#include <cmath>
#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/ecg_window/ecg_window.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

struct Shape {
  double height = 1000;
  double width_ms = 12;
  double t_share = 0.28;
  double t_ms = 280;
  double p_share = 0;
  double p_ms = -150;
};

constexpr Shape kPWave = {.height = 250, .width_ms = 22, .t_share = 0};

class UsualBeatTest : public testing::Test {
 protected:
  static constexpr std::uint32_t kBack = 40;

  void SetUp() override { usual_.Clear(); }

  void Draw(const Shape& shape) {
    window_.Clear(0);
    for (int n = 0; n < 500; ++n) {
      const double ms = 4.0 * (n - 500) + 20.0 * kBack + 18;
      const auto bell = [ms](double center, double width) { return std::exp(-(ms - center) * (ms - center) / (2 * width * width)); };
      const double value = shape.height * (bell(0, shape.width_ms) + shape.t_share * bell(shape.t_ms, 45) +
                                           shape.p_share * bell(shape.p_ms, 20));
      window_.Add(static_cast<std::int32_t>(std::lround(value)));
    }
  }
  void Learn(const Shape& shape, int count = 8) {
    Draw(shape);
    for (int n = 0; n < count; ++n) usual_.Learn(window_, kBack);
  }
  bool IsLike(const Shape& shape, std::uint32_t back = kBack) {
    Draw(shape);
    return usual_.IsLike(window_, back);
  }

  EcgWindow window_;
  UsualBeat usual_;
};

TEST_F(UsualBeatTest, ABeatIsLikeItselfAtEachSizeAndAlignment) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-006");
  EXPECT_FALSE(IsLike({}));  // nothing was learned
  Learn({});
  EXPECT_TRUE(IsLike({}));
  EXPECT_TRUE(IsLike({.height = 200}));
  EXPECT_TRUE(IsLike({.height = 300}, kBack - 2));
  EXPECT_TRUE(IsLike({.height = 300}, kBack + 2));
  EXPECT_FALSE(IsLike({.height = 300}, kBack + 4));
}

TEST_F(UsualBeatTest, APWaveAndABeatUpsideDownAreNotLikeABeat) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-006");
  Learn({});
  EXPECT_FALSE(IsLike(kPWave));
  EXPECT_FALSE(IsLike({.height = -300}));
  EXPECT_FALSE(IsLike({.height = 0}));
}

TEST_F(UsualBeatTest, ABeatThatIsSeldomOtherwiseChangesItByAnEighth) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-006");
  Learn({}, 20);
  Learn({.height = -700, .width_ms = 20}, 1);
  EXPECT_TRUE(IsLike({}));
  Learn(kPWave, 40);
  EXPECT_TRUE(IsLike(kPWave));
  EXPECT_FALSE(IsLike({}));
}

TEST_F(UsualBeatTest, HighBeatsAreBounded) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-006");
  Learn({.height = 900'000});
  EXPECT_TRUE(IsLike({.height = 900'000}));
  Learn({.height = -900'000}, 40);
  EXPECT_TRUE(IsLike({.height = -900'000}));
}

TEST_F(UsualBeatTest, ATWaveIsASecondLowerWaveToTheSameSide) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-007");
  const auto has = [this](const Shape& shape) {
    usual_.Clear();
    Learn(shape);
    return usual_.HasTWave();
  };
  EXPECT_TRUE(has({}));
  EXPECT_TRUE(has({.height = -500}));
  EXPECT_TRUE(has({.t_share = 0.6, .t_ms = 240}));
  EXPECT_FALSE(has(kPWave));
  EXPECT_FALSE(has({.t_share = 0.1}));
  EXPECT_FALSE(has({.t_share = -0.3}));
  EXPECT_FALSE(has({.t_share = 1}));
  usual_.Clear();
  EXPECT_FALSE(usual_.HasTWave());
}

TEST_F(UsualBeatTest, AQrsIsNarrowAndAPWaveIsNot) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-007");
  const auto is = [this](const Shape& shape) {
    usual_.Clear();
    Learn(shape);
    return usual_.IsNarrow();
  };
  EXPECT_TRUE(is({}));
  EXPECT_TRUE(is({.height = -400, .t_share = -0.3}));
  EXPECT_TRUE(is({.height = 300, .t_share = 0}));
  EXPECT_FALSE(is(kPWave));
  EXPECT_FALSE(is({.height = -250, .width_ms = 18, .t_share = 0}));
  EXPECT_FALSE(is({.height = 1500, .width_ms = 35}));
  usual_.Clear();
  EXPECT_FALSE(usual_.IsNarrow());
}

TEST_F(UsualBeatTest, ATWaveToTheOtherSideGoesBelowTheLevelBeforeTheBeat) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-008");
  const auto has = [this](const Shape& shape) {
    usual_.Clear();
    Learn(shape);
    return usual_.HasOppositeTWave();
  };
  EXPECT_TRUE(has({.height = 400, .width_ms = 34, .t_share = -0.35}));
  EXPECT_TRUE(has({.height = -400, .width_ms = 34, .t_share = -0.35}));
  EXPECT_FALSE(has({.height = 400, .width_ms = 34, .t_share = -0.15}));
  EXPECT_FALSE(has({.height = 400, .width_ms = 34, .t_share = 0.35}));
  EXPECT_FALSE(has({.height = 400, .width_ms = 34, .t_share = -1.2}));
  EXPECT_FALSE(has(kPWave));
}

TEST_F(UsualBeatTest, PWavesOfTheUsualBeatTellWhatIsHigherThanOne) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-008");
  UsualBeat small;
  const auto is_higher = [&](const Shape& usual, const Shape& other) {
    usual_.Clear();
    Learn(usual, 8);
    small.Clear();
    Draw(other);
    small.Learn(window_, kBack);
    return small.IsHigherThanPWaveOf(usual_);
  };
  const Shape wide = {.height = 450, .width_ms = 34, .t_share = -0.35};
  EXPECT_TRUE(is_higher({.p_share = 0.12}, wide));
  EXPECT_TRUE(is_higher({.p_share = -0.12}, wide));
  EXPECT_TRUE(is_higher({.height = -1000, .p_share = -0.12, .p_ms = -110}, wide));
  EXPECT_FALSE(is_higher({.p_share = 0.33}, wide));
  EXPECT_FALSE(is_higher({.p_share = 0.12}, {.height = 120, .width_ms = 22, .t_share = 0}));
  EXPECT_FALSE(is_higher({.p_share = 0.33}, {.height = 330, .width_ms = 22, .t_share = 0}));
  // No P wave is seen before the usual beats.
  EXPECT_FALSE(is_higher({}, wide));
  EXPECT_FALSE(is_higher({.p_share = 0.01}, wide));
  EXPECT_FALSE(is_higher({.height = 2000, .width_ms = 34, .t_share = -0.35}, wide));
  EXPECT_FALSE(is_higher({.p_share = 0.12, .p_ms = -340}, wide));
}

TEST_F(UsualBeatTest, WhatMayBeNarrowIsNoneOfTheWidest) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-008");
  Learn({});
  EXPECT_TRUE(usual_.MayBeNarrow());
  usual_.Clear();
  Learn({.height = 1500, .width_ms = 35});
  EXPECT_FALSE(usual_.MayBeNarrow());
}

}  // namespace
}  // namespace vigil::plugins
