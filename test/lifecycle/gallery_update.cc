// Writes what `vigil check` says now into the golden files; read the difference
// before it is committed: ./bazelw run //test/lifecycle:gallery.update
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "test/lifecycle/gallery.h"

namespace vigil::lifecycle {
namespace {

int Main() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (workspace == nullptr) {
    std::cerr << "run it with ./bazelw run\n";
    return 2;
  }
  const std::string root = workspace;
  const Gallery gallery(root + "/test/lifecycle", root + "/platform/lifecycle/iec62304_a1_2015.textproto");
  int failed = 0;
  for (const std::string& fault : gallery.Faults()) {
    const auto checked = gallery.Check(fault);
    if (!checked.ok() || checked->code != 1) {
      std::cerr << fault << ": " << (checked.ok() ? "is not found" : checked.status().message()) << "\n";
      ++failed;
      continue;
    }
    std::ofstream(gallery.GoldenFile(fault), std::ios::binary) << checked->text;
  }
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace vigil::lifecycle

int main() { return vigil::lifecycle::Main(); }
