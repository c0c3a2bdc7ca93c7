#include "platform/wfdb/adc_stream.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/wfdb/resample.h"
#include "safety_kernel/base/crc32.h"

namespace vigil::wfdb {
namespace {

constexpr double kDeviceFrequency = 1e6 / kEcgAdcPeriodUs;  // Hz

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

bool IsPossible(const Conversion& conversion) {
  constexpr std::uint32_t kKnown = kAdcStatusLeadOff | kAdcStatusNotWorn;
  return conversion.counts >= kAdcMinCount && conversion.counts <= kAdcMaxCount &&
         (conversion.status & ~kKnown) == 0;
}

// How many frames a channel fills.
absl::StatusOr<std::size_t> FramesOf(const AdcChannel& channel, std::uint32_t frame_us) {
  const AdcChannelLayout layout = LayoutOf(channel.channel, channel.period_us, frame_us);
  if (layout.every == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "channel ", static_cast<std::uint32_t>(channel.channel), " has a period of ",
        channel.period_us, " us, which does not fit a frame of ", frame_us, " us"));
  }
  if (!std::all_of(channel.conversions.begin(), channel.conversions.end(), IsPossible)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "channel ", static_cast<std::uint32_t>(channel.channel),
        " has a conversion that no converter gives"));
  }
  return channel.conversions.size() / layout.values * layout.every;
}

// As many frames as each channel fills, and a whole number of each one's turns.
absl::StatusOr<std::uint32_t> FramesOf(const AdcStream& stream) {
  if (stream.channels.empty() || stream.channels.size() > kMaxAdcStreamChannels) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a stream has 1 to ", kMaxAdcStreamChannels, " channels, not ",
        stream.channels.size()));
  }
  std::size_t frames = std::numeric_limits<std::uint32_t>::max();
  std::size_t turn = 1;
  for (const AdcChannel& channel : stream.channels) {
    const absl::StatusOr<std::size_t> filled = FramesOf(channel, stream.frame_us);
    if (!filled.ok()) return filled.status();
    frames = std::min(frames, *filled);
    turn = std::lcm(turn, LayoutOf(channel.channel, channel.period_us, stream.frame_us).every);
  }
  frames -= frames % turn;
  if (frames == 0) {
    return absl::InvalidArgumentError("the stream is shorter than what its channels share");
  }
  return static_cast<std::uint32_t>(frames);
}

// What the header says; the channels have no conversions yet.
struct StreamHeader {
  AdcStream stream;
  std::uint32_t frames = 0;
};

std::string EncodeHeader(const AdcStream& stream, std::uint32_t frames) {
  std::string bytes;
  Append32(kAdcStreamMagic, bytes);
  Append32(kAdcStreamVersion, bytes);
  Append32((stream.replay ? kAdcStreamReplay : 0u) |
               (stream.is_simulated ? kAdcStreamSimulated : 0u),
           bytes);
  Append32(stream.frame_us, bytes);
  Append32(frames, bytes);
  Append32(static_cast<std::uint32_t>(stream.channels.size()), bytes);
  for (const AdcChannel& channel : stream.channels) {
    Append32(static_cast<std::uint32_t>(channel.channel), bytes);
    Append32(channel.period_us, bytes);
  }
  Append32(Crc32Of(bytes), bytes);
  return bytes;
}

absl::StatusOr<StreamHeader> DecodeHeader(std::string_view bytes) {
  if (bytes.size() < kAdcStreamFixedBytes || Read32(bytes, 0) != kAdcStreamMagic) {
    return absl::InvalidArgumentError("no ADC stream: it does not begin with VADC and a header");
  }
  if (Read32(bytes, 4) != kAdcStreamVersion) {
    return absl::InvalidArgumentError(absl::StrCat("the ADC stream has version ", Read32(bytes, 4),
                                                   "; version ", kAdcStreamVersion, " is read"));
  }
  const std::uint32_t channels = Read32(bytes, 20);
  if (channels == 0 || channels > kMaxAdcStreamChannels) {
    return absl::InvalidArgumentError(absl::StrCat("the ADC stream has ", channels, " channels"));
  }
  const std::size_t checked = AdcStreamChecksumOffset(channels);
  if (bytes.size() < AdcStreamHeaderBytes(channels) ||
      Read32(bytes, checked) != Crc32Of(bytes.substr(0, checked))) {
    return absl::DataLossError("the ADC stream's header is damaged");
  }
  const std::uint32_t flags = Read32(bytes, 8);
  if ((flags & ~(kAdcStreamReplay | kAdcStreamSimulated)) != 0) {
    return absl::InvalidArgumentError("the ADC stream has flags of another version");
  }
  StreamHeader header;
  header.stream.replay = (flags & kAdcStreamReplay) != 0;
  header.stream.is_simulated = (flags & kAdcStreamSimulated) != 0;
  header.stream.frame_us = Read32(bytes, 12);
  header.frames = Read32(bytes, 16);
  for (std::uint32_t n = 0; n < channels; ++n) {
    const std::size_t at = kAdcStreamFixedBytes + std::size_t{n} * kAdcStreamChannelBytes;
    const std::uint32_t id = Read32(bytes, at);
    const std::uint32_t known = std::min<std::uint32_t>(id, std::numeric_limits<std::uint16_t>::max());
    header.stream.channels.push_back(
        {.channel = static_cast<ChannelId>(known), .period_us = Read32(bytes, at + 4), .conversions = {}});
  }
  return header;
}

