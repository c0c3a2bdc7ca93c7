#include "test/recordings/tar_reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace vigil::recordings {
namespace {

// POSIX.1-1988, 10.1.1: offset and length of the fields of a header.
constexpr std::size_t kBlock = 512;
struct Field {
  std::size_t offset;
  std::size_t size;
};
constexpr Field kName = {0, 100};
constexpr Field kSize = {124, 12};
constexpr Field kChecksum = {148, 8};
constexpr std::size_t kType = 156;
constexpr Field kMagic = {257, 5};
constexpr Field kPrefix = {345, 155};

using Header = std::array<char, kBlock>;

// Up to the first zero.
absl::string_view TextIn(const Header& header, Field field) {
  const absl::string_view all(header.data() + field.offset, field.size);
  return all.substr(0, std::min(all.find('\0'), all.size()));
}

std::optional<std::uint64_t> OctalIn(const Header& header, Field field) {
  std::uint64_t value = 0;
  bool has_digit = false;
  for (const char digit : TextIn(header, field)) {
    if (digit == ' ') continue;
    if (digit < '0' || digit > '7') return std::nullopt;
    value = value * 8 + static_cast<std::uint64_t>(digit - '0');  // 12 digits: below 2^36
    has_digit = true;
  }
  return has_digit ? std::optional(value) : std::nullopt;
}

// The sum of all bytes, with the sum's own field as blanks.
bool HasRightSum(const Header& header) {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at < kBlock; ++at) {
    const bool is_own = at >= kChecksum.offset && at < kChecksum.offset + kChecksum.size;
    sum += is_own ? ' ' : static_cast<unsigned char>(header[at]);
  }
  return OctalIn(header, kChecksum) == sum;
}

bool IsZero(const Header& header) {
  return std::all_of(header.begin(), header.end(), [](char byte) { return byte == '\0'; });
}

std::string NameIn(const Header& header) {
  const absl::string_view name = TextIn(header, kName);
  const absl::string_view prefix = TextIn(header, kMagic) == "ustar" ? TextIn(header, kPrefix) : "";
  return prefix.empty() ? std::string(name) : absl::StrCat(prefix, "/", name);
}

constexpr char kIsFolder = '5';
bool IsFile(char type) { return type == '0' || type == '\0'; }

}  // namespace

absl::StatusOr<std::optional<TarFile>> TarReader::Next() {
  while (true) {
    Header header;
    const absl::StatusOr<std::size_t> count = source_.Read(header.data(), kBlock);
    if (!count.ok()) return count.status();
    if (*count == 0) return std::nullopt;
    if (*count < kBlock) return absl::DataLossError("the archive ends within a header");
    if (IsZero(header)) return std::nullopt;
    if (!HasRightSum(header)) return absl::DataLossError("a header is damaged, or this is no tar archive");
    TarFile file = {.name = NameIn(header), .content = ""};
    const char type = header[kType];
    if (type == kIsFolder) continue;
    if (!IsFile(type)) {
      return absl::UnimplementedError(
          absl::StrCat(file.name, ": an entry of type ", static_cast<int>(static_cast<unsigned char>(type)),
                       "; pack it as plain files with names of up to 100 characters"));
    }
    const std::optional<std::uint64_t> size = OctalIn(header, kSize);
    if (!size) return absl::DataLossError(absl::StrCat(file.name, ": its size is no number"));
    if (*size > kMaxFile) return absl::ResourceExhaustedError(absl::StrCat(file.name, ": ", *size, " bytes are more than ", kMaxFile));
    const std::size_t padded = (static_cast<std::size_t>(*size) + kBlock - 1) / kBlock * kBlock;
    file.content.resize(padded);
    const absl::StatusOr<std::size_t> content = source_.Read(file.content.data(), padded);
    if (!content.ok()) return content.status();
    if (*content < padded) return absl::DataLossError(absl::StrCat("the archive ends within ", file.name));
    file.content.resize(static_cast<std::size_t>(*size));
    return file;
  }
}

}  // namespace vigil::recordings
