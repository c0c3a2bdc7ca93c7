// From a change of the heart to the alarm, through the real runtime: within 8 s, where
// IEC 60601-2-27 wants 10 s. The beats are scripted, each told 1 s late,
// later than the detector tells it.
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/alerting/heart_rate_limits/heart_rate_limits.plugin.h"
#include "plugins/algorithm/heart_rate/heart_rate.plugin.h"
#include "safety_kernel/plugin/partition.h"
#include "safety_kernel/runtime/runtime.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kFrameUs = 100'000;
constexpr Duration kDetectorDelay = Seconds(1);

// Interval to the next beat of a beat at a time; 0 or less: none follows.
using Rhythm = std::function<Duration(Timestamp)>;

class ScriptedHeart {
 public:
  void Follow(Rhythm rhythm) { rhythm_ = std::move(rhythm); }

  Status Init(const Settings&) { return Status::kOk; }
  Status Process(const Inbox& in, Outbox& out) {
    Status status = PassSignalOn(in, out);
    if (status == Status::kOk) status = TellQuality(in.now, out);
    while (alive_ && next_ + kDetectorDelay <= in.now) {
      if (status == Status::kOk) status = TellBeat(out);
      const Duration interval = rhythm_(next_);
      alive_ = interval > Duration{};
      next_ = next_ + interval;
    }
    return status;
  }

 private:
  static Status PassSignalOn(const Inbox& in, Outbox& out) {
    if (in.blocks.empty()) return Status::kOk;
    SampleBlock ecg = in.blocks[0];
    ecg.channel = ChannelId::kEcg;
    ecg.unit = Unit::kMicrovolt;
    Seal(ecg);
    return out.blocks.Add(ecg);
  }

  static Status TellQuality(Timestamp now, Outbox& out) {
    Observation quality;
    quality.code = ObservationCode::kEcgQuality;
    quality.unit = Unit::kOne;
    quality.value = 1;
    quality.validity = Validity::kValid;
    quality.time = now;
    quality.valid_until = now + Seconds(3);
    return out.observations.Add(quality);
  }

  Status TellBeat(Outbox& out) const {
    Observation beat;
    beat.code = ObservationCode::kQrsDetected;
    beat.unit = Unit::kMicrovolt;
    beat.value = 1000;
    beat.validity = Validity::kValid;
    beat.time = next_;
    beat.valid_until = next_ + Seconds(5);
    return out.observations.Add(beat);
  }

  Rhythm rhythm_;
  Timestamp next_{2'000'000};
  bool alive_ = true;
};

class Electrodes final : public SampleSource {
 public:
  Status Read(ChannelId, SampleBlock& block) override {
    block.channel = ChannelId::kEcgAdc;
    block.unit = Unit::kAdcCount;
    block.count = 25;
    block.sequence = sequence_;
    block.period_us = 4000;
    block.first_sample = Timestamp{std::int64_t{sequence_} * kFrameUs};
    Seal(block);
    ++sequence_;
    return Status::kOk;
  }

 private:
  std::uint32_t sequence_ = 0;
};

class AlarmLog final : public OutputSink {
 public:
  void OnSamples(const SampleBlock&) override {}
  void OnObservation(const Observation&) override {}
  void OnAlarm(const AlarmEvent& event) override { events.push_back(event); }
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}

  std::vector<AlarmEvent> events;
};

