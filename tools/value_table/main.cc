// Writes what the portal has to know of values and alarms.
//
//   write_value_table RECORDS INTERFACE_LOCK OUT
//
// Exit: 0 well; 1 the records are wrong, or a file can't be read or written; 2 called
// wrongly.
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "absl/status/statusor.h"
#include "tools/value_table/value_table.h"

namespace {

// Of a file that is there and not empty; empty otherwise, which the table refuses.
std::string TextOf(const char* path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "write_value_table RECORDS INTERFACE_LOCK OUT\n";
    return 2;
  }
  const absl::StatusOr<std::string> module = vigil::lifecycle::ValueTable(TextOf(argv[1]), TextOf(argv[2]));
  if (!module.ok()) {
    std::cerr << argv[1] << ": " << module.status().message() << "\n";
    return 1;
  }
  std::ofstream file(argv[3], std::ios::binary);
  file << *module;
  file.close();
  if (!file.fail()) return 0;
  std::cerr << "write_value_table: can't write " << argv[3] << "\n";
  return 1;
}
