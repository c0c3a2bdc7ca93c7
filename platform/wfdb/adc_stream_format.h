// The file that stands in for the converters where there are none (QEMU, a host): a
// header with a table of channels, then one frame of the schedule after the other,
// everything little-endian.
//
//   offset  0  u32  kAdcStreamMagic ("VADC")
//           4  u32  kAdcStreamVersion
//           8  u32  flags, AdcStreamFlag bits
//          12  u32  frame of the schedule, us
//          16  u32  number of frames, F
//          20  u32  number of channels, C: 1..kMaxAdcStreamChannels
//          24  u32  ChannelId of the first channel
//          28  u32  its period, us: a whole part of the frame, or whole frames
//          32  ...  the other channels
//    24 + 8*C  u32  CRC-32 (IEEE 802.3) of all before
//    28 + 8*C  the conversions of frame 0: of the first channel, then of the next
//          i32  counts, kAdcMinCount..kAdcMaxCount
//          u32  status, AdcStatusFlag bits
//
// A channel has the moments of a frame in it, each with its values behind one another
// (DimensionsOf); one with a period of n frames is in each n-th, from frame 0 on, and F
// is a multiple of n. So everything but the values follows from the header.
//
// Freestanding: firmware and hosts include it.
#ifndef VIGIL_PLATFORM_WFDB_ADC_STREAM_FORMAT_H_
#define VIGIL_PLATFORM_WFDB_ADC_STREAM_FORMAT_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"

namespace vigil {

inline constexpr std::uint32_t kAdcStreamMagic = 0x43444156u;  // "VADC"
inline constexpr std::uint32_t kAdcStreamVersion = 2;

inline constexpr std::uint32_t kMaxAdcStreamChannels = 6;
inline constexpr std::uint32_t kAdcStreamFixedBytes = 24;  // of the header
inline constexpr std::uint32_t kAdcStreamChannelBytes = 8;
inline constexpr std::uint32_t kAdcStreamChecksumBytes = 4;
inline constexpr std::uint32_t kAdcStreamConversionBytes = 8;

// Where the checksum stands, and where the first frame does.
constexpr std::uint32_t AdcStreamChecksumOffset(std::uint32_t channels) {
  return kAdcStreamFixedBytes + channels * kAdcStreamChannelBytes;
}
constexpr std::uint32_t AdcStreamHeaderBytes(std::uint32_t channels) {
  return AdcStreamChecksumOffset(channels) + kAdcStreamChecksumBytes;
}

// The ECG converter of this project's devices.
inline constexpr std::uint32_t kAdcStreamFrameUs = 100'000;
inline constexpr std::uint32_t kEcgAdcPeriodUs = 4000;  // 250 Hz

enum AdcStreamFlag : std::uint32_t {
  kAdcStreamReplay = 1u << 0,     // begin again at frame 0 after the last
  kAdcStreamSimulated = 1u << 1,  // made by a model: no patient is behind it
};

enum AdcStatusFlag : std::uint32_t {
  kAdcStatusLeadOff = 1u << 0,  // an electrode has no contact
  kAdcStatusNotWorn = 1u << 1,  // the sensor tells that it is on nobody
};

// How a channel lies in the frames; both 0 when its period does not fit the frame or a
// frame holds more than a block has room for.
struct AdcChannelLayout {
  std::uint32_t every = 0;   // it is in each so many frames
  std::uint32_t values = 0;  // so many conversions each time
};
constexpr AdcChannelLayout LayoutOf(ChannelId channel, std::uint32_t period_us,
                                    std::uint32_t frame_us) {
  if (period_us == 0 || frame_us == 0) return {};
  if (UnitOf(channel) == Unit::kNone) return {};
  const std::uint32_t dimensions = DimensionsOf(channel);
  if (period_us > frame_us) {
    if (period_us % frame_us != 0) return {};
    return {.every = period_us / frame_us, .values = dimensions};
  }
  const std::uint32_t moments = frame_us / period_us;
  if (frame_us % period_us != 0) return {};
  if (moments > kMaxSamplesPerBlock / dimensions) return {};
  return {.every = 1, .values = moments * dimensions};
}

// A 24-bit converter, whatever the channel.
inline constexpr std::int32_t kAdcNanovoltPerCount = 500;  // of the ECG
inline constexpr std::int32_t kAdcMaxCount = (1 << 23) - 1;
inline constexpr std::int32_t kAdcMinCount = -(1 << 23);

}  // namespace vigil

#endif  // VIGIL_PLATFORM_WFDB_ADC_STREAM_FORMAT_H_
