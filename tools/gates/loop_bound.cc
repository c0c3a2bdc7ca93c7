// Refuses loops of class C code whose bound cannot be seen where they stand.
//
//   loop_bound --label=LABEL --stamp=FILE [--deviations=FILE] SOURCE...
//
// What is seen: a loop over a range; and a loop that counts: it declares its own
// counter, compares it with a bound, moves it towards that bound by its step, and
// changes neither the counter nor a name in the bound in between. So
//
//   for (const Block& block : blocks) ...
//   for (std::uint32_t n = 0; n < count && !found; ++n) ...
//
// while, do and goto are refused, as is any other for. A loop that has to be
// otherwise has a deviation record of rule "loop_bound" in the file of --deviations
// (platform/lifecycle/lifecycle.proto): file, text of the line, why it ends or must
// not. One that fits nothing in a SOURCE is refused as well.
//
// Exit: 0 each loop is bounded, the stamp is written; 1 one is not; 2 called wrongly
// or a file could not be read.
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tools/cpp_text/code_of.h"
#include "tools/cpp_text/deviations.h"

namespace {

using vigil::tools::CodeOf;
using vigil::tools::IsWord;

// The source with blanks for all that is no code; same length, same lines.
std::string CodeOnly(const std::string& text) {
  const std::vector<bool> code = CodeOf(text);
  std::string out = text;
  for (std::size_t at = 0; at < out.size(); ++at) {
    if (!code[at] && out[at] != '\n') out[at] = ' ';
  }
  return out;
}

std::string Trim(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \n\t");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \n\t") - begin + 1);
}

bool IsWordAt(const std::string& text, std::size_t at, std::size_t size) {
  return (at == 0 || !IsWord(text[at - 1])) &&
         (at + size >= text.size() || !IsWord(text[at + size]));
}

// Of the next whole `word` from `at` on; npos without one.
std::size_t FindWord(const std::string& text, const std::string& word, std::size_t at) {
  for (at = text.find(word, at); at != std::string::npos; at = text.find(word, at + 1)) {
    if (IsWordAt(text, at, word.size())) return at;
  }
  return at;
}

// Behind what closes the bracket at `at`; the end of the text without it.
std::size_t EndOfBrackets(const std::string& text, std::size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    depth += c == '(' || c == '{' || c == '[' ? 1 : c == ')' || c == '}' || c == ']' ? -1 : 0;
    if (depth == 0) return at + 1;
  }
  return at;
}

// Split where `mark` stands outside of all brackets.
std::vector<std::string> Split(const std::string& text, const std::string& mark) {
  std::vector<std::string> parts(1);
  for (std::size_t at = 0; at < text.size();) {
    const bool opens = text[at] == '(' || text[at] == '[' || text[at] == '{';
    if (!opens && text.compare(at, mark.size(), mark) == 0) {
      parts.emplace_back();
      at += mark.size();
      continue;
    }
    const std::size_t end = opens ? EndOfBrackets(text, at) : at + 1;
    parts.back() += text.substr(at, end - at);
    at = end;
  }
  return parts;
}

// The statement from `at` on: a block, or up to its semicolon.
std::string StatementAt(const std::string& text, std::size_t at) {
  const std::size_t begin = at;
  for (; at < text.size(); ++at) {
    if (text[at] == '{') return text.substr(begin, EndOfBrackets(text, at) - begin);
    if (text[at] == '(') at = EndOfBrackets(text, at) - 1;
    if (text[at] == ';') return text.substr(begin, at + 1 - begin);
  }
  return text.substr(begin);
}

bool IsRange(const std::string& header) {
  for (std::size_t at = 0; at < header.size(); ++at) {
    if (header[at] == '(' || header[at] == '{') at = EndOfBrackets(header, at) - 1;
    if (header[at] == '?') return false;
    const bool single = header[at] == ':' && (at == 0 || header[at - 1] != ':') &&
                        (at + 1 == header.size() || header[at + 1] != ':');
    if (single) return true;
  }
  return false;
}

std::size_t SkipBlanks(const std::string& text, std::size_t at) {
  return std::min(text.find_first_not_of(" \n", at), text.size());
}

// The end of `a.b->c[i].d` that begins at `at`.
std::size_t EndOfPath(const std::string& text, std::size_t at) {
  for (;;) {
    while (at < text.size() && IsWord(text[at])) ++at;
    if (at < text.size() && text[at] == '[') at = EndOfBrackets(text, at);
    if (text.compare(at, 1, ".") == 0) {
      ++at;
    } else if (text.compare(at, 2, "->") == 0 || text.compare(at, 2, "::") == 0) {
      at += 2;
    } else if (at >= text.size() || text[at] != '[') {
      return at;
    }
  }
}

// What is read or called in `text`: `a.b` of `a.b.size()`.
struct Path {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string name;
};

