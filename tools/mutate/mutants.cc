#include "tools/mutate/mutants.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "tools/cpp_text/code_of.h"

namespace vigil::tools {
namespace {

// A static_assert is checked by the compiler; a mutant of it tells nothing of tests.
std::vector<bool> MutableCode(const std::string& text) {
  std::vector<bool> code = CodeOf(text);
  for (std::size_t at = text.find("static_assert"); at != std::string::npos;
       at = text.find("static_assert", at + 1)) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    for (std::size_t i = at; i < end; ++i) code[i] = false;
  }
  return code;
}

class Maker {
 public:
  explicit Maker(const std::string& text) : text_(text), code_(MutableCode(text)) {}

  std::vector<Mutant> Make() {
    Operators();
    Negations();
    Numbers();
    Words();
    Conditions();
    Statements();
    std::sort(mutants_.begin(), mutants_.end(),
              [](const Mutant& a, const Mutant& b) { return a.offset < b.offset; });
    return mutants_;
  }

 private:
  void Add(std::size_t offset, std::size_t length, const std::string& replacement,
           const std::string& change) {
    const auto line = std::count(text_.begin(),
                                 text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
    mutants_.push_back({offset, length, replacement, static_cast<int>(line) + 1, change});
  }

  bool IsCode(std::size_t offset, std::size_t length) const {
    for (std::size_t i = offset; i < offset + length; ++i) {
      if (i >= code_.size() || !code_[i]) return false;
    }
    return true;
  }

  void ReplaceAll(const std::string& from, const std::string& to, std::size_t trim) {
    for (std::size_t at = text_.find(from); at != std::string::npos;
         at = text_.find(from, at + 1)) {
      if (!IsCode(at, from.size())) continue;
      const std::string was = from.substr(trim, from.size() - 2 * trim);
      const std::string is = to.substr(trim, to.size() - 2 * trim);
      Add(at, from.size(), to, was + " becomes " + is);
    }
  }

  void Operators() {
    const std::pair<const char*, const char*> swaps[] = {
        {" < ", " <= "}, {" <= ", " < "}, {" > ", " >= "}, {" >= ", " > "},
        {" == ", " != "}, {" != ", " == "}, {" + ", " - "}, {" - ", " + "},
        {" * ", " / "}, {" / ", " * "}, {" % ", " * "}, {" && ", " || "},
        {" || ", " && "}, {" & ", " | "}, {" | ", " & "}, {" ^ ", " & "},
        {" << ", " >> "}, {" >> ", " << "}, {" += ", " -= "}, {" -= ", " += "},
    };
    for (const auto& [from, to] : swaps) ReplaceAll(from, to, 1);
    for (std::size_t at = text_.find("++"); at != std::string::npos; at = text_.find("++", at + 2)) {
      // A loop that counts down would only be endless.
      const std::size_t line = text_.rfind('\n', at) + 1;
      if (IsCode(at, 2) && text_.substr(line, at - line).find("for (") == std::string::npos) {
        Add(at, 2, "--", "++ becomes --");
      }
    }
  }

  void Negations() {
    for (std::size_t at = text_.find('!'); at != std::string::npos; at = text_.find('!', at + 1)) {
      if (IsCode(at, 2) && text_[at + 1] != '=') Add(at, 1, "", "! is left out");
    }
  }

  void Numbers() {
    for (std::size_t at = 0; at < text_.size(); ++at) {
      const bool begins = std::isdigit(static_cast<unsigned char>(text_[at])) != 0 &&
                          (at == 0 || !IsWord(text_[at - 1]));
      if (!begins || !IsCode(at, 1)) continue;
      std::size_t end = at;
      while (end < text_.size() && (IsWord(text_[end]) || text_[end] == '\'')) ++end;
      const std::string number = text_.substr(at, end - at);
      Add(at, number.size(), "(" + number + " + 1)", number + " becomes one more");
      at = end;
    }
  }

  void Words() {
    const std::map<std::string, std::string> words = {
        {"true", "false"},
        {"false", "true"},
        {"return Status::kOk", "return Status::kInternal"},
        {"break", "continue"},
        {"continue", "break"},
    };
    for (const auto& [from, to] : words) {
      for (std::size_t at = text_.find(from); at != std::string::npos; at = text_.find(from, at + 1)) {
        const bool whole = (at == 0 || !IsWord(text_[at - 1])) &&
                           !IsWord(text_[at + from.size()]);
        if (whole && IsCode(at, from.size())) Add(at, from.size(), to, from + " becomes " + to);
      }
    }
  }

  // The condition of an if, up to its closing parenthesis.
  void Conditions() {
    for (std::size_t at = text_.find("if ("); at != std::string::npos; at = text_.find("if (", at + 1)) {
      if (!IsCode(at, 4)) continue;
      int depth = 1;
      std::size_t end = at + 4;
      while (end < text_.size() && depth > 0) {
        depth += text_[end] == '(' ? 1 : text_[end] == ')' ? -1 : 0;
        ++end;
      }
      const std::string condition = text_.substr(at + 4, end - at - 5);
      Add(at + 4, condition.size(), "!(" + condition + ")", "the condition is negated");
    }
  }

  // Whole lines that are an assignment, a call or a count.
  void Statements() {
    for (std::size_t begin = 0; begin < text_.size();) {
      std::size_t end = text_.find('\n', begin);
      if (end == std::string::npos) end = text_.size();
      const std::string line = text_.substr(begin, end - begin);
      const std::size_t first = line.find_first_not_of(' ');
      if (first != std::string::npos && first >= 2 && IsStatement(begin, line.substr(first))) {
        Add(begin + first, line.size() - first, ";", "left out: " + line.substr(first));
      }
      begin = end + 1;
    }
  }

  bool IsStatement(std::size_t line_begin, const std::string& line) const {
    if (line.back() != ';' || !IsCode(line_begin, 1)) return false;
    // Goes on from the line before.
    std::size_t before = line_begin;
    while (before > 0 && std::isspace(static_cast<unsigned char>(text_[before - 1])) != 0) --before;
    const char last = before > 0 ? text_[before - 1] : '{';
    if (last != ';' && last != '{' && last != '}' && last != ':' && code_[before - 1]) return false;
    if (line.rfind("++", 0) == 0 || line.rfind("--", 0) == 0) return true;
    std::size_t i = 0;
    while (i < line.size() && (IsWord(line[i]) || std::string(".->[]:*").find(line[i]) != std::string::npos)) ++i;
    const std::string head = line.substr(0, i);
    for (const char* word : {"return", "break", "continue", "using", "const", "constexpr", "static", "case", "default:"}) {
      if (head == word) return false;
    }
    const std::string rest = line.substr(i);
    return rest.rfind(" = ", 0) == 0 || rest.rfind(" += ", 0) == 0 || rest.rfind("(", 0) == 0 ||
           rest.rfind(" |= ", 0) == 0 || rest.rfind(" ^= ", 0) == 0;
  }

  const std::string& text_;
  std::vector<bool> code_;
  std::vector<Mutant> mutants_;
};

}  // namespace

std::string Mutant::Apply(const std::string& text) const {
  return text.substr(0, offset) + replacement + text.substr(offset + length);
}

std::vector<Mutant> MutantsOf(const std::string& text) { return Maker(text).Make(); }

}  // namespace vigil::tools
