// What the device encodes with Nanopb, a host reads with Protobuf, unchanged.
#include <cstdint>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "platform/device_codec/device_decoder.h"
#include "platform/device_codec/device_encoder.h"
#include "platform/wire/device.pb.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr std::int64_t kMaxTime = std::numeric_limits<std::int64_t>::max();

template <typename Message>
wire::DeviceMessage OverTheWire(const Message& message) {
  std::uint8_t bytes[kMaxDeviceMessage];
  const Result<std::uint32_t> length =
      EncodeDeviceMessage(message, bytes, sizeof bytes);
  wire::DeviceMessage result;
  EXPECT_TRUE(length.ok());
  EXPECT_TRUE(result.ParseFromArray(bytes, static_cast<int>(length.value())));
  return result;
}

SampleBlock FullBlock() {
  SampleBlock block;
  block.channel = ChannelId::kEcg;
  block.unit = Unit::kMicrovolt;
  block.quality = kQualityLeadOff | kQualityGap;
  block.count = kMaxSamplesPerBlock;
  block.sequence = std::numeric_limits<std::uint32_t>::max();
  block.period_us = 4000;
  block.first_sample = Timestamp{kMaxTime};
  for (std::uint32_t n = 0; n < block.count; ++n) {
    block.samples[n] = n % 2 == 0 ? std::numeric_limits<std::int32_t>::min()
                                  : std::numeric_limits<std::int32_t>::max();
  }
  Seal(block);
  return block;
}

Observation HeartRate() {
  Observation observation;
  observation.code = ObservationCode::kHeartRate;
  observation.value = -72;
  observation.unit = Unit::kPerMinute;
  observation.validity = Validity::kQuestionable;
  observation.reason = Reason::kNoise;
  observation.sequence = 7;
  observation.time = Timestamp{12'300'000};
  observation.valid_until = Timestamp{15'300'000};
  Seal(observation);
  return observation;
}

AlarmEvent RateAlarm() {
  AlarmEvent event;
  event.condition.id = AlarmId::kHeartRateHigh;
  event.condition.priority = AlarmPriority::kHigh;
  event.condition.present = true;
  event.condition.unit = Unit::kPerMinute;
  event.condition.value = 151;
  event.condition.limit = 120;
  event.condition.since = Timestamp{1'000'000};
  event.transition = AlarmTransition::kRaised;
  event.sequence = 3;
  event.time = Timestamp{4'000'000};
  return event;
}

TEST(DeviceCodec, SampleBlockComesBackUnchanged) {
  VIGIL_VERIFIES("REQ-CODEC-001");
  const SampleBlock sent = FullBlock();

  const auto got = FromWire(OverTheWire(sent).samples());

  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(got->channel, sent.channel);
  EXPECT_EQ(got->unit, sent.unit);
  EXPECT_EQ(got->quality, sent.quality);
  EXPECT_EQ(got->sequence, sent.sequence);
  EXPECT_EQ(got->period_us, sent.period_us);
  EXPECT_EQ(got->first_sample, sent.first_sample);
  ASSERT_EQ(got->count, sent.count);
  for (std::uint32_t n = 0; n < sent.count; ++n) {
    EXPECT_EQ(got->samples[n], sent.samples[n]) << n;
  }
}

TEST(DeviceCodec, EmptyBlockComesBackEmpty) {
  SampleBlock sent;
  sent.channel = ChannelId::kEcg;
  sent.period_us = 4000;
  sent.quality = kQualityDamaged;
  Seal(sent);

  const auto got = FromWire(OverTheWire(sent).samples());

  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(got->count, 0);
  EXPECT_EQ(got->quality, kQualityDamaged);
}

