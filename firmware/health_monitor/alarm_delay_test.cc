// How soon the product alarms when the rhythm of a heart becomes dangerous, and for how
// long: the whole way from the converter's counts through its plugins and its kernel to the
// alarm, with the ECG of the synthetic patient (test/sim).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "firmware/health_monitor/system.h"
#include "gtest/gtest.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/runtime/runtime.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

constexpr double kRestSeconds = 60;
constexpr Duration kLongest = Seconds(8);

// While it lasts blocks are lost, or the converter is at its end.
struct Break {
  Duration from;
  Duration to;
  bool is_lost = true;
  std::int64_t jitter_us = 0;  // by which times of blocks are early and late by turns
};

class Source final : public SampleSource {
 public:
  Source(const sim::Recording& recording, const Break& pause) : recording_(recording), break_(pause) {}
  void BeginFrame(Timestamp begin) { begin_ = begin; }
  Status Read(ChannelId channel, SampleBlock& block) override {
    const bool is_break = begin_ >= Timestamp() + break_.from && begin_ < Timestamp() + break_.to;
    if (is_break && break_.is_lost) return Status::kUnavailable;
    block = sim::BlockOf(recording_, channel, begin_, kFramePeriod);
    if (is_break) block.samples[3] = (1 << 23) - 1;
    const std::int64_t side = (begin_.us / kFramePeriod.us) % 3 - 1;
    block.first_sample = block.first_sample + Microseconds(side * break_.jitter_us);
    Seal(block);
    return Status::kOk;
  }

 private:
  const sim::Recording& recording_;
  Break break_;
  Timestamp begin_;
};

class Alarms final : public OutputSink {
 public:
  void OnSamples(const SampleBlock&) override {}
  void OnObservation(const Observation& said) override {
    if (said.validity != Validity::kValid) return;
    if (said.code == ObservationCode::kHeartRate) rates.push_back(said);
    const bool is_rhythm = said.code == ObservationCode::kAsystole || said.code == ObservationCode::kVentricularTachycardia;
    if (is_rhythm && said.value == 1) rhythms.push_back(said);
  }
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}
  void OnAlarm(const AlarmEvent& event) override { events.push_back(event); }

  // The first of that id from `from` on.
  std::optional<AlarmEvent> First(AlarmId id, Timestamp from) const {
    for (const AlarmEvent& event : events) {
      const bool begins = event.transition == AlarmTransition::kRaised;
      if (event.condition.id == id && begins && event.time >= from) return event;
    }
    return std::nullopt;
  }

  // What was said last of it.
  AlarmTransition Last(AlarmId id) const {
    AlarmTransition last = AlarmTransition::kEnded;
    for (const AlarmEvent& event : events) {
      if (event.condition.id == id) last = event.transition;
    }
    return last;
  }

  std::vector<AlarmEvent> events;
  std::vector<Observation> rates;  // the valid ones
  std::vector<Observation> rhythms;  // asystole and tachycardia, when they are there
};

struct Change {
  const char* name;
  sim::Scene scene;
  AlarmId alarm;
};

sim::Scene Of(sim::Rhythm rhythm, double rate) {
  sim::Scene scene;
  scene.seconds = 30;
  scene.rhythm = rhythm;
  scene.rate_per_minute = rate;
  return scene;
}

class ProductAlarms : public testing::Test {
 protected:
  // A minute of rest, then the change; the time of the last beat of the rest.
  static Timestamp Run(const sim::Scene& scene, std::uint64_t seed, Alarms& alarms, const Break& pause = Break(),
                       const SystemDescription& system = HealthMonitorSystem()) {
    sim::Scene rest;
    rest.seconds = kRestSeconds;
    rest.p_share = scene.p_share;
    rest.p_seconds = scene.p_seconds;
    const sim::Recording recording = sim::Simulate({rest, scene}, {.seed = seed});
    Play(recording, pause, alarms, system);
    double last = 0;
    for (const sim::Beat& beat : recording.beats) {
      if (beat.time < kRestSeconds) last = beat.time;
    }
    return Timestamp{static_cast<std::int64_t>(last * 1e6)};
  }

