// Tells what tests cover of some sources; started by coverage.sh.
//
//   coverage_report --shown=FILE|--lcov=FILE --sources=FILE --tests=FILE --tool=NAME
//                   [--deviations=FILE] [--record=FILE] [--json]
//
// --shown: what llvm-cov shows; --lcov: what Node writes; --sources, --tests: what
// sha256sum prints of the sources to measure and of the tests; --deviations: records of
// what cannot be covered. A header that is not shown has no code; a source that is not
// shown is linked by no test, and is not recorded.
//
// Exit: 0 all is covered or excepted; 1 something is not; 2 called wrongly.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tools/coverage/coverage_of.h"
#include "tools/cpp_text/deviations.h"
#include "tools/measure/measurement.h"

namespace vigil::tools {
namespace {

using Options = std::map<std::string, std::string>;
using Excuses = std::map<std::tuple<std::string, std::string, std::string>, std::string>;  // rule, file, text: why

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool ReadExcuses(const std::string& path, Excuses& excuses) {
  std::vector<Deviation> deviations;
  std::string problem;
  if (!path.empty() && !DeviationsIn(ReadFile(path), deviations, problem)) {
    std::cerr << "coverage: " << path << ": " << problem << "\n";
    return false;
  }
  for (const Deviation& deviation : deviations) {
    excuses[{deviation.rule, deviation.file, deviation.text}] = deviation.rationale;
  }
  return true;
}

// What was covered of the sources in `digests`.
std::vector<Coverage> CoverageFrom(Options& options, const Digests& digests) {
  if (options["--lcov"].empty()) return CoverageIn(ReadFile(options["--shown"]));
  std::map<std::string, std::string> texts;
  for (const auto& [path, digest] : digests) texts[path] = ReadFile(path);
  return CoverageInLcov(ReadFile(options["--lcov"]), texts);
}

// The three measurements of the sources in `digests`.
std::vector<Measurement> Measure(const std::vector<Coverage>& covered, const Digests& digests, const std::string& tool) {
  std::vector<Measurement> measurements = {{.name = "statement_coverage", .tool = tool, .files = {}},
                                           {.name = "branch_coverage", .tool = tool, .files = {}},
                                           {.name = "mcdc_coverage", .tool = tool, .files = {}}};
  std::map<std::string, Coverage> files;
  for (const Coverage& coverage : covered) files[coverage.statements.path] = coverage;
  for (const auto& [path, digest] : digests) {
    const bool is_header = path.size() > 2 && path.compare(path.size() - 2, 2, ".h") == 0;
    if (files.count(path) == 0) {
      if (!is_header) {
        std::cerr << "coverage: " << path << ": no test links it, so nothing is recorded of it\n";
        continue;
      }
      for (MeasuredFile* file : {&files[path].statements, &files[path].branches, &files[path].decisions}) file->path = path;
    }
    measurements[0].files.push_back(files[path].statements);
    measurements[1].files.push_back(files[path].branches);
    measurements[2].files.push_back(files[path].decisions);
  }
  return measurements;
}

double Percent(const MeasuredFile& file) {
  return file.total == 0 ? 100 : 100.0 * static_cast<double>(file.covered) / static_cast<double>(file.total);
}

MeasuredFile Sum(const Measurement& measurement) {
  MeasuredFile sum = {.path = "TOTAL", .holes = {}};
  for (const MeasuredFile& file : measurement.files) {
    sum.covered += file.covered;
    sum.total += file.total;
  }
  return sum;
}

void TellTable(const std::vector<Measurement>& measurements) {
  std::printf("%-56s %12s %12s %12s\n", "file", "statements", "branches", "MC/DC");
  const auto row = [](const MeasuredFile& statements, const MeasuredFile& branches, const MeasuredFile& decisions) {
    std::printf("%-56s %11.2f%% %11.2f%% %11.2f%%\n", statements.path.c_str(), Percent(statements), Percent(branches),
                Percent(decisions));
  };
  for (std::size_t n = 0; n < measurements[0].files.size(); ++n) {
    row(measurements[0].files[n], measurements[1].files[n], measurements[2].files[n]);
  }
  row(Sum(measurements[0]), Sum(measurements[1]), Sum(measurements[2]));
}

// How many holes nothing excuses.
std::size_t TellHoles(const std::vector<Measurement>& measurements, const Excuses& excuses) {
  std::size_t open = 0;
  for (const Measurement& measurement : measurements) {
    for (const MeasuredFile& file : measurement.files) {
      for (const Hole& hole : file.holes) {
        const auto excuse = excuses.find({measurement.name, file.path, hole.text});
        if (excuse == excuses.end()) ++open;
        std::cout << (excuse == excuses.end() ? "NOT COVERED  " : "justified    ") << file.path << ":" << hole.line << " "
                  << measurement.name << ": " << hole.text
                  << (excuse == excuses.end() ? "" : " (" + excuse->second + ")") << "\n";
      }
    }
  }
  return open;
}

std::size_t TellJson(const std::vector<Measurement>& measurements, const Excuses& excuses) {
  std::size_t open = 0;
  std::cout << "{";
  for (const Measurement& measurement : measurements) {
    const MeasuredFile sum = Sum(measurement);
    std::cout << (&measurement == &measurements[0] ? "" : ",\n ") << "\"" << measurement.name << "\": {\"covered\": " << sum.covered
              << ", \"total\": " << sum.total << ", \"open\": [";
    const char* separator = "";
    for (const MeasuredFile& file : measurement.files) {
      for (const Hole& hole : file.holes) {
        if (excuses.count({measurement.name, file.path, hole.text}) != 0) continue;
        ++open;
        std::cout << separator << "\"" << file.path << ":" << hole.line << "\"";
        separator = ", ";
      }
    }
    std::cout << "]}";
  }
  std::cout << "}\n";
  return open;
}

int Run(Options options) {
  if (options["--shown"].empty() == options["--lcov"].empty() || options["--sources"].empty() || options["--tests"].empty()) {
    std::cerr << "coverage: started by coverage.sh; see ./bazelw run //tools:coverage -- --help\n";
    return 2;
  }
  const Digests digests = DigestsIn(ReadFile(options["--sources"]));
  Excuses excuses;
  if (digests.empty() || !ReadExcuses(options["--deviations"], excuses)) return 2;
  const std::vector<Measurement> measurements = Measure(CoverageFrom(options, digests), digests, options["--tool"]);
  if (!options["--record"].empty()) {
    std::vector<Measurement> recorded = measurements;
    if (!options["--lcov"].empty()) recorded.pop_back();  // V8 knows no decisions
    std::ofstream(options["--record"]) << TextOf(recorded, digests, DigestsIn(ReadFile(options["--tests"])));
  }
  const bool json = options.count("--json") != 0;
  if (!json) TellTable(measurements);
  return (json ? TellJson(measurements, excuses) : TellHoles(measurements, excuses)) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace vigil::tools

int main(int argc, char** argv) {
  vigil::tools::Options options;
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    const std::size_t equal = argument.find('=');
    options[argument.substr(0, equal)] = equal == std::string::npos ? "" : argument.substr(equal + 1);
  }
  return vigil::tools::Run(options);
}
