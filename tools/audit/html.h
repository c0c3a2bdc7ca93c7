// HTML whose text can't become markup: whatever is not Html already is escaped.
//
//   Html row = Tag("tr", {Tag("td", record.id), Tag("td", {{"class", "gap"}}, "no <unit>")});
//   file << row.text();
#ifndef VIGIL_TOOLS_AUDIT_HTML_H_
#define VIGIL_TOOLS_AUDIT_HTML_H_

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace vigil::lifecycle {

class Html {
 public:
  Html() = default;
  // Text of any origin; what means something in HTML, or is no UTF-8, is replaced.
  Html(const char* text) : Html(absl::string_view(text)) {}
  Html(const std::string& text) : Html(absl::string_view(text)) {}
  Html(absl::string_view text);
  Html(std::initializer_list<Html> parts);

  // Markup that is a literal of this program.
  template <std::size_t kSize>
  static Html Literal(const char (&markup)[kSize]) {
    Html html;
    html.text_.assign(markup, kSize - 1);
    return html;
  }

  Html& operator+=(const Html& more);
  bool empty() const { return text_.empty(); }
  const std::string& text() const { return text_; }

 private:
  friend Html Tag(const char*, const std::vector<std::pair<const char*, std::string>>&, const Html&);
  std::string text_;
};

// Name and value. A value is escaped; an address in it is made by Address().
using Attributes = std::vector<std::pair<const char*, std::string>>;

// <name attributes>content</name>; without an end for those that have none (br, input,
// link, meta, wbr).
Html Tag(const char* name, const Attributes& attributes, const Html& content);
Html Tag(const char* name, const Html& content);

// A path, a label or a name that, unless it is short, may be broken behind slashes, colons,
// dots, underscores and words InCapitals.
Html Breakable(absl::string_view text);

// "page.html#fragment", with what may not stand in an address as %XX.
std::string Address(absl::string_view page, absl::string_view fragment);

// `parts` with `separator` between them.
Html Joined(const std::vector<Html>& parts, const Html& separator);

// The same text with U+FFFD for each byte that is no UTF-8.
std::string ValidUtf8(absl::string_view text);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_AUDIT_HTML_H_
