#include "plugins/algorithm/pulse_rate/pulse_rate.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <optional>

#include "gtest/gtest.h"
#include "plugins/algorithm/pulse_rate/pulse_rate.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class PulseRateTest : public testing::Test {
 protected:
  using Bench = PluginBench<PulseRate>;

  void SetUp() override { ASSERT_EQ(bench_->Start(), Status::kOk); }

  // The blocks of the frame that ends with the next activation; a pulse of 80 per minute.
  SampleBlock Light(std::uint16_t moments = 5) {
    SampleBlock block;
    block.channel = ChannelId::kPpgGreen;
    block.unit = Unit::kAdcCount;
    block.period_us = 20'000;
    block.count = moments;
    block.first_sample = bench_->now();
    for (std::uint32_t n = 0; n < moments; ++n) {
      block.samples[n] = 20'000 + static_cast<std::int32_t>(std::lround(300 * std::sin(phase_)));
      phase_ += 2 * std::numbers::pi * 80 / 60 / 50;
    }
    return block;
  }
  SampleBlock Motion(std::uint16_t moments = 5) const {
    SampleBlock block;
    block.channel = ChannelId::kAcceleration;
    block.unit = Unit::kMilliG;
    block.period_us = 20'000;
    block.count = static_cast<std::uint16_t>(moments * 3);
    block.first_sample = bench_->now();
    for (std::uint32_t n = 0; n < block.count; n += 3) block.samples[n + 2] = 1000;
    return block;
  }

  // What was told in one activation.
  std::optional<Observation> Activate() {
    EXPECT_EQ(bench_->Activate(), Status::kOk);
    if (bench_->said().observations.empty()) return std::nullopt;
    EXPECT_EQ(bench_->said().observations.size(), 1u);
    last_ = bench_->said().observations[0];
    return last_;
  }
  std::optional<Observation> Frame(const SampleBlock& light, const SampleBlock& motion) {
    EXPECT_EQ(bench_->Give(light), Status::kOk);
    EXPECT_EQ(bench_->Give(motion), Status::kOk);
    return Activate();
  }
  std::optional<Observation> Frame() { return Frame(Light(), Motion()); }
  void Frames(int frames) {
    for (int n = 0; n < frames; ++n) (void)Frame();
  }
  // Long enough for a rate.
  void Begin() {
    Frames(160);
    ASSERT_EQ(last_.validity, Validity::kValid);
    ASSERT_EQ(last_.value, 80);
  }
  void ExpectUndeterminable(Reason reason) const {
    EXPECT_EQ(last_.validity, Validity::kUndeterminable);
    EXPECT_EQ(last_.reason, reason);
    EXPECT_EQ(last_.value, 0);
    EXPECT_EQ(last_.time, bench_->now());
  }

  std::unique_ptr<Bench> bench_ = std::make_unique<Bench>(kPulseRateManifest);
  double phase_ = 0;
  Observation last_;
};

TEST_F(PulseRateTest, TellsTheRateWithTheEndOfItsWindow) {
  VIGIL_VERIFIES("REQ-PULSE-008");
  Frames(152);
  EXPECT_EQ(last_.validity, Validity::kUndeterminable);
  EXPECT_EQ(last_.reason, Reason::kStarting);
  const std::optional<Observation> rate = Frame();
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->code, ObservationCode::kPulseRate);
  EXPECT_EQ(rate->unit, Unit::kPerMinute);
  EXPECT_EQ(rate->validity, Validity::kValid);
  EXPECT_EQ(rate->reason, Reason::kNone);
  EXPECT_EQ(rate->value, 80);
  EXPECT_EQ(rate->time, Timestamp() + Seconds(14));
  EXPECT_EQ(rate->valid_until, Timestamp() + Seconds(20));
}

TEST_F(PulseRateTest, ANewRateComesEveryTwoSeconds) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  Begin();
  Timestamp time = last_.time;
  for (int n = 0; n < 10; ++n) {
    Frames(20);
    EXPECT_EQ(last_.time - time, Seconds(2));
    EXPECT_EQ(last_.value, 80);
    time = last_.time;
  }
}

TEST_F(PulseRateTest, SaysSomethingAtLeastOnceASecond) {
  VIGIL_VERIFIES("REQ-PULSE-006");
  ASSERT_TRUE(Frame());
  Timestamp heard = bench_->now();
  for (int n = 0; n < 300; ++n) {
    if (Frame()) heard = bench_->now();
    EXPECT_LE(bench_->now() - heard, Milliseconds(900));
  }
}

