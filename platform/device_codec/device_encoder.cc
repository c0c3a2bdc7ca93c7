#include "platform/device_codec/device_encoder.h"

#include <pb_encode.h>

#include "platform/wire/device.nanopb.h"

namespace vigil {
namespace {

static_assert(vigil_wire_DeviceMessage_size <= kMaxDeviceMessage);
static_assert(sizeof(vigil_wire_DeviceHello::device_id) ==
              kMaxDeviceIdLength + 1);
static_assert(sizeof(vigil_wire_DeviceHello::firmware_version) ==
              kMaxFirmwareVersionLength + 1);
static_assert(sizeof(vigil_wire_SampleBlock::samples) ==
              kMaxSamplesPerBlock * sizeof(std::int32_t));

template <typename Enum>
constexpr std::uint32_t Number(Enum value) {
  return static_cast<std::uint32_t>(value);
}

Result<std::uint32_t> Encode(const vigil_wire_DeviceMessage& message,
                             std::uint8_t* out, std::uint32_t room) {
  pb_ostream_t stream = pb_ostream_from_buffer(out, room);
  if (!pb_encode(&stream, vigil_wire_DeviceMessage_fields, &message)) {
    return Status::kFull;
  }
  return static_cast<std::uint32_t>(stream.bytes_written);
}

// kInvalidArgument: `text` and its zero need more than `room`.
Status CopyText(const char* text, char* out, std::uint32_t room) {
  for (std::uint32_t n = 0; n < room; ++n) {
    out[n] = text[n];
    if (text[n] == '\0') return Status::kOk;
  }
  return Status::kInvalidArgument;
}

}  // namespace

Result<std::uint32_t> EncodeDeviceMessage(const DeviceHello& hello,
                                          std::uint8_t* out,
                                          std::uint32_t room) {
  vigil_wire_DeviceMessage message = vigil_wire_DeviceMessage_init_zero;
  message.which_body = vigil_wire_DeviceMessage_hello_tag;
  vigil_wire_DeviceHello& body = message.body.hello;
  Status status =
      CopyText(hello.device_id, body.device_id, sizeof body.device_id);
  if (status != Status::kOk) return status;
  if (!IsDeviceId(body.device_id)) return Status::kInvalidArgument;
  status = CopyText(hello.firmware_version, body.firmware_version,
                    sizeof body.firmware_version);
  if (status != Status::kOk) return status;
  body.kernel_interface_major = hello.kernel_interface.major;
  body.kernel_interface_minor = hello.kernel_interface.minor;
  body.frame_period_us = hello.frame_period_us;
  body.simulated_input = hello.simulated_input;
  return Encode(message, out, room);
}

Result<std::uint32_t> EncodeDeviceMessage(const SampleBlock& block,
                                          std::uint8_t* out,
                                          std::uint32_t room) {
  if (block.count > kMaxSamplesPerBlock) return Status::kInvalidArgument;
  vigil_wire_DeviceMessage message = vigil_wire_DeviceMessage_init_zero;
  message.which_body = vigil_wire_DeviceMessage_samples_tag;
  vigil_wire_SampleBlock& body = message.body.samples;
  body.channel = Number(block.channel);
  body.unit = Number(block.unit);
  body.quality = block.quality;
  body.sequence = block.sequence;
  body.period_us = block.period_us;
  body.first_sample_us = block.first_sample.us;
  body.samples_count = block.count;
  for (std::uint32_t n = 0; n < block.count; ++n) {
    body.samples[n] = block.samples[n];
  }
  body.integrity = block.integrity;
  return Encode(message, out, room);
}

Result<std::uint32_t> EncodeDeviceMessage(const Observation& observation,
                                          std::uint8_t* out,
                                          std::uint32_t room) {
  vigil_wire_DeviceMessage message = vigil_wire_DeviceMessage_init_zero;
  message.which_body = vigil_wire_DeviceMessage_observation_tag;
  vigil_wire_Observation& body = message.body.observation;
  body.code = Number(observation.code);
  body.value = observation.value;
  body.unit = Number(observation.unit);
  body.validity = Number(observation.validity);
  body.reason = Number(observation.reason);
  body.sequence = observation.sequence;
  body.time_us = observation.time.us;
  body.valid_until_us = observation.valid_until.us;
  body.integrity = observation.integrity;
  return Encode(message, out, room);
}

Result<std::uint32_t> EncodeDeviceMessage(const AlarmEvent& event,
                                          std::uint8_t* out,
                                          std::uint32_t room) {
  vigil_wire_DeviceMessage message = vigil_wire_DeviceMessage_init_zero;
  message.which_body = vigil_wire_DeviceMessage_alarm_tag;
  vigil_wire_AlarmEvent& body = message.body.alarm;
  body.id = Number(event.condition.id);
  body.kind = Number(KindOf(event.condition.id));
  body.priority = Number(event.condition.priority);
  body.transition = Number(event.transition);
  body.unit = Number(event.condition.unit);
  body.value = event.condition.value;
  body.limit = event.condition.limit;
  body.since_us = event.condition.since.us;
  body.time_us = event.time.us;
  body.sequence = event.sequence;
  body.by = event.by;
  return Encode(message, out, room);
}

Result<std::uint32_t> EncodeDeviceMessage(const DeviceStatus& status,
                                          std::uint8_t* out,
                                          std::uint32_t room) {
  vigil_wire_DeviceMessage message = vigil_wire_DeviceMessage_init_zero;
  message.which_body = vigil_wire_DeviceMessage_status_tag;
  vigil_wire_DeviceStatus& body = message.body.status;
  body.time_us = status.time.us;
  body.frames_run = status.frames_run;
  body.overruns = status.overruns;
  body.messages_dropped = status.messages_dropped;
  body.samples_acquired = status.samples_acquired;
  body.frame_cost_max = status.frame_cost_max;
  body.frame_cost_last = status.frame_cost_last;
  body.alarm_events = status.alarm_events;
  body.alarms_active = status.alarms_active;
  body.alarm_priority = Number(status.alarm_priority);
  return Encode(message, out, room);
}

Result<std::uint32_t> EncodeDeviceMessage(const DeviceGoodbye& goodbye,
                                          std::uint8_t* out,
                                          std::uint32_t room) {
  vigil_wire_DeviceMessage message = vigil_wire_DeviceMessage_init_zero;
  message.which_body = vigil_wire_DeviceMessage_goodbye_tag;
  vigil_wire_DeviceGoodbye& body = message.body.goodbye;
  body.time_us = goodbye.time.us;
  body.samples_acquired = goodbye.samples_acquired;
  body.observations_made = goodbye.observations_made;
  body.alarms_signalled = goodbye.alarms_signalled;
  return Encode(message, out, room);
}

}  // namespace vigil
