#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "firmware/adc_stream/test_stream.h"
#include "firmware/boards/product.h"
#include "firmware/monitor/scripted_board.h"
#include "firmware/wrist_monitor/system.h"
#include "gtest/gtest.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/runtime/output_sink.h"
#include "safety_kernel/runtime/plugin_host.h"
#include "safety_kernel/runtime/runtime.h"
#include "safety_kernel/runtime/system_timing.h"
#include "test/sim/patient.h"
#include "test/sim/stream.h"
#include "test/sim/tours.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

// What the wrist monitor says of a patient who does all that.
RunSummary Monitored(const std::vector<sim::Scene>& scenes) {
  const sim::Recording recording = sim::Simulate(scenes, {.seed = 3});
  MemoryStream stream(sim::StreamFile(recording, sim::WristChannels(), false).value_or(""));
  DirectHost host;
  ScriptedBoard board;
  EXPECT_EQ(RunProduct({board, host, stream, {"wrist-1", 1}}), RunResult::kEndedAsPlanned)
      << board.reported();
  RunSummary summary = board.Summary();
  EXPECT_EQ(summary.unreadable(), 0u);
  EXPECT_EQ(summary.frames().lost(), 0u);
  EXPECT_TRUE(summary.said_goodbye());
  EXPECT_TRUE(summary.is_simulated());
  return summary;
}

std::int32_t ValueOf(const RunSummary& summary, ObservationCode code) {
  return summary.Valid(code).value_or(-1);
}

TEST(WristMonitor, TellsPulseAndOxygenOfSomebodyAtRest) {
  VIGIL_VERIFIES("REQ-WRIST-001");
  sim::Scene rest;
  rest.seconds = 90;
  rest.rate_per_minute = 72;
  const RunSummary summary = Monitored({rest});

  EXPECT_NEAR(ValueOf(summary, ObservationCode::kPulseRate), 72, 3);
  EXPECT_NEAR(ValueOf(summary, ObservationCode::kSpo2), 97, 2);
  EXPECT_GT(ValueOf(summary, ObservationCode::kPerfusionIndex), 0);
  EXPECT_EQ(ValueOf(summary, ObservationCode::kStepRate), 0);
  EXPECT_EQ(summary.Valid(ObservationCode::kHeartRate), std::nullopt);
  EXPECT_EQ(summary.alarms_raised(), 0u);
  // Three colors of light, three axes of motion, and the temperature.
  EXPECT_EQ(summary.samples(), 90u * (3 * 50 + 3 * 50 + 1));
}

TEST(WristMonitor, EachPluginSaysWhatItIsFor) {
  VIGIL_VERIFIES("REQ-WRIST-001");
  const RunSummary summary = Monitored(sim::WristTour());

  for (const ObservationCode code :
       {ObservationCode::kPulseRate, ObservationCode::kSpo2, ObservationCode::kPerfusionIndex,
        ObservationCode::kStepRate, ObservationCode::kSleepMinute,
        ObservationCode::kFallDetected, ObservationCode::kSkinTemperature}) {
    EXPECT_TRUE(summary.Valid(code).has_value()) << static_cast<std::uint32_t>(code);
  }
  EXPECT_TRUE(summary.WasRaised(AlarmId::kSpo2Low));
  EXPECT_TRUE(summary.WasRaised(AlarmId::kEarlyWarning));
  EXPECT_TRUE(summary.WasRaised(AlarmId::kFall));
  EXPECT_TRUE(summary.WasRaised(AlarmId::kPulseRateHigh));
  EXPECT_FALSE(summary.WasRaised(AlarmId::kPluginFailed));
  EXPECT_FALSE(summary.WasRaised(AlarmId::kPluginRestarted));
}

TEST(WristMonitor, OnADeskItShowsNothingAndSaysThatNobodyWearsIt) {
  VIGIL_VERIFIES("REQ-WRIST-002");
  const RunSummary summary = Monitored({sim::OnDesk(120)});

  for (const ObservationCode code : {ObservationCode::kPulseRate, ObservationCode::kSpo2,
                                     ObservationCode::kSkinTemperature, ObservationCode::kFallDetected}) {
    EXPECT_EQ(summary.Valid(code), std::nullopt) << static_cast<std::uint32_t>(code);
  }
  EXPECT_TRUE(summary.WasRaised(AlarmId::kNotWorn));
  for (const AlarmId id : {AlarmId::kPulseRateLow, AlarmId::kPulseRateHigh, AlarmId::kSpo2Low,
                           AlarmId::kEarlyWarning, AlarmId::kFall}) {
    EXPECT_FALSE(summary.WasRaised(id)) << static_cast<int>(id);
  }
  // What the sensors of a device on a desk give is not lost.
  EXPECT_FALSE(summary.WasRaised(AlarmId::kLightSignalLost));
  EXPECT_FALSE(summary.WasRaised(AlarmId::kMotionSignalLost));
  EXPECT_FALSE(summary.WasRaised(AlarmId::kTemperatureSignalLost));
}

