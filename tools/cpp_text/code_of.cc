#include "tools/cpp_text/code_of.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace vigil::tools {
namespace {

// Of a line that a backslash at its end continues, the end of the last.
std::size_t EndOfLines(const std::string& text, std::size_t at) {
  std::size_t end = text.find('\n', at);
  while (end != std::string::npos && end > 0 && text[end - 1] == '\\') {
    end = text.find('\n', end + 1);
  }
  return end;
}

std::size_t EndOfQuotes(const std::string& text, std::size_t at) {
  std::size_t end = at + 1;
  for (; end < text.size() && text[end] != text[at]; ++end) {
    if (text[end] == '\\') ++end;
  }
  return end + 1;
}

// Of `text` that is no code and begins at `at`; `at` itself when it is code.
std::size_t EndOfOther(const std::string& text, std::size_t at) {
  const bool line_begins = at == 0 || text[at - 1] == '\n';
  if (text.compare(at, 2, "//") == 0 || (line_begins && text[at] == '#')) {
    return EndOfLines(text, at);
  }
  if (text.compare(at, 2, "/*") == 0) {
    const std::size_t end = text.find("*/", at + 2);
    return end == std::string::npos ? end : end + 2;
  }
  // 1'000 is a number.
  const bool in_number = at > 0 && IsWord(text[at - 1]);
  if (text[at] == '"' || (text[at] == '\'' && !in_number)) return EndOfQuotes(text, at);
  return at;
}

}  // namespace

bool IsWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::vector<bool> CodeOf(const std::string& text) {
  std::vector<bool> code(text.size(), true);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = std::min(EndOfOther(text, at), text.size());
    if (end == at) continue;
    std::fill(code.begin() + static_cast<std::ptrdiff_t>(at),
              code.begin() + static_cast<std::ptrdiff_t>(end), false);
    at = end - 1;
  }
  return code;
}

}  // namespace vigil::tools