  static void Play(const sim::Recording& recording, const Break& pause, Alarms& alarms,
                   const SystemDescription& system = HealthMonitorSystem()) {
    Source source(recording, pause);
    DirectHost host;
    const auto runtime = std::make_unique<Runtime>();
    EXPECT_EQ(runtime->Start(system, host, Timestamp()), Status::kOk);
    const auto end = Timestamp() + Microseconds(static_cast<std::int64_t>(recording.plan.seconds() * 1e6));
    for (Timestamp begin; begin < end; begin = begin + kFramePeriod) {
      source.BeginFrame(begin);
      EXPECT_EQ(runtime->RunFrame(begin + kFramePeriod, source, alarms), Status::kOk);
    }
    EXPECT_EQ(runtime->counters().plugin_failures, 0u);
  }

  // In how many of the seconds from `from` to `to` the rhythm was told to be there.
  static int Told(const Alarms& alarms, ObservationCode code, double from, double to) {
    int seconds = 0;
    for (const Observation& said : alarms.rhythms) {
      const double time = static_cast<double>(said.time.us) / 1e6;
      if (said.code == code && time > from && time <= to) ++seconds;
    }
    return seconds;
  }
};

class DangerousChange : public ProductAlarms, public testing::WithParamInterface<Change> {};

TEST_P(DangerousChange, IsAlarmedWithHighPriorityWithinEightSecondsOfTheLastNormalBeat) {
  VIGIL_VERIFIES("REQ-MON-011");
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Alarms alarms;
    const Timestamp last_beat = Run(GetParam().scene, seed, alarms);
    const std::optional<AlarmEvent> alarm = alarms.First(GetParam().alarm, last_beat);
    ASSERT_TRUE(alarm.has_value()) << "no alarm, seed " << seed;
    EXPECT_EQ(alarm->condition.priority, AlarmPriority::kHigh) << "seed " << seed;
    EXPECT_LE(alarm->time - last_beat, kLongest) << (alarm->time - last_beat).us << " us, seed " << seed;
    RecordProperty("us_of_seed_" + std::to_string(seed), std::to_string((alarm->time - last_beat).us));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, DangerousChange,
    testing::Values(Change{"asystole", Of(sim::Rhythm::kAsystole, 0), AlarmId::kAsystole},
                    Change{"fibrillation", Of(sim::Rhythm::kVentricularFibrillation, 0),
                           AlarmId::kVentricularFibrillation},
                    Change{"bradycardia", Of(sim::Rhythm::kSinus, 30), AlarmId::kHeartRateLow},
                    Change{"tachycardia", Of(sim::Rhythm::kSinus, 170), AlarmId::kHeartRateHigh},
                    Change{"ventricular_tachycardia_of_85", Of(sim::Rhythm::kVentricularTachycardia, 85),
                           AlarmId::kVentricularTachycardia},
                    Change{"ventricular_tachycardia_of_110", Of(sim::Rhythm::kVentricularTachycardia, 110),
                           AlarmId::kVentricularTachycardia},
                    Change{"ventricular_tachycardia_of_180", Of(sim::Rhythm::kVentricularTachycardia, 180),
                           AlarmId::kVentricularTachycardia}),
    [](const testing::TestParamInfo<Change>& info) { return std::string(info.param.name); });

TEST_F(ProductAlarms, TheAlarmOfALowRateLastsAsLongAsTheRate) {
  VIGIL_VERIFIES("REQ-MON-011");
  sim::Scene slow = Of(sim::Rhythm::kSinus, 25);
  slow.seconds = 180;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Alarms alarms;
    const Timestamp last_beat = Run(slow, seed, alarms);
    EXPECT_TRUE(alarms.First(AlarmId::kHeartRateLow, last_beat).has_value()) << "seed " << seed;
    for (const AlarmEvent& event : alarms.events) {
      EXPECT_EQ(event.condition.id, AlarmId::kHeartRateLow) << "seed " << seed;
      EXPECT_EQ(event.transition, AlarmTransition::kRaised) << "at " << event.time.us << " us, seed " << seed;
    }
  }
}

sim::Scene WithPWaves(sim::Rhythm rhythm, double rate, double share, double seconds) {
  sim::Scene scene = Of(rhythm, rate);
  scene.p_share = share;
  scene.p_seconds = seconds;
  return scene;
}