std::vector<Path> PathsIn(const std::string& text) {
  std::vector<Path> paths;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = IsWord(text[at]) && std::isdigit(static_cast<unsigned char>(text[at])) == 0;
    std::size_t end = at;
    while (end < text.size() && IsWord(text[end])) ++end;
    if (begins) {
      end = EndOfPath(text, at);
      Path path = {at, end, text.substr(at, end - at)};
      const bool called = end < text.size() && text[end] == '(';
      const std::size_t last = path.name.find_last_of(".>");
      if (called && last != std::string::npos) path.name.resize(last - (path.name[last] == '>' ? 1 : 0));
      paths.push_back(path);
    }
    at = std::max(end, at + 1);
  }
  return paths;
}

// Assigned, counted up or down, or its address is taken.
bool IsChanged(const std::string& text, const Path& path) {
  const std::string after = text.substr(SkipBlanks(text, path.end), 3);
  const std::string before = text.substr(path.begin < 2 ? 0 : path.begin - 2, std::min<std::size_t>(path.begin, 2));
  if (!before.empty() && before.back() == '*') return false;  // what it points to
  if (after.rfind("++", 0) == 0 || after.rfind("--", 0) == 0) return true;
  if (before == "++" || before == "--") return true;
  if (after[0] == '=' && after[1] != '=') return true;
  const bool compound = after.size() == 3 && std::string("+-*/%&|^").find(after[0]) != std::string::npos && after[1] == '=';
  if (compound || after == "<<=" || after == ">>=") return true;
  // `a & b` has a blank behind the sign, as the formatter puts it.
  return !before.empty() && before.back() == '&' && before != "&&";
}

// `a` of `a[i].b`.
std::string BaseOf(const std::string& path) { return path.substr(0, path.find('[')); }

// Whether one names the other or a part of it.
bool Overlap(const std::string& a, const std::string& b) {
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  return longer.compare(0, shorter.size(), shorter) == 0 &&
         (longer.size() == shorter.size() || !IsWord(longer[shorter.size()]));
}

bool Changes(const std::string& text, const std::string& name) {
  for (const Path& path : PathsIn(text)) {
    // An element of `a` is not what `a.size()` tells, but may be `a[i]`.
    const bool element = path.name.find('[') != std::string::npos;
    if (element && name.find('[') == std::string::npos && BaseOf(path.name) == name) continue;
    if (Overlap(BaseOf(path.name), BaseOf(name)) && IsChanged(text, path)) return true;
  }
  return false;
}

std::vector<std::string> NamesIn(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && IsWord(text[end])) ++end;
    if (end > at && std::isdigit(static_cast<unsigned char>(text[at])) == 0) {
      names.push_back(text.substr(at, end - at));
    }
    at = std::max(end, at + 1);
  }
  return names;
}

// The last name before the " = " of `T name = value`.
std::string CounterOf(const std::string& start) {
  const std::size_t equal = start.find(" = ");
  if (equal == std::string::npos) return "";
  const std::vector<std::string> names = NamesIn(start.substr(0, equal));
  // A type and a name: an assignment to what others change as well has one.
  return names.size() < 2 ? "" : names.back();
}

enum class Direction { kNone, kUp, kUpByOne, kDown };

Direction DirectionOf(const std::string& step, const std::string& counter) {
  if (step == "++" + counter || step == counter + "++") return Direction::kUpByOne;
  if (step == "--" + counter || step == counter + "--") return Direction::kDown;
  if (step.rfind(counter + " += ", 0) == 0) return Direction::kUp;
  if (step.rfind(counter + " = " + counter + " + ", 0) == 0) return Direction::kUp;
  if (step.rfind(counter + " -= ", 0) == 0) return Direction::kDown;
  return Direction::kNone;
}

// Whether `condition` holds no longer once the counter went far enough.
bool Ends(const std::string& condition, const std::string& counter, Direction direction,
          std::string& bound) {
  for (const char* relation : {" <= ", " < ", " >= ", " > ", " != "}) {
    const std::size_t at = condition.find(relation);
    if (at == std::string::npos) continue;
    const std::string left = condition.substr(0, at);
    bound = condition.substr(at + std::string(relation).size());
    if (FindWord(left, counter, 0) == std::string::npos) return false;
    if (FindWord(bound, counter, 0) != std::string::npos) return false;
    // A call on the left could be anything.
    if (left.find('(') != std::string::npos) return false;
    if (relation[1] == '<') return direction == Direction::kUp || direction == Direction::kUpByOne;
    if (relation[1] == '>') return direction == Direction::kDown;
    return direction == Direction::kUpByOne;
  }
  return false;
}