// A source of which one channel can be cut.
class CutSource final : public SampleSource {
 public:
  CutSource(AdcStreamSource& source, ChannelId cut) : source_(source), cut_(cut) {}
  void Cut(bool is_cut = true) { is_cut_ = is_cut; }
  Status Read(ChannelId channel, SampleBlock& block) override {
    SampleBlock good;
    const Status status = source_.Read(channel, good);
    if (is_cut_ && channel == cut_) return Status::kUnavailable;
    if (status == Status::kOk) block = good;
    return status;
  }

 private:
  AdcStreamSource& source_;
  ChannelId cut_;
  bool is_cut_ = false;
};

// When each alarm was raised first.
class Alarms final : public OutputSink {
 public:
  void OnSamples(const SampleBlock&) override {}
  void OnObservation(const Observation&) override {}
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}
  void OnAlarm(const AlarmEvent& event) override { events.push_back(event); }

  bool IsRaised(AlarmId id) const { return RaisedAt(id).has_value(); }
  std::optional<Timestamp> RaisedAt(AlarmId id) const {
    for (const AlarmEvent& event : events) {
      if (event.condition.id == id && event.transition == AlarmTransition::kRaised) return event.time;
    }
    return std::nullopt;
  }

  std::vector<AlarmEvent> events;
};

