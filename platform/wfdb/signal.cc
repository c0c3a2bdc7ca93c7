#include "platform/wfdb/signal.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace vigil::wfdb {
namespace {

std::uint32_t ByteAt(std::string_view bytes, std::size_t index) {
  return static_cast<unsigned char>(bytes[index]);
}

std::int32_t SignExtend12(std::uint32_t value) {
  return static_cast<std::int32_t>(value ^ 0x800u) - 0x800;
}

// Bytes that `count` samples fill. An odd last sample of format 212 needs two.
std::size_t BytesFor(int format, std::size_t count) {
  if (format == 16) return count * 2;
  return count / 2 * 3 + count % 2 * 2;
}

std::size_t SamplesIn(int format, std::size_t bytes) {
  if (format == 16) return bytes / 2;
  return bytes / 3 * 2 + (bytes % 3 == 2 ? 1 : 0);
}

// `index` must be below SamplesIn(format, bytes.size()).
std::int32_t SampleAt(int format, std::string_view bytes, std::size_t index) {
  if (format == 16) {
    const std::size_t at = index * 2;
    return static_cast<std::int16_t>(ByteAt(bytes, at) |
                                     ByteAt(bytes, at + 1) << 8);
  }
  const std::size_t at = index / 2 * 3;
  const std::uint32_t middle = ByteAt(bytes, at + 1);
  if (index % 2 == 0) {
    return SignExtend12(ByteAt(bytes, at) | (middle & 0x0Fu) << 8);
  }
  return SignExtend12(ByteAt(bytes, at + 2) | (middle & 0xF0u) << 4);
}

// What the signals of one file have in common.
struct FileLayout {
  std::vector<const SignalSpec*> signals;
  int format = 0;
  std::size_t samples_per_frame = 0;
};

absl::StatusOr<FileLayout> LayoutOf(const Header& header,
                                    std::string_view file_name) {
  FileLayout layout;
  for (const SignalSpec& signal : header.signals) {
    if (signal.file_name != file_name) continue;
    if (signal.format != 16 && signal.format != 212) {
      return absl::UnimplementedError(absl::StrCat(
          file_name, ": storage format ", signal.format,
          " is not supported; convert the record to format 16 or 212"));
    }
    if (signal.skew != 0) {
      return absl::UnimplementedError(
          absl::StrCat(file_name,
                       ": signals with a skew are not supported; convert the "
                       "record so that its signals are aligned"));
    }
    if (!layout.signals.empty() &&
        (signal.format != layout.format ||
         signal.byte_offset != layout.signals.front()->byte_offset)) {
      return absl::UnimplementedError(
          absl::StrCat(file_name,
                       ": its signals differ in format or byte offset, which "
                       "one file cannot have"));
    }
    layout.format = signal.format;
    layout.signals.push_back(&signal);
    layout.samples_per_frame +=
        static_cast<std::size_t>(signal.samples_per_frame);
  }
  if (layout.signals.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "record ", header.record_name, " has no signal in ", file_name));
  }
  return layout;
}

// How many frames the file holds, checked against the header.
absl::StatusOr<std::size_t> FrameCount(const Header& header,
                                       const FileLayout& layout,
                                       std::string_view file_name,
                                       std::size_t size) {
  const std::size_t stored =
      SamplesIn(layout.format, size) / layout.samples_per_frame;
  if (header.frame_count == 0) return stored;
  const std::size_t expected = static_cast<std::size_t>(header.frame_count);
  const std::size_t samples = expected * layout.samples_per_frame;
  const std::size_t needed = BytesFor(layout.format, samples);
  // The last pair of format 212 may be complete, its second half unused.
  const std::size_t spare =
      layout.format == 212 && samples % 2 != 0 ? 1 : 0;
  if (size < needed || size > needed + spare) {
    return absl::DataLossError(absl::StrCat(
        file_name, ": the header announces ", expected, " samples, ",
        needed, " bytes, but the file holds ", size,
        " bytes; fetch both files again"));
  }
  return expected;
}