// A rate that is repeated does not become younger.
TEST_F(PulseRateTest, ARepeatedRateKeepsItsTime) {
  VIGIL_VERIFIES("REQ-PULSE-008");
  Frames(153);
  const Observation first = last_;
  for (int n = 0; n < 10; ++n) {
    const std::optional<Observation> again = Frame();
    EXPECT_EQ(again.has_value(), n == 9);
  }
  EXPECT_EQ(last_.time, first.time);
  EXPECT_EQ(last_.valid_until, first.valid_until);
}

TEST_F(PulseRateTest, LightWithoutAPulseIsNoise) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  for (int n = 0; n < 200; ++n) {
    SampleBlock flat = Light();
    for (std::int32_t& sample : flat.samples) sample = 5000;
    (void)Frame(flat, Motion());
    EXPECT_EQ(last_.validity, Validity::kUndeterminable);
    EXPECT_EQ(last_.reason, n < 152 ? Reason::kStarting : Reason::kNoise);
  }
}

TEST_F(PulseRateTest, SaysAtOnceWhyItCannotTell) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  Begin();
  SampleBlock light = Light();
  light.quality = kQualityNotWorn;
  (void)Frame(light, Motion());
  ExpectUndeterminable(Reason::kNotWorn);
  SampleBlock motion = Motion();
  motion.quality = kQualityStuck;
  (void)Frame(Light(), motion);
  ExpectUndeterminable(Reason::kStuck);
}

// Too much light is noise, as a pulse that is not clear is: it ends a rate all the same.
TEST_F(PulseRateTest, SaturatedLightEndsARateAtOnceAndIsToldOnce) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  Begin();
  SampleBlock saturated = Light();
  saturated.quality = kQualitySaturated;
  (void)Frame(saturated, Motion());
  ExpectUndeterminable(Reason::kNoise);
  saturated.first_sample = bench_->now();
  EXPECT_FALSE(Frame(saturated, Motion()));
}

TEST_F(PulseRateTest, WhatWasBeforeUnusableSamplesIsForgotten) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  Begin();
  SampleBlock damaged = Motion();
  damaged.quality = kQualityDamaged;
  (void)Frame(Light(), damaged);
  for (int n = 0; n < 152; ++n) {
    (void)Frame();
    EXPECT_EQ(last_.reason, Reason::kDamaged);
  }
  (void)Frame();
  EXPECT_EQ(last_.value, 80);
}

TEST_F(PulseRateTest, AGapThatIsMarkedStartsAnew) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  for (const bool is_light : {true, false}) {
    ASSERT_EQ(bench_->Start(), Status::kOk);
    Begin();
    SampleBlock light = Light();
    SampleBlock motion = Motion();
    (is_light ? light : motion).quality = kQualityGap;
    (void)Frame(light, motion);
    ExpectUndeterminable(Reason::kDataGap);
    Frames(151);
    EXPECT_EQ(last_.reason, Reason::kDataGap);
    Frames(1);  // the frame with the gap counts
    EXPECT_EQ(last_.value, 80);
  }
}

TEST_F(PulseRateTest, AGapIsSeenByTheTimeOfTheSamples) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  for (const Duration off : {Milliseconds(20), Milliseconds(-20)}) {
    ASSERT_EQ(bench_->Start(), Status::kOk);
    Begin();
    SampleBlock light = Light();
    SampleBlock motion = Motion();
    light.first_sample = light.first_sample + off;
    motion.first_sample = motion.first_sample + off;
    (void)Frame(light, motion);
    ExpectUndeterminable(Reason::kDataGap);
  }
}

// Two sensors on one clock need not take their samples in the same microsecond.
TEST_F(PulseRateTest, HalfAPeriodApartIsTogether) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  for (const Duration off : {Milliseconds(10), Milliseconds(-10)}) {
    ASSERT_EQ(bench_->Start(), Status::kOk);
    Begin();
    SampleBlock motion = Motion();
    motion.first_sample = motion.first_sample + off;
    (void)Frame(Light(), motion);
    EXPECT_EQ(last_.validity, Validity::kValid);
  }
}

