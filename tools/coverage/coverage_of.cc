#include "tools/coverage/coverage_of.h"

#include <cctype>
#include <cstddef>
#include <map>
#include <sstream>
#include <utility>

namespace vigil::tools {
namespace {

// Where something begins: line and column.
using Place = std::pair<std::size_t, std::size_t>;

struct Outcomes {
  bool has_true = false, has_false = false;      // can be
  bool took_true = false, took_false = false;    // was
};

struct Shown {
  std::map<std::size_t, std::string> texts;
  std::map<std::size_t, bool> lines;        // with code: was it run
  std::map<Place, Outcomes> branches;
  std::map<Place, bool> decisions;          // is each condition shown to decide
};

std::string Trim(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

bool IsNumber(const std::string& text) {
  for (const char c : text) {
    if (std::isdigit(static_cast<unsigned char>(c)) == 0) return false;
  }
  return !text.empty();
}

// "(33:7)" behind `mark`.
bool PlaceBehind(const std::string& line, const std::string& mark, Place& place) {
  const std::size_t at = line.find(mark);
  if (at == std::string::npos) return false;
  std::istringstream text(line.substr(at + mark.size()));
  char colon = 0;
  return static_cast<bool>(text >> place.first >> colon >> place.second) && colon == ':';
}

// The figure behind "True: "; false when the compiler knows that it can't be.
bool CountBehind(const std::string& line, const std::string& mark, bool& taken) {
  const std::size_t at = line.find(mark);
  if (at == std::string::npos) return false;
  const std::string rest = line.substr(at + mark.size());
  if (rest.empty() || std::isdigit(static_cast<unsigned char>(rest[0])) == 0) return false;
  taken = taken || !(rest[0] == '0' && (rest.size() == 1 || std::isdigit(static_cast<unsigned char>(rest[1])) == 0) &&
                     rest.substr(0, 2) != "0.");
  return true;
}

class Reader {
 public:
  void Read(const std::string& line) {
    Place place;
    if (IsFileName(line)) {
      file_ = &files_[line.substr(0, line.size() - 1)];
    } else if (file_ == nullptr) {
      return;
    } else if (PlaceBehind(line, "MC/DC Decision Region (", place)) {
      decision_ = place;
    } else if (line.find("MC/DC Coverage for Decision:") != std::string::npos) {
      bool& whole = file_->decisions[decision_];
      whole = whole || line.find("100.00%") != std::string::npos;
    } else if (PlaceBehind(line, "  Branch (", place)) {
      Outcomes& outcomes = file_->branches[place];
      outcomes.has_true = CountBehind(line, "True: ", outcomes.took_true) || outcomes.has_true;
      outcomes.has_false = CountBehind(line, "False: ", outcomes.took_false) || outcomes.has_false;
    } else {
      ReadSourceLine(line);
    }
  }

  const std::map<std::string, Shown>& files() const { return files_; }

 private:
  static bool IsFileName(const std::string& line) {
    return line.size() > 1 && line.back() == ':' && line[0] != ' ' && line[0] != '|' && line[0] != '-';
  }

  // "   33|     12|  text"; those of one instantiation begin with "  |".
  void ReadSourceLine(const std::string& line) {
    const std::size_t first = line.find('|');
    const std::size_t second = first == std::string::npos ? first : line.find('|', first + 1);
    if (second == std::string::npos) return;
    const std::string number = Trim(line.substr(0, first));
    const std::string count = Trim(line.substr(first + 1, second - first - 1));
    if (!IsNumber(number)) return;
    const std::size_t at = std::stoul(number);
    file_->texts[at] = Trim(line.substr(second + 1));
    if (!count.empty()) file_->lines[at] = file_->lines[at] || count != "0";
  }

  std::map<std::string, Shown> files_;
  Shown* file_ = nullptr;
  Place decision_;
};

void Count(std::size_t line, std::size_t all, std::size_t missed, const Shown& shown, MeasuredFile& file) {
  file.total += all;
  file.covered += all - missed;
  if (missed == 0) return;
  if (file.holes.empty() || file.holes.back().line != line) {
    const auto text = shown.texts.find(line);
    file.holes.push_back({.line = line, .text = text == shown.texts.end() ? "" : text->second, .what = "", .count = 0});
  }
  file.holes.back().count += missed;
}

Coverage CoverageOf(const std::string& path, const Shown& shown) {
  Coverage coverage;
  for (MeasuredFile* file : {&coverage.statements, &coverage.branches, &coverage.decisions}) file->path = path;
  for (const auto& [line, run] : shown.lines) Count(line, 1, run ? 0 : 1, shown, coverage.statements);
  for (const auto& [place, outcomes] : shown.branches) {
    const std::size_t all = (outcomes.has_true ? 1u : 0u) + (outcomes.has_false ? 1u : 0u);
    const std::size_t missed = (outcomes.has_true && !outcomes.took_true ? 1u : 0u) +
                               (outcomes.has_false && !outcomes.took_false ? 1u : 0u);
    Count(place.first, all, missed, shown, coverage.branches);
  }
  for (const auto& [place, whole] : shown.decisions) Count(place.first, 1, whole ? 0 : 1, shown, coverage.decisions);
  return coverage;
}

}  // namespace

std::vector<Coverage> CoverageIn(const std::string& shown) {
  Reader reader;
  std::istringstream lines(shown);
  for (std::string line; std::getline(lines, line);) reader.Read(line);
  std::vector<Coverage> coverage;
  for (const auto& [path, file] : reader.files()) coverage.push_back(CoverageOf(path, file));
  return coverage;
}

namespace {

// What lcov tells of one file.
struct Traced {
  std::map<std::size_t, std::size_t> lines;                       // times run
  std::map<std::size_t, std::pair<std::size_t, std::size_t>> branches;  // of a line: run, in all
};

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(Trim(line));
  return lines;
}

bool IsCode(const std::string& line) {
  return !line.empty() && line.rfind("//", 0) != 0 && line.rfind("/*", 0) != 0 && line.rfind('*', 0) != 0;
}

// The numbers behind the colon of "BRDA:7,0,1,12".
std::vector<std::size_t> NumbersOf(const std::string& record) {
  std::vector<std::size_t> numbers;
  std::istringstream in(record.substr(record.find(':') + 1));
  for (std::string number; std::getline(in, number, ',');) {
    std::istringstream one(number);
    one >> numbers.emplace_back();
  }
  return numbers;
}

std::map<std::string, Traced> TracedIn(const std::string& lcov) {
  std::map<std::string, Traced> files;
  Traced* file = nullptr;
  for (const std::string& record : LinesOf(lcov)) {
    const std::vector<std::size_t> numbers = NumbersOf(record);
    if (record.rfind("SF:", 0) == 0) file = &files[record.substr(3)];
    if (file == nullptr) continue;
    if (record.rfind("DA:", 0) == 0 && numbers.size() >= 2) file->lines[numbers[0]] += numbers[1];
    if (record.rfind("BRDA:", 0) == 0 && numbers.size() == 4) {
      auto& [run, total] = file->branches[numbers[0]];
      ++total;
      if (numbers[3] > 0) ++run;
    }
  }
  return files;
}

void Count(MeasuredFile& file, std::size_t line, const std::string& text, std::size_t covered, std::size_t total) {
  file.covered += covered;
  file.total += total;
  if (covered < total) file.holes.push_back({.line = line, .text = text, .what = "", .count = total - covered});
}

}  // namespace

std::vector<Coverage> CoverageInLcov(const std::string& lcov, const std::map<std::string, std::string>& texts) {
  std::vector<Coverage> files;
  for (const auto& [path, traced] : TracedIn(lcov)) {
    const auto text = texts.find(path);
    if (text == texts.end()) continue;
    const std::vector<std::string> lines = LinesOf(text->second);
    const auto text_of = [&lines](std::size_t line) { return line - 1 < lines.size() ? lines[line - 1] : std::string(); };
    Coverage& file = files.emplace_back();
    for (MeasuredFile* measured : {&file.statements, &file.branches, &file.decisions}) measured->path = path;
    for (const auto& [line, count] : traced.lines) {
      if (IsCode(text_of(line))) Count(file.statements, line, text_of(line), count > 0 ? 1 : 0, 1);
    }
    for (const auto& [line, taken] : traced.branches) {
      Count(file.branches, line, text_of(line), taken.first, taken.second);
    }
  }
  return files;
}

}  // namespace vigil::tools
