// Memory that keeps what it holds without power, as flash does: the board offers it
// to the alarm log.
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_LOG_STORE_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_LOG_STORE_H_

#include <cstdint>

#include "safety_kernel/base/status.h"

namespace vigil {

class LogStore {
 public:
  // Sectors are erased as a whole, to 0xFF. At least two; each holds at least one
  // record (alarm_log.h).
  virtual std::uint32_t sector_count() const = 0;
  virtual std::uint32_t sector_bytes() const = 0;

  // `offset` from the begin of the store; within it. Blocks for as long as the
  // memory takes. kDataLoss: the memory failed. When the power goes, any part of
  // what was to be written or erased is done.
  virtual Status Read(std::uint32_t offset, std::uint8_t* out,
                      std::uint32_t bytes) = 0;
  virtual Status Write(std::uint32_t offset, const std::uint8_t* data,
                       std::uint32_t bytes) = 0;
  virtual Status Erase(std::uint32_t sector) = 0;

 protected:
  ~LogStore() = default;  // never deleted through the interface
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_LOG_STORE_H_
