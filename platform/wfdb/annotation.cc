#include "platform/wfdb/annotation.h"

#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace vigil::wfdb {
namespace {

// Codes that carry a field of an annotation instead of one.
constexpr std::uint32_t kSkip = 59;       // the interval follows as 32 bits
constexpr std::uint32_t kNumber = 60;
constexpr std::uint32_t kSubtype = 61;
constexpr std::uint32_t kChannel = 62;
constexpr std::uint32_t kAuxiliary = 63;
constexpr int kMaxCode = 49;

constexpr std::int64_t kMaxInterval = 1023;  // 10 bits
constexpr std::int64_t kMaxPlace = std::int64_t{1} << 40;
constexpr char kTimeResolution[] = "## time resolution:";

// Reads the words of the file, never beyond its end.
class WordReader {
 public:
  WordReader(std::string_view bytes, std::string_view origin)
      : bytes_(bytes), origin_(origin) {}

  bool Read16(std::uint32_t& word) {
    if (bytes_.size() - at_ < 2) return false;
    word = Byte(at_) | Byte(at_ + 1) << 8;
    at_ += 2;
    return true;
  }

  // The high half comes first, as on a PDP-11.
  bool Read32(std::int64_t& value) {
    std::uint32_t high = 0;
    std::uint32_t low = 0;
    if (!Read16(high) || !Read16(low)) return false;
    value = static_cast<std::int32_t>(high << 16 | low);
    return true;
  }

  // Text is padded to an even length.
  bool ReadText(std::size_t length, std::string& text) {
    const std::size_t padded = length + length % 2;
    if (bytes_.size() - at_ < padded) return false;
    text = std::string(bytes_.substr(at_, length));
    at_ += padded;
    return true;
  }

  absl::Status Truncated() const {
    return absl::DataLossError(absl::StrCat(
        origin(), ": ends at byte ", bytes_.size(),
        " without its end mark; fetch the file again"));
  }
  absl::Status Invalid(std::string_view problem) const {
    return absl::InvalidArgumentError(
        absl::StrCat(origin(), ", byte ", at_, ": ", problem,
                     "; is this an annotation file in MIT format?"));
  }
  std::string_view origin() const { return origin_; }

 private:
  std::uint32_t Byte(std::size_t index) const {
    return static_cast<unsigned char>(bytes_[index]);
  }

  std::string_view bytes_;
  std::string_view origin_;
  std::size_t at_ = 0;
};

int SignedByte(std::uint32_t value) {
  return static_cast<std::int8_t>(value & 0xFFu);
}

// A field code changes the annotation before it.
absl::Status ApplyField(WordReader& reader, std::uint32_t code,
                        std::uint32_t value, Annotation& annotation) {
  switch (code) {
    case kNumber:
      annotation.number = SignedByte(value);
      return absl::OkStatus();
    case kSubtype:
      annotation.subtype = SignedByte(value);
      return absl::OkStatus();
    case kChannel:
      annotation.channel = static_cast<int>(value & 0xFFu);
      return absl::OkStatus();
    default:
      if (value > 255) return reader.Invalid("auxiliary text above 255 bytes");
      return reader.ReadText(value, annotation.auxiliary) ? absl::OkStatus()
                                                          : reader.Truncated();
  }
}

absl::Status CheckResolution(const WordReader& reader,
                             const Annotation& annotation) {
  if (annotation.code != kNote ||
      !absl::StartsWith(annotation.auxiliary, kTimeResolution)) {
    return absl::OkStatus();
  }
  return absl::UnimplementedError(absl::StrCat(
      reader.origin(),
      ": a time resolution other than the recording's is not supported; write "
      "the annotations again at the recording's sampling frequency"));
}

void Append16(std::uint32_t word, std::string& bytes) {
  bytes.push_back(static_cast<char>(word & 0xFFu));
  bytes.push_back(static_cast<char>(word >> 8 & 0xFFu));
}

void AppendField(std::uint32_t code, int value, std::string& bytes) {
  Append16(code << 10 | (static_cast<std::uint32_t>(value) & 0xFFu), bytes);
}

bool IsWritable(const Annotation& a) {
  return a.code >= 1 && a.code <= kMaxCode && a.subtype >= -128 &&
         a.subtype <= 127 && a.channel >= 0 && a.channel <= 255 &&
         a.number >= -128 && a.number <= 127 && a.auxiliary.size() <= 255 &&
         a.sample <= kMaxPlace;
}

void AppendInterval(std::int64_t interval, int code, std::string& bytes) {
  // One skip moves by at most 2^31 - 1.
  while (interval > kMaxInterval) {
    const std::int64_t step =
        interval < INT32_MAX ? interval : std::int64_t{INT32_MAX};
    Append16(kSkip << 10, bytes);
    Append16(static_cast<std::uint32_t>(step >> 16), bytes);
    Append16(static_cast<std::uint32_t>(step & 0xFFFF), bytes);
    interval -= step;
  }
  Append16(static_cast<std::uint32_t>(code) << 10 |
               static_cast<std::uint32_t>(interval),
           bytes);
}

}  // namespace

