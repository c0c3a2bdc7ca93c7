// Injects every fault on every target and prints what was contained and how fast
// it alarmed.
//
//   ./bazelw run //test/fault:table [-- --json] [--target=device]
//
// Exit: 0 all were contained and alarmed in time; 1 one was not; 2 a run failed.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "test/fault/kinds.h"
#include "test/fault/suite.h"

ABSL_FLAG(bool, json, false, "print JSON instead of a table");
ABSL_FLAG(std::string, target, "", "only this one: device, cloud, portal, host");

namespace vigil::fault {
namespace {

int Run(const std::string& folder) {
  const std::string wanted = absl::GetFlag(FLAGS_target);
  std::vector<Row> rows;
  bool known = wanted.empty();
  for (const Target target : AllTargets()) {
    if (!wanted.empty() && NameOf(target) != wanted) continue;
    known = true;
    std::cerr << "fault table: running all faults on " << NameOf(target) << "\n";
    const absl::StatusOr<std::vector<Row>> some = RunSuite(target, folder);
    if (!some.ok()) {
      std::cerr << "fault table: " << NameOf(target) << ": "
                << some.status().message() << "\n";
      return 2;
    }
    rows.insert(rows.end(), some->begin(), some->end());
  }
  if (!known) {
    std::cerr << "fault table: --target=" << wanted
              << " is unknown; there are device, cloud, portal, host\n";
    return 2;
  }
  std::cout << (absl::GetFlag(FLAGS_json) ? AsJson(rows) : AsText(rows));
  for (const Row& row : rows) {
    if (!row.verdict.contained || !row.verdict.alarmed) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace vigil::fault

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Injects every fault on every target; prints what was contained and how "
      "fast it alarmed.\n./bazelw run //test/fault:table [-- --json] "
      "[--target=device]");
  absl::ParseCommandLine(argc, argv);
  std::string folder =
      (std::filesystem::temp_directory_path() / "vigil-fault-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    std::cerr << "fault table: can't make a folder for scratch files in "
              << folder << "\n";
    return 2;
  }
  const int result = vigil::fault::Run(folder);
  std::filesystem::remove_all(folder);
  return result;
}