TEST(DeviceCodec, ObservationComesBackUnchanged) {
  VIGIL_VERIFIES("REQ-CODEC-001");
  const Observation sent = HeartRate();

  const auto got = FromWire(OverTheWire(sent).observation());

  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(got->code, sent.code);
  EXPECT_EQ(got->value, sent.value);
  EXPECT_EQ(got->unit, sent.unit);
  EXPECT_EQ(got->validity, sent.validity);
  EXPECT_EQ(got->reason, sent.reason);
  EXPECT_EQ(got->sequence, sent.sequence);
  EXPECT_EQ(got->time, sent.time);
  EXPECT_EQ(got->valid_until, sent.valid_until);
  EXPECT_EQ(got->integrity, sent.integrity);
}

TEST(DeviceCodec, AlarmComesBackUnchanged) {
  VIGIL_VERIFIES("REQ-CODEC-001");
  const AlarmEvent sent = RateAlarm();

  const wire::DeviceMessage message = OverTheWire(sent);
  const auto got = FromWire(message.alarm());

  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(message.alarm().kind(), 1u);
  EXPECT_EQ(got->condition.id, sent.condition.id);
  EXPECT_EQ(got->condition.priority, sent.condition.priority);
  EXPECT_TRUE(got->condition.present);
  EXPECT_EQ(got->condition.unit, sent.condition.unit);
  EXPECT_EQ(got->condition.value, sent.condition.value);
  EXPECT_EQ(got->condition.limit, sent.condition.limit);
  EXPECT_EQ(got->condition.since, sent.condition.since);
  EXPECT_EQ(got->transition, sent.transition);
  EXPECT_EQ(got->sequence, sent.sequence);
  EXPECT_EQ(got->time, sent.time);
}

TEST(DeviceCodec, EndedAlarmIsNotPresent) {
  AlarmEvent sent = RateAlarm();
  sent.condition.id = AlarmId::kEcgLeadOff;
  sent.transition = AlarmTransition::kEnded;

  const wire::DeviceMessage message = OverTheWire(sent);
  const auto got = FromWire(message.alarm());

  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(message.alarm().kind(), 2u);
  EXPECT_FALSE(got->condition.present);
}

TEST(DeviceCodec, LatchedAlarmIsNotPresent) {
  AlarmEvent sent = RateAlarm();
  sent.transition = AlarmTransition::kLatched;

  const auto got = FromWire(OverTheWire(sent).alarm());

  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(got->transition, AlarmTransition::kLatched);
  EXPECT_FALSE(got->condition.present);
}