TEST_F(ProductAlarms, VentriclesThatStandStillWhileTheAtriaGoOnAreAlarmedUntilTheEnd) {
  VIGIL_VERIFIES("REQ-MON-013");
  for (const double share : {0.1, 0.2, 0.33}) {
    for (const double width : {0.018, 0.022, 0.03}) {
      for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        Alarms alarms;
        const Timestamp last_beat = Run(WithPWaves(sim::Rhythm::kVentricularStandstill, 0, share, width), seed, alarms);
        const std::optional<AlarmEvent> alarm = alarms.First(AlarmId::kAsystole, last_beat);
        ASSERT_TRUE(alarm.has_value()) << share << " " << width << " " << seed;
        EXPECT_LE(alarm->time - last_beat, kLongest) << share << " " << width << " " << seed;
        EXPECT_EQ(alarms.Last(AlarmId::kAsystole), AlarmTransition::kRaised) << share << " " << width << " " << seed;
        for (const Observation& rate : alarms.rates) {
          EXPECT_LE(rate.time - last_beat, Seconds(6)) << rate.value << ", " << share << " " << width << " " << seed;
        }
      }
    }
  }
}

// A minute with a heart, answering a pacemaker or beating by itself, then pulses alone.
sim::Recording PulsesAlone(double uv, double overshoot, bool was_paced) {
  sim::Scene rest;
  if (was_paced) rest.rhythm = sim::Rhythm::kVentricularTachycardia;
  if (was_paced) rest.pacer.uv = uv;
  sim::Scene still = Of(sim::Rhythm::kAsystole, 0);
  still.pacer = {.uv = uv, .overshoot = overshoot};
  return sim::Simulate({rest, still});
}

TEST_F(ProductAlarms, AHeartThatDoesNotAnswerItsPacemakerStandsStill) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const double uv : {200.0, 400.0, -800.0, 1500.0, -2500.0, 6000.0, 30'000.0}) {
    for (const bool was_paced : {false, true}) {
      const double overshoot = std::abs(uv) > 2000 ? 0 : 0.02;
      const sim::Recording recording = PulsesAlone(uv, overshoot, was_paced);
      Alarms alarms;
      Play(recording, Break(), alarms);
      const Timestamp last_beat{static_cast<std::int64_t>(recording.beats.back().time * 1e6)};
      const std::optional<AlarmEvent> alarm = alarms.First(AlarmId::kAsystole, last_beat);
      ASSERT_TRUE(alarm.has_value()) << uv << " " << was_paced;
      EXPECT_LE(alarm->time - last_beat, kLongest) << uv << " " << was_paced;
      EXPECT_EQ(alarms.Last(AlarmId::kAsystole), AlarmTransition::kRaised) << uv << " " << was_paced;
      for (const Observation& rate : alarms.rates) EXPECT_LE(rate.time - last_beat, Seconds(6)) << uv << " " << was_paced;
    }
  }
}

// A pulse behind each P wave, or at a pace of its own, now and then in one.
TEST_F(ProductAlarms, AHeartThatDoesNotAnswerItsPacemakerStandsStillWhileTheAtriaGoOn) {
  VIGIL_VERIFIES("REQ-MON-013");
  for (const double share : {0.12, 0.25}) {
    for (const double uv : {600.0, 3000.0}) {
      for (const double after_p_wave : {0.0, 0.15, 0.2}) {
        sim::Scene rest;
        rest.p_share = share;
        sim::Scene still = WithPWaves(sim::Rhythm::kVentricularStandstill, 0, share, 0.022);
        still.seconds = 120;
        still.pacer = {.uv = uv, .per_minute = 76, .after_p_wave = after_p_wave, .overshoot = 0.02};
        const sim::Recording recording = sim::Simulate({rest, still});
        Alarms alarms;
        Play(recording, Break(), alarms);
        const Timestamp last_beat{static_cast<std::int64_t>(recording.beats.back().time * 1e6)};
        const std::optional<AlarmEvent> alarm = alarms.First(AlarmId::kAsystole, last_beat);
        ASSERT_TRUE(alarm.has_value()) << share << " " << uv << " " << after_p_wave;
        EXPECT_LE(alarm->time - last_beat, kLongest) << share << " " << uv << " " << after_p_wave;
        EXPECT_EQ(alarms.Last(AlarmId::kAsystole), AlarmTransition::kRaised) << share << " " << uv << " " << after_p_wave;
        for (const Observation& rate : alarms.rates) {
          EXPECT_LE(rate.time - last_beat, Seconds(6)) << rate.value << ", " << share << " " << uv << " " << after_p_wave;
        }
      }
    }
  }
}

