// ./bazelw run //test/lifecycle:change_gallery.update: writes what `vigil impact` says
// now into the golden files. Read the difference before it is committed.
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "test/lifecycle/change_gallery.h"

namespace vigil::lifecycle {
namespace {

int Main() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (workspace == nullptr) {
    std::cerr << "run it with ./bazelw run\n";
    return 2;
  }
  const std::string root = workspace;
  const ChangeGallery gallery(root + "/test/lifecycle", root + "/platform/lifecycle/iec62304_a1_2015.textproto");
  int failed = 0;
  for (const std::string& name : gallery.Names()) {
    const auto said = gallery.Run(name);
    if (said.ok()) {
      std::ofstream(gallery.GoldenFile(name), std::ios::binary) << said->text;
    } else {
      std::cerr << said.status().message() << "\n";
      ++failed;
    }
  }
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace vigil::lifecycle

int main() { return vigil::lifecycle::Main(); }