TEST_F(PulseRateTest, BlocksOfOtherMomentsAreAGap) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  for (const Duration off : {Microseconds(10'001), Microseconds(-10'001)}) {
    ASSERT_EQ(bench_->Start(), Status::kOk);
    Begin();
    SampleBlock motion = Motion();
    motion.first_sample = motion.first_sample + off;
    (void)Frame(Light(), motion);
    ExpectUndeterminable(Reason::kDataGap);
  }
  ASSERT_EQ(bench_->Start(), Status::kOk);
  Begin();
  (void)Frame(Light(), Motion(4));
  ExpectUndeterminable(Reason::kDataGap);
}

TEST_F(PulseRateTest, OneOfTheChannelsAloneIsAGap) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  for (const bool is_light : {true, false}) {
    ASSERT_EQ(bench_->Start(), Status::kOk);
    Begin();
    ASSERT_EQ(bench_->Give(is_light ? Light() : Motion()), Status::kOk);
    (void)Activate();
    ExpectUndeterminable(Reason::kDataGap);
  }
}

TEST_F(PulseRateTest, SilenceOfTheSensorsIsAGap) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  Begin();
  for (int n = 0; n < 5; ++n) (void)Activate();
  EXPECT_EQ(last_.validity, Validity::kValid);
  (void)Activate();
  ExpectUndeterminable(Reason::kDataGap);
}

TEST_F(PulseRateTest, EmptyBlocksChangeNothing) {
  VIGIL_VERIFIES("REQ-PULSE-005");
  Begin();
  (void)Frame(Light(0), Motion(0));
  EXPECT_EQ(last_.validity, Validity::kValid);
}

// Samples that come late come in greater blocks, until the row is caught up.
TEST_F(PulseRateTest, LateSamplesAreCaughtUpWith) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  Begin();
  Timestamp due = bench_->now();
  for (int n = 0; n < 4; ++n) (void)Activate();
  for (int n = 0; n < 60; ++n) {
    const std::uint16_t moments = due < bench_->now() ? 10 : 5;
    SampleBlock light = Light(moments);
    SampleBlock motion = Motion(moments);
    light.first_sample = due;
    motion.first_sample = due;
    due = SampleTime(light, moments);
    (void)Frame(light, motion);
    EXPECT_EQ(last_.validity, Validity::kValid);
  }
}

// Samples come twice as fast as they should, and late: each second window ends while
// another is worked on and is left out, so that a rate is over before the next one comes.
TEST_F(PulseRateTest, ARateThatIsOverIsToldNoLonger) {
  VIGIL_VERIFIES("REQ-PULSE-008");
  PulseRate plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Timestamp due;
  bool is_valid = false;
  bool was_over = false;
  for (int n = 0; n < 150; ++n) {
    Inbox in;
    SampleBlock light = Light(10);
    SampleBlock motion = Motion(10);
    light.first_sample = due;
    motion.first_sample = due;
    due = SampleTime(light, 10);
    in.now = due + Milliseconds(480);
    ASSERT_EQ(in.blocks.Add(light), Status::kOk);
    ASSERT_EQ(in.blocks.Add(motion), Status::kOk);
    Outbox out;
    ASSERT_EQ(plugin.Process(in, out), Status::kOk);
    for (const Observation& said : out.observations) {
      EXPECT_GT(said.valid_until, in.now);
      if (said.reason == Reason::kStale) was_over = true;
      EXPECT_EQ(said.validity == Validity::kValid, said.reason == Reason::kNone);
      is_valid = is_valid || said.validity == Validity::kValid;
    }
  }
  EXPECT_TRUE(is_valid);
  EXPECT_TRUE(was_over);
}

TEST_F(PulseRateTest, RefusesWhatItDidNotAskFor) {
  VIGIL_VERIFIES("REQ-PULSE-005");
  SampleBlock unit = Light();
  unit.unit = Unit::kMicrovolt;
  SampleBlock axes = Motion();
  axes.unit = Unit::kAdcCount;
  SampleBlock slow = Light();
  slow.period_us = 40'000;
  SampleBlock part = Motion();
  part.count = 14;
  SampleBlock many = Light();
  many.count = kMaxSamplesPerBlock + 1;
  SampleBlock channel = Light();
  channel.channel = ChannelId::kEcgAdc;
  for (const SampleBlock& block : {unit, axes, slow, part, many, channel}) {
    PulseRate plugin;
    ASSERT_EQ(plugin.Init({}), Status::kOk);
    Inbox in;
    ASSERT_EQ(in.blocks.Add(block), Status::kOk);
    Outbox out;
    EXPECT_EQ(plugin.Process(in, out), Status::kInvalidArgument);
  }
}

}  // namespace
}  // namespace vigil::plugins
