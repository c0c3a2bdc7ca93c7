// Memory of an alarm log for tests: keeps what is written, and fails when told to.
#ifndef VIGIL_FIRMWARE_MONITOR_SCRIPTED_LOG_MEMORY_H_
#define VIGIL_FIRMWARE_MONITOR_SCRIPTED_LOG_MEMORY_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "safety_kernel/alerting/log_store.h"

namespace vigil::firmware {

class ScriptedLogMemory final : public LogStore {
 public:
  static constexpr std::uint32_t kSectors = 4;
  static constexpr std::uint32_t kSectorBytes = 4096;

  std::uint32_t sector_count() const override { return kSectors; }
  std::uint32_t sector_bytes() const override { return kSectorBytes; }
  Status Read(std::uint32_t offset, std::uint8_t* out,
              std::uint32_t bytes) override {
    if (broken_) return Status::kDataLoss;
    std::copy_n(bytes_.begin() + offset, bytes, out);
    return Status::kOk;
  }
  Status Write(std::uint32_t offset, const std::uint8_t* data,
               std::uint32_t bytes) override {
    if (broken_) return Status::kDataLoss;
    if (on_write_) on_write_();
    std::copy_n(data, bytes, bytes_.begin() + offset);
    return Status::kOk;
  }
  Status Erase(std::uint32_t sector) override {
    if (broken_) return Status::kDataLoss;
    std::fill_n(bytes_.begin() + sector * kSectorBytes, kSectorBytes, 0xFF);
    return Status::kOk;
  }

  // Called before each write.
  void OnWrite(std::function<void()> call) { on_write_ = std::move(call); }
  void Break() { broken_ = true; }
  void Mend() { broken_ = false; }
  void FlipBitAt(std::uint32_t offset) { bytes_[offset] ^= 1; }

 private:
  std::vector<std::uint8_t> bytes_ =
      std::vector<std::uint8_t>(std::size_t{kSectors} * kSectorBytes, 0xFF);
  std::function<void()> on_write_;
  bool broken_ = false;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_MONITOR_SCRIPTED_LOG_MEMORY_H_
