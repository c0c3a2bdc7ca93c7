#include "firmware/health_monitor/monitor.h"

#include <memory>

#include "firmware/adc_stream/test_stream.h"
#include "firmware/health_monitor/scripted_board.h"
#include "firmware/health_monitor/version.h"
#include "gtest/gtest.h"
#include "safety_kernel/plugin/partition.h"

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
    ASSERT_EQ(source_.Open(*file_, kFrame), Status::kOk);
    ASSERT_EQ(monitor_.Start(system_, host_, board_, {"bed-7", 42}),
              Status::kOk);
  }
  void RunToEnd() {
    while (source_.state() == Status::kOk) {
      ASSERT_EQ(monitor_.RunFrame(source_), Status::kOk);
    }
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
  const wire::DeviceGoodbye& goodbye = messages.back().goodbye();
  EXPECT_EQ(goodbye.time_us(), 3'000'000);
  EXPECT_EQ(goodbye.samples_acquired(), 750u);
  EXPECT_EQ(goodbye.observations_made(), 30u);
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
  board_.BeLateAt(7);
  Start(TestStream(2));
  RunToEnd();
  ASSERT_EQ(monitor_.Finish(), Status::kOk);

  const RunSummary summary = board_.Summary();
  EXPECT_EQ(summary.last_status().overruns(), 1u);
  EXPECT_EQ(summary.samples(), 500u);
}

TEST_F(MonitorTest, OnlyAFrameThatMetItsDeadlinesFeedsTheWatchdog) {
  board_.BeLateAt(7);
  Start(TestStream(2));
  RunToEnd();

  EXPECT_EQ(board_.confirmed(), board_.frames() - 1);
}

TEST_F(MonitorTest, KernelThatGivesUpDoesNotFeedTheWatchdog) {
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

TEST_F(MonitorTest, DeadLinkCostsMessagesThatAreCountedAndNothingElse) {
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

  EXPECT_EQ(monitor_.Start(system_, host_, board_, {"d", 1}),
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
  Start(TestStream(3));
  ASSERT_EQ(monitor_.RunFrame(source_), Status::kOk);
  EXPECT_EQ(runtime_.counters().alarms_signalled, 0u);
  board_.Interrupt();
  ASSERT_EQ(monitor_.RunFrame(source_), Status::kOk);
  EXPECT_EQ(runtime_.counters().alarms_signalled, 1u);
  RunToEnd();
  EXPECT_EQ(runtime_.counters().alarms_signalled, 1u);
}

}  // namespace
}  // namespace vigil::firmware
