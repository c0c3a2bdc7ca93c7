// Reads on a host what the device said: from the wire's messages to the kernel's
// types, with every number checked, so that damaged data never looks like good.
//
//   absl::StatusOr<Observation> observation = FromWire(message.observation());
//   if (!observation.ok()) Count(observation.status());
//
// All functions are pure.
#ifndef VIGIL_PLATFORM_DEVICE_CODEC_DEVICE_DECODER_H_
#define VIGIL_PLATFORM_DEVICE_CODEC_DEVICE_DECODER_H_

#include "absl/status/statusor.h"
#include "platform/wire/device.pb.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/algorithm/observation.h"

namespace vigil {

// kInvalidArgument: a number is outside of its type or of what its field may
// hold; the message names the field. kDataLoss: the integrity check failed.
// Codes, channels, units and reasons that this host does not know are kept: a
// newer device may have them.
absl::StatusOr<SampleBlock> FromWire(const wire::SampleBlock& message);
absl::StatusOr<Observation> FromWire(const wire::Observation& message);

// kInvalidArgument: as above, or the kind is not that of the id. `present` of
// the condition is false exactly in an event that ends or latches it.
absl::StatusOr<AlarmEvent> FromWire(const wire::AlarmEvent& message);

}  // namespace vigil

#endif  // VIGIL_PLATFORM_DEVICE_CODEC_DEVICE_DECODER_H_