// Fused with pulses, and the rate of a small heart that races.
TEST_F(ProductAlarms, AHighRateOfSmallBeatsWithPulsesInThemIsAlarmed) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const double uv : {800.0, 2000.0}) {
    sim::Scene rest;
    rest.r_uv = 300;
    rest.pacer.uv = uv;
    sim::Scene fast = Of(sim::Rhythm::kSinus, 170);
    fast.r_uv = 300;
    fast.pacer.uv = uv;
    Alarms alarms;
    Play(sim::Simulate({rest, fast}), Break(), alarms);
    const std::optional<AlarmEvent> alarm = alarms.First(AlarmId::kHeartRateHigh, Timestamp() + Seconds(60));
    ASSERT_TRUE(alarm.has_value()) << uv;
    EXPECT_LE(alarm->time, Timestamp() + Seconds(70)) << uv;
    EXPECT_EQ(alarms.Last(AlarmId::kHeartRateHigh), AlarmTransition::kRaised) << uv;
  }
}

TEST_F(ProductAlarms, PulsesThatTheHeartAnswersCountItsBeats) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const double uv : {400.0, -800.0, 3000.0, 30'000.0}) {
    sim::Scene paced = Of(sim::Rhythm::kVentricularTachycardia, 70);
    paced.seconds = 60;
    paced.pacer.uv = uv;
    Alarms alarms;
    Play(sim::Simulate({paced}), Break(), alarms);
    EXPECT_TRUE(alarms.events.empty()) << uv;
    ASSERT_FALSE(alarms.rates.empty()) << uv;
    for (const Observation& rate : alarms.rates) EXPECT_NEAR(rate.value, 70, 1) << uv;
  }
}

TEST_F(ProductAlarms, TheLowRateOfACompleteBlockIsAlarmedUntilTheEnd) {
  VIGIL_VERIFIES("REQ-MON-013");
  for (const double rate : {25.0, 30.0, 35.0}) {
    for (const double share : {0.1, 0.15}) {
      if (rate < 30 && share > 0.1) continue;  // at times nobody can tell: a technical alarm
      Alarms alarms;
      const Timestamp last_beat = Run(WithPWaves(sim::Rhythm::kCompleteBlock, rate, share, 0.022), 1, alarms);
      const std::optional<AlarmEvent> alarm = alarms.First(AlarmId::kHeartRateLow, last_beat);
      ASSERT_TRUE(alarm.has_value()) << rate << " " << share;
      EXPECT_LE(alarm->time - last_beat, kLongest) << rate << " " << share;
      EXPECT_EQ(alarms.Last(AlarmId::kHeartRateLow), AlarmTransition::kRaised) << rate << " " << share;
      for (const Observation& said : alarms.rates) {
        if (said.time - last_beat > Seconds(10)) EXPECT_LE(said.value, 1.2 * rate) << rate << " " << share;
      }
    }
  }
}

TEST_F(ProductAlarms, ALeadThatLosesHalfOfItsVoltageAlarmsNothing) {
  VIGIL_VERIFIES("REQ-MON-013");
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    sim::Scene low = Of(sim::Rhythm::kSinus, 75);
    low.r_uv = 450;
    Alarms alarms;
    Run(low, seed, alarms);
    for (const AlarmEvent& event : alarms.events) {
      ADD_FAILURE() << "alarm " << static_cast<int>(event.condition.id) << ", seed " << seed;
    }
  }
}

bool Gives(const PluginManifest& manifest, ObservationCode code) {
  return std::any_of(std::begin(manifest.observations_out), std::end(manifest.observations_out),
                     [code](const ObservationPort& port) { return port.code == code; });
}

// In place of the classifier: of no beat it is known whether it is ventricular.
Status TellNoClass(void* /*object*/, Mailbox& mailbox) {
  Observation unknown;
  unknown.code = ObservationCode::kVentricularBeat;
  unknown.unit = Unit::kOne;
  unknown.reason = Reason::kNoise;
  unknown.time = mailbox.inbox.now;
  unknown.valid_until = mailbox.inbox.now;
  return mailbox.outbox.observations.Add(unknown);
}

