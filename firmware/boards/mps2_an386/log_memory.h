// A file of the host in place of the flash that a device keeps its alarm log in
// (firmware/boards/log_file.h), by semihosting.
//
//   LogMemory memory;
//   memory.Open("/tmp/alarms.log");
//   AlarmLog log;
//   Status status = log.Open(memory);
//
// Each call stops the processor until the host has answered; then the file holds
// what was written, whatever becomes of the simulator.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_LOG_MEMORY_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_LOG_MEMORY_H_

#include <cstdint>

#include "firmware/boards/log_file.h"
#include "safety_kernel/alerting/log_store.h"
#include "safety_kernel/base/status.h"

namespace vigil::firmware::mps2_an386 {

class LogMemory final : public LogStore {
 public:
  // Makes the file where there is none, and fills up one that is too short. `path`
  // ends in a zero. kUnavailable: the host can neither open nor make it; kDataLoss:
  // it can't write to it. The memory then fails at each access.
  Status Open(const char* path);

  std::uint32_t sector_count() const override { return kLogFileSectors; }
  std::uint32_t sector_bytes() const override { return kLogFileSectorBytes; }
  Status Read(std::uint32_t offset, std::uint8_t* out,
              std::uint32_t bytes) override;
  Status Write(std::uint32_t offset, const std::uint8_t* data,
               std::uint32_t bytes) override;
  Status Erase(std::uint32_t sector) override;

 private:
  Status EraseFrom(std::uint32_t begin, std::uint32_t end);

  std::int32_t file_ = -1;
};

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_LOG_MEMORY_H_
