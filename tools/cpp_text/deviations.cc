#include "tools/cpp_text/deviations.h"

#include <cstddef>
#include <map>

namespace vigil::tools {
namespace {

bool IsName(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// What a text file in Protobuf's text format consists of: names, texts in quotes, and
// single characters; comments are left out.
class Tokens {
 public:
  explicit Tokens(const std::string& text) : text_(text) {}

  struct Token {
    char kind = 0;  // 'n': a name, 't': a text, 0: the end, else itself
    std::string value;
  };

  Token Next() {
    SkipBlanks();
    if (at_ >= text_.size()) return {};
    const char c = text_[at_];
    if (c == '"' || c == '\'') return {'t', Texts()};
    if (!IsName(c)) return {text_[at_++], ""};
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsName(text_[at_])) ++at_;
    return {'n', text_.substr(begin, at_ - begin)};
  }

 private:
  void SkipBlanks() {
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '#') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
        if (at_ == text_.size()) return;
      } else if (std::string(" \t\r\n").find(text_[at_]) == std::string::npos) {
        return;
      }
    }
  }

  // Texts that follow one another are one.
  std::string Texts() {
    std::string value;
    for (; at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\''); SkipBlanks()) value += Quoted();
    return value;
  }

  std::string Quoted() {
    const char quote = text_[at_++];
    std::string value;
    for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      value += text_[at_];
    }
    ++at_;
    return value;
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

// The fields up to the closing brace.
bool ReadFields(Tokens& tokens, Deviation& deviation, std::string& problem) {
  const std::map<std::string, std::string*> fields = {
      {"id", &deviation.id},     {"rule", &deviation.rule}, {"file", &deviation.file},
      {"text", &deviation.text}, {"what", &deviation.what}, {"rationale", &deviation.rationale}};
  for (Tokens::Token name = tokens.Next(); name.kind != '}'; name = tokens.Next()) {
    const auto field = fields.find(name.value);
    const bool whole = name.kind == 'n' && field != fields.end() && tokens.Next().kind == ':';
    const Tokens::Token value = whole ? tokens.Next() : Tokens::Token{};
    if (value.kind != 't') {
      problem = "deviation " + deviation.id + ": \"" + name.value + "\" is no field with a text";
      return false;
    }
    *field->second += value.value;
  }
  if (!deviation.file.empty() && !deviation.text.empty() && !deviation.rationale.empty()) return true;
  problem = "deviation " + deviation.id + ": says nothing of its file, text or rationale";
  return false;
}

}  // namespace

bool DeviationsIn(const std::string& text, std::vector<Deviation>& deviations, std::string& problem) {
  Tokens tokens(text);
  int depth = 0;
  std::string last;
  for (Tokens::Token token = tokens.Next(); token.kind != 0; token = tokens.Next()) {
    depth += token.kind == '{' ? 1 : token.kind == '}' ? -1 : 0;
    if (token.kind == '{' && depth == 1 && last == "deviation") {
      Deviation deviation;
      if (!ReadFields(tokens, deviation, problem)) return false;
      deviations.push_back(deviation);
      depth = 0;
    }
    last = token.kind == 'n' ? token.value : "";
  }
  return true;
}

}  // namespace vigil::tools
