#include "tools/cpp_text/suppressions.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <set>
#include <utility>

#include "tools/cpp_text/code_of.h"

namespace vigil::tools {
namespace {

// Text with the line of each of its characters.
struct Lined {
  std::string text;
  std::vector<int> line;

  void Add(char c, int number) {
    text += c;
    line.push_back(number);
  }
};

// Without the ends of lines that a backslash joins; blanks may stand behind it.
Lined Joined(const std::string& text) {
  Lined joined;
  int number = 1;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      const std::size_t next = text.find_first_not_of(" \t\r", at + 1);
      if (next != std::string::npos && text[next] == '\n') {
        ++number;
        at = next;
        continue;
      }
    }
    joined.Add(text[at], number);
    if (text[at] == '\n') ++number;
  }
  return joined;
}

// Behind the quotes that begin at `at`, of a text that may be raw.
std::size_t EndOfQuotes(const std::string& text, std::size_t at) {
  std::size_t word = at;
  while (word > 0 && IsWord(text[word - 1])) --word;
  static const std::set<std::string> kRaw = {"R", "LR", "uR", "UR", "u8R"};
  if (text[at] == '"' && kRaw.count(text.substr(word, at - word)) != 0) {
    const std::size_t open = text.find('(', at);
    if (open == std::string::npos) return text.size();
    const std::string close = ")" + text.substr(at + 1, open - at - 1) + "\"";
    const std::size_t end = text.find(close, open);
    return end == std::string::npos ? text.size() : end + close.size();
  }
  std::size_t end = at + 1;
  for (; end < text.size() && text[end] != text[at] && text[end] != '\n'; ++end) {
    if (text[end] == '\\') ++end;
  }
  return std::min(end + 1, text.size());
}

// Behind what says nothing to a compiler and begins at `at`; `at` itself for the rest.
std::size_t EndOfOther(const std::string& text, std::size_t at) {
  if (text.compare(at, 2, "//") == 0) return std::min(text.find('\n', at), text.size());
  if (text.compare(at, 2, "/*") == 0) {
    const std::size_t end = text.find("*/", at + 2);
    return end == std::string::npos ? text.size() : end + 2;
  }
  const bool in_number = at > 0 && IsWord(text[at - 1]);  // 1'000
  return text[at] == '"' || (text[at] == '\'' && !in_number) ? EndOfQuotes(text, at) : at;
}

// Blanks for comments and for what stands in quotes.
Lined WordsOf(Lined joined) {
  for (std::size_t at = 0; at < joined.text.size(); ++at) {
    const std::size_t end = EndOfOther(joined.text, at);
    if (end == at) continue;
    std::fill(joined.text.begin() + static_cast<std::ptrdiff_t>(at),
              joined.text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    at = end - 1;
  }
  return joined;
}

// Words and signs of a line, each a token; `##` is one.
std::vector<std::string> TokensOf(const std::string& line) {
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = at;
    while (end < line.size() && IsWord(line[end])) ++end;
    if (end == at) end = at + (line.compare(at, 2, "##") == 0 || line.compare(at, 2, "%:") == 0 ? 2 : 1);
    if (std::isspace(static_cast<unsigned char>(line[at])) == 0) tokens.push_back(line.substr(at, end - at));
    at = end;
  }
  return tokens;
}

bool IsDirectiveThatLooksAway(const std::vector<std::string>& tokens) {
  if (tokens.size() < 2 || (tokens[0] != "#" && tokens[0] != "%:")) return false;
  if (tokens[1] == "line" || std::isdigit(static_cast<unsigned char>(tokens[1][0])) != 0) return true;
  if (tokens[1] != "pragma") return false;
  const bool is_once = tokens.size() == 3 && tokens[2] == "once";
  const bool is_attribute = tokens.size() > 3 && tokens[2] == "clang" && tokens[3] == "attribute";
  return !is_once && !is_attribute;
}

bool LooksAway(const std::string& token) {
  static const std::set<std::string> kWords = {
      "##",                  "_Pragma",          "__pragma",         "__clang_analyzer__",
      "__optnone__",         "__suppress__",     "address_sanitizer", "disable_sanitizer_instrumentation",
      "memory_sanitizer",    "optnone",          "suppress",         "system_header",
      "thread_sanitizer",    "undefined_behavior_sanitizer",
      "no_profile_instrument_function",
  };
  const std::string plain = token.rfind("__", 0) == 0 ? token.substr(2) : token;
  return kWords.count(token) != 0 || plain.rfind("no_sanitize", 0) == 0 || plain.rfind("SANITIZE_", 0) == 0;
}

std::string Sentence(const std::vector<std::string>& tokens) {
  std::string text;
  for (const std::string& token : tokens) text += (text.empty() ? "" : " ") + token;
  return text;
}

}  // namespace

std::vector<Suppression> SuppressionsIn(const std::string& text) {
  const Lined words = WordsOf(Joined(text));
  std::vector<Suppression> found;
  for (std::size_t begin = 0; begin < words.text.size();) {
    const std::size_t end = std::min(words.text.find('\n', begin), words.text.size());
    const std::vector<std::string> tokens = TokensOf(words.text.substr(begin, end - begin));
    if (IsDirectiveThatLooksAway(tokens)) {
      found.push_back({words.line[begin], Sentence(tokens)});
    } else if (const auto word = std::find_if(tokens.begin(), tokens.end(), LooksAway); word != tokens.end()) {
      found.push_back({words.line[begin], *word});
    }
    begin = end + 1;
  }
  return found;
}

}  // namespace vigil::tools
