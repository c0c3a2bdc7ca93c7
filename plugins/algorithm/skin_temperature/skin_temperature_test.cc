#include "plugins/algorithm/skin_temperature/skin_temperature.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/skin_temperature/skin_temperature.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class SkinTemperatureTest : public testing::Test {
 protected:
  void SetUp() override { Restart({Worn(400)}); }
  void Restart(std::vector<sim::Scene> scenes) {
    patient_ = sim::Simulate(std::move(scenes), {.seed = 8, .ecg_hz = 10, .light_hz = 1, .motion_hz = 10});
    ASSERT_EQ(bench_->Start(), Status::kOk);
  }
  static sim::Scene Worn(double seconds, double celsius = 33.5) {
    sim::Scene scene;
    scene.seconds = seconds;
    scene.skin_celsius = celsius;
    return scene;
  }
  static sim::Scene Off(double seconds) { return sim::OnDesk(seconds); }

  SampleBlock Block() const {
    SampleBlock block = sim::BlockOf(patient_, ChannelId::kSkinTemperature, bench_->now());
    block.quality = kQualityGood;  // it has to see for itself whether it is worn
    return block;
  }
  void Activate() {
    ASSERT_EQ(bench_->Activate(), Status::kOk);
    for (const Observation& said : bench_->said().observations) {
      EXPECT_EQ(said.code, ObservationCode::kSkinTemperature);
      EXPECT_EQ(said.unit, Unit::kMilliCelsius);
      last_ = said;
      ++told_;
    }
  }
  void Frame(const SampleBlock& block) {
    ASSERT_EQ(bench_->Give(block), Status::kOk);
    Activate();
  }
  void Run(int seconds) {
    for (int n = 0; n < seconds * 10; ++n) Frame(Block());
  }
  // A block of one sample, at the next full second.
  void Sample(std::int32_t milli_celsius) {
    SampleBlock block = Block();
    ASSERT_EQ(block.count, 1);
    block.samples[0] = milli_celsius;
    Frame(block);
  }
  void Second(std::int32_t milli_celsius) {
    Sample(milli_celsius);
    for (int n = 0; n < 9; ++n) Activate();
  }
  void ExpectUndeterminable(Reason reason) const {
    EXPECT_EQ(last_.validity, Validity::kUndeterminable);
    EXPECT_EQ(last_.reason, reason);
    EXPECT_EQ(last_.value, 0);
  }

  std::unique_ptr<PluginBench<SkinTemperature>> bench_ =
      std::make_unique<PluginBench<SkinTemperature>>(kSkinTemperatureManifest);
  sim::Recording patient_;
  Observation last_;
  int told_ = 0;
};

TEST_F(SkinTemperatureTest, TellsTheSkinOfASyntheticPatient) {
  VIGIL_VERIFIES("REQ-SKIN-001");
  for (const double celsius : {26.5, 30.0, 33.5, 38.0, 42.5}) {
    Restart({Worn(200, celsius)});
    Run(200);
    EXPECT_EQ(last_.validity, Validity::kValid);
    EXPECT_LE(std::abs(last_.value - 1000 * celsius), 10);
  }
}

TEST_F(SkinTemperatureTest, StartsWithTwoMinutes) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  Run(119);
  ExpectUndeterminable(Reason::kStarting);
  Run(1);
  EXPECT_EQ(last_.validity, Validity::kValid);
  EXPECT_EQ(last_.time, Timestamp() + Seconds(119));
  EXPECT_EQ(last_.valid_until, Timestamp() + Seconds(124));
}

// It is put on: the thermometer needs a quarter of an hour, and what it tells is right.
TEST_F(SkinTemperatureTest, ThatItIsStillWarmingUpIsSeen) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  Restart({Off(300), Worn(3000)});
  bool is_told = false;
  for (int second = 0; second < 3300; ++second) {
    Run(1);
    if (last_.validity != Validity::kValid) continue;
    is_told = true;
    EXPECT_LE(std::abs(last_.value - 33'500), 300) << second;
    EXPECT_GE(second, 600);
  }
  EXPECT_TRUE(is_told);
  EXPECT_EQ(last_.validity, Validity::kValid);
}

TEST_F(SkinTemperatureTest, SwitchedOnWhileItWarmsUpItIsStarting) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  Restart({Off(10), Worn(600)});
  Run(200);
  ExpectUndeterminable(Reason::kStarting);
}

TEST_F(SkinTemperatureTest, TakenOffItEndsWithinHalfAMinute) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  Restart({Worn(600), Off(3000)});
  Run(600);
  EXPECT_EQ(last_.validity, Validity::kValid);
  Run(30);
  ExpectUndeterminable(Reason::kNoise);
  Run(1200);
  ExpectUndeterminable(Reason::kNotWorn);
}

TEST_F(SkinTemperatureTest, ADeskHasNoSkin) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  Restart({Off(1800)});
  for (int second = 0; second < 1800; ++second) {
    Run(1);
    EXPECT_EQ(last_.validity, Validity::kUndeterminable);
  }
  ExpectUndeterminable(Reason::kNotWorn);
}

TEST_F(SkinTemperatureTest, TheSunIsNoSkin) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  Restart({Worn(300, 48)});
  Run(300);
  ExpectUndeterminable(Reason::kOutOfRange);
}

TEST_F(SkinTemperatureTest, TheEndsOfTheRangeAreSkin) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  for (const std::int32_t end : {SkinTemperature::kLeast, SkinTemperature::kGreatest}) {
    SetUp();
    for (int second = 0; second < 120; ++second) Second(end);
    EXPECT_EQ(last_.validity, Validity::kValid);
    EXPECT_EQ(last_.value, end);
  }
}

