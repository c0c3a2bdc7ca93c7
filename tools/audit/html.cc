#include "tools/audit/html.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace vigil::lifecycle {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

// How many bytes the character at the beginning of `text` has; 0: it is none. After
// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
std::size_t CharacterSize(absl::string_view text) {
  const auto at = [&text](std::size_t n) { return static_cast<std::uint8_t>(text[n]); };
  const std::uint8_t first = at(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
  for (std::size_t n = 1; n < size; ++n) {
    if ((at(n) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (first == 0xE0 && at(1) < 0xA0) || (first == 0xF0 && at(1) < 0x90);
  const bool surrogate = first == 0xED && at(1) > 0x9F;
  const bool beyond = first == 0xF4 && at(1) > 0x8F;
  return overlong || surrogate || beyond ? 0 : size;
}

void AppendEscaped(absl::string_view text, std::string& out) {
  for (const char c : ValidUtf8(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default:
        // Control characters are no part of HTML.
        out += absl::ascii_iscntrl(c) && !absl::ascii_isspace(c) ? ' ' : c;
    }
  }
}

bool HasNoEnd(absl::string_view name) {
  constexpr absl::string_view kVoid[] = {"br", "input", "link", "meta", "wbr"};
  return std::find(std::begin(kVoid), std::end(kVoid), name) != std::end(kVoid);
}

}  // namespace

std::string ValidUtf8(absl::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = CharacterSize(text);
    absl::StrAppend(&out, size == 0 ? kReplacement : text.substr(0, size));
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

Html::Html(absl::string_view text) { AppendEscaped(text, text_); }

Html::Html(std::initializer_list<Html> parts) {
  for (const Html& part : parts) text_ += part.text_;
}

Html& Html::operator+=(const Html& more) {
  text_ += more.text_;
  return *this;
}

Html Tag(const char* name, const Attributes& attributes, const Html& content) {
  Html html;
  absl::StrAppend(&html.text_, "<", name);
  for (const auto& [attribute, value] : attributes) {
    absl::StrAppend(&html.text_, " ", attribute, "=\"");
    AppendEscaped(value, html.text_);
    html.text_ += '"';
  }
  absl::StrAppend(&html.text_, ">", content.text_);
  if (!HasNoEnd(name)) absl::StrAppend(&html.text_, "</", name, ">");
  return html;
}

Html Tag(const char* name, const Html& content) { return Tag(name, {}, content); }

Html Breakable(absl::string_view text) {
  constexpr std::size_t kShort = 16;
  if (text.size() <= kShort) return text;
  Html out;
  std::size_t begin = 0;
  for (std::size_t n = 0; n + 1 < text.size(); ++n) {
    const bool part_ends = absl::StrContains("/:._", text[n]) && text[n + 1] != text[n];
    const bool word_ends = absl::ascii_islower(text[n]) && absl::ascii_isupper(text[n + 1]);
    if (!part_ends && !word_ends) continue;
    out += {Html(text.substr(begin, n + 1 - begin)), Tag("wbr", "")};
    begin = n + 1;
  }
  out += Html(text.substr(begin));
  return out;
}

std::string Address(absl::string_view page, absl::string_view fragment) {
  std::string out = absl::StrCat(page, "#");
  for (const char c : ValidUtf8(fragment)) {
    const bool plain = absl::ascii_isalnum(c) || absl::StrContains("-._~/:@+", c);
    absl::StrAppend(&out, plain ? std::string(1, c)
                                : absl::StrFormat("%%%02X", static_cast<std::uint8_t>(c)));
  }
  return out;
}

Html Joined(const std::vector<Html>& parts, const Html& separator) {
  Html out;
  for (const Html& part : parts) {
    if (!out.empty()) out += separator;
    out += part;
  }
  return out;
}

}  // namespace vigil::lifecycle
