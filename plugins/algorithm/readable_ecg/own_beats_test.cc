#include "plugins/algorithm/readable_ecg/own_beats.h"

#include <cstdint>
#include <cstring>

#include "gtest/gtest.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

TEST(UsualHeightTest, NothingIsLowBeforeEightBeatsAreKnown) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-001");
  UsualHeight usual;
  usual.Clear();
  for (int n = 0; n < 7; ++n) usual.Learn(1000);
  EXPECT_FALSE(usual.IsBelow(50, 1));
  usual.Learn(1000);
  EXPECT_TRUE(usual.IsBelow(50, 499));
  EXPECT_FALSE(usual.IsBelow(50, 500));
  EXPECT_TRUE(usual.IsBelow(30, -299));
  EXPECT_FALSE(usual.IsBelow(30, -300));
}

TEST(UsualHeightTest, BeginsWithTheLeastOfTheFirst) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-001");
  UsualHeight usual;
  usual.Clear();
  for (const std::int32_t height : {5000, 900, -800, 1000, 7000, 900, 1000, 900}) usual.Learn(height);
  EXPECT_FALSE(usual.IsBelow(50, 400));
  EXPECT_TRUE(usual.IsBelow(50, 399));
}

TEST(UsualHeightTest, FollowsTheLowerQuarterOfTheBeats) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-001");
  UsualHeight usual;
  usual.Clear();
  for (int n = 0; n < 400; ++n) usual.Learn(n % 2 == 0 ? 1000 : 3000);
  EXPECT_TRUE(usual.IsBelow(110, 1000));
  EXPECT_FALSE(usual.IsBelow(85, 1000));
  for (int n = 0; n < 10; ++n) usual.Learn(8000);  // artefacts
  EXPECT_FALSE(usual.IsBelow(70, 1000));
  for (int n = 0; n < 400; ++n) usual.Learn(2000);
  EXPECT_TRUE(usual.IsBelow(110, 2000));
  EXPECT_FALSE(usual.IsBelow(90, 2000));
}

TEST(UsualHeightTest, BecomesWhatItIsTold) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-002");
  UsualHeight usual;
  usual.Clear();
  usual.Become(-400);
  EXPECT_FALSE(usual.IsBelow(50, 200));
  EXPECT_TRUE(usual.IsBelow(50, 199));
  for (int n = 0; n < 400; ++n) usual.Learn(2000);
  EXPECT_TRUE(usual.IsBelow(50, 900));
}

TEST(UsualHeightTest, HoldsWithAnyHeight) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-001");
  UsualHeight usual;
  usual.Clear();
  for (int n = 0; n < 500; ++n) usual.Learn(INT32_MIN);
  EXPECT_FALSE(usual.IsBelow(50, INT32_MAX));
  EXPECT_TRUE(usual.IsBelow(50, 1));
  for (int n = 0; n < 5000; ++n) usual.Learn(0);
  EXPECT_FALSE(usual.IsBelow(50, 1));
}

class OwnBeatsTest : public testing::Test {
 protected:
  static Timestamp At(std::int64_t ms) { return Timestamp{ms * 1000}; }

  void SetUp() override {
    beats_.Clear(OwnBeats::kInQuestionPercent);
    Quality(0, 1);
  }

  // Told half a second later.
  bool Beat(std::int64_t ms, std::int32_t height) {
    Observation qrs;
    qrs.code = ObservationCode::kQrsDetected;
    qrs.validity = Validity::kValid;
    qrs.value = height;
    qrs.time = At(ms);
    return beats_.Take(qrs, At(ms + 500));
  }
  void Quality(std::int64_t ms, std::int32_t value, Validity validity = Validity::kValid) {
    Observation quality;
    quality.code = ObservationCode::kEcgQuality;
    quality.validity = validity;
    quality.value = value;
    quality.time = At(ms);
    beats_.TakeQuality(quality);
  }
  // The last of them at 10 s.
  void Heart() {
    for (int n = 1; n <= 10; ++n) EXPECT_TRUE(Beat(1000 * n, 1000));
  }

  OwnBeats beats_;
};

