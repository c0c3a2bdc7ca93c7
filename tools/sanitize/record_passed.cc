// Writes the measurement of sources whose tests passed; started by sanitize.sh.
//
//   record_passed --name=NAME --tool=NAME --sources=FILE --tests=FILE --record=FILE
//
// --sources, --tests: what sha256sum prints of them. Exit: 0 it is written; 2 called
// wrongly, or it can't be written.
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

#include "tools/measure/measurement.h"

int main(int argc, char** argv) {
  std::map<std::string, std::string> options;
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    const std::size_t equal = argument.find('=');
    if (equal != std::string::npos) options[argument.substr(0, equal)] = argument.substr(equal + 1);
  }
  const auto digests = [&options](const char* option) {
    std::ifstream file(options[option], std::ios::binary);
    return vigil::tools::DigestsIn({std::istreambuf_iterator<char>(file), {}});
  };
  vigil::tools::Measurement passed = {.name = options["--name"], .tool = options["--tool"], .files = {}};
  const vigil::tools::Digests sources = digests("--sources");
  for (const auto& [path, digest] : sources) {
    passed.files.push_back({.path = path, .covered = 1, .total = 1, .holes = {}});
  }
  if (!passed.name.empty() && !sources.empty()) {
    std::ofstream out(options["--record"], std::ios::binary);
    out << vigil::tools::TextOf({passed}, sources, digests("--tests"));
    out.close();
    if (!out.fail()) return 0;
  }
  std::cerr << "record_passed --name=NAME --tool=NAME --sources=FILE --tests=FILE --record=FILE\n";
  return 2;
}