class AlarmDelayTest : public testing::Test {
 protected:
  // Runs a minute; gives all alarms.
  static std::vector<AlarmEvent> Run(const Rhythm& rhythm) {
    static constexpr ChannelDescription kChannels[] = {
        {.channel = ChannelId::kEcgAdc, .period_us = 4000, .from_source = true},
        {.channel = ChannelId::kEcg, .period_us = 4000}};
    static constexpr ValueWatch kValues[] = {
        {.code = ObservationCode::kHeartRate,
         .max_age_us = 5'000'000,
         .starts_within_us = 8'000'000,
         .alarm = AlarmId::kHeartRateUnavailable}};
    PluginManifest manifest;
    manifest.interface_version = kKernelInterfaceVersion;
    manifest.period_us = kFrameUs;
    manifest.state_bytes = sizeof(ScriptedHeart);
    manifest.channels_in[0] = ChannelId::kEcgAdc;
    manifest.channels_out[0] = ChannelId::kEcg;
    manifest.observations_out[0] = {.code = ObservationCode::kQrsDetected};
    manifest.observations_out[1] = {.code = ObservationCode::kEcgQuality};
    Partition<ScriptedHeart> heart;
    heart.object.Follow(rhythm);
    Partition<HeartRate> rate;
    Partition<HeartRateLimits> limits;
    const PluginEntry plugins[] = {EntryOf(heart, manifest),
                                   EntryOf(rate, kHeartRateManifest),
                                   EntryOf(limits, kHeartRateLimitsManifest)};
    const SystemDescription system = {.plugins = plugins,
                                      .plugin_count = 3,
                                      .frame_us = kFrameUs,
                                      .channels = kChannels,
                                      .channel_count = 2,
                                      .values = kValues,
                                      .value_count = 1,
                                      .settings = {}};
    DirectHost host;
    Runtime runtime;
    EXPECT_EQ(runtime.Start(system, host, Timestamp{}), Status::kOk);
    Electrodes electrodes;
    AlarmLog log;
    for (std::int64_t n = 1; n <= 600; ++n) {
      EXPECT_EQ(runtime.RunFrame(Timestamp{n * kFrameUs}, electrodes, log),
                Status::kOk);
    }
    EXPECT_EQ(runtime.counters().plugin_failures, 0u);
    return log.events;
  }

  static Rhythm Step(std::int64_t from, std::int64_t to) {
    return [from, to](Timestamp t) {
      return Microseconds(60'000'000 / (t < kChange ? from : to));
    };
  }

  static constexpr Duration kLongest = Seconds(8);

  // One alarm, raised soon enough after the change.
  static void ExpectAlarm(const std::vector<AlarmEvent>& events, AlarmId id,
                          AlarmPriority priority) {
    ASSERT_FALSE(events.empty());
    EXPECT_EQ(events[0].condition.id, id);
    EXPECT_EQ(events.back().condition.priority, priority);
    for (const AlarmEvent& event : events) {
      EXPECT_EQ(event.condition.id, id);
      EXPECT_EQ(event.transition, AlarmTransition::kRaised);
    }
    EXPECT_LE(events[0].time - kChange, kLongest)
        << (events[0].time - kChange).us;
  }

  static constexpr Timestamp kChange{20'000'000};
};

TEST_F(AlarmDelayTest, ASteadyRateIsNoAlarm) {
  VIGIL_VERIFIES("REQ-HRL-004");
  EXPECT_TRUE(Run(Step(72, 72)).empty());
  EXPECT_TRUE(Run(Step(52, 118)).empty());
}

// From rates whose beat falls on the change, so that the first interval is of the new
// rate.
TEST_F(AlarmDelayTest, EachStepIsAlarmedInTime) {
  VIGIL_VERIFIES("REQ-HRL-001");
  VIGIL_VERIFIES("REQ-HRL-002");
  for (const std::int64_t from : {60, 80, 100}) {
    for (std::int64_t to = 21; to < 47; ++to) {
      ExpectAlarm(Run(Step(from, to)), AlarmId::kHeartRateLow,
                  to < 40 ? AlarmPriority::kHigh : AlarmPriority::kMedium);
    }
    for (std::int64_t to = 130; to <= 300; to += 10) {
      ExpectAlarm(Run(Step(from, to)), AlarmId::kHeartRateHigh,
                  to > 140 ? AlarmPriority::kHigh : AlarmPriority::kMedium);
    }
  }
}

TEST_F(AlarmDelayTest, ALowRateIsAlarmedInTime) {
  VIGIL_VERIFIES("REQ-HRL-001");
  ExpectAlarm(Run(Step(80, 40)), AlarmId::kHeartRateLow,
              AlarmPriority::kMedium);
  ExpectAlarm(Run(Step(80, 30)), AlarmId::kHeartRateLow, AlarmPriority::kHigh);
}

