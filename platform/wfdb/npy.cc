#include "platform/wfdb/npy.h"

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace vigil::wfdb {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::size_t kVersionAt = 6;
constexpr std::size_t kLengthAt = 8;

std::size_t LittleEndian(std::string_view bytes, std::size_t at,
                         std::size_t count) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + i]))
             << (8 * i);
  }
  return value;
}

struct Parts {
  std::string_view header;  // a Python dictionary
  std::string_view data;
};

absl::StatusOr<Parts> Split(std::string_view bytes, std::string_view origin) {
  const absl::Status no_npy = absl::InvalidArgumentError(
      absl::StrCat(origin, ": is no .npy file of version 1, 2 or 3"));
  if (bytes.size() < kLengthAt + 4 || !absl::StartsWith(bytes, kMagic)) {
    return no_npy;
  }
  const char version = bytes[kVersionAt];
  if (version < 1 || version > 3) return no_npy;
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  const std::size_t length = LittleEndian(bytes, kLengthAt, length_bytes);
  const std::size_t begin = kLengthAt + length_bytes;
  if (length > bytes.size() - begin) return no_npy;
  return Parts{bytes.substr(begin, length), bytes.substr(begin + length)};
}

// The length of the only dimension, from "'shape': (108000,)".
bool ReadLength(std::string_view header, std::size_t& length) {
  constexpr std::string_view kShape = "'shape': (";
  const std::size_t at = header.find(kShape);
  if (at == std::string_view::npos) return false;
  const std::string_view rest = header.substr(at + kShape.size());
  const std::size_t end = rest.find(",)");
  std::uint64_t number = 0;
  if (end == std::string_view::npos ||
      !absl::SimpleAtoi(rest.substr(0, end), &number)) {
    return false;
  }
  length = static_cast<std::size_t>(number);
  return true;
}

}  // namespace

absl::StatusOr<std::vector<std::uint16_t>> DecodeNpy(std::string_view bytes,
                                                     std::string_view origin) {
  absl::StatusOr<Parts> parts = Split(bytes, origin);
  if (!parts.ok()) return parts.status();
  std::size_t length = 0;
  if (!absl::StrContains(parts->header, "'descr': '<u2'") ||
      !ReadLength(parts->header, length)) {
    return absl::UnimplementedError(
        absl::StrCat(origin, ": only one dimension of '<u2' is read, not ",
                     absl::CHexEscape(parts->header.substr(0, 120))));
  }
  if (parts->data.size() % 2 != 0 || parts->data.size() / 2 != length) {
    return absl::DataLossError(
        absl::StrCat(origin, ": announces ", length, " numbers, but holds ",
                     parts->data.size(), " bytes of them"));
  }
  std::vector<std::uint16_t> numbers;
  numbers.reserve(length);
  for (std::size_t i = 0; i < length; ++i) {
    numbers.push_back(
        static_cast<std::uint16_t>(LittleEndian(parts->data, 2 * i, 2)));
  }
  return numbers;
}

}  // namespace vigil::wfdb