TEST(WristMonitor, EachSensorThatStopsIsAlarmed) {
  VIGIL_VERIFIES("REQ-WRIST-003");
  struct Case {
    ChannelId cut;
    AlarmId alarm;
    std::int64_t frames;  // within which
  };
  constexpr std::int64_t kRest = 600;
  sim::Scene rest;
  rest.seconds = 75;
  const std::string file =
      sim::StreamFile(sim::Simulate({rest}, {.seed = 3}), sim::WristChannels(), false).value_or("");
  for (const Case& c : {Case{ChannelId::kPpgGreen, AlarmId::kLightSignalLost, 16},
                        Case{ChannelId::kPpgRed, AlarmId::kSpo2Unavailable, 80},
                        Case{ChannelId::kPpgInfrared, AlarmId::kSpo2Unavailable, 80},
                        Case{ChannelId::kAcceleration, AlarmId::kMotionSignalLost, 16},
                        Case{ChannelId::kSkinTemperature, AlarmId::kTemperatureSignalLost, 52}}) {
    MemoryStream stream(file);
    AdcStreamSource converters;
    ASSERT_EQ(converters.Open(stream, WristMonitorSystem()), Status::kOk);
    CutSource source(converters, c.cut);
    Runtime runtime;
    DirectHost host;
    Alarms alarms;
    ASSERT_EQ(runtime.Start(WristMonitorSystem(), host, Timestamp{0}), Status::kOk);
    for (std::int64_t frame = 1; frame <= kRest + c.frames; ++frame) {
      if (frame == kRest) {
        EXPECT_TRUE(alarms.events.empty());
        source.Cut();
      }
      ASSERT_EQ(runtime.RunFrame(Timestamp{frame * 100'000}, source, alarms), Status::kOk);
    }
    EXPECT_TRUE(alarms.IsRaised(c.alarm)) << static_cast<int>(c.cut);
  }
}

// Of a wearer whose motion loses a block of 100 ms in each `gap_s` seconds, from 60 s on.
Alarms AlarmsWithGaps(std::int64_t gap_s) {
  constexpr std::int64_t kGapsBegin = 600;
  sim::Scene rest;
  rest.seconds = 150;
  const std::string file =
      sim::StreamFile(sim::Simulate({rest}, {.seed = 3}), sim::WristChannels(), false).value_or("");
  MemoryStream stream(file);
  AdcStreamSource converters;
  EXPECT_EQ(converters.Open(stream, WristMonitorSystem()), Status::kOk);
  CutSource source(converters, ChannelId::kAcceleration);
  Runtime runtime;
  DirectHost host;
  Alarms alarms;
  EXPECT_EQ(runtime.Start(WristMonitorSystem(), host, Timestamp{0}), Status::kOk);
  for (std::int64_t frame = 1; frame < 1500; ++frame) {
    source.Cut(frame >= kGapsBegin && (frame - kGapsBegin) % (10 * gap_s) == 0);
    EXPECT_EQ(runtime.RunFrame(Timestamp{frame * 100'000}, source, alarms), Status::kOk);
  }
  return alarms;
}

// The channel counts as there: its silence is too short.
TEST(WristMonitor, MotionWithoutWhichNoFallIsSeenIsAlarmed) {
  VIGIL_VERIFIES("REQ-WRIST-007");
  for (const std::int64_t gap_s : {3, 5, 8, 13}) {
    SCOPED_TRACE(gap_s);
    const Alarms alarms = AlarmsWithGaps(gap_s);
    const std::optional<Timestamp> missing = alarms.RaisedAt(AlarmId::kFallsUnavailable);
    ASSERT_TRUE(missing.has_value());
    EXPECT_GT(*missing, Timestamp() + Seconds(60 + 28));
    EXPECT_LE(*missing, Timestamp() + Seconds(60 + 31));
    for (const AlarmEvent& event : alarms.events) {
      if (event.condition.id != AlarmId::kFallsUnavailable) continue;
      EXPECT_EQ(event.condition.priority, AlarmPriority::kMedium);
      EXPECT_EQ(event.transition, AlarmTransition::kRaised);
    }
    EXPECT_FALSE(alarms.IsRaised(AlarmId::kMotionSignalLost));
  }
}

TEST(WristMonitor, AGapOfTheMotionNowAndThenIsNotAlarmed) {
  VIGIL_VERIFIES("REQ-WRIST-007");
  EXPECT_FALSE(AlarmsWithGaps(20).IsRaised(AlarmId::kFallsUnavailable));
}

// A sensor that does not see whether it is worn.
class BlindSource final : public SampleSource {
 public:
  explicit BlindSource(AdcStreamSource& source) : source_(source) {}
  void FeelNobody(bool feels_nobody) { quality_ = feels_nobody ? kQualityNotWorn : kQualityGood; }
  Status Read(ChannelId channel, SampleBlock& block) override {
    const Status status = source_.Read(channel, block);
    block.quality = quality_;
    Seal(block);
    return status;
  }

 private:
  AdcStreamSource& source_;
  std::uint16_t quality_ = kQualityGood;
};

constexpr std::int64_t kWorn = 60;
constexpr std::int64_t kAfter = 120;

// What is alarmed when somebody wears it for kWorn seconds, and then that comes; the sensors
// feel nobody for the first `nobody_s` of each 10 s of it.
Alarms AlarmsAfterWearing(sim::Motion motion, sim::Scene then, std::uint64_t seed, std::int64_t nobody_s = 0) {
  sim::Scene worn;
  worn.seconds = kWorn;
  worn.motion = motion;
  then.seconds = kAfter;
  MemoryStream stream(
      sim::StreamFile(sim::Simulate({worn, then}, {.seed = seed}), sim::WristChannels(), false).value_or(""));
  AdcStreamSource converters;
  EXPECT_EQ(converters.Open(stream, WristMonitorSystem()), Status::kOk);
  BlindSource source(converters);
  Runtime runtime;
  DirectHost host;
  Alarms alarms;
  EXPECT_EQ(runtime.Start(WristMonitorSystem(), host, Timestamp{0}), Status::kOk);
  for (std::int64_t frame = 1; frame <= (kWorn + kAfter) * 10; ++frame) {
    source.FeelNobody(frame > kWorn * 10 && (frame - 1) % 100 < nobody_s * 10);
    EXPECT_EQ(runtime.RunFrame(Timestamp{frame * 100'000}, source, alarms), Status::kOk);
  }
  return alarms;
}

// It is raised once, within so many seconds, and there at the end.
void ExpectNoPulseIsAlarmed(const Alarms& alarms, std::int64_t seconds) {
  const std::optional<Timestamp> missing = alarms.RaisedAt(AlarmId::kPulseRateUnavailable);
  ASSERT_TRUE(missing.has_value());
  EXPECT_GT(missing->us, Seconds(kWorn).us);
  EXPECT_LE(missing->us, Seconds(kWorn + seconds).us);
  int events = 0;
  for (const AlarmEvent& event : alarms.events) {
    if (event.condition.id == AlarmId::kPulseRateUnavailable) ++events;
  }
  EXPECT_EQ(events, 1);
}

// Without an ECG nothing tells an arrest from a pulse that cannot be seen.
TEST(WristMonitor, APulseThatEndsIsAlarmedAsOneThatIsMissingAndStaysSo) {
  VIGIL_VERIFIES("REQ-WRIST-006");
  for (const sim::Motion motion : {sim::Motion::kStill, sim::Motion::kBusy, sim::Motion::kWalking}) {
    for (const sim::Rhythm rhythm : {sim::Rhythm::kAsystole, sim::Rhythm::kVentricularFibrillation}) {
      for (const std::uint64_t seed : {1, 2, 3}) {
        SCOPED_TRACE(std::to_string(static_cast<int>(motion)) + " " + std::to_string(seed));
        sim::Scene arrest;
        arrest.motion = motion;
        arrest.rhythm = rhythm;
        ExpectNoPulseIsAlarmed(AlarmsAfterWearing(motion, arrest, seed), 15);
      }
    }
  }
}

TEST(WristMonitor, APulseThatBecomesFastIsAlarmed) {
  VIGIL_VERIFIES("REQ-WRIST-008");
  for (const sim::Motion motion : {sim::Motion::kStill, sim::Motion::kWalking}) {
    for (const int rate : {130, 180}) {
      SCOPED_TRACE(std::to_string(static_cast<int>(motion)) + " " + std::to_string(rate));
      sim::Scene fast;
      fast.motion = motion;
      fast.rate_per_minute = rate;
      const std::optional<Timestamp> high = AlarmsAfterWearing(motion, fast, 1).RaisedAt(AlarmId::kPulseRateHigh);
      ASSERT_TRUE(high.has_value());
      EXPECT_GT(*high, Timestamp() + Seconds(kWorn));
      EXPECT_LE(*high, Timestamp() + Seconds(kWorn + 30));
    }
  }
}

// Its rate may not be told for a while, and below 30 not at all; it is never told as its double
// or its triple for long.
TEST(WristMonitor, APulseThatBecomesSlowIsAlarmed) {
  VIGIL_VERIFIES("REQ-WRIST-008");
  for (const sim::Motion motion : {sim::Motion::kStill, sim::Motion::kWalking}) {
    for (const int rate : {45, 40, 35, 30, 28, 27, 22, 18}) {
      SCOPED_TRACE(std::to_string(static_cast<int>(motion)) + " " + std::to_string(rate));
      sim::Scene slow;
      slow.motion = motion;
      slow.rate_per_minute = rate;
      const Alarms alarms = AlarmsAfterWearing(motion, slow, 1);
      std::optional<Timestamp> first = alarms.RaisedAt(AlarmId::kPulseRateUnavailable);
      const std::optional<Timestamp> low = alarms.RaisedAt(AlarmId::kPulseRateLow);
      if (!first.has_value() || (low.has_value() && *low < *first)) first = low;
      ASSERT_TRUE(first.has_value());
      EXPECT_GT(*first, Timestamp() + Seconds(kWorn));
      EXPECT_LE(*first, Timestamp() + Seconds(kWorn + 45));
      EXPECT_FALSE(alarms.IsRaised(AlarmId::kPulseRateHigh));
      if (motion == sim::Motion::kStill && rate > 30) EXPECT_TRUE(low.has_value());
    }
  }
}

TEST(WristMonitor, OnADeskAfterItWasWornItsNoiseIsNoPulse) {
  VIGIL_VERIFIES("REQ-WRIST-006");
  for (const std::uint64_t seed : {1, 2, 3}) {
    SCOPED_TRACE(seed);
    ExpectNoPulseIsAlarmed(AlarmsAfterWearing(sim::Motion::kStill, sim::OnDesk(kAfter), seed), 15);
  }
}

// kNotWorn comes and goes with what they feel; what is missing does not.
TEST(WristMonitor, SensorsThatFeelNobodyByTurnsHideNoAlarm) {
  VIGIL_VERIFIES("REQ-WRIST-002");
  sim::Scene worn;
  for (const sim::Scene& then : {worn, sim::OnDesk(kAfter)}) {
    const Alarms alarms = AlarmsAfterWearing(sim::Motion::kStill, then, 3, 9);
    EXPECT_TRUE(alarms.IsRaised(AlarmId::kNotWorn));
    for (const AlarmId id : {AlarmId::kPulseRateUnavailable, AlarmId::kSpo2Unavailable, AlarmId::kFallsUnavailable}) {
      EXPECT_TRUE(alarms.IsRaised(id)) << static_cast<int>(id);
      for (const AlarmEvent& event : alarms.events) {
        if (event.condition.id == id) EXPECT_EQ(event.transition, AlarmTransition::kRaised) << static_cast<int>(id);
      }
    }
  }
}

TEST(WristMonitor, EachStopHasABound) {
  VIGIL_VERIFIES("REQ-WRIST-003");
  const SystemDescription& system = WristMonitorSystem();
  for (std::uint32_t place = 0; place < system.plugin_count; ++place) {
    const Result<Duration> bound = PluginStopToAlarm(system, place);
    ASSERT_TRUE(bound.ok()) << system.plugins[place].manifest->name;
    EXPECT_LE(bound.value(), Seconds(2)) << system.plugins[place].manifest->name;
  }
  const Result<Duration> source = SourceStopToAlarm(system);
  ASSERT_TRUE(source.ok());
  EXPECT_LE(source.value(), Seconds(2));
}

TEST(WristMonitor, AnEcgIsRefused) {
  ScriptedBoard board;
  DirectHost host;
  MemoryStream stream(TestStream(5));
  EXPECT_EQ(RunProduct({board, host, stream, {"wrist-1", 1}}), RunResult::kDamagedStream);
  EXPECT_TRUE(board.sent().empty());
}

}  // namespace
}  // namespace vigil::firmware
