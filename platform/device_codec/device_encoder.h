// Writes what the device says as messages of platform/wire/device.proto.
//
//   std::uint8_t payload[kMaxDeviceMessage];
//   Result<std::uint32_t> length = EncodeDeviceMessage(block, payload, sizeof payload);
//   if (length.ok()) link::EncodeFrame(header, payload, length.value(), ...);
//
// The result is the same bits on every target. Nothing allocates or blocks.
#ifndef VIGIL_PLATFORM_DEVICE_CODEC_DEVICE_ENCODER_H_
#define VIGIL_PLATFORM_DEVICE_CODEC_DEVICE_ENCODER_H_

#include <cstdint>

#include "platform/device_codec/device_messages.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"

namespace vigil {

// Room that suffices for each message.
inline constexpr std::uint32_t kMaxDeviceMessage = 256;

// Each writes one DeviceMessage to out[0..room) and gives its length in bytes.
// kFull: `room` is too small. kInvalidArgument: the block holds more samples
// than kMaxSamplesPerBlock, or a text of the hello is too long or no device id.
Result<std::uint32_t> EncodeDeviceMessage(const DeviceHello& hello,
                                          std::uint8_t* out, std::uint32_t room);
Result<std::uint32_t> EncodeDeviceMessage(const SampleBlock& block,
                                          std::uint8_t* out, std::uint32_t room);
Result<std::uint32_t> EncodeDeviceMessage(const Observation& observation,
                                          std::uint8_t* out, std::uint32_t room);
Result<std::uint32_t> EncodeDeviceMessage(const AlarmEvent& event,
                                          std::uint8_t* out, std::uint32_t room);
Result<std::uint32_t> EncodeDeviceMessage(const DeviceStatus& status,
                                          std::uint8_t* out, std::uint32_t room);
Result<std::uint32_t> EncodeDeviceMessage(const DeviceGoodbye& goodbye,
                                          std::uint8_t* out, std::uint32_t room);

}  // namespace vigil

#endif  // VIGIL_PLATFORM_DEVICE_CODEC_DEVICE_ENCODER_H_