TEST_F(SkinTemperatureTest, SomethingIsToldEachSecond) {
  VIGIL_VERIFIES("REQ-SKIN-003");
  Run(5);
  EXPECT_EQ(told_, 5);
  Run(300);
  EXPECT_GE(told_, 305);
  EXPECT_LE(told_, 306);
}

TEST_F(SkinTemperatureTest, AValueThatIsRepeatedDoesNotBecomeYounger) {
  VIGIL_VERIFIES("REQ-SKIN-003");
  Run(200);
  const Timestamp time = last_.time;
  for (int n = 0; n < 20; ++n) Activate();
  EXPECT_EQ(last_.validity, Validity::kValid);
  EXPECT_EQ(last_.time, time);
  for (int n = 0; n < 10; ++n) Activate();
  ExpectUndeterminable(Reason::kDataGap);
}

TEST_F(SkinTemperatureTest, AStepIsNoSkin) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  for (const std::int32_t step : {1001, -1001}) {
    Restart({Worn(400)});
    Run(200);
    SampleBlock before = Block();
    Sample(before.samples[0] + step + 60 * (step > 0 ? 1 : -1));
    ExpectUndeterminable(Reason::kNoise);
  }
  Restart({Worn(400)});
  Run(200);
  Sample(33'500 + 900);
  EXPECT_EQ(last_.validity, Validity::kValid);
}

TEST_F(SkinTemperatureTest, ABrokenThermometerIsOutOfRange) {
  VIGIL_VERIFIES("REQ-SKIN-004");
  for (const std::int32_t wrong : {SkinTemperature::kLeastSample - 1, SkinTemperature::kGreatestSample + 1, INT32_MIN, INT32_MAX}) {
    Restart({Worn(400)});
    Run(200);
    Sample(wrong);
    ExpectUndeterminable(Reason::kOutOfRange);
    for (int n = 0; n < 9; ++n) Activate();
    Run(100);
    ExpectUndeterminable(Reason::kOutOfRange);
    Run(20);
    EXPECT_EQ(last_.validity, Validity::kValid);
  }
}

TEST_F(SkinTemperatureTest, TheEndsOfWhatAThermometerTellsAreInIt) {
  VIGIL_VERIFIES("REQ-SKIN-004");
  for (const std::int32_t end : {SkinTemperature::kLeastSample, SkinTemperature::kGreatestSample}) {
    SetUp();
    Second(end);
    ExpectUndeterminable(Reason::kStarting);
  }
}

TEST_F(SkinTemperatureTest, TheGreatestStepIsNone) {
  VIGIL_VERIFIES("REQ-SKIN-002");
  Second(33'000);
  Second(34'000);
  Second(33'000);
  ExpectUndeterminable(Reason::kStarting);
  Second(34'001);
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(SkinTemperatureTest, AFullBlockIsTaken) {
  VIGIL_VERIFIES("REQ-SKIN-004");
  SampleBlock most = Block();
  most.count = kMaxSamplesPerBlock;
  SkinTemperature plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Inbox in;
  ASSERT_EQ(in.blocks.Add(most), Status::kOk);
  Outbox out;
  EXPECT_EQ(plugin.Process(in, out), Status::kOk);
}

TEST_F(SkinTemperatureTest, UnusableSamplesEndIt) {
  VIGIL_VERIFIES("REQ-SKIN-003");
  Run(200);
  SampleBlock block = Block();
  block.quality = kQualityNotWorn;
  Frame(block);
  ExpectUndeterminable(Reason::kNotWorn);
  for (int n = 0; n < 9; ++n) Activate();
  Run(3);
  ExpectUndeterminable(Reason::kNotWorn);  // what follows is a new beginning, no gap
}

TEST_F(SkinTemperatureTest, AGapIsSeenByItsMarkAndByItsTime) {
  VIGIL_VERIFIES("REQ-SKIN-003");
  for (const bool is_marked : {true, false}) {
    Restart({Worn(400)});
    Run(200);
    SampleBlock block = Block();
    if (is_marked) {
      block.quality = kQualityGap;
    } else {
      block.first_sample = block.first_sample + Microseconds(500'001);
    }
    Frame(block);
    ExpectUndeterminable(Reason::kDataGap);
  }
}

TEST_F(SkinTemperatureTest, HalfAPeriodOfJitterIsNoGap) {
  VIGIL_VERIFIES("REQ-SKIN-003");
  for (const Duration jitter : {Microseconds(1), Microseconds(-1), Milliseconds(500), Milliseconds(-500)}) {
    Restart({Worn(400)});
    Run(200);
    SampleBlock block = Block();
    block.first_sample = block.first_sample + jitter;
    while (bench_->now() < block.first_sample) Activate();
    Frame(block);
    EXPECT_EQ(last_.validity, Validity::kValid);
    Run(2);
    EXPECT_EQ(last_.validity, Validity::kValid);
  }
}

TEST_F(SkinTemperatureTest, RefusesWhatItDidNotAskFor) {
  VIGIL_VERIFIES("REQ-SKIN-004");
  SampleBlock channel = Block();
  channel.channel = ChannelId::kEcg;
  SampleBlock unit = Block();
  unit.unit = Unit::kMicrovolt;
  SampleBlock fast = Block();
  fast.period_us = 100'000;
  SampleBlock many = Block();
  many.count = kMaxSamplesPerBlock + 1;
  for (const SampleBlock& block : {channel, unit, fast, many}) {
    SkinTemperature plugin;
    ASSERT_EQ(plugin.Init({}), Status::kOk);
    Inbox in;
    ASSERT_EQ(in.blocks.Add(block), Status::kOk);
    Outbox out;
    EXPECT_EQ(plugin.Process(in, out), Status::kInvalidArgument);
  }
}

}  // namespace
}  // namespace vigil::plugins
