#include "cloud/records/records.h"

#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

wire::DeviceMessage Samples(int count) {
  wire::DeviceMessage message;
  wire::SampleBlock& block = *message.mutable_samples();
  block.set_channel(2);
  block.set_unit(2);
  block.set_period_us(4000);
  for (int i = 0; i < count; ++i) block.add_samples(i);
  return message;
}

wire::UploadRequest Upload(int messages) {
  wire::UploadRequest request;
  for (int i = 0; i < messages; ++i) {
    wire::ReceivedMessage& received = *request.add_messages();
    received.set_device_id("monitor-1");
    received.set_session(7);
    received.set_sequence(static_cast<std::uint32_t>(i));
    received.set_received_unix_us(1);
    *received.mutable_message() = Samples(1);
  }
  return request;
}

TEST(CheckDeviceIdTest, LengthAndCharactersAreBounded) {
  VIGIL_VERIFIES("REQ-REC-002");
  EXPECT_TRUE(CheckDeviceId("A-z_0.9").ok());
  EXPECT_TRUE(CheckDeviceId(std::string(32, 'a')).ok());
  EXPECT_FALSE(CheckDeviceId("").ok());
  EXPECT_FALSE(CheckDeviceId(std::string(33, 'a')).ok());
  EXPECT_FALSE(CheckDeviceId("a b").ok());
  EXPECT_FALSE(CheckDeviceId("a\n").ok());
  EXPECT_FALSE(CheckDeviceId("\xC3\xA4").ok());
}

TEST(CheckDeviceMessageTest, AMessageWithoutBodyIsRefused) {
  VIGIL_VERIFIES("REQ-REC-001");
  EXPECT_FALSE(CheckDeviceMessage({}).ok());
}

TEST(CheckDeviceMessageTest, SampleBlocksStayWithinTheKernelsBounds) {
  VIGIL_VERIFIES("REQ-REC-001");
  EXPECT_TRUE(CheckDeviceMessage(Samples(0)).ok());
  EXPECT_TRUE(CheckDeviceMessage(Samples(32)).ok());
  EXPECT_FALSE(CheckDeviceMessage(Samples(33)).ok());
  wire::DeviceMessage message = Samples(1);
  message.mutable_samples()->set_period_us(0);
  EXPECT_FALSE(CheckDeviceMessage(message).ok());
  message = Samples(1);
  message.mutable_samples()->set_quality(0x10000);
  EXPECT_FALSE(CheckDeviceMessage(message).ok());
  message = Samples(1);
  message.mutable_samples()->set_first_sample_us(-1);
  EXPECT_FALSE(CheckDeviceMessage(message).ok());
}

TEST(CheckDeviceMessageTest, AnAlarmNeedsAKnownPriorityAndTransition) {
  VIGIL_VERIFIES("REQ-REC-001");
  wire::DeviceMessage message;
  wire::AlarmEvent& alarm = *message.mutable_alarm();
  alarm.set_id(1);
  alarm.set_kind(1);
  alarm.set_priority(3);
  alarm.set_transition(1);
  EXPECT_TRUE(CheckDeviceMessage(message).ok());
  alarm.set_priority(0);
  EXPECT_FALSE(CheckDeviceMessage(message).ok());
  alarm.set_priority(3);
  alarm.set_transition(6);
  EXPECT_FALSE(CheckDeviceMessage(message).ok());
}

wire::DeviceMessage HeartRate() {
  wire::DeviceMessage message;
  wire::Observation& observation = *message.mutable_observation();
  observation.set_code(147842);
  observation.set_value(60);
  observation.set_validity(2);
  return message;
}

TEST(CheckDeviceMessageTest, AnObservationStaysWithinTheKernelsBounds) {
  VIGIL_VERIFIES("REQ-REC-001");
  EXPECT_TRUE(CheckDeviceMessage(HeartRate()).ok());
  const auto refused = [](auto change) {
    wire::DeviceMessage message = HeartRate();
    change(*message.mutable_observation());
    return !CheckDeviceMessage(message).ok();
  };
  EXPECT_TRUE(refused([](wire::Observation& observation) { observation.set_code(0); }));
  EXPECT_TRUE(refused([](wire::Observation& observation) { observation.set_unit(0x10000); }));
  EXPECT_TRUE(refused([](wire::Observation& observation) { observation.set_validity(3); }));
  EXPECT_TRUE(refused([](wire::Observation& observation) { observation.set_reason(0x100); }));
  EXPECT_TRUE(refused([](wire::Observation& observation) { observation.set_time_us(-1); }));
  EXPECT_TRUE(refused([](wire::Observation& observation) { observation.set_valid_until_us(-1); }));
}

TEST(CheckDeviceMessageTest, NoTimeIsBeforeTheStart) {
  VIGIL_VERIFIES("REQ-REC-001");
  wire::DeviceMessage status;
  wire::DeviceMessage goodbye;
  for (const bool good : {true, false}) {
    status.mutable_status()->set_time_us(good ? 0 : -1);
    goodbye.mutable_goodbye()->set_time_us(good ? 0 : -1);
    EXPECT_EQ(CheckDeviceMessage(status).ok(), good);
    EXPECT_EQ(CheckDeviceMessage(goodbye).ok(), good);
  }
}

TEST(CheckDeviceMessageTest, WhatDoesNotFitAFrameIsRefused) {
  wire::DeviceMessage message;
  message.mutable_hello()->set_device_id("a");
  message.mutable_hello()->set_firmware_version(std::string(600, '1'));
  EXPECT_FALSE(CheckDeviceMessage(message).ok());
}

TEST(CheckUploadTest, TheCountsAreBounded) {
  EXPECT_TRUE(CheckUpload({}).ok());
  EXPECT_TRUE(CheckUpload(Upload(kMaxMessagesPerUpload)).ok());
  EXPECT_FALSE(CheckUpload(Upload(kMaxMessagesPerUpload + 1)).ok());
}

TEST(CheckUploadTest, AnErrorNamesTheLinkReport) {
  VIGIL_VERIFIES("REQ-REC-002");
  wire::UploadRequest request;
  request.add_links()->set_device_id("monitor-1");
  EXPECT_TRUE(CheckUpload(request).ok());
  request.add_links()->set_device_id("a b");
  const absl::Status status = CheckUpload(request);
  EXPECT_TRUE(absl::StrContains(status.message(), "link report 1: device_id")) << status;
}

TEST(CheckUploadTest, AnErrorNamesTheMessage) {
  wire::UploadRequest request = Upload(3);
  request.mutable_messages(2)->set_device_id("a b");
  const absl::Status status = CheckUpload(request);
  EXPECT_TRUE(absl::StrContains(status.message(), "message 2: device_id"))
      << status;
}

TEST(CheckUploadTest, AHelloOfAnotherDeviceIsRefused) {
  VIGIL_VERIFIES("REQ-REC-002");
  wire::UploadRequest request = Upload(1);
  request.mutable_messages(0)->mutable_message()->mutable_hello()->set_device_id(
      "monitor-2");
  EXPECT_FALSE(CheckUpload(request).ok());
  request.mutable_messages(0)->mutable_message()->mutable_hello()->set_device_id(
      "monitor-1");
  EXPECT_TRUE(CheckUpload(request).ok());
}

TEST(CheckUploadTest, AMessageNeedsTheTimeOfItsArrival) {
  VIGIL_VERIFIES("REQ-REC-001");
  wire::UploadRequest request = Upload(1);
  request.mutable_messages(0)->set_received_unix_us(0);
  EXPECT_FALSE(CheckUpload(request).ok());
}

}  // namespace
}  // namespace vigil