TEST_F(ProductAlarms, TachycardiaThatAloneCannotBeToldIsAlarmed) {
  VIGIL_VERIFIES("REQ-MON-014");
  SystemDescription system = HealthMonitorSystem();
  std::vector<PluginEntry> plugins(system.plugins, system.plugins + system.plugin_count);
  for (PluginEntry& plugin : plugins) {
    if (Gives(*plugin.manifest, ObservationCode::kVentricularBeat)) plugin.process = TellNoClass;
  }
  system.plugins = plugins.data();
  Alarms alarms;
  Run(Of(sim::Rhythm::kSinus, 75), 1, alarms, Break(), system);
  ASSERT_EQ(alarms.events.size(), 1u);
  EXPECT_EQ(alarms.events[0].condition.id, AlarmId::kTachycardiaUnavailable);
  EXPECT_EQ(alarms.events[0].condition.priority, AlarmPriority::kHigh);
  EXPECT_EQ(alarms.events[0].transition, AlarmTransition::kRaised);
  EXPECT_LE(alarms.events[0].time, Timestamp() + Milliseconds(30'100));
}

sim::Scene Wide(double rate, double height_uv, double seconds) {
  sim::Scene scene = Of(sim::Rhythm::kVentricularTachycardia, rate);
  scene.seconds = seconds;
  scene.r_uv = height_uv / 1.4;  // so high are the wide beats of the simulation
  return scene;
}

// Told for up to 14 s before.
TEST_F(ProductAlarms, TheBeatsAfterATachycardiaOrPacingOfTwiceTheHeightAreNoStandstill) {
  VIGIL_VERIFIES("REQ-MON-015");
  sim::Scene rest;
  for (const double rate : {60.0, 180.0}) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      sim::Scene after = Of(sim::Rhythm::kSinus, 80);
      after.seconds = 30;
      Alarms alarms;
      Play(sim::Simulate({rest, Wide(rate, 2500, 60), after}, {.seed = seed}), Break(), alarms);
      EXPECT_LE(Told(alarms, ObservationCode::kAsystole, 120, 150), 3) << rate << ", seed " << seed;
      ASSERT_FALSE(alarms.rates.empty()) << rate << ", seed " << seed;
      EXPECT_GE(alarms.rates.back().time, Timestamp() + Seconds(148)) << rate << ", seed " << seed;
    }
  }
}

TEST_F(ProductAlarms, TheLowRateOfSmallWideEscapeBeatsIsAlarmed) {
  VIGIL_VERIFIES("REQ-MON-015");
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Alarms alarms;
    sim::Scene rest;
    Play(sim::Simulate({rest, Wide(35, 450, 60)}, {.seed = seed}), Break(), alarms);
    const std::optional<AlarmEvent> alarm = alarms.First(AlarmId::kHeartRateLow, Timestamp() + Seconds(60));
    ASSERT_TRUE(alarm.has_value()) << "seed " << seed;
    EXPECT_LE(alarm->time, Timestamp() + Seconds(72)) << alarm->time.us << " us, seed " << seed;
    EXPECT_EQ(alarms.Last(AlarmId::kHeartRateLow), AlarmTransition::kRaised) << "seed " << seed;
    EXPECT_EQ(Told(alarms, ObservationCode::kAsystole, 60, 120), 0) << "seed " << seed;
  }
}

TEST_F(ProductAlarms, ATachycardiaOfSmallWideBeatsIsAlarmedByItsName) {
  VIGIL_VERIFIES("REQ-MON-015");
  for (const double height_uv : {370.0, 450.0}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      Alarms alarms;
      sim::Scene rest;
      Play(sim::Simulate({rest, Wide(120, height_uv, 60)}, {.seed = seed}), Break(), alarms);
      EXPECT_GE(Told(alarms, ObservationCode::kVentricularTachycardia, 60, 117), 40) << height_uv << ", seed " << seed;
      EXPECT_LE(Told(alarms, ObservationCode::kAsystole, 60, 120), 1) << height_uv << ", seed " << seed;
    }
  }
}

TEST_F(ProductAlarms, ATachycardiaIsToldAsLongAsItLasts) {
  VIGIL_VERIFIES("REQ-MON-015");
  for (const double rate : {110.0, 125.0, 150.0}) {
    Alarms alarms;
    sim::Scene rest;
    sim::Scene after = Of(sim::Rhythm::kSinus, 75);
    Play(sim::Simulate({rest, Wide(rate, 1400, 180), after}, {.seed = 1}), Break(), alarms);
    EXPECT_GE(Told(alarms, ObservationCode::kVentricularTachycardia, 60, 240), 177) << rate;
    EXPECT_LE(Told(alarms, ObservationCode::kVentricularTachycardia, 243, 270), 1) << rate;
  }
}

TEST_F(ProductAlarms, PWavesOfACompleteBlockAreNoTachycardia) {
  VIGIL_VERIFIES("REQ-MON-015");
  for (const double rate : {25.0, 30.0, 35.0}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      Alarms alarms;
      sim::Scene block = WithPWaves(sim::Rhythm::kCompleteBlock, rate, 0.2, 0.022);
      block.seconds = 90;
      Run(block, seed, alarms);
      EXPECT_FALSE(alarms.First(AlarmId::kVentricularTachycardia, Timestamp()).has_value()) << rate << ", seed " << seed;
    }
  }
}

