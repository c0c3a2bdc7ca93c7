// ./bazelw run //test/lifecycle:open_points.update: writes down what is open now.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "test/lifecycle/open_points.h"

int main() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (workspace == nullptr) {
    std::cerr << "run it with ./bazelw run\n";
    return 2;
  }
  const auto points = vigil::lifecycle::OpenPoints("lifecycle");
  if (!points.ok()) {
    std::cerr << points.status().message() << "\n";
    return 1;
  }
  std::ofstream file(std::string(workspace) + "/test/lifecycle/open_points.txt", std::ios::binary);
  file << *points;
  file.close();
  return file.fail() ? 1 : 0;
}
