// Streams of conversions for tests, and a regular ECG that is drawn, not measured.
#ifndef VIGIL_FIRMWARE_ADC_STREAM_TEST_STREAM_H_
#define VIGIL_FIRMWARE_ADC_STREAM_TEST_STREAM_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "firmware/adc_stream/adc_stream_source.h"
#include "platform/wfdb/adc_stream.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil::firmware {

// What a source needs to know of a system that takes the ECG alone.
inline const SystemDescription& EcgOnly() {
  static constexpr ChannelDescription kChannels[] = {
      {.channel = ChannelId::kEcgAdc, .period_us = kEcgAdcPeriodUs, .from_source = true}};
  static constexpr SystemDescription kSystem = {
      .frame_us = kAdcStreamFrameUs, .channels = kChannels, .channel_count = 1};
  return kSystem;
}

// The bytes of the file of an ECG; `flags` are AdcStreamFlag bits. Empty when the
// conversions do not fill a frame.
inline std::string EcgFile(std::vector<wfdb::Conversion> conversions,
                           std::uint32_t flags = 0) {
  wfdb::AdcStream stream = wfdb::EcgStream(std::move(conversions));
  stream.replay = (flags & kAdcStreamReplay) != 0;
  stream.is_simulated = (flags & kAdcStreamSimulated) != 0;
  return wfdb::EncodeAdcStream(stream).value_or("");
}

// A complex of 1 mV and 80 ms, a T wave of 0.2 mV, and a small ripple, in counts.
inline std::int32_t DrawnEcg(std::uint32_t since_beat, std::uint32_t n) {
  constexpr std::int32_t kComplex[] = {0,    -100, -200, 100,  700, 1400, 2000,
                                       1900, 1100, 300,  -300, -400, -200, -100};
  constexpr std::uint32_t kTBegin = 60, kTLength = 40;
  const auto ripple = static_cast<std::int32_t>(n * 7 % 13) - 6;
  if (since_beat < std::size(kComplex)) return kComplex[since_beat] + ripple;
  if (since_beat >= kTBegin && since_beat < kTBegin + kTLength) {
    const auto x = static_cast<std::int32_t>(since_beat - kTBegin);
    return 400 * x * (static_cast<std::int32_t>(kTLength) - x) / 400 + ripple;
  }
  return ripple;
}

// `seconds` of ECG at `beats_per_minute`, as the bytes of a stream's file.
inline std::string TestStream(std::uint32_t seconds,
                              std::uint32_t beats_per_minute = 75,
                              std::uint32_t flags = 0) {
  constexpr std::uint32_t kSamplesPerSecond = 1'000'000 / kEcgAdcPeriodUs;
  const std::uint32_t beat = 60 * kSamplesPerSecond / beats_per_minute;
  std::vector<wfdb::Conversion> conversions;
  for (std::uint32_t n = 0; n < seconds * kSamplesPerSecond; ++n) {
    conversions.push_back({.counts = DrawnEcg(n % beat, n)});
  }
  return EcgFile(std::move(conversions), flags);
}

// The bytes of a stream in memory. A test may let reading fail.
class MemoryStream final : public StreamFile {
 public:
  explicit MemoryStream(std::string bytes) : bytes_(std::move(bytes)) {}

  Result<std::uint32_t> Read(std::uint8_t* out, std::uint32_t length) override {
    if (broken_) return Status::kDataLoss;
    const std::size_t left = bytes_.size() - std::min(position_, bytes_.size());
    const std::size_t got = std::min<std::size_t>(length, left);
    std::memcpy(out, bytes_.data() + position_, got);
    position_ += got;
    return static_cast<std::uint32_t>(got);
  }
  Status Seek(std::uint32_t offset) override {
    if (broken_) return Status::kDataLoss;
    position_ = offset;
    return Status::kOk;
  }
  void Break() { broken_ = true; }

 private:
  std::string bytes_;
  std::size_t position_ = 0;
  bool broken_ = false;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_ADC_STREAM_TEST_STREAM_H_
