#include "plugins/algorithm/apnea/apnea.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/apnea/apnea.plugin.h"
#include "plugins/algorithm/apnea/apnea_features.h"
#include "plugins/algorithm/apnea/tachogram.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr double kTwoPi = 6.283185307179586;

// An interval of 900 ms that a wave of `period_s` changes by `depth_ms`.
std::int64_t IntervalMs(double at_s, double period_s, double depth_ms) {
  return std::llround(900 + depth_ms * std::sin(kTwoPi * at_s / period_s));
}

Tachogram WaveOf(double period_s, double depth_ms) {
  Tachogram tachogram;
  tachogram.Clear();
  Timestamp now;
  while (tachogram.size() < Tachogram::kSeconds) {
    tachogram.Add(now);
    while (tachogram.Next()) {
    }
    now = now + Milliseconds(IntervalMs(static_cast<double>(now.us) / 1e6, period_s, depth_ms));
  }
  return tachogram;
}

TEST(TachogramTest, DrawsALineBetweenIntervals) {
  VIGIL_VERIFIES("REQ-APNEA-002");
  Tachogram tachogram;
  tachogram.Clear();
  for (const std::int64_t ms : {500, 1500, 2500, 3700}) tachogram.Add(Timestamp() + Milliseconds(ms));
  EXPECT_TRUE(tachogram.Next());
  EXPECT_EQ(tachogram.end(), 4);
  EXPECT_EQ(tachogram.size(), 1u);
  EXPECT_FALSE(tachogram.Next());
}

TEST(TachogramTest, LeavesOutIntervalsThatNoHeartAtRestHas) {
  VIGIL_VERIFIES("REQ-APNEA-002");
  Tachogram tachogram;
  tachogram.Clear();
  Timestamp now;
  const auto after = [&](std::int64_t ms) {
    now = now + Milliseconds(ms);
    tachogram.Add(now);
    while (tachogram.Next()) {
    }
  };
  for (int n = 0; n < 400; ++n) after(800);
  after(500);
  after(1100);
  after(100);
  after(3000);
  tachogram.Add(now);
  for (int n = 0; n < 20; ++n) after(800);
  EXPECT_EQ(tachogram.size(), Tachogram::kSeconds);
  for (std::uint32_t n = 0; n < Tachogram::kSeconds; ++n) EXPECT_EQ(tachogram.At(n), 800);
}

TEST(TachogramTest, AGapOfMoreThanTwentySecondsBeginsAnew) {
  VIGIL_VERIFIES("REQ-APNEA-003");
  Tachogram tachogram = WaveOf(40, 0);
  const Timestamp last = Timestamp() + Seconds(tachogram.end());
  tachogram.Break();
  tachogram.Add(last + Seconds(16));
  tachogram.Add(last + Seconds(17));
  while (tachogram.Next()) {
  }
  EXPECT_EQ(tachogram.size(), Tachogram::kSeconds);
  tachogram.Add(last + Seconds(40));
  tachogram.Add(last + Seconds(41));
  EXPECT_FALSE(tachogram.Next());
  EXPECT_EQ(tachogram.size(), 0u);
}

TEST(ApneaFeaturesTest, AWaveOfFortySecondsIsPeriodicAndSlow) {
  VIGIL_VERIFIES("REQ-APNEA-001");
  const ApneaFeatures wave = FeaturesOf(WaveOf(40, 80));
  const ApneaFeatures quick = FeaturesOf(WaveOf(24, 80));
  const ApneaFeatures breath = FeaturesOf(WaveOf(4, 80));
  EXPECT_GT(wave.periodicity, 600);
  EXPECT_GT(wave.slow, wave.quick + 1000);
  EXPECT_GT(quick.quick, quick.slow + 1000);
  EXPECT_GT(breath.breath, wave.breath + 1000);
  EXPECT_GT(wave.slow, breath.slow + 1000);
}