TEST_F(OwnBeatsTest, WhatIsBelowHalfOfTheUsualIsNoneOfThem) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-001");
  EXPECT_FALSE(beats_.has_beat());
  Heart();
  EXPECT_TRUE(beats_.has_beat());
  EXPECT_FALSE(Beat(10'600, 300));
  EXPECT_TRUE(beats_.has_small());
  EXPECT_EQ(beats_.newest(), At(10'000));
  EXPECT_TRUE(Beat(11'000, -900));
  EXPECT_FALSE(beats_.has_small());
  EXPECT_EQ(beats_.newest(), At(11'000));
}

TEST_F(OwnBeatsTest, WhatCannotBeReadTeachesNothing) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-001");
  Quality(500, 1, Validity::kUndeterminable);
  Heart();
  EXPECT_TRUE(Beat(11'000, 100));
  Quality(11'500, 0);
  Heart();
  EXPECT_TRUE(Beat(22'000, 100));
}

TEST_F(OwnBeatsTest, SmallOnesThatCanBeReadBecomeTheUsualOnes) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-002");
  Heart();
  for (std::int64_t ms = 10'800; ms < 13'200; ms += 800) EXPECT_FALSE(Beat(ms, 300));
  Quality(13'599, 1);  // the usual ones may yet come
  EXPECT_FALSE(Beat(13'200, 300));
  Quality(13'600, 1);
  EXPECT_FALSE(beats_.has_small());
  EXPECT_EQ(beats_.newest(), At(13'200));
  EXPECT_TRUE(Beat(14'000, 300));
}

TEST_F(OwnBeatsTest, PWavesAmongSmallOnesThatCanBeReadStayNone) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-002");
  Heart();
  for (std::int64_t ms = 11'000; ms < 14'000; ms += 1000) {
    EXPECT_FALSE(Beat(ms, -400));
    EXPECT_FALSE(Beat(ms + 500, 100));
  }
  Quality(15'000, 1);
  EXPECT_TRUE(Beat(15'000, -400));
  EXPECT_FALSE(Beat(15'500, 100));
  EXPECT_TRUE(Beat(16'000, 210));
}

TEST_F(OwnBeatsTest, SmallOnesThatCannotBeReadStayNone) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-002");
  Heart();
  for (std::int64_t ms = 10'800; ms < 60'000; ms += 800) {
    EXPECT_FALSE(Beat(ms, 300));
    Quality(ms, 0);
  }
  EXPECT_EQ(beats_.newest(), At(10'000));
  EXPECT_TRUE(Beat(60'000, 600));
}

TEST_F(OwnBeatsTest, WhoHasNotHeardOfThemDoesNotJudge) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-002");
  Heart();
  EXPECT_FALSE(Beat(11'000, 300));
  Quality(14'500, 1);  // one is not enough to be asked
  EXPECT_FALSE(Beat(14'200, 300));  // told at 14.7 s
  Quality(15'699, 1);
  EXPECT_FALSE(Beat(15'300, 300));
  Quality(15'700, 1);
  EXPECT_TRUE(Beat(16'000, 300));
}

TEST_F(OwnBeatsTest, ClearForgetsTheHeartAndSaysTheBound) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-001");
  Heart();
  beats_.Clear(OwnBeats::kInQuestionPercent);
  EXPECT_FALSE(beats_.has_beat());
  EXPECT_TRUE(Beat(11'000, 100));
  beats_.Clear(OwnBeats::kInQuestionPercent);
  Quality(12'000, 1);
  Heart();
  EXPECT_FALSE(Beat(23'000, 450));
  EXPECT_TRUE(Beat(24'000, 550));
}

TEST_F(OwnBeatsTest, WhatTheMemoryHeldBeforeClearIsNothing) {
  VIGIL_VERIFIES("REQ-READABLE-ECG-001");
  std::memset(static_cast<void*>(&beats_), 0x5A, sizeof beats_);
  SetUp();
  Heart();
  EXPECT_FALSE(Beat(11'000, 450));
  EXPECT_TRUE(Beat(12'000, 550));
}

}  // namespace
}  // namespace vigil::plugins
