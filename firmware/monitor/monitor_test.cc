#include "firmware/monitor/monitor.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "firmware/adc_stream/test_stream.h"
#include "firmware/monitor/scripted_board.h"
#include "firmware/monitor/scripted_log_memory.h"
#include "firmware/monitor/version.h"
#include "gtest/gtest.h"
#include "safety_kernel/alerting/alarm_log.h"
#include "safety_kernel/plugin/partition.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

constexpr Duration kFrame = Milliseconds(100);

// Passes on the converter's blocks and reports a beat with each, so that a test
// can count what arrives.
class Passer {
 public:
  Status Init(const Settings&) {
    sequence_ = 0;
    return init_result;
  }
  Status Process(const Inbox& in, Outbox& out) {
    for (const SampleBlock& raw : in.blocks) {
      SampleBlock block = raw;
      block.channel = ChannelId::kEcg;
      block.unit = Unit::kMicrovolt;
      block.sequence = sequence_++;
      Seal(block);
      (void)out.blocks.Add(block);
      Observation beat;
      beat.code = ObservationCode::kQrsDetected;
      beat.unit = Unit::kMicrovolt;
      beat.validity = Validity::kValid;
      beat.value = raw.samples[0];
      beat.time = raw.first_sample;
      beat.valid_until = in.now + Seconds(1);
      (void)out.observations.Add(beat);
    }
    return Status::kOk;
  }

  Status init_result = Status::kOk;

 private:
  std::uint32_t sequence_ = 0;
};

constexpr PluginManifest kPasserManifest = {
    .name = "passer",
    .kind = PluginKind::kAcquisition,
    .safety_class = SafetyClass::kC,
    .interface_version = kKernelInterfaceVersion,
    .period_us = 100'000,
    .budget_instructions = 10'000,
    .state_bytes = sizeof(Passer),
    .channels_in = {ChannelId::kEcgAdc},
    .channels_out = {ChannelId::kEcg},
    .observations_out = {{.code = ObservationCode::kQrsDetected}},
};

constexpr ChannelDescription kChannels[] = {
    {.channel = ChannelId::kEcgAdc, .period_us = 4000, .from_source = true},
    {.channel = ChannelId::kEcg, .period_us = 4000, .reported = true},
};

class MonitorTest : public testing::Test {
 protected:
  explicit MonitorTest() {
    system_ = {.plugins = &entry_,
               .plugin_count = 1,
               .frame_us = static_cast<std::uint32_t>(kFrame.us),
               .channels = kChannels,
               .channel_count = 2};
  }

  void Start(const std::string& stream) {
    file_ = std::make_unique<MemoryStream>(stream);
    ASSERT_EQ(source_.Open(*file_, system_), Status::kOk);
    ASSERT_EQ(StartMonitor(), Status::kOk);
  }
  Status StartMonitor() {
    return monitor_.Start(system_, host_, board_, {"bed-7", 42}, source_.is_simulated());
  }
  void RunToEnd() {
    while (source_.state() == Status::kOk) {
      ASSERT_EQ(monitor_.RunFrame(source_), Status::kOk);
    }
  }

  void RunFrames(std::uint32_t count) {
    for (std::uint32_t n = 0; n < count; ++n) {
      ASSERT_EQ(monitor_.RunFrame(source_), Status::kOk);
    }
  }

  // What the link took, in its order.
  std::vector<wire::DeviceMessage> MessagesTold() const {
    link::FrameReader reader;
    std::vector<wire::DeviceMessage> messages;
    for (const std::uint8_t byte : board_.sent()) {
      if (reader.Push(byte) != link::FrameReader::Event::kFrame) continue;
      EXPECT_TRUE(messages.emplace_back().ParseFromArray(
          reader.payload(), static_cast<int>(reader.payload_length())));
    }
    return messages;
  }
  std::vector<wire::AlarmEvent> AlarmsTold() const {
    std::vector<wire::AlarmEvent> alarms;
    for (const wire::DeviceMessage& message : MessagesTold()) {
      if (message.has_alarm()) alarms.push_back(message.alarm());
    }
    return alarms;
  }
  std::size_t TimesRaised(AlarmId id) const {
    std::size_t count = 0;
    for (const wire::AlarmEvent& alarm : AlarmsTold()) {
      if (alarm.id() == static_cast<std::uint32_t>(id) && alarm.transition() == 1) {
        ++count;
      }
    }
    return count;
  }

