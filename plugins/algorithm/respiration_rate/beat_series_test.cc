#include "plugins/algorithm/respiration_rate/beat_series.h"

#include <cstdint>
#include <memory>

#include "gtest/gtest.h"
#include "safety_kernel/base/time.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class BeatSeriesTest : public testing::Test {
 protected:
  void SetUp() override { beats_->Clear(); }

  void After(std::int64_t ms, std::int32_t height_uv = 1000) {
    now_ = now_ + Milliseconds(ms);
    beats_->Add(now_, height_uv);
  }
  void Beats(int count, std::int64_t ms = 800) {
    for (int n = 0; n < count; ++n) After(ms);
  }
  BeatSeries::Curves Drawn() const {
    BeatSeries::Curves curves;
    beats_->Draw(curves);
    return curves;
  }
  void ExpectLevel(std::int32_t interval_us, std::int32_t height_uv) const {
    const BeatSeries::Curves curves = Drawn();
    for (int n = 0; n < BeatSeries::kPoints; ++n) {
      EXPECT_EQ(curves.interval_us[n], interval_us) << n;
      EXPECT_EQ(curves.height_uv[n], height_uv) << n;
    }
  }

  std::unique_ptr<BeatSeries> beats_ = std::make_unique<BeatSeries>();
  Timestamp now_ = Timestamp() + Seconds(100);
};

TEST_F(BeatSeriesTest, IsFullWithFortySecondsOfIntervals) {
  VIGIL_VERIFIES("REQ-RESP-003");
  EXPECT_FALSE(beats_->is_full());
  Beats(51);  // 50 intervals, from the end of the first to the end of the last 39.2 s
  EXPECT_FALSE(beats_->is_full());
  Beats(1);
  EXPECT_TRUE(beats_->is_full());
  EXPECT_EQ(beats_->end(), now_);
  EXPECT_EQ(beats_->usual_interval_ms(), 800);
  ExpectLevel(800'000, 1000);
}

TEST_F(BeatSeriesTest, HoldsAFullWindowAtEachRate) {
  VIGIL_VERIFIES("REQ-RESP-001");
  for (const std::int64_t ms : {300, 333, 500, 1000, 1999, 2000}) {
    beats_->Clear();
    for (int n = 0; n < 200; ++n) After(ms, n);
    EXPECT_TRUE(beats_->is_full()) << ms;
    const BeatSeries::Curves curves = Drawn();
    EXPECT_EQ(curves.height_uv[BeatSeries::kPoints - 1], 199);
    EXPECT_NEAR(curves.height_uv[0], 199 - 39'750.0 / static_cast<double>(ms), 1);
  }
}

TEST_F(BeatSeriesTest, DrawsALineBetweenBeats) {
  VIGIL_VERIFIES("REQ-RESP-001");
  for (int n = 0; n < 60; ++n) After(1000, n % 2 == 0 ? 100 : -300);
  const BeatSeries::Curves curves = Drawn();
  EXPECT_EQ(curves.height_uv[159], -300);
  EXPECT_EQ(curves.height_uv[158], -200);
  EXPECT_EQ(curves.height_uv[157], -100);
  EXPECT_EQ(curves.height_uv[156], 0);
  EXPECT_EQ(curves.height_uv[155], 100);
  EXPECT_EQ(curves.height_uv[154], 0);
}

TEST_F(BeatSeriesTest, EctopicBeatsAndTheirPausesAreLeftOut) {
  VIGIL_VERIFIES("REQ-RESP-002");
  for (int n = 0; n < 20; ++n) {
    Beats(6);
    After(500, 3000);
    After(1100);
  }
  EXPECT_TRUE(beats_->is_full());
  ExpectLevel(800'000, 1000);
}

TEST_F(BeatSeriesTest, IntervalsThatNoHeartHasAreLeftOut) {
  VIGIL_VERIFIES("REQ-RESP-002");
  Beats(60);
  After(100);
  After(3000);
  After(299);
  After(2001);
  After(-500);
  After(0);
  EXPECT_LT(beats_->end(), now_ - Seconds(3));
  ExpectLevel(800'000, 1000);
}

TEST_F(BeatSeriesTest, TheUsualIntervalFollows) {
  VIGIL_VERIFIES("REQ-RESP-002");
  Beats(60);
  Beats(100, 600);
  EXPECT_TRUE(beats_->is_full());
  ExpectLevel(600'000, 1000);
}

TEST_F(BeatSeriesTest, AfterABreakTheFirstIntervalIsNotKnown) {
  VIGIL_VERIFIES("REQ-RESP-002");
  Beats(60);
  const Timestamp end = beats_->end();
  beats_->Break();
  After(900, 5000);
  EXPECT_EQ(beats_->end(), end);
  After(800);
  EXPECT_EQ(beats_->end(), now_);
  EXPECT_TRUE(beats_->is_full());
  ExpectLevel(800'000, 1000);
}

TEST_F(BeatSeriesTest, AGapOfMoreThanFiveSecondsBeginsAnew) {
  VIGIL_VERIFIES("REQ-RESP-003");
  Beats(60);
  beats_->Break();
  After(4200);
  After(800);
  EXPECT_TRUE(beats_->is_full());
  beats_->Break();
  After(4201);
  After(800);
  EXPECT_FALSE(beats_->is_full());
}

// Times that go back after a break do not count.
TEST_F(BeatSeriesTest, ABeatBeforeTheLastOneIsLeftOut) {
  VIGIL_VERIFIES("REQ-RESP-002");
  Beats(60);
  const Timestamp end = beats_->end();
  beats_->Break();
  After(-1300);
  After(800);
  After(700);
  EXPECT_EQ(beats_->end(), end);
  After(800);
  EXPECT_GT(beats_->end(), end);
}

TEST_F(BeatSeriesTest, HeightsAreCutOff) {
  VIGIL_VERIFIES("REQ-RESP-004");
  for (int n = 0; n < 60; ++n) After(800, INT32_MAX);
  ExpectLevel(800'000, BeatSeries::kGreatestHeightUv);
  for (int n = 0; n < 60; ++n) After(800, INT32_MIN);
  ExpectLevel(800'000, -BeatSeries::kGreatestHeightUv);
}

}  // namespace
}  // namespace vigil::plugins