bool IsBeat(int code) {
  if (code >= 1 && code <= 13) return true;
  switch (code) {
    case 25:  // bundle branch block beat, unspecified
    case 30:  // learning
    case 34:  // atrial escape
    case 35:  // supraventricular escape
    case 38:  // fusion of paced and normal
    case 41:  // R-on-T premature ventricular
      return true;
    default:
      return false;
  }
}

absl::StatusOr<std::vector<Annotation>> DecodeAnnotations(
    std::string_view bytes, std::string_view origin) {
  WordReader reader(bytes, origin);
  std::vector<Annotation> annotations;
  std::int64_t place = 0;
  std::uint32_t word = 0;
  while (reader.Read16(word)) {
    const std::uint32_t code = word >> 10;
    const std::uint32_t value = word & 0x3FFu;
    if (word == 0) return annotations;
    if (code == kSkip) {
      std::int64_t interval = 0;
      if (!reader.Read32(interval)) return reader.Truncated();
      place += interval;
      if (place < 0 || place > kMaxPlace) {
        return reader.Invalid("a skip leaves the recording");
      }
    } else if (code >= kNumber) {
      if (annotations.empty()) {
        return reader.Invalid("a field comes before the first annotation");
      }
      absl::Status status =
          ApplyField(reader, code, value, annotations.back());
      if (status.ok()) status = CheckResolution(reader, annotations.back());
      if (!status.ok()) return status;
    } else if (code >= 1 && code <= static_cast<std::uint32_t>(kMaxCode)) {
      place += value;
      Annotation annotation;
      annotation.sample = place;
      annotation.code = static_cast<int>(code);
      // Channel and number hold until they change, the other fields do not.
      if (!annotations.empty()) {
        annotation.channel = annotations.back().channel;
        annotation.number = annotations.back().number;
      }
      annotations.push_back(annotation);
    } else if (code == 0) {
      place += value;  // "not a beat": it moves the place and says nothing
    } else {
      return reader.Invalid(absl::StrCat("code ", code, " has no meaning"));
    }
  }
  return reader.Truncated();
}

absl::StatusOr<std::string> EncodeAnnotations(
    const std::vector<Annotation>& annotations) {
  std::string bytes;
  Annotation before;
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    const Annotation& a = annotations[i];
    if (!IsWritable(a) || a.sample < before.sample) {
      return absl::InvalidArgumentError(absl::StrCat(
          "annotation ", i, " (code ", a.code, " at sample ", a.sample,
          ") has a field out of range or lies before the one ahead of it"));
    }
    AppendInterval(a.sample - before.sample, a.code, bytes);
    if (a.subtype != 0) AppendField(kSubtype, a.subtype, bytes);
    if (a.channel != before.channel) AppendField(kChannel, a.channel, bytes);
    if (a.number != before.number) AppendField(kNumber, a.number, bytes);
    if (!a.auxiliary.empty()) {
      Append16(kAuxiliary << 10 |
                   static_cast<std::uint32_t>(a.auxiliary.size()),
               bytes);
      bytes += a.auxiliary;
      if (a.auxiliary.size() % 2 != 0) bytes.push_back('\0');
    }
    before = a;
  }
  Append16(0, bytes);
  return bytes;
}

}  // namespace vigil::wfdb
