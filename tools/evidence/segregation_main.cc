// segregation_shown --stamp=FILE --image=LABEL {--plugin=TEXT --test=LABEL --record=FILE}...
// Writes FILE when each record is of its test, has cases, and all passed. Exit: 0 it is
// there; 1 a test does not show the segregation, with plugin and test; 2 called wrongly.
#include <fstream>
#include <iostream>
#include <string>

#include "tools/evidence/file_digest.h"
#include "tools/evidence/segregation.h"

namespace vigil::lifecycle {
namespace {

struct Call {
  std::string stamp, image, plugin, test;  // plugin and test: of the next record
  bool all_shown = true;
};

void Look(const std::string& path, Call& call) {
  const absl::StatusOr<std::string> record = ReadFile(path);
  const absl::Status status = record.ok() ? ShowsSegregation(call.test, *record) : record.status();
  if (status.ok()) return;
  call.all_shown = false;
  std::cerr << call.image << " has the plugin " << call.plugin << " in it, and " << call.test
            << " does not show that it is segregated: " << status.message()
            << "\n  Mend the segregation or its test, or raise the plugin to the class of what it is linked with "
               "(docs/lifecycle/classify.md).\n";
}

bool Read(const std::string& argument, Call& call) {
  const std::size_t equal = argument.find('=');
  if (equal == std::string::npos) return false;
  const std::string name = argument.substr(0, equal), value = argument.substr(equal + 1);
  if (name == "--stamp") return call.stamp = value, true;
  if (name == "--image") return call.image = value, true;
  if (name == "--plugin") return call.plugin = value, true;
  if (name == "--test") return call.test = value, true;
  if (name == "--record") return Look(value, call), true;
  return false;
}

int Main(int argc, char** argv) {
  Call call;
  for (int n = 1; n < argc; ++n) {
    if (Read(argv[n], call)) continue;
    std::cerr << "segregation_shown: what is " << argv[n] << "?\n";
    return 2;
  }
  if (call.stamp.empty() || call.image.empty()) {
    std::cerr << "segregation_shown --stamp=FILE --image=LABEL {--plugin=TEXT --test=LABEL --record=FILE}...\n";
    return 2;
  }
  if (!call.all_shown) return 1;
  std::ofstream stamp(call.stamp);
  stamp.close();
  return stamp.fail() ? 2 : 0;
}

}  // namespace
}  // namespace vigil::lifecycle

int main(int argc, char** argv) { return vigil::lifecycle::Main(argc, argv); }