  Partition<Passer> passer_;
  PluginEntry entry_ = EntryOf(passer_, kPasserManifest);
  SystemDescription system_;
  DirectHost host_;
  ScriptedBoard board_;
  std::unique_ptr<MemoryStream> file_;
  AdcStreamSource source_;
  Runtime runtime_;
  Monitor monitor_{runtime_};
};

TEST_F(MonitorTest, SessionBeginsWithHelloAndEndsWithGoodbye) {
  Start(TestStream(3));
  RunToEnd();
  ASSERT_EQ(monitor_.Finish(), Status::kOk);

  link::FrameReader reader;
  std::vector<wire::DeviceMessage> messages;
  for (const std::uint8_t byte : board_.sent()) {
    if (reader.Push(byte) != link::FrameReader::Event::kFrame) continue;
    EXPECT_EQ(reader.header().session, 42u);
    EXPECT_EQ(reader.header().sequence, messages.size());
    messages.emplace_back();
    ASSERT_TRUE(messages.back().ParseFromArray(
        reader.payload(), static_cast<int>(reader.payload_length())));
  }
  ASSERT_GT(messages.size(), 2u);
  const wire::DeviceHello& hello = messages.front().hello();
  EXPECT_EQ(hello.device_id(), "bed-7");
  EXPECT_EQ(hello.firmware_version(), kFirmwareVersion);
  EXPECT_EQ(hello.kernel_interface_major(), kKernelInterfaceVersion.major);
  EXPECT_EQ(hello.frame_period_us(), 100'000u);
  EXPECT_FALSE(hello.simulated_input());
  const wire::DeviceGoodbye& goodbye = messages.back().goodbye();
  EXPECT_EQ(goodbye.time_us(), 3'000'000);
  EXPECT_EQ(goodbye.samples_acquired(), 750u);
  EXPECT_EQ(goodbye.observations_made(), 30u);
}

TEST_F(MonitorTest, HelloSaysThatTheInputIsSimulated) {
  VIGIL_VERIFIES("REQ-ADC-005");
  Start(TestStream(1, 75, kAdcStreamSimulated));
  RunToEnd();

  EXPECT_TRUE(MessagesTold().front().hello().simulated_input());
}

TEST_F(MonitorTest, EachSampleAndObservationIsSent) {
  Start(TestStream(10));
  RunToEnd();
  ASSERT_EQ(monitor_.Finish(), Status::kOk);

  const RunSummary summary = board_.Summary();
  EXPECT_EQ(summary.samples(), 2500u);
  EXPECT_EQ(summary.beats(), 100u);
  EXPECT_EQ(summary.frames().lost(), 0u);
  EXPECT_EQ(summary.unreadable(), 0u);
  EXPECT_EQ(board_.frames(), 100u);
  EXPECT_EQ(board_.period(), kFrame);
}

TEST_F(MonitorTest, StatusComesOnceASecond) {
  VIGIL_VERIFIES("REQ-MON-009");
  Start(TestStream(10));
  RunToEnd();

  link::FrameReader reader;
  std::vector<std::int64_t> times;
  for (const std::uint8_t byte : board_.sent()) {
    if (reader.Push(byte) != link::FrameReader::Event::kFrame) continue;
    wire::DeviceMessage message;
    ASSERT_TRUE(message.ParseFromArray(
        reader.payload(), static_cast<int>(reader.payload_length())));
    if (message.has_status()) times.push_back(message.status().time_us());
  }
  ASSERT_EQ(times.size(), 10u);
  EXPECT_EQ(times.front(), 100'000);
  for (std::size_t n = 1; n < times.size(); ++n) {
    EXPECT_EQ(times[n] - times[n - 1], 1'000'000);
  }
}

TEST_F(MonitorTest, LateFrameIsCountedAndLosesNoData) {
  VIGIL_VERIFIES("REQ-MON-005");
  board_.BeLateAt(7);
  Start(TestStream(2));
  RunToEnd();
  ASSERT_EQ(monitor_.Finish(), Status::kOk);

  const RunSummary summary = board_.Summary();
  EXPECT_EQ(summary.last_status().overruns(), 1u);
  EXPECT_EQ(summary.samples(), 500u);
}

TEST_F(MonitorTest, OnlyAFrameThatMetItsDeadlinesFeedsTheWatchdog) {
  VIGIL_VERIFIES("REQ-MON-001");
  board_.BeLateAt(7);
  Start(TestStream(2));
  RunToEnd();

  EXPECT_EQ(board_.confirmed(), board_.frames() - 1);
}

TEST_F(MonitorTest, KernelThatGivesUpDoesNotFeedTheWatchdog) {
  VIGIL_VERIFIES("REQ-MON-001");
  Start(TestStream(2));
  ASSERT_NE(runtime_.Start(SystemDescription(), host_, Timestamp{0}), Status::kOk);

  EXPECT_EQ(monitor_.RunFrame(source_), Status::kFailedPrecondition);

  EXPECT_EQ(board_.confirmed(), 0u);
}

TEST_F(MonitorTest, CostOfAFrameIsWhatTheBoardCounted) {
  board_.CostOfEachCall(1234);
  Start(TestStream(1));
  RunToEnd();
  ASSERT_EQ(monitor_.Finish(), Status::kOk);

  const RunSummary summary = board_.Summary();
  EXPECT_EQ(summary.last_status().frame_cost_last(), 1234u);
  EXPECT_EQ(summary.last_status().frame_cost_max(), 1234u);
}

TEST_F(MonitorTest, SlowLinkDelaysButLosesNothing) {
  VIGIL_VERIFIES("REQ-MON-003");
  Start(TestStream(1));
  board_.TakeOnly(20);
  RunToEnd();
  ASSERT_LE(board_.sent().size(), 20u);

  board_.TakeOnly(1'000'000);
  ASSERT_EQ(monitor_.Finish(), Status::kOk);

  const RunSummary summary = board_.Summary();
  EXPECT_EQ(summary.samples(), 250u);
  EXPECT_EQ(summary.frames().lost(), 0u);
  EXPECT_EQ(summary.last_status().messages_dropped(), 0u);
}

TEST_F(MonitorTest, AlarmLeavesBeforeTheSamplesThatWait) {
  VIGIL_VERIFIES("REQ-MON-002");
  Start(TestStream(30));
  RunFrames(2);
  const std::size_t told_before = MessagesTold().size();
  board_.TakeOnly(0);
  RunFrames(10);
  board_.Interrupt();
  RunFrames(1);

  board_.TakeOnly(1'000'000);
  RunFrames(5);

  const std::vector<wire::DeviceMessage> messages = MessagesTold();
  const auto is_alarm = [](const wire::DeviceMessage& message) { return message.has_alarm(); };
  const auto alarm = std::find_if(messages.begin(), messages.end(), is_alarm);
  ASSERT_NE(alarm, messages.end());
  // At most one was on its way when the alarm came.
  EXPECT_LE(static_cast<std::size_t>(alarm - messages.begin()), told_before + 1);
  EXPECT_GE(messages.end() - alarm, 10);
}

TEST_F(MonitorTest, DeadLinkCostsMessagesThatAreCountedAndNothingElse) {
  VIGIL_VERIFIES("REQ-MON-003");
  Start(TestStream(60));
  board_.TakeOnly(0);
  RunToEnd();

  board_.TakeOnly(1'000'000);
  ASSERT_EQ(monitor_.Drain(), Status::kOk);
  ASSERT_EQ(monitor_.Finish(), Status::kOk);

  const RunSummary summary = board_.Summary();
  EXPECT_GT(summary.last_status().messages_dropped(), 0u);
  EXPECT_EQ(summary.frames().lost(), summary.last_status().messages_dropped());
  EXPECT_EQ(summary.last_status().samples_acquired(), 60u * 250u);
  EXPECT_EQ(summary.frames_damaged(), 0u);
}

TEST_F(MonitorTest, EndWaitsForTheLinkWithABound) {
  Start(TestStream(1));
  board_.TakeOnly(0);
  RunToEnd();

  EXPECT_EQ(monitor_.Finish(), Status::kDeadlineExceeded);
  EXPECT_LE(board_.frames(), 10u + 50u);
}

TEST_F(MonitorTest, RefusedPluginIsNamedAndNothingIsSent) {
  passer_.object.init_result = Status::kInvalidArgument;

  EXPECT_EQ(monitor_.Start(system_, host_, board_, {"d", 1}, false),
            Status::kInvalidArgument);

  EXPECT_EQ(monitor_.refused_plugin(), 0u);
  EXPECT_TRUE(board_.sent().empty());
}

TEST_F(MonitorTest, SecondSessionGivesTheSameBytesAsTheFirst) {
  const std::string stream = TestStream(5);
  Start(stream);
  RunToEnd();
  ASSERT_EQ(monitor_.Finish(), Status::kOk);
  const std::vector<std::uint8_t> first = board_.sent();

  Start(stream);
  RunToEnd();
  ASSERT_EQ(monitor_.Finish(), Status::kOk);

  const std::vector<std::uint8_t> both = board_.sent();
  EXPECT_EQ(std::vector<std::uint8_t>(both.begin() + first.size(), both.end()),
            first);
}

TEST_F(MonitorTest, InterruptsThatNobodyAskedForAreTold) {
  VIGIL_VERIFIES("REQ-MON-005");
  Start(TestStream(3));
  ASSERT_EQ(monitor_.RunFrame(source_), Status::kOk);
  EXPECT_EQ(runtime_.counters().alarms_signalled, 0u);
  board_.Interrupt();
  ASSERT_EQ(monitor_.RunFrame(source_), Status::kOk);
  EXPECT_EQ(runtime_.counters().alarms_signalled, 1u);
  RunToEnd();
  EXPECT_EQ(runtime_.counters().alarms_signalled, 1u);
}

TEST_F(MonitorTest, DrainFeedsTheWatchdogInTheFramesThatMeetTheirDeadlines) {
  Start(TestStream(1));
  board_.TakeOnly(0);
  RunToEnd();
  const std::uint32_t frames = board_.frames();
  const std::uint32_t confirmed = board_.confirmed();
  board_.BeLateFrom(frames + 11);

  EXPECT_EQ(monitor_.Drain(), Status::kDeadlineExceeded);

  // The frame that was on, and ten more; those that began late are not confirmed.
  EXPECT_EQ(board_.frames() - frames, 50u);
  EXPECT_EQ(board_.confirmed() - confirmed, 11u);
}

TEST_F(MonitorTest, DrainDoesNotConfirmAFrameThatBeganLate) {
  VIGIL_VERIFIES("REQ-MON-001");
  Start(TestStream(1));
  board_.BeLateFrom(1);
  board_.TakeOnly(0);
  RunToEnd();

  EXPECT_EQ(monitor_.Drain(), Status::kDeadlineExceeded);

  EXPECT_EQ(board_.confirmed(), 0u);
}

TEST_F(MonitorTest, ClocksAreComparedEachSecondAndADifferenceIsTold) {
  VIGIL_VERIFIES("REQ-MON-005");
  Start(TestStream(30));
  RunFrames(30);
  EXPECT_EQ(board_.comparisons(), 3u);
  EXPECT_EQ(TimesRaised(AlarmId::kClockFault), 0u);

  board_.LetClocksAgree(false);
  RunFrames(10);
  board_.LetClocksAgree(true);
  EXPECT_EQ(TimesRaised(AlarmId::kClockFault), 1u);
  EXPECT_EQ(AlarmsTold().back().value(), 1);

  RunFrames(120);
  EXPECT_EQ(AlarmsTold().size(), 2u);  // it has ended
  board_.LetClocksAgree(false);
  RunFrames(10);
  EXPECT_EQ(TimesRaised(AlarmId::kClockFault), 2u);
  EXPECT_EQ(AlarmsTold().back().value(), 2);
}

TEST_F(MonitorTest, EachAlarmIsInTheLogAsItIsOnTheLink) {
  VIGIL_VERIFIES("REQ-MON-004");
  ScriptedLogMemory memory;
  board_.KeepAlarmLogIn(&memory);
  Start(TestStream(30));
  RunFrames(5);
  board_.Interrupt();
  RunToEnd();
  const std::vector<wire::AlarmEvent> told = AlarmsTold();
  ASSERT_EQ(told.size(), 2u);  // it began and ended

  AlarmLog log;
  ASSERT_EQ(log.Open(memory), Status::kOk);
  ASSERT_EQ(log.next_number(), 2u);
  for (std::uint32_t n = 0; n < 2; ++n) {
    const Result<AlarmEvent> event = log.Read(1 - n);
    ASSERT_TRUE(event.ok());
    EXPECT_EQ(event.value().sequence, told[n].sequence());
    EXPECT_EQ(event.value().condition.id, AlarmId::kInterruptStorm);
    EXPECT_EQ(event.value().time.us, told[n].time_us());
    EXPECT_EQ(static_cast<std::uint32_t>(event.value().transition),
              told[n].transition());
  }
}

TEST_F(MonitorTest, AlarmIsInTheLogBeforeTheLinkHasIt) {
  VIGIL_VERIFIES("REQ-MON-004");
  ScriptedLogMemory memory;
  std::size_t told_before = 99;
  memory.OnWrite([&] { told_before = AlarmsTold().size(); });
  board_.KeepAlarmLogIn(&memory);
  Start(TestStream(2));
  board_.Interrupt();
  RunFrames(1);

  EXPECT_EQ(told_before, 0u);
  EXPECT_EQ(AlarmsTold().size(), 1u);
}

TEST_F(MonitorTest, SecondSessionGoesOnWithTheLog) {
  ScriptedLogMemory memory;
  board_.KeepAlarmLogIn(&memory);
  for (int session = 0; session < 2; ++session) {
    Start(TestStream(2));
    board_.Interrupt();
    RunToEnd();
  }

  AlarmLog log;
  ASSERT_EQ(log.Open(memory), Status::kOk);
  EXPECT_EQ(log.next_number(), 2u);
  EXPECT_EQ(TimesRaised(AlarmId::kAlarmLogDamaged), 0u);
}

TEST_F(MonitorTest, DamagedRecordIsToldAtTheNextStart) {
  ScriptedLogMemory memory;
  board_.KeepAlarmLogIn(&memory);
  Start(TestStream(2));
  board_.Interrupt();
  RunToEnd();
  memory.FlipBitAt(9);

  Start(TestStream(2));
  RunToEnd();

  ASSERT_EQ(TimesRaised(AlarmId::kAlarmLogDamaged), 1u);
  EXPECT_EQ(AlarmsTold().back().value(), 1);
}

TEST_F(MonitorTest, LogThatCanNotBeOpenedIsTold) {
  ScriptedLogMemory memory;
  memory.Break();
  board_.KeepAlarmLogIn(&memory);
  Start(TestStream(30));
  RunToEnd();

  // Once, and it stays: the memory is still broken.
  EXPECT_EQ(AlarmsTold().size(), 1u);
  EXPECT_EQ(TimesRaised(AlarmId::kAlarmLogDamaged), 1u);
}

TEST_F(MonitorTest, RecordThatCanNotBeWrittenIsToldUntilOneCan) {
  VIGIL_VERIFIES("REQ-MON-004");
  ScriptedLogMemory memory;
  board_.KeepAlarmLogIn(&memory);
  Start(TestStream(60));
  RunFrames(10);
  memory.Break();
  board_.Interrupt();
  RunFrames(200);
  // Two records are lost: the storm, which has ended since, and this alarm.
  EXPECT_EQ(TimesRaised(AlarmId::kAlarmLogDamaged), 1u);
  EXPECT_EQ(AlarmsTold().size(), 3u);

  memory.Mend();
  board_.Interrupt();
  RunFrames(200);

  const wire::AlarmEvent last = AlarmsTold().back();
  EXPECT_EQ(last.id(), static_cast<std::uint32_t>(AlarmId::kAlarmLogDamaged));
  EXPECT_EQ(last.transition(), 2u);
  AlarmLog log;
  ASSERT_EQ(log.Open(memory), Status::kOk);
  EXPECT_EQ(log.Read(0).value().sequence, last.sequence());
}

TEST_F(MonitorTest, LightAndSounderFollowTheAlarmsInEachFrame) {
  VIGIL_VERIFIES("REQ-MON-006");
  Start(TestStream(30));
  RunFrames(10);
  for (const AlarmIndication& dark : board_.indications()) {
    EXPECT_EQ(dark.light, LightColour::kNone);
    EXPECT_EQ(dark.tone_hz, 0u);
  }
  board_.Interrupt();  // medium
  RunFrames(100);

  ASSERT_EQ(board_.indications().size(), 110u);
  std::uint32_t pulses = 0;
  for (std::uint32_t n = 0; n < 100; ++n) {
    const AlarmIndication& now = board_.indications()[10 + n];
    const bool on = LightIsOn(AlarmPriority::kMedium, Milliseconds(100) * n);
    EXPECT_EQ(now.light, on ? LightColour::kYellow : LightColour::kNone) << n;
    if (now.tone_hz != 0 && board_.indications()[9 + n].tone_hz == 0) ++pulses;
  }
  EXPECT_EQ(pulses, 6u);  // two bursts of three, 9 s apart
}

TEST_F(MonitorTest, StatusTellsWhatAReaderThatLostAlarmsHasToKnow) {
  VIGIL_VERIFIES("REQ-MON-009");
  Start(TestStream(30));
  RunFrames(10);
  board_.TakeOnly(0);
  board_.Interrupt();
  RunFrames(20);
  board_.TakeOnly(1'000'000);
  ASSERT_EQ(monitor_.Finish(), Status::kOk);

  const wire::DeviceStatus status = board_.Summary().last_status();
  EXPECT_EQ(status.alarm_events(), 1u);
  EXPECT_EQ(status.alarms_active(), 1u);
  EXPECT_EQ(status.alarm_priority(), 2u);
}

}  // namespace
}  // namespace vigil::firmware