TEST_F(ProductAlarms, AnArtefactDoesNotEndAStandstill) {
  VIGIL_VERIFIES("REQ-MON-015");
  for (const double share : {0.0, 0.15}) {
    sim::Scene rest;
    sim::Scene still = WithPWaves(sim::Rhythm::kVentricularStandstill, 0, share, 0.022);
    still.seconds = 90;
    sim::Recording recording = sim::Simulate({rest, still}, {.seed = 1});
    for (const std::size_t second : {85u, 100u, 101u, 120u}) {
      for (std::size_t n = 0; n < 12; ++n) recording.ecg_uv[250 * second + n] += 900;
    }
    Alarms alarms;
    Play(recording, Break(), alarms);
    EXPECT_EQ(Told(alarms, ObservationCode::kAsystole, 70, 150), 80) << share;
  }
}

TEST_F(ProductAlarms, JitterOfTheSampleTimesChangesNothing) {
  VIGIL_VERIFIES("REQ-MON-015");
  sim::Scene rest;
  const sim::Recording recording = sim::Simulate({rest}, {.seed = 1});
  Alarms exact;
  Play(recording, Break(), exact);
  Alarms alarms;
  Play(recording, {.jitter_us = 100}, alarms);
  EXPECT_TRUE(alarms.events.empty());
  ASSERT_EQ(alarms.rates.size(), exact.rates.size());
  ASSERT_GT(exact.rates.size(), 40u);
  for (std::size_t n = 0; n < exact.rates.size(); ++n) {
    EXPECT_EQ(alarms.rates[n].value, exact.rates[n].value) << n;
    EXPECT_LE(std::abs((alarms.rates[n].time - exact.rates[n].time).us), 100) << n;
  }
}

TEST_F(ProductAlarms, ALostBlockOrASaturatedOneAlarmsNothing) {
  VIGIL_VERIFIES("REQ-MON-012");
  for (const bool is_lost : {true, false}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      Alarms alarms;
      Run(Of(sim::Rhythm::kSinus, 75), seed, alarms, {Seconds(60), Milliseconds(60'100), is_lost});
      for (const AlarmEvent& event : alarms.events) {
        ADD_FAILURE() << "alarm " << static_cast<int>(event.condition.id) << ", seed " << seed;
      }
    }
  }
}

TEST_F(ProductAlarms, ALostBlockDoesNotSilenceAFibrillationThatBegins) {
  VIGIL_VERIFIES("REQ-MON-012");
  for (std::int64_t at_ms = 60'000; at_ms < 65'000; at_ms += 500) {
    Alarms alarms;
    const Break lost{Milliseconds(at_ms), Milliseconds(at_ms + 100), true};
    const Timestamp last_beat = Run(Of(sim::Rhythm::kVentricularFibrillation, 0), 1, alarms, lost);
    const std::optional<AlarmEvent> alarm = alarms.First(AlarmId::kVentricularFibrillation, last_beat);
    ASSERT_TRUE(alarm.has_value()) << at_ms;
    EXPECT_LE(alarm->time - last_beat, kLongest) << at_ms;
  }
}

TEST_F(ProductAlarms, AFibrillationThatAShockDidNotEndIsAlarmedAgain) {
  VIGIL_VERIFIES("REQ-MON-012");
  for (const std::int64_t shock_ms : {500, 1000, 2000}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      Alarms alarms;
      sim::Scene scene = Of(sim::Rhythm::kVentricularFibrillation, 0);
      scene.seconds = 40;
      Run(scene, seed, alarms, {Seconds(80), Milliseconds(80'000 + shock_ms), false});
      EXPECT_EQ(alarms.Last(AlarmId::kVentricularFibrillation), AlarmTransition::kRaised) << shock_ms << " ms, seed " << seed;
    }
  }
}

TEST_F(ProductAlarms, AMinuteOfRestAlarmsNothing) {
  VIGIL_VERIFIES("REQ-MON-011");
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Alarms alarms;
    Run(Of(sim::Rhythm::kSinus, 75), seed, alarms);
    for (const AlarmEvent& event : alarms.events) {
      ADD_FAILURE() << "alarm " << static_cast<int>(event.condition.id) << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace vigil::firmware