TEST(ApneaFeaturesTest, WithoutVariationThereIsNothing) {
  VIGIL_VERIFIES("REQ-APNEA-001");
  const ApneaFeatures none = FeaturesOf(WaveOf(40, 0));
  EXPECT_EQ(none.periodicity, 0);
  EXPECT_EQ(none.slow, 0);
  EXPECT_EQ(none.quick, 0);
  EXPECT_EQ(none.breath, 0);
  EXPECT_EQ(none.spread, 0);
}

TEST(ApneaFeaturesTest, SpreadIsTheMeanSquareOfWhatIsQuickerThanEightySeconds) {
  VIGIL_VERIFIES("REQ-APNEA-006");
  // Deviations of 50 thousandths at most: 1250 in the mean of their squares.
  EXPECT_NEAR(FeaturesOf(WaveOf(40, 45)).spread, 256 * std::log2(1250.0), 80);
  EXPECT_LT(FeaturesOf(WaveOf(600, 45)).spread, Apnea::kLeastSpread);
}

TEST(ApneaFeaturesTest, AHeartThatVariesTooLittleOrFromBeatToBeatDoesNotFollowBreath) {
  VIGIL_VERIFIES("REQ-APNEA-006");
  ApneaFeatures features = {.spread = Apnea::kLeastSpread};
  features.breath = Apnea::kMostBreath;
  EXPECT_TRUE(Apnea::CanFollowBreath(features));
  features.breath = Apnea::kMostBreath + 1;
  EXPECT_FALSE(Apnea::CanFollowBreath(features));
  features.breath = 0;
  features.spread = Apnea::kLeastSpread - 1;
  EXPECT_FALSE(Apnea::CanFollowBreath(features));
}

class ApneaTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(bench_.Start(), Status::kOk);
    ASSERT_EQ(bench_.Give(Quality(bench_.now(), 1)), Status::kOk);
  }

  static Observation Beat(Timestamp time) {
    Observation beat;
    beat.code = ObservationCode::kQrsDetected;
    beat.unit = Unit::kMicrovolt;
    beat.validity = Validity::kValid;
    beat.time = time;
    beat.valid_until = time + Seconds(1);
    return beat;
  }

  static Observation Quality(Timestamp time, std::int32_t value) {
    Observation quality;
    quality.code = ObservationCode::kEcgQuality;
    quality.unit = Unit::kOne;
    quality.validity = Validity::kValid;
    quality.value = value;
    quality.time = time;
    quality.valid_until = time + Seconds(3);
    return quality;
  }

  void Activate() {
    const bool is_second = bench_.now().us % 1'000'000 == 0;
    if (is_second) ASSERT_EQ(bench_.Give(Quality(bench_.now(), readable_)), Status::kOk);
    ASSERT_EQ(bench_.Activate(), Status::kOk);
    for (const Observation& said : bench_.said().observations) all_.push_back(said);
  }

  // Beats until then, whose intervals follow a wave.
  void Run(int until_s, double period_s, double depth_ms) {
    RunBy(until_s, [&](double at_s) { return IntervalMs(at_s, period_s, depth_ms); });
  }
  // interval: in ms, of the beat's time in s.
  template <typename Interval>
  void RunBy(int until_s, Interval interval) {
    const Timestamp end = Timestamp() + Seconds(until_s);
    while (bench_.now() < end) {
      if (next_ <= bench_.now()) {
        ASSERT_EQ(bench_.Give(Beat(next_)), Status::kOk);
        last_ = next_;
        next_ = next_ + Milliseconds(interval(static_cast<double>(next_.us) / 1e6));
      }
      Activate();
    }
  }
  void Silent(int seconds) {
    const Timestamp end = bench_.now() + Seconds(seconds);
    while (bench_.now() < end) Activate();
    next_ = bench_.now();
  }

  int Minutes(std::int32_t value) const {
    int count = 0;
    for (const Observation& said : all_) {
      if (said.validity == Validity::kValid && said.value == value) ++count;
    }
    return count;
  }

  PluginBench<Apnea> bench_{kApneaManifest};
  Timestamp next_;
  Timestamp last_;  // beat that was given
  std::int32_t readable_ = 1;  // what is said of the ECG once a second
  std::vector<Observation> all_;
};

