#include "platform/wfdb/adc_stream.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "platform/wfdb/resample.h"
#include "safety_kernel/base/crc32.h"

namespace vigil::wfdb {
namespace {

constexpr double kDeviceFrequency = 1e6 / kAdcStreamSamplePeriodUs;  // Hz

absl::StatusOr<double> NanovoltPerUnit(const SignalSpec& signal) {
  if (signal.units == "V") return 1e9;
  if (signal.units == "mV") return 1e6;
  if (signal.units == "uV") return 1e3;
  return absl::InvalidArgumentError(
      absl::StrCat("signal ", signal.description, " is in ", signal.units,
                   "; an ECG lead in V, mV or uV is needed"));
}

struct MarkedSignal {
  std::vector<double> counts;  // of the device's converter
  std::vector<bool> is_taken;
};

MarkedSignal Scale(const Samples& samples, const SignalSpec& spec,
                   double nanovolt_per_unit) {
  MarkedSignal out;
  const double factor = nanovolt_per_unit / spec.gain / kAdcNanovoltPerCount;
  double last = 0;
  for (const std::int32_t sample : samples) {
    const bool is_taken = sample != InvalidSample(spec.format);
    if (is_taken) {
      last = (static_cast<double>(sample) - spec.baseline) * factor;
    }
    out.counts.push_back(last);
    out.is_taken.push_back(is_taken);
  }
  return out;
}

// True when the input samples around `time` (in input samples) were taken.
bool IsTakenAround(const std::vector<bool>& is_taken, double time) {
  const auto last = static_cast<std::int64_t>(is_taken.size()) - 1;
  const auto first = static_cast<std::int64_t>(std::floor(time));
  for (std::int64_t i = first; i <= first + 1; ++i) {
    const std::int64_t at = std::clamp<std::int64_t>(i, 0, last);
    if (!is_taken[static_cast<std::size_t>(at)]) return false;
  }
  return true;
}

std::int32_t Quantize(double counts) {
  const double bounded =
      std::clamp(counts, static_cast<double>(kAdcMinCount),
                 static_cast<double>(kAdcMaxCount));
  return static_cast<std::int32_t>(std::lround(bounded));
}

void Append32(std::uint32_t value, std::string& bytes) {
  for (int shift = 0; shift < 32; shift += 8) {
    bytes.push_back(static_cast<char>(value >> shift & 0xFFu));
  }
}

std::uint32_t Read32(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value |= static_cast<std::uint32_t>(
                 static_cast<unsigned char>(bytes[at + i]))
             << (8 * i);
  }
  return value;
}

std::uint32_t Crc32Of(std::string_view bytes) {
  Crc32 crc;
  for (const char c : bytes) crc.AddByte(static_cast<std::uint8_t>(c));
  return crc.value();
}

}  // namespace

absl::StatusOr<std::vector<Conversion>> ToConversions(const Record& record,
                                                      std::size_t index) {
  if (index >= record.samples.size() ||
      index >= record.header.signals.size()) {
    return absl::OutOfRangeError(absl::StrCat(
        "record ", record.header.record_name, " has ", record.samples.size(),
        " signals; there is no signal ", index));
  }
  const SignalSpec& spec = record.header.signals[index];
  absl::StatusOr<double> nanovolt = NanovoltPerUnit(spec);
  if (!nanovolt.ok()) return nanovolt.status();
  const double frequency =
      record.header.sampling_frequency * spec.samples_per_frame;
  const MarkedSignal signal = Scale(record.samples[index], spec, *nanovolt);
  absl::StatusOr<std::vector<double>> at_device =
      Resample(signal.counts, frequency, kDeviceFrequency);
  if (!at_device.ok()) return at_device.status();

  std::vector<Conversion> conversions;
  conversions.reserve(at_device->size());
  for (std::size_t n = 0; n < at_device->size(); ++n) {
    const double time = static_cast<double>(n) * frequency / kDeviceFrequency;
    const bool is_taken = IsTakenAround(signal.is_taken, time);
    conversions.push_back(
        {Quantize((*at_device)[n]), is_taken ? 0u : kAdcStatusLeadOff});
  }
  return conversions;
}

std::string EncodeAdcStream(const std::vector<Conversion>& conversions,
                            bool replay) {
  std::string bytes;
  Append32(kAdcStreamMagic, bytes);
  Append32(kAdcStreamVersion, bytes);
  Append32(kAdcStreamSamplePeriodUs, bytes);
  Append32(replay ? kAdcStreamReplay : 0u, bytes);
  Append32(static_cast<std::uint32_t>(conversions.size()), bytes);
  Append32(Crc32Of(bytes), bytes);
  for (const Conversion& conversion : conversions) {
    Append32(static_cast<std::uint32_t>(conversion.counts), bytes);
    Append32(conversion.status, bytes);
  }
  return bytes;
}

absl::StatusOr<AdcStream> DecodeAdcStream(std::string_view bytes) {
  if (bytes.size() < kAdcStreamHeaderBytes ||
      Read32(bytes, 0) != kAdcStreamMagic) {
    return absl::InvalidArgumentError("no ADC stream: it does not begin with "
                                      "VADC and a header of 24 bytes");
  }
  if (Read32(bytes, kAdcStreamChecksumOffset) !=
      Crc32Of(bytes.substr(0, kAdcStreamChecksumOffset))) {
    return absl::DataLossError("the ADC stream's header is damaged");
  }
  if (Read32(bytes, 4) != kAdcStreamVersion ||
      Read32(bytes, 8) != kAdcStreamSamplePeriodUs) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the ADC stream has version ", Read32(bytes, 4), " and period ",
        Read32(bytes, 8), " us; version ", kAdcStreamVersion, " and ",
        kAdcStreamSamplePeriodUs, " us are read"));
  }
  const bool replay = (Read32(bytes, 12) & kAdcStreamReplay) != 0;
  const std::size_t count = Read32(bytes, 16);
  bytes.remove_prefix(kAdcStreamHeaderBytes);
  if (bytes.size() != count * kAdcStreamConversionBytes) {
    return absl::DataLossError(absl::StrCat(
        "the ADC stream announces ", count, " conversions, but ", bytes.size(),
        " bytes follow its header"));
  }
  AdcStream stream;
  stream.replay = replay;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = i * kAdcStreamConversionBytes;
    stream.conversions.push_back(
        {static_cast<std::int32_t>(Read32(bytes, at)), Read32(bytes, at + 4)});
  }
  return stream;
}

}  // namespace vigil::wfdb