bool IsDue(const AdcChannelLayout& layout, std::uint32_t frame) { return frame % layout.every == 0; }

// The conversions of a file that has the length that its header says.
absl::Status DecodeConversions(std::string_view bytes, std::uint32_t frames, AdcStream& stream) {
  std::size_t at = AdcStreamHeaderBytes(static_cast<std::uint32_t>(stream.channels.size()));
  for (std::uint32_t frame = 0; frame < frames; ++frame) {
    for (AdcChannel& channel : stream.channels) {
      const AdcChannelLayout layout = LayoutOf(channel.channel, channel.period_us, stream.frame_us);
      if (!IsDue(layout, frame)) continue;
      for (std::uint32_t n = 0; n < layout.values; ++n, at += kAdcStreamConversionBytes) {
        const Conversion conversion = {static_cast<std::int32_t>(Read32(bytes, at)), Read32(bytes, at + 4)};
        if (!IsPossible(conversion)) return absl::DataLossError("the ADC stream holds what no converter gives");
        channel.conversions.push_back(conversion);
      }
    }
  }
  return absl::OkStatus();
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

AdcStream EcgStream(std::vector<Conversion> conversions) {
  AdcStream stream;
  stream.channels.push_back(
      {.channel = ChannelId::kEcgAdc, .period_us = kEcgAdcPeriodUs, .conversions = std::move(conversions)});
  return stream;
}

absl::StatusOr<std::string> EncodeAdcStream(const AdcStream& stream) {
  const absl::StatusOr<std::uint32_t> frames = FramesOf(stream);
  if (!frames.ok()) return frames.status();
  std::string bytes = EncodeHeader(stream, *frames);
  for (std::uint32_t frame = 0; frame < *frames; ++frame) {
    for (const AdcChannel& channel : stream.channels) {
      const AdcChannelLayout layout = LayoutOf(channel.channel, channel.period_us, stream.frame_us);
      if (!IsDue(layout, frame)) continue;
      const std::size_t first = std::size_t{frame / layout.every} * layout.values;
      for (std::size_t n = first; n < first + layout.values; ++n) {
        Append32(static_cast<std::uint32_t>(channel.conversions[n].counts), bytes);
        Append32(channel.conversions[n].status, bytes);
      }
    }
  }
  return bytes;
}

absl::StatusOr<AdcStream> DecodeAdcStream(std::string_view bytes) {
  absl::StatusOr<StreamHeader> header = DecodeHeader(bytes);
  if (!header.ok()) return header.status();
  std::uint64_t length = AdcStreamHeaderBytes(static_cast<std::uint32_t>(header->stream.channels.size()));
  for (const AdcChannel& channel : header->stream.channels) {
    const AdcChannelLayout layout = LayoutOf(channel.channel, channel.period_us, header->stream.frame_us);
    if (layout.every == 0 || header->frames == 0 || header->frames % layout.every != 0) {
      return absl::InvalidArgumentError("the channels of the ADC stream do not fit its frames");
    }
    length += std::uint64_t{header->frames / layout.every} * layout.values * kAdcStreamConversionBytes;
  }
  if (bytes.size() != length) {
    return absl::DataLossError(absl::StrCat("the ADC stream should have ", length, " bytes, but has ", bytes.size()));
  }
  const absl::Status status = DecodeConversions(bytes, header->frames, header->stream);
  if (!status.ok()) return status;
  return std::move(header->stream);
}

}  // namespace vigil::wfdb
