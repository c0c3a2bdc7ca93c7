// The version of the firmware, as the device tells it.
#ifndef VIGIL_FIRMWARE_MONITOR_VERSION_H_
#define VIGIL_FIRMWARE_MONITOR_VERSION_H_

namespace vigil::firmware {

inline constexpr char kFirmwareVersion[] = "0.1.0";

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_MONITOR_VERSION_H_
