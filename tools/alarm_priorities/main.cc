// Writes the priorities of a plugin's alarms from the hazards that they answer.
//
//   write_alarm_priorities RECORDS HEADER OUT
//
// RECORDS: a *.lifecycle.textproto; HEADER: the path by which OUT is included.
// Exit: 0 well; 1 the records are wrong, or a file can't be read or written; 2 called
// wrongly.
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/status/statusor.h"
#include "tools/alarm_priorities/alarm_priorities.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "write_alarm_priorities RECORDS HEADER OUT\n";
    return 2;
  }
  std::ifstream input(argv[1], std::ios::binary);
  std::ostringstream records;
  if (!(records << input.rdbuf())) {
    std::cerr << "write_alarm_priorities: can't read " << argv[1] << ", or it is empty\n";
    return 1;
  }
  const absl::StatusOr<std::string> header = vigil::lifecycle::AlarmPriorities(records.str(), argv[2]);
  if (!header.ok()) {
    std::cerr << argv[1] << ": " << header.status().message() << "\n";
    return 1;
  }
  std::ofstream file(argv[3], std::ios::binary);
  file << *header;
  file.close();
  if (!file.fail()) return 0;
  std::cerr << "write_alarm_priorities: can't write " << argv[3] << "\n";
  return 1;
}
