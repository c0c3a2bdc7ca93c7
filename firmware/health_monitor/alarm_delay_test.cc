// How soon the product alarms when the rhythm of a heart becomes dangerous, and for how
// long: the whole way from the converter's counts through its plugins and its kernel to the
// alarm, with the ECG of the synthetic patient (test/sim).
#include <cstdint>
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

class Source final : public SampleSource {
 public:
  explicit Source(const sim::Recording& recording) : recording_(recording) {}
  void BeginFrame(Timestamp begin) { begin_ = begin; }
  Status Read(ChannelId channel, SampleBlock& block) override {
    block = sim::BlockOf(recording_, channel, begin_, kFramePeriod);
    Seal(block);
    return Status::kOk;
  }

 private:
  const sim::Recording& recording_;
  Timestamp begin_;
};

class Alarms final : public OutputSink {
 public:
  void OnSamples(const SampleBlock&) override {}
  void OnObservation(const Observation&) override {}
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

  std::vector<AlarmEvent> events;
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
  static Timestamp Run(const sim::Scene& scene, std::uint64_t seed, Alarms& alarms) {
    sim::Scene rest;
    rest.seconds = kRestSeconds;
    const sim::Recording recording = sim::Simulate({rest, scene}, {.seed = seed});
    Source source(recording);
    DirectHost host;
    const auto runtime = std::make_unique<Runtime>();
    EXPECT_EQ(runtime->Start(HealthMonitorSystem(), host, Timestamp()), Status::kOk);
    const auto end = Timestamp() + Microseconds(static_cast<std::int64_t>((kRestSeconds + scene.seconds) * 1e6));
    for (Timestamp begin; begin < end; begin = begin + kFramePeriod) {
      source.BeginFrame(begin);
      EXPECT_EQ(runtime->RunFrame(begin + kFramePeriod, source, alarms), Status::kOk);
    }
    EXPECT_EQ(runtime->counters().plugin_failures, 0u);
    double last = 0;
    for (const sim::Beat& beat : recording.beats) {
      if (beat.time < kRestSeconds) last = beat.time;
    }
    return Timestamp{static_cast<std::int64_t>(last * 1e6)};
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
                    Change{"tachycardia", Of(sim::Rhythm::kSinus, 170), AlarmId::kHeartRateHigh}),
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