TEST_F(ApneaTest, RespiratoryArrhythmiaIsNoApnea) {
  VIGIL_VERIFIES("REQ-APNEA-001");
  Run(20 * 60, 4, 40);
  EXPECT_EQ(Minutes(1), 0);
  EXPECT_GE(Minutes(0), 10);
}

TEST_F(ApneaTest, CyclicalVariationIsApnea) {
  VIGIL_VERIFIES("REQ-APNEA-001");
  Run(20 * 60, 45, 80);
  EXPECT_EQ(Minutes(0), 0);
  EXPECT_GE(Minutes(1), 10);
}

TEST_F(ApneaTest, OfAPacedHeartNothingIsTold) {
  VIGIL_VERIFIES("REQ-APNEA-006");
  Run(20 * 60, 4, 0);
  EXPECT_EQ(Minutes(0) + Minutes(1), 0);
  EXPECT_EQ(all_.back().reason, Reason::kOutOfRange);
}

TEST_F(ApneaTest, OfAHeartThatIsIrregularFromBeatToBeatNothingIsTold) {
  VIGIL_VERIFIES("REQ-APNEA-006");
  std::uint32_t state = 7;  // of a generator of Lehmer's
  RunBy(20 * 60, [&](double) {
    state = static_cast<std::uint32_t>(std::uint64_t{state} * 48271 % 2147483647);
    return 500 + static_cast<std::int64_t>(state % 600);
  });
  EXPECT_EQ(Minutes(0) + Minutes(1), 0);
  EXPECT_EQ(all_.back().reason, Reason::kOutOfRange);
}

TEST_F(ApneaTest, WhenTheHeartFollowsTheBreathAgainItIsTold) {
  VIGIL_VERIFIES("REQ-APNEA-006");
  Run(900, 4, 0);
  Run(2400, 45, 80);
  EXPECT_LE(Minutes(0), 1);  // the one in which the wave begins
  EXPECT_GE(Minutes(1), 15);
}

TEST_F(ApneaTest, MinutesAreToldOneAfterAnotherWithinFiveMinutes) {
  VIGIL_VERIFIES("REQ-APNEA-004");
  Run(20 * 60, 45, 80);
  std::int64_t minute = 3;
  for (const Observation& said : all_) {
    if (said.validity != Validity::kValid) continue;
    EXPECT_EQ(said.time, Timestamp() + Seconds(minute * 60));
    ++minute;
  }
  EXPECT_EQ(minute, 16);  // 3 to 15
}

TEST_F(ApneaTest, SaysOnceInSeventySecondsThatItStarts) {
  VIGIL_VERIFIES("REQ-APNEA-004");
  Run(300, 4, 40);
  ASSERT_GE(all_.size(), 4u);
  for (const Observation& said : all_) {
    EXPECT_EQ(said.validity, Validity::kUndeterminable);
    EXPECT_EQ(said.reason, Reason::kStarting);
  }
}

TEST_F(ApneaTest, WithoutBeatsItSaysSo) {
  VIGIL_VERIFIES("REQ-APNEA-003");
  Run(900, 4, 40);
  Silent(150);
  EXPECT_EQ(all_.back().validity, Validity::kUndeterminable);
  EXPECT_EQ(all_.back().reason, Reason::kNoBeats);
  Run(1400, 4, 40);
  EXPECT_EQ(all_.back().reason, Reason::kStarting);
}

TEST_F(ApneaTest, ADetectorThatCannotTellIsTheReason) {
  VIGIL_VERIFIES("REQ-APNEA-003");
  Run(600, 4, 40);
  Observation unknown = Beat(bench_.now());
  unknown.validity = Validity::kUndeterminable;
  unknown.reason = Reason::kLeadOff;
  ASSERT_EQ(bench_.Give(unknown), Status::kOk);
  Observation between = unknown;
  between.reason = Reason::kNoEvent;
  ASSERT_EQ(bench_.Give(between), Status::kOk);
  Silent(100);
  EXPECT_EQ(all_.back().reason, Reason::kLeadOff);
}

