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

}  // namespace vigil::tools
