// The file that stands in for the flash of the alarm log where a board is simulated,
// the same on each: sectors one after the other, 0xFF where nothing was written.
#ifndef VIGIL_FIRMWARE_BOARDS_LOG_FILE_H_
#define VIGIL_FIRMWARE_BOARDS_LOG_FILE_H_

#include <cstdint>

namespace vigil::firmware {

// 680 records: a shift of 12 hours with an alarm each two minutes.
inline constexpr std::uint32_t kLogFileSectors = 8;
inline constexpr std::uint32_t kLogFileSectorBytes = 4096;
inline constexpr std::uint32_t kLogFileBytes =
    kLogFileSectors * kLogFileSectorBytes;
inline constexpr std::uint8_t kLogFileErased = 0xFF;

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BOARDS_LOG_FILE_H_