absl::Status CheckSum(std::string_view file_name, std::size_t index,
                      const SignalSpec& spec, const Samples& samples) {
  const std::int16_t sum = Checksum(samples);
  if (!spec.checksum.has_value() || *spec.checksum == sum) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat(
      file_name, ": signal ", index, " (", spec.description,
      ") has checksum ", sum, ", but the header says ", *spec.checksum,
      "; the file is damaged or belongs to another header"));
}

}  // namespace

std::int32_t InvalidSample(int format) { return format == 212 ? -2048 : -32768; }

std::int16_t Checksum(const Samples& samples) {
  std::uint32_t sum = 0;
  for (const std::int32_t sample : samples) {
    sum += static_cast<std::uint32_t>(sample);
  }
  return static_cast<std::int16_t>(sum & 0xFFFFu);
}

absl::StatusOr<std::vector<Samples>> DecodeSignalFile(
    const Header& header, std::string_view file_name, std::string_view bytes) {
  absl::StatusOr<FileLayout> layout = LayoutOf(header, file_name);
  if (!layout.ok()) return layout.status();
  const std::size_t offset =
      static_cast<std::size_t>(layout->signals.front()->byte_offset);
  if (offset > bytes.size()) {
    return absl::DataLossError(
        absl::StrCat(file_name, ": samples begin at byte ", offset,
                     ", but the file holds ", bytes.size()));
  }
  bytes.remove_prefix(offset);
  absl::StatusOr<std::size_t> frames =
      FrameCount(header, *layout, file_name, bytes.size());
  if (!frames.ok()) return frames.status();

  std::vector<Samples> all(layout->signals.size());
  std::size_t next = 0;
  for (std::size_t frame = 0; frame < *frames; ++frame) {
    for (std::size_t s = 0; s < all.size(); ++s) {
      for (int i = 0; i < layout->signals[s]->samples_per_frame; ++i) {
        all[s].push_back(SampleAt(layout->format, bytes, next));
        ++next;
      }
    }
  }
  for (std::size_t s = 0; s < all.size(); ++s) {
    absl::Status status = CheckSum(file_name, s, *layout->signals[s], all[s]);
    if (!status.ok()) return status;
  }
  return all;
}

absl::StatusOr<std::string> EncodeSignalFile(
    int format, const std::vector<Samples>& signals) {
  if (format != 16 && format != 212) {
    return absl::InvalidArgumentError(
        absl::StrCat("storage format ", format, " cannot be written; use 16 "
                     "or 212"));
  }
  const std::int32_t low = InvalidSample(format);
  const std::size_t length = signals.empty() ? 0 : signals.front().size();
  std::vector<std::uint32_t> sequence;
  for (const Samples& samples : signals) {
    if (samples.size() != length) {
      return absl::InvalidArgumentError("the signals differ in length");
    }
  }
  for (std::size_t i = 0; i < length; ++i) {
    for (const Samples& samples : signals) {
      if (samples[i] < low || samples[i] > -(low + 1)) {
        return absl::InvalidArgumentError(
            absl::StrCat("sample ", i, " is ", samples[i],
                         ", which format ", format, " cannot store"));
      }
      sequence.push_back(static_cast<std::uint32_t>(samples[i]));
    }
  }
  std::string bytes;
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    const std::uint32_t first = sequence[i];
    bytes.push_back(static_cast<char>(first & 0xFFu));
    if (format == 16) {
      bytes.push_back(static_cast<char>(first >> 8 & 0xFFu));
      continue;
    }
    const bool is_pair = i + 1 < sequence.size();
    const std::uint32_t second = is_pair ? sequence[i + 1] : 0;
    bytes.push_back(
        static_cast<char>((first >> 8 & 0x0Fu) | (second >> 4 & 0xF0u)));
    if (is_pair) bytes.push_back(static_cast<char>(second & 0xFFu));
    ++i;
  }
  return bytes;
}

}  // namespace vigil::wfdb