// Empty when the bound is seen, else why it is not.
std::string WhyUnbounded(const std::string& header, const std::string& body) {
  if (IsRange(header)) return "";
  const std::vector<std::string> parts = Split(header, ";");
  if (parts.size() != 3 || Trim(parts[1]).empty()) return "it has no condition";
  const std::string counter = CounterOf(parts[0]);
  if (counter.empty()) return "it declares no counter of its own";
  const Direction direction = DirectionOf(Trim(parts[2]), counter);
  if (direction == Direction::kNone) return "its step does not move " + counter;
  if (Split(parts[1], "||").size() > 1) return "its condition has an alternative";
  const std::string inside = parts[1] + " " + body;
  if (Changes(inside, counter)) return "it changes " + counter + " besides its step";
  for (const std::string& condition : Split(parts[1], "&&")) {
    std::string bound;
    if (!Ends(Trim(condition), counter, direction, bound)) continue;
    for (const Path& path : PathsIn(bound)) {
      if (Changes(inside, path.name)) return "it changes " + path.name + ", which bounds it";
    }
    return "";
  }
  return "its condition does not compare " + counter + " with a bound that it moves towards";
}

struct Finding {
  std::size_t at = 0;
  std::string why;
};

std::vector<Finding> FindingsIn(const std::string& code) {
  std::vector<Finding> findings;
  for (const char* word : {"while", "do", "goto"}) {
    for (std::size_t at = FindWord(code, word, 0); at != std::string::npos; at = FindWord(code, word, at + 1)) {
      findings.push_back({at, std::string(word) + " has no bound"});
    }
  }
  for (std::size_t at = FindWord(code, "for", 0); at != std::string::npos; at = FindWord(code, "for", at + 1)) {
    const std::size_t open = SkipBlanks(code, at + 3);
    const std::size_t close = EndOfBrackets(code, open);
    if (open >= code.size() || code[open] != '(' || close <= open + 1) {
      findings.push_back({at, "it can't be read"});
      continue;
    }
    const std::string why = WhyUnbounded(code.substr(open + 1, close - open - 2), StatementAt(code, close));
    if (!why.empty()) findings.push_back({at, why});
  }
  return findings;
}

bool ReadFile(const std::string& path, std::string& text) {
  std::ifstream file(path, std::ios::binary);
  text.assign(std::istreambuf_iterator<char>(file), {});
  return file.is_open();
}

// Of each source its deviations, as yet without the loop that they are for.
struct Deviations {
  std::map<std::string, std::map<std::string, bool>> used;  // file, line's text

  bool Read(const std::string& path, std::string& problem) {
    std::string text;
    std::vector<vigil::tools::Deviation> records;
    problem = "can't be read";
    if (!ReadFile(path, text) || !vigil::tools::DeviationsIn(text, records, problem)) return false;
    for (const vigil::tools::Deviation& record : records) {
      if (record.rule == "loop_bound") used[record.file][record.text] = false;
    }
    return true;
  }

  bool Allow(const std::string& path, const std::string& line) {
    const auto file = used.find(path);
    if (file == used.end() || file->second.count(line) == 0) return false;
    return file->second[line] = true;
  }
};

bool Check(const std::string& path, const std::string& text, const std::string& label,
           Deviations& deviations) {
  bool good = true;
  for (const Finding& finding : FindingsIn(CodeOnly(text))) {
    const std::size_t begin = text.rfind('\n', finding.at) + 1;
    const std::string line = Trim(text.substr(begin, text.find('\n', begin) - begin));
    if (deviations.Allow(path, line)) continue;
    const auto number = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(finding.at), '\n') + 1;
    std::cerr << path << ":" << number << ": " << label << " (class C): the bound of a loop cannot be seen: "
              << finding.why << "\n    " << line
              << "\n  Loop over a range, or count towards a bound that nothing in the loop changes.\n";
    good = false;
  }
  for (const auto& [line, used] : deviations.used[path]) {
    if (used) continue;
    std::cerr << path << ": the deviation for \"" << line << "\" fits no loop any more: remove it\n";
    good = false;
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, std::string> options;
  std::vector<std::string> sources;
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    const std::size_t equal = argument.find('=');
    const bool option = argument.rfind("--", 0) == 0 && equal != std::string::npos;
    if (option) options[argument.substr(2, equal - 2)] = argument.substr(equal + 1);
    if (!option) sources.push_back(argument);
  }
  if (options["stamp"].empty() || sources.empty()) {
    std::cerr << "loop_bound: --label=LABEL --stamp=FILE [--deviations=FILE] SOURCE...\n";
    return 2;
  }
  Deviations deviations;
  std::string problem;
  if (!options["deviations"].empty() && !deviations.Read(options["deviations"], problem)) {
    std::cerr << "loop_bound: " << options["deviations"] << ": " << problem << "\n";
    return 2;
  }
  bool good = true;
  for (const std::string& path : sources) {
    std::string text;
    if (!ReadFile(path, text)) {
      std::cerr << "loop_bound: can't read " << path << "\n";
      return 2;
    }
    good = Check(path, text, options["label"], deviations) && good;
  }
  if (!good) return 1;
  std::ofstream(options["stamp"]) << "bounded\n";
  return 0;
}
