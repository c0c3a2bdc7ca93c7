#include "platform/lifecycle/finding.h"

#include "absl/strings/str_cat.h"

namespace vigil::lifecycle {

namespace {

// How many bytes at the begin of `text` control a terminal instead of being read; 0: none.
std::size_t LengthOfControl(std::string_view text) {
  const auto at = [text](std::size_t n) { return n < text.size() ? static_cast<unsigned char>(text[n]) : 0U; };
  if ((at(0) < 0x20 && at(0) != '\t') || at(0) == 0x7f) return 1;
  if (at(0) == 0xc2 && at(1) >= 0x80 && at(1) <= 0x9f) return 2;  // U+0080 to U+009F
  const bool embeds = at(0) == 0xe2 && at(1) == 0x80 && at(2) >= 0xaa && at(2) <= 0xae;   // U+202A to U+202E
  const bool isolates = at(0) == 0xe2 && at(1) == 0x81 && at(2) >= 0xa6 && at(2) <= 0xa9;  // U+2066 to U+2069
  return embeds || isolates ? 3 : 0;
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = LengthOfControl(text);
    for (const char byte : text.substr(0, length)) {
      absl::StrAppend(&out, "\\x", absl::Hex(static_cast<unsigned char>(byte), absl::kZeroPad2));
    }
    if (length == 0) out += text[0];
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string TextOf(const Finding& finding) {
  const std::string file = Printable(finding.file), id = Printable(finding.id);
  const std::string place = finding.line > 0 ? absl::StrCat(file, ":", finding.line) : file;
  return absl::StrCat(
      place, ": ", id, id.empty() ? "" : ": ", Printable(finding.message), " [",
      finding.rule, finding.clause.empty() ? "" : ", clause ", finding.clause, "]",
      finding.mend.empty() ? "" : "\n    to mend: ", Printable(finding.mend), "\n");
}

}  // namespace vigil::lifecycle