TEST(DeviceCodec, HelloNamesDeviceAndVersions) {
  VIGIL_VERIFIES("REQ-CODEC-001");
  DeviceHello sent;
  sent.device_id = "01234567890123456789012345678.-_";
  sent.firmware_version = "100.200.300-rc1";
  sent.kernel_interface = {3, 4};
  sent.frame_period_us = 100'000;

  const wire::DeviceHello got = OverTheWire(sent).hello();

  EXPECT_EQ(got.device_id(), sent.device_id);
  EXPECT_EQ(got.firmware_version(), sent.firmware_version);
  EXPECT_EQ(got.kernel_interface_major(), 3u);
  EXPECT_EQ(got.kernel_interface_minor(), 4u);
  EXPECT_EQ(got.frame_period_us(), 100'000u);
  EXPECT_FALSE(got.simulated_input());
}

TEST(DeviceCodec, EachEndOfTheLettersAndDigitsIsOfADeviceId) {
  VIGIL_VERIFIES("REQ-CODEC-002");
  DeviceHello sent;
  sent.device_id = "AZaz09._-";

  EXPECT_EQ(OverTheWire(sent).hello().device_id(), sent.device_id);
}

TEST(DeviceCodec, HelloSaysThatWhatItMeasuresComesFromNoPatient) {
  VIGIL_VERIFIES("REQ-CODEC-001");
  DeviceHello sent;
  sent.device_id = "d";
  sent.simulated_input = true;

  EXPECT_TRUE(OverTheWire(sent).hello().simulated_input());
}

TEST(DeviceCodec, StatusCarriesEachCount) {
  VIGIL_VERIFIES("REQ-CODEC-001");
  const DeviceStatus sent = {.time = Timestamp{9},
                             .frames_run = 1,
                             .overruns = 2,
                             .messages_dropped = 3,
                             .samples_acquired = 4,
                             .frame_cost_max = 6,
                             .frame_cost_last = 5,
                             .alarm_events = 7,
                             .alarms_active = 8,
                             .alarm_priority = AlarmPriority::kMedium};

  const wire::DeviceStatus got = OverTheWire(sent).status();

  EXPECT_EQ(got.time_us(), 9);
  EXPECT_EQ(got.frames_run(), 1u);
  EXPECT_EQ(got.overruns(), 2u);
  EXPECT_EQ(got.messages_dropped(), 3u);
  EXPECT_EQ(got.samples_acquired(), 4u);
  EXPECT_EQ(got.frame_cost_last(), 5u);
  EXPECT_EQ(got.frame_cost_max(), 6u);
  EXPECT_EQ(got.alarm_events(), 7u);
  EXPECT_EQ(got.alarms_active(), 8u);
  EXPECT_EQ(got.alarm_priority(), 2u);
}

TEST(DeviceCodec, GoodbyeCarriesEachCount) {
  const DeviceGoodbye sent = {.time = Timestamp{9},
                              .samples_acquired = 1,
                              .observations_made = 2,
                              .alarms_signalled = 3};

  const wire::DeviceGoodbye got = OverTheWire(sent).goodbye();

  EXPECT_EQ(got.time_us(), 9);
  EXPECT_EQ(got.samples_acquired(), 1u);
  EXPECT_EQ(got.observations_made(), 2u);
  EXPECT_EQ(got.alarms_signalled(), 3u);
}

TEST(DeviceCodec, ADeviceIdEndsWithinItsRoom) {
  VIGIL_VERIFIES("REQ-CODEC-002");
  const std::string longest(kMaxDeviceIdLength, 'a');
  EXPECT_TRUE(IsDeviceId(longest.c_str()));
  EXPECT_FALSE(IsDeviceId((longest + "a").c_str()));
}

TEST(DeviceCodec, EncoderRefusesWhatTheWireCanNotHold) {
  VIGIL_VERIFIES("REQ-CODEC-002");
  std::uint8_t bytes[kMaxDeviceMessage];
  SampleBlock overfull = FullBlock();
  overfull.count = kMaxSamplesPerBlock + 1;
  EXPECT_EQ(EncodeDeviceMessage(overfull, bytes, sizeof bytes).status(),
            Status::kInvalidArgument);

  for (const char* id : {"", "blank in it", "012345678901234567890123456789012",
                         "gr\xC3\xBC\xC3\x9F", "a/b",
                         // On both sides of the digits and of the letters.
                         "a:b", "a@b", "a[b", "a`b", "a{b"}) {
    DeviceHello hello;
    hello.device_id = id;
    EXPECT_EQ(EncodeDeviceMessage(hello, bytes, sizeof bytes).status(),
              Status::kInvalidArgument)
        << id;
  }

  DeviceHello hello;
  hello.device_id = "d";
  hello.firmware_version = "0123456789012345";
  EXPECT_EQ(EncodeDeviceMessage(hello, bytes, sizeof bytes).status(),
            Status::kInvalidArgument);
}

TEST(DeviceCodec, EncoderNeverWritesBeyondItsRoom) {
  VIGIL_VERIFIES("REQ-CODEC-002");
  std::uint8_t bytes[kMaxDeviceMessage] = {};
  const SampleBlock block = FullBlock();
  const Result<std::uint32_t> needed =
      EncodeDeviceMessage(block, bytes, sizeof bytes);
  ASSERT_TRUE(needed.ok());

  for (std::uint32_t room = 0; room < needed.value(); ++room) {
    bytes[room] = 0xA5;
    EXPECT_EQ(EncodeDeviceMessage(block, bytes, room).status(), Status::kFull);
    EXPECT_EQ(bytes[room], 0xA5) << room;
  }
}

TEST(DeviceCodec, ChangedSampleFailsTheIntegrityCheck) {
  VIGIL_VERIFIES("REQ-CODEC-003");
  wire::SampleBlock message = OverTheWire(FullBlock()).samples();
  message.set_samples(5, message.samples(5) ^ 1);

  EXPECT_EQ(FromWire(message).status().code(), absl::StatusCode::kDataLoss);
}

TEST(DeviceCodec, ChangedObservationFailsTheIntegrityCheck) {
  VIGIL_VERIFIES("REQ-CODEC-003");
  wire::Observation message = OverTheWire(HeartRate()).observation();
  message.set_time_us(message.time_us() + 1);

  EXPECT_EQ(FromWire(message).status().code(), absl::StatusCode::kDataLoss);
}

TEST(DeviceCodec, NumbersOutsideOfTheirRangeAreNamed) {
  VIGIL_VERIFIES("REQ-CODEC-003");
  const wire::SampleBlock block = OverTheWire(FullBlock()).samples();
  const auto expect_block = [&](auto change, const char* field) {
    wire::SampleBlock message = block;
    change(message);
    const absl::Status status = FromWire(message).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << field;
    EXPECT_NE(status.message().find(field), std::string::npos) << status;
  };
  using Block = wire::SampleBlock;
  expect_block([](Block& m) { m.set_channel(0); }, "SampleBlock.channel");
  expect_block([](Block& m) { m.set_channel(0x10002); }, "SampleBlock.channel");
  expect_block([](Block& m) { m.set_unit(0x10002); }, "SampleBlock.unit");
  expect_block([](Block& m) { m.set_quality(0x10000); }, "SampleBlock.quality");
  expect_block([](Block& m) { m.set_period_us(0); }, "SampleBlock.period_us");
  expect_block([](Block& m) { m.add_samples(1); }, "SampleBlock.samples_count");

  const wire::Observation observation = OverTheWire(HeartRate()).observation();
  const auto expect_observation = [&](auto change, const char* field) {
    wire::Observation message = observation;
    change(message);
    const absl::Status status = FromWire(message).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << field;
    EXPECT_NE(status.message().find(field), std::string::npos) << status;
  };
  using Obs = wire::Observation;
  expect_observation([](Obs& m) { m.set_code(0); }, "Observation.code");
  expect_observation([](Obs& m) { m.set_unit(0x10003); }, "Observation.unit");
  expect_observation([](Obs& m) { m.set_validity(3); }, "Observation.validity");
  expect_observation([](Obs& m) { m.set_validity(257); }, "Observation.validity");
  expect_observation([](Obs& m) { m.set_reason(256); }, "Observation.reason");

  const wire::AlarmEvent alarm = OverTheWire(RateAlarm()).alarm();
  const auto expect_alarm = [&](auto change, const char* field) {
    wire::AlarmEvent message = alarm;
    change(message);
    const absl::Status status = FromWire(message).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << field;
    EXPECT_NE(status.message().find(field), std::string::npos) << status;
  };
  using Alarm = wire::AlarmEvent;
  expect_alarm([](Alarm& m) { m.set_id(0); }, "AlarmEvent.id");
  expect_alarm([](Alarm& m) { m.set_id(0x10001); }, "AlarmEvent.id");
  expect_alarm([](Alarm& m) { m.set_kind(2); }, "AlarmEvent.kind");
  expect_alarm([](Alarm& m) { m.set_priority(0); }, "AlarmEvent.priority");
  expect_alarm([](Alarm& m) { m.set_priority(4); }, "AlarmEvent.priority");
  expect_alarm([](Alarm& m) { m.set_transition(0); }, "AlarmEvent.transition");
  expect_alarm([](Alarm& m) { m.set_transition(6); }, "AlarmEvent.transition");
  expect_alarm([](Alarm& m) { m.set_unit(0x10000); }, "AlarmEvent.unit");
}

}  // namespace
}  // namespace vigil
