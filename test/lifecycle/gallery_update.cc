// Signs the clean twin anew, as its records and the profile are now, and writes what
// `vigil check` says of each fault into the golden files. Read the difference before it
// is committed: ./bazelw run //test/lifecycle:gallery.update
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "absl/status/statusor.h"
#include "test/lifecycle/gallery.h"

namespace vigil::lifecycle {
namespace {

bool Write(const std::string& path, const absl::StatusOr<std::string>& text) {
  if (!text.ok()) {
    std::cerr << path << ": " << text.status().message() << "\n";
    return false;
  }
  std::ofstream(path, std::ios::binary) << *text;
  return true;
}

bool WriteApprovals(const Gallery& gallery) {
  const auto files = gallery.SignedApprovals();
  if (!files.ok()) {
    std::cerr << files.status().message() << "\n";
    return false;
  }
  std::filesystem::remove_all(gallery.approvals());
  std::filesystem::create_directories(gallery.approvals());
  for (const auto& [file, text] : *files) {
    if (!Write(gallery.approvals() + "/" + file, text)) return false;
  }
  return true;
}

int Main() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (workspace == nullptr) {
    std::cerr << "run it with ./bazelw run\n";
    return 2;
  }
  const std::string root = workspace;
  const Gallery gallery(root + "/test/lifecycle", root + "/platform/lifecycle/iec62304_a1_2015.textproto");
  if (!WriteApprovals(gallery)) return 1;
  if (!Write(gallery.ids(), gallery.Register())) return 1;
  int failed = 0;
  for (const std::string& fault : gallery.Faults()) {
    const auto checked = gallery.Check(fault);
    if (!checked.ok() || checked->code != 1) {
      std::cerr << fault << ": " << (checked.ok() ? "is not found" : checked.status().message()) << "\n";
      ++failed;
      continue;
    }
    Write(gallery.GoldenFile(fault), checked->text);
  }
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace vigil::lifecycle

int main() { return vigil::lifecycle::Main(); }
