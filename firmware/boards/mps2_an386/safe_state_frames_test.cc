#include "firmware/boards/mps2_an386/safe_state_frames.h"

#include <vector>

#include "gtest/gtest.h"
#include "platform/device_codec/device_decoder.h"
#include "platform/device_codec/device_encoder.h"
#include "platform/link/frame.h"
#include "platform/wire/device.pb.h"
#include "test/verifies.h"

namespace vigil::firmware::mps2_an386 {
namespace {

struct Read {
  link::FrameHeader header;
  wire::DeviceMessage message;
};

Read ReadBack(const Bytes& bytes) {
  Read read;
  link::FrameReader reader;
  for (std::uint32_t n = 0; n < bytes.length; ++n) {
    if (reader.Push(bytes.data[n]) != link::FrameReader::Event::kFrame) continue;
    read.header = reader.header();
    EXPECT_TRUE(read.message.ParseFromArray(
        reader.payload(), static_cast<int>(reader.payload_length())));
  }
  return read;
}

SafeStateFrames Prepared(std::uint32_t session) {
  SafeStateFrames frames;
  frames.Prepare({"bed-7-with-the-longest-device-id", session});
  return frames;
}

TEST(SafeStateFrames, NameTheDeviceInASessionOfTheirOwn) {
  VIGIL_VERIFIES("REQ-MPS2-003");
  const SafeStateFrames frames = Prepared(7);

  const Read hello = ReadBack(frames.Hello());

  EXPECT_EQ(hello.message.hello().device_id(), "bed-7-with-the-longest-device-id");
  EXPECT_EQ(hello.header.session, 0x80000007u);
  EXPECT_EQ(hello.header.sequence, 0u);
}

TEST(SafeStateFrames, EachCauseIsAHighTechnicalAlarm) {
  VIGIL_VERIFIES("REQ-MPS2-003");
  const SafeStateFrames frames = Prepared(7);

  for (std::uint32_t cause = 0; cause < kCauses; ++cause) {
    const Read read = ReadBack(frames.Alarm(static_cast<Cause>(cause)));
    const auto event = FromWire(read.message.alarm());
    ASSERT_TRUE(event.ok()) << event.status();
    EXPECT_EQ(event->condition.id,
              cause == 0 ? AlarmId::kSafeState : AlarmId::kSelfTestFailed);
    EXPECT_EQ(event->condition.priority, AlarmPriority::kHigh);
    EXPECT_EQ(event->condition.value, static_cast<std::int32_t>(cause));
    EXPECT_EQ(event->transition, AlarmTransition::kRaised);
    EXPECT_EQ(read.header.session, 0x80000007u);
    EXPECT_EQ(read.header.sequence, 1u);
  }
}

TEST(SafeStateFrames, NothingIsSaidBeforeTheyArePrepared) {
  const SafeStateFrames frames;

  EXPECT_EQ(frames.Hello().length, 0u);
  EXPECT_EQ(frames.Alarm(Cause::kClock).length, 0u);
}

TEST(SafeStateFrames, LastResortIsWhatTheEncoderGives) {
  AlarmEvent event;
  event.condition.id = AlarmId::kSafeState;
  event.condition.priority = AlarmPriority::kHigh;
  event.condition.present = true;
  event.transition = AlarmTransition::kRaised;
  std::uint8_t payload[kMaxDeviceMessage];
  const auto length = EncodeDeviceMessage(event, payload, sizeof payload);
  ASSERT_TRUE(length.ok());
  std::vector<std::uint8_t> expected(link::kMaxEncodedFrame);
  const auto encoded = link::EncodeFrame(
      {0xFFFFFFFF, 0}, payload, length.value(), expected.data(),
      static_cast<std::uint32_t>(expected.size()));
  ASSERT_TRUE(encoded.ok());
  expected.resize(encoded.value());

  const Bytes bytes = SafeStateFrames::AlarmOfLastResort();

  EXPECT_EQ(std::vector<std::uint8_t>(bytes.data, bytes.data + bytes.length),
            expected);
}

}  // namespace
}  // namespace vigil::firmware::mps2_an386
