// Refuses sources that tell compilers and analyzers to look away: pragmas, line markers
// (what follows would be a system header, which nobody warns of), attributes.
//
//   suppression --label=LABEL --stamp=FILE SOURCE...
//
// tools/cpp_text/suppressions.h tells what is refused. There is no deviation from it:
// what a check must not say is said by the check's own deviation record.
//
// Exit: 0 nothing is suppressed, the stamp is written; 1 something is; 2 called wrongly
// or a file could not be read.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "tools/cpp_text/suppressions.h"

namespace {

bool ConsumeOption(const std::string& argument, const std::string& name, std::string& value) {
  const std::string prefix = "--" + name + "=";
  if (argument.rfind(prefix, 0) != 0) return false;
  value = argument.substr(prefix.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::string label;
  std::string stamp;
  std::vector<std::string> sources;
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    if (!ConsumeOption(argument, "label", label) && !ConsumeOption(argument, "stamp", stamp)) sources.push_back(argument);
  }
  if (stamp.empty() || sources.empty()) {
    std::cerr << "suppression: --label=LABEL --stamp=FILE SOURCE...\n";
    return 2;
  }
  bool good = true;
  for (const std::string& path : sources) {
    std::ifstream file(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    if (!file.is_open()) {
      std::cerr << "suppression: can't read " << path << "\n";
      return 2;
    }
    for (const vigil::tools::Suppression& one : vigil::tools::SuppressionsIn(text)) {
      std::cerr << path << ":" << one.line << ": " << label << ": turns a check off: " << one.text
                << "\n  Take it out, and mend what the check finds.\n";
      good = false;
    }
  }
  if (!good) return 1;
  std::ofstream(stamp) << "nothing is suppressed\n";
  return 0;
}
