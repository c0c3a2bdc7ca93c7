#include "test/recordings/tar_reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

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

// POSIX.1-2001, pax: records "LENGTH KEY=VALUE\n", of which the name matters here.
// nullopt: they are no such records.
std::optional<std::string> PathIn(absl::string_view records) {
  std::string path;
  while (!records.empty()) {
    const std::size_t blank = records.find(' ');
    std::size_t length = 0;
    if (blank == absl::string_view::npos || !absl::SimpleAtoi(records.substr(0, blank), &length)) return std::nullopt;
    if (length <= blank + 1 || length > records.size() || records[length - 1] != '\n') return std::nullopt;
    absl::string_view record = records.substr(blank + 1, length - blank - 2);
    if (absl::ConsumePrefix(&record, "path=")) path = std::string(record);
    records.remove_prefix(length);
  }
  return path;
}

constexpr char kFolder = '5';
constexpr char kHeaderOfNext = 'x';
constexpr char kHeaderOfAll = 'g';
bool IsFile(char type) { return type == '0' || type == '\0'; }

absl::Status Unknown(const std::string& name, char type) {
  return absl::UnimplementedError(absl::StrCat(
      name, ": an entry of type ", static_cast<int>(static_cast<unsigned char>(type)),
      "; pack plain files, with tar --format=pax where names are longer than 100 characters"));
}

}  // namespace

absl::StatusOr<std::string> TarReader::ReadContent(const std::string& name, std::size_t size) {
  if (size > kMaxFile) return absl::ResourceExhaustedError(absl::StrCat(name, ": ", size, " bytes are more than ", kMaxFile));
  const std::size_t padded = (size + kBlock - 1) / kBlock * kBlock;
  std::string content(padded, '\0');
  const absl::StatusOr<std::size_t> count = source_.Read(content.data(), padded);
  if (!count.ok()) return count.status();
  if (*count < padded) return absl::DataLossError(absl::StrCat("the archive ends within ", name));
  content.resize(size);
  return content;
}

absl::StatusOr<std::optional<TarFile>> TarReader::Next() {
  std::string path;  // of an extended header
  while (true) {
    Header header;
    const absl::StatusOr<std::size_t> count = source_.Read(header.data(), kBlock);
    if (!count.ok()) return count.status();
    if (*count == 0) return std::nullopt;
    if (*count < kBlock) return absl::DataLossError("the archive ends within a header");
    if (IsZero(header)) return std::nullopt;
    if (!HasRightSum(header)) return absl::DataLossError("a header is damaged, or this is no tar archive");
    const std::string name = path.empty() ? NameIn(header) : path;
    const char type = header[kType];
    const bool is_header = type == kHeaderOfNext || type == kHeaderOfAll;
    if (!is_header && !IsFile(type) && type != kFolder) return Unknown(name, type);
    const std::optional<std::uint64_t> size = OctalIn(header, kSize);
    if (!size) return absl::DataLossError(absl::StrCat(name, ": its size is no number"));
    absl::StatusOr<std::string> content = ReadContent(name, static_cast<std::size_t>(*size));
    if (!content.ok()) return content.status();
    if (IsFile(type)) return TarFile{.name = name, .content = *std::move(content)};
    path.clear();
    if (type != kHeaderOfNext) continue;
    std::optional<std::string> next = PathIn(*content);
    if (!next) return absl::DataLossError("an extended header is damaged");
    path = *std::move(next);
  }
}

}  // namespace vigil::recordings
