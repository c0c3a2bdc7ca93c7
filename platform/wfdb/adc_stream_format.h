// The file that stands in for the ECG converter where there is none (QEMU, a
// host): a header of 24 bytes, then one conversion after the other, everything
// little-endian.
//
//   offset  0  u32  kAdcStreamMagic ("VADC")
//           4  u32  kAdcStreamVersion
//           8  u32  sample period, us
//          12  u32  flags, AdcStreamFlag bits
//          16  u32  number of conversions
//          20  u32  CRC-32 (IEEE 802.3) of the 20 bytes before
//          24  i32  counts of conversion 0, kAdcNanovoltPerCount each
//          28  u32  status of conversion 0, AdcStatusFlag bits
//          32  ...
//
// Freestanding: firmware and hosts include it.
#ifndef VIGIL_PLATFORM_WFDB_ADC_STREAM_FORMAT_H_
#define VIGIL_PLATFORM_WFDB_ADC_STREAM_FORMAT_H_

#include <cstdint>

namespace vigil {

inline constexpr std::uint32_t kAdcStreamMagic = 0x43444156u;  // "VADC"
inline constexpr std::uint32_t kAdcStreamVersion = 1;
inline constexpr std::uint32_t kAdcStreamSamplePeriodUs = 4000;  // 250 Hz

inline constexpr std::uint32_t kAdcStreamHeaderBytes = 24;
inline constexpr std::uint32_t kAdcStreamChecksumOffset = 20;
inline constexpr std::uint32_t kAdcStreamConversionBytes = 8;

enum AdcStreamFlag : std::uint32_t {
  kAdcStreamReplay = 1u << 0,  // begin again at conversion 0 after the last
};

enum AdcStatusFlag : std::uint32_t {
  kAdcStatusLeadOff = 1u << 0,  // an electrode has no contact
};

// A 24-bit converter.
inline constexpr std::int32_t kAdcNanovoltPerCount = 500;
inline constexpr std::int32_t kAdcMaxCount = (1 << 23) - 1;
inline constexpr std::int32_t kAdcMinCount = -(1 << 23);

}  // namespace vigil

#endif  // VIGIL_PLATFORM_WFDB_ADC_STREAM_FORMAT_H_