TEST_F(ApneaTest, ADetectorThatCannotTellAndDoesNotSayWhyIsNoise) {
  VIGIL_VERIFIES("REQ-APNEA-003");
  Run(600, 4, 40);
  Observation unknown = Beat(bench_.now());
  unknown.validity = Validity::kUndeterminable;
  ASSERT_EQ(bench_.Give(unknown), Status::kOk);
  Silent(100);
  EXPECT_EQ(all_.back().reason, Reason::kNoise);
}

TEST_F(ApneaTest, BeatsOfAnEcgThatCannotBeReadAreNone) {
  VIGIL_VERIFIES("REQ-APNEA-005");
  readable_ = 0;
  Run(900, 45, 80);
  EXPECT_EQ(Minutes(0) + Minutes(1), 0);
  EXPECT_EQ(all_.back().reason, Reason::kNoise);
  readable_ = 1;
  Run(1500, 45, 80);
  EXPECT_GE(Minutes(1), 1);
}

TEST_F(ApneaTest, FifteenSecondsOfNoiseAreDrawnOver) {
  VIGIL_VERIFIES("REQ-APNEA-005");
  Run(600, 4, 40);
  readable_ = 0;
  Run(615, 4, 40);
  readable_ = 1;
  Run(1200, 4, 40);
  EXPECT_EQ(Minutes(0), 13);
  EXPECT_EQ(Minutes(1), 0);
}

TEST_F(ApneaTest, ADamagedBeatIsABreak) {
  VIGIL_VERIFIES("REQ-APNEA-003");
  Apnea plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Inbox in;
  in.now = Timestamp() + Seconds(1);
  Observation damaged = Beat(in.now);
  Seal(damaged);
  damaged.time = in.now + Seconds(1'000'000);
  ASSERT_EQ(in.observations.Add(damaged), Status::kOk);
  Outbox out;
  ASSERT_EQ(plugin.Process(in, out), Status::kOk);
  ASSERT_EQ(out.observations.size(), 1u);
  EXPECT_EQ(out.observations[0].reason, Reason::kDamaged);
}

TEST_F(ApneaTest, AFullOutboxForAMinuteIsToldToTheKernel) {
  VIGIL_VERIFIES("REQ-APNEA-004");
  Outbox full;
  while (full.observations.Add(Observation()) == Status::kOk) {
  }
  Apnea plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  int refused = 0;
  for (int second = 1; second <= 600; ++second) {
    Inbox in;
    in.now = Timestamp() + Seconds(second);
    Observation quality = Quality(in.now, 1);
    Seal(quality);
    ASSERT_EQ(in.observations.Add(quality), Status::kOk);
    Observation beat = Beat(in.now - Milliseconds(second % 4 < 2 ? 0 : 40));
    Seal(beat);
    ASSERT_EQ(in.observations.Add(beat), Status::kOk);
    Outbox out;
    if (second > 450) out = full;
    if (plugin.Process(in, out) == Status::kInternal) ++refused;
  }
  EXPECT_EQ(refused, 3);  // after 480, 540 and 600 s
}

TEST_F(ApneaTest, TwentySecondsWithoutAUsableBeatAreDrawnOver) {
  VIGIL_VERIFIES("REQ-APNEA-003");
  Run(560, 4, 40);
  const Timestamp last = last_;
  Silent(20);
  ASSERT_EQ(bench_.Give(Beat(last + Milliseconds(19'100))), Status::kOk);
  ASSERT_EQ(bench_.Give(Beat(last + Seconds(20))), Status::kOk);
  next_ = last + Milliseconds(20'900);
  Run(1200, 4, 40);
  for (const Observation& said : all_) {
    if (said.time >= Timestamp() + Seconds(500)) EXPECT_EQ(said.validity, Validity::kValid);
  }
  EXPECT_EQ(Minutes(0), 13);
}

}  // namespace
}  // namespace vigil::plugins
