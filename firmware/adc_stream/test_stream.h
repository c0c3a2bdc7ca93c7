// ECG streams for tests: a regular rhythm that is drawn, not measured.
#ifndef VIGIL_FIRMWARE_ADC_STREAM_TEST_STREAM_H_
#define VIGIL_FIRMWARE_ADC_STREAM_TEST_STREAM_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "firmware/adc_stream/adc_stream_source.h"
#include "platform/wfdb/adc_stream_format.h"
#include "safety_kernel/base/crc32.h"

namespace vigil::firmware {

inline void AppendU32(std::uint32_t value, std::string& out) {
  for (int shift = 0; shift < 32; shift += 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

inline std::string StreamHeader(std::uint32_t conversions,
                                std::uint32_t flags = 0) {
  std::string header;
  AppendU32(kAdcStreamMagic, header);
  AppendU32(kAdcStreamVersion, header);
  AppendU32(kAdcStreamSamplePeriodUs, header);
  AppendU32(flags, header);
  AppendU32(conversions, header);
  Crc32 crc;
  crc.AddBytes(reinterpret_cast<const std::uint8_t*>(header.data()),
               header.size());
  AppendU32(crc.value(), header);
  return header;
}

inline void AppendConversion(std::int32_t counts, std::uint32_t status,
                             std::string& out) {
  AppendU32(static_cast<std::uint32_t>(counts), out);
  AppendU32(status, out);
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
  constexpr std::uint32_t kSamplesPerSecond =
      1'000'000 / kAdcStreamSamplePeriodUs;
  const std::uint32_t conversions = seconds * kSamplesPerSecond;
  const std::uint32_t beat = 60 * kSamplesPerSecond / beats_per_minute;
  std::string stream = StreamHeader(conversions, flags);
  for (std::uint32_t n = 0; n < conversions; ++n) {
    AppendConversion(DrawnEcg(n % beat, n), 0, stream);
  }
  return stream;
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
