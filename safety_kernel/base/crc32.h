// CRC-32 as IEEE 802.3 defines it (reflected polynomial 0xEDB88320, start and
// final exclusive-or 0xFFFFFFFF; "123456789" gives 0xCBF43926). It guards data
// against damage in memory and on the way; it does not guard against an attacker.
//
//   Crc32 crc;
//   crc.Add32(channel);
//   crc.AddBytes(data, length);
//   if (crc.value() != expected) ...
#ifndef VIGIL_SAFETY_KERNEL_BASE_CRC32_H_
#define VIGIL_SAFETY_KERNEL_BASE_CRC32_H_

#include <cstddef>
#include <cstdint>

namespace vigil {

class Crc32 {
 public:
  void AddByte(std::uint8_t byte);
  // Little-endian, whatever the machine, so that each target gets one value.
  void Add16(std::uint16_t value);
  void Add32(std::uint32_t value);
  void Add64(std::uint64_t value);
  // data: `length` readable bytes; null is allowed when length is 0.
  void AddBytes(const std::uint8_t* data, std::size_t length);

  std::uint32_t value() const { return ~state_; }

 private:
  std::uint32_t state_ = 0xFFFFFFFFu;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_BASE_CRC32_H_
