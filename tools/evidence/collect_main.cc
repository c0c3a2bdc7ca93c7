// collect_lifecycle FOLDER LINES: LINES is a file of what to put into FOLDER
// (collect.h). Exit: 0 it is there; 1 something can't be read or written, with what;
// 2 called wrongly.
#include <iostream>

#include "tools/evidence/collect.h"
#include "tools/evidence/file_digest.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "collect_lifecycle FOLDER LINES\n";
    return 2;
  }
  const auto lines = vigil::lifecycle::ReadFile(argv[2]);
  if (!lines.ok()) {
    std::cerr << "collect_lifecycle: " << lines.status().message() << "\n";
    return 2;
  }
  const auto collection = vigil::lifecycle::ParseCollection(*lines);
  if (!collection.ok()) {
    std::cerr << "collect_lifecycle: " << collection.status().message() << "\n";
    return 2;
  }
  const absl::Status status = vigil::lifecycle::Collect(*collection, argv[1]);
  if (status.ok()) return 0;
  std::cerr << "collect_lifecycle: " << status.message() << "\n";
  return 1;
}
