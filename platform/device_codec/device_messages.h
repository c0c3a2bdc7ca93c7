// What the device says about itself, beside the kernel's types: the messages
// that platform/wire/device.proto carries and safety_kernel/ does not know.
#ifndef VIGIL_PLATFORM_DEVICE_CODEC_DEVICE_MESSAGES_H_
#define VIGIL_PLATFORM_DEVICE_CODEC_DEVICE_MESSAGES_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {

inline constexpr std::uint32_t kMaxDeviceIdLength = 32;
inline constexpr std::uint32_t kMaxFirmwareVersionLength = 15;

// First message of a session.
struct DeviceHello {
  const char* device_id = "";         // 1 to 32 characters of [A-Za-z0-9._-]
  const char* firmware_version = "";  // semantic version, 1 to 15 characters
  InterfaceVersion kernel_interface = kKernelInterfaceVersion;
  std::uint32_t frame_period_us = 0;  // of the schedule
  bool simulated_input = false;       // what it measures comes from no patient
};

// Once a second. Counts are since start.
struct DeviceStatus {
  Timestamp time;
  std::uint32_t frames_run = 0;
  std::uint32_t overruns = 0;          // frames that began late
  std::uint32_t messages_dropped = 0;  // found no room in the send queue
  std::uint32_t samples_acquired = 0;
  std::uint32_t frame_cost_max = 0;    // instructions or cycles; 0: unknown
  std::uint32_t frame_cost_last = 0;
  std::uint32_t alarm_events = 0;      // who has fewer of them has lost some
  std::uint32_t alarms_active = 0;     // now
  AlarmPriority alarm_priority = AlarmPriority::kNone;  // the highest of those
};

// Last message of a session that ended as planned.
struct DeviceGoodbye {
  Timestamp time;
  std::uint32_t samples_acquired = 0;
  std::uint32_t observations_made = 0;
  std::uint32_t alarms_signalled = 0;
};

// True for 1 to kMaxDeviceIdLength characters of [A-Za-z0-9._-] and a zero.
constexpr bool IsDeviceId(const char* text) {
  for (std::uint32_t n = 0; n <= kMaxDeviceIdLength; ++n) {
    const char c = text[n];
    if (c == '\0') return n > 0;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !digit && c != '.' && c != '_' && c != '-') return false;
  }
  return false;
}

}  // namespace vigil

#endif  // VIGIL_PLATFORM_DEVICE_CODEC_DEVICE_MESSAGES_H_
