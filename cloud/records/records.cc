#include "cloud/records/records.h"

#include <cstdint>
#include <initializer_list>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "platform/link/frame.h"
#include "safety_kernel/acquisition/sample_block.h"

namespace vigil {
namespace {

constexpr std::int64_t kMaxUint16 = 0xFFFF;

absl::Status InRange(absl::string_view field, std::int64_t value,
                     std::int64_t low, std::int64_t high) {
  if (value >= low && value <= high) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(field, " is ", value, ", has to be ", low, " to ", high));
}

absl::Status NotNegative(absl::string_view field, std::int64_t value) {
  if (value >= 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(field, " is ", value, ", has to be 0 or more"));
}

// The first of them that is no OK.
absl::Status First(std::initializer_list<absl::Status> checks) {
  for (const absl::Status& check : checks) {
    if (!check.ok()) return check;
  }
  return absl::OkStatus();
}

absl::Status CheckSamples(const wire::SampleBlock& block) {
  return First({
      InRange("samples.channel", block.channel(), 1, kMaxUint16),
      InRange("samples.unit", block.unit(), 0, kMaxUint16),
      InRange("samples.quality", block.quality(), 0, kMaxUint16),
      InRange("samples.period_us", block.period_us(), 1, 0xFFFFFFFF),
      InRange("the number of samples", block.samples_size(), 0,
              kMaxSamplesPerBlock),
      NotNegative("samples.first_sample_us", block.first_sample_us()),
  });
}

absl::Status CheckObservation(const wire::Observation& observation) {
  return First({
      InRange("observation.code", observation.code(), 1, 0xFFFFFFFF),
      InRange("observation.unit", observation.unit(), 0, kMaxUint16),
      InRange("observation.validity", observation.validity(), 0, 2),
      InRange("observation.reason", observation.reason(), 0, 0xFF),
      NotNegative("observation.time_us", observation.time_us()),
      NotNegative("observation.valid_until_us", observation.valid_until_us()),
  });
}

absl::Status CheckAlarm(const wire::AlarmEvent& alarm) {
  return First({
      InRange("alarm.id", alarm.id(), 1, kMaxUint16),
      InRange("alarm.kind", alarm.kind(), 1, 2),
      InRange("alarm.priority", alarm.priority(), 1, 3),
      InRange("alarm.transition", alarm.transition(), 1, 5),
      InRange("alarm.unit", alarm.unit(), 0, kMaxUint16),
      NotNegative("alarm.since_us", alarm.since_us()),
      NotNegative("alarm.time_us", alarm.time_us()),
  });
}

absl::Status CheckReceived(const wire::ReceivedMessage& received) {
  absl::Status status =
      First({CheckDeviceId(received.device_id()),
             InRange("received_unix_us", received.received_unix_us(), 1,
                     INT64_MAX),
             CheckDeviceMessage(received.message())});
  if (status.ok() && received.message().has_hello() &&
      received.message().hello().device_id() != received.device_id()) {
    return absl::InvalidArgumentError(
        "hello.device_id differs from the device_id of its message");
  }
  return status;
}

}  // namespace

absl::Status CheckDeviceId(absl::string_view device_id) {
  bool good = !device_id.empty() && device_id.size() <= kMaxDeviceIdLength;
  for (const char c : device_id) {
    good = good && (absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                    c == '.' || c == '_' || c == '-');
  }
  if (good) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "device_id has to be 1 to 32 characters of [A-Za-z0-9._-]");
}

absl::Status CheckDeviceMessage(const wire::DeviceMessage& message) {
  const absl::Status size =
      InRange("the size of a device message",
              static_cast<std::int64_t>(message.ByteSizeLong()), 0, link::kMaxPayload);
  if (!size.ok()) return size;
  switch (message.body_case()) {
    case wire::DeviceMessage::kHello:
      return First({CheckDeviceId(message.hello().device_id()),
                    InRange("the length of hello.firmware_version",
                            static_cast<std::int64_t>(message.hello().firmware_version().size()), 0, 64)});
    case wire::DeviceMessage::kSamples:
      return CheckSamples(message.samples());
    case wire::DeviceMessage::kObservation:
      return CheckObservation(message.observation());
    case wire::DeviceMessage::kAlarm:
      return CheckAlarm(message.alarm());
    case wire::DeviceMessage::kStatus:
      return NotNegative("status.time_us", message.status().time_us());
    case wire::DeviceMessage::kGoodbye:
      return NotNegative("goodbye.time_us", message.goodbye().time_us());
    case wire::DeviceMessage::BODY_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError(
      "a device message has no body that this program knows");
}

absl::Status CheckUpload(const wire::UploadRequest& request) {
  const absl::Status counts =
      First({InRange("the number of messages", request.messages_size(), 0,
                     kMaxMessagesPerUpload),
             InRange("the number of link reports", request.links_size(), 0,
                     kMaxLinksPerUpload)});
  if (!counts.ok()) return counts;
  for (int i = 0; i < request.messages_size(); ++i) {
    const absl::Status status = CheckReceived(request.messages(i));
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("message ", i, ": ", status.message()));
    }
  }
  for (int i = 0; i < request.links_size(); ++i) {
    const absl::Status status = CheckDeviceId(request.links(i).device_id());
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("link report ", i, ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace vigil