TEST_F(AlarmDelayTest, AHighRateIsAlarmedInTime) {
  VIGIL_VERIFIES("REQ-HRL-002");
  ExpectAlarm(Run(Step(80, 130)), AlarmId::kHeartRateHigh,
              AlarmPriority::kMedium);
  ExpectAlarm(Run(Step(80, 195)), AlarmId::kHeartRateHigh,
              AlarmPriority::kHigh);
  ExpectAlarm(Run(Step(80, 250)), AlarmId::kHeartRateHigh,
              AlarmPriority::kHigh);
}

TEST_F(AlarmDelayTest, AnArrestIsAlarmedInTime) {
  VIGIL_VERIFIES("REQ-HRL-003");
  ExpectAlarm(Run([](Timestamp t) {
                return t < kChange ? Milliseconds(800) : Duration{};
              }),
              AlarmId::kHeartRateUnavailable, AlarmPriority::kHigh);
}

TEST_F(AlarmDelayTest, ABradycardiaThatBecomesAnArrestIsAlarmedAllTheTime) {
  VIGIL_VERIFIES("REQ-HRL-003");
  const std::vector<AlarmEvent> events = Run([](Timestamp t) {
    if (t < kChange) return Milliseconds(750);
    return t < Timestamp{40'000'000} ? Milliseconds(2000) : Duration{};
  });
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].condition.id, AlarmId::kHeartRateLow);
  // The alarm that follows begins in the frame in which this one ends.
  EXPECT_EQ(events[1].condition.id, AlarmId::kHeartRateUnavailable);
  EXPECT_EQ(events[1].condition.priority, AlarmPriority::kHigh);
  EXPECT_EQ(events[2].condition.id, AlarmId::kHeartRateLow);
  EXPECT_EQ(events[2].transition, AlarmTransition::kEnded);
  EXPECT_EQ(events[1].time, events[2].time);
}

TEST_F(AlarmDelayTest, AnEctopicBeatIsNoAlarm) {
  VIGIL_VERIFIES("REQ-HRL-004");
  EXPECT_TRUE(Run([](Timestamp t) {
                const std::int64_t beat = t.us / 800'000;
                if (beat % 20 == 10) return Milliseconds(400);
                if (beat % 20 == 11) return Milliseconds(1200);
                return Milliseconds(800);
              }).empty());
}

// Low limit 50: below it, and back by less than the hysteresis, each 10 s.
TEST_F(AlarmDelayTest, ARateThatSwaysAroundItsLimitIsOneAlarm) {
  VIGIL_VERIFIES("REQ-HRL-005");
  const std::vector<AlarmEvent> events = Run([](Timestamp t) {
    if (t < kChange) return Milliseconds(1000);
    const bool below = (t - kChange).us / 10'000'000 % 2 == 0;
    return below ? Milliseconds(1225) : Milliseconds(1177);
  });
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].condition.id, AlarmId::kHeartRateLow);
}

// The rate is above the high limit of 120 for 1.8 s, and that is told 1 s late.
TEST_F(AlarmDelayTest, AShortRunOfFastBeatsIsNoAlarm) {
  VIGIL_VERIFIES("REQ-HRL-004");
  EXPECT_TRUE(Run([fast = 0](Timestamp t) mutable {
                if (t < kChange || fast == 7) return Milliseconds(900);
                ++fast;
                return Milliseconds(440);
              }).empty());
}

// 108 per minute, and once a T wave taken for a beat: the plain mean is 124 for 4 s.
TEST_F(AlarmDelayTest, ADetectionTooManyIsNoAlarm) {
  VIGIL_VERIFIES("REQ-HR-002");
  EXPECT_TRUE(Run([wrong = 0](Timestamp t) mutable {
                if (t < kChange || wrong == 2) return Milliseconds(555);
                ++wrong;
                return wrong == 1 ? Milliseconds(240) : Milliseconds(315);
              }).empty());
}

TEST_F(AlarmDelayTest, BeatsThatAreDetectedTwiceAreNoAlarm) {
  VIGIL_VERIFIES("REQ-HR-002");
  EXPECT_TRUE(Run([again = false](Timestamp) mutable {
                again = !again;
                return again ? Milliseconds(100) : Milliseconds(650);
              }).empty());
}

}  // namespace
}  // namespace vigil::plugins
