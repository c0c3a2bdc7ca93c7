// Writes the report on the system that is linked in; a build action.
//
//   describe --text=FILE --json=FILE
//
// Exit: 0 both files are written; 1 the system is not sound.
#include <fstream>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "platform/system_report/described_system.h"
#include "platform/system_report/system_report.h"

ABSL_FLAG(std::string, text, "", "file for the table");
ABSL_FLAG(std::string, json, "", "file for the figures");

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  // What stops becomes an alarm within 2 s.
  const absl::StatusOr<vigil::SystemReport> report =
      vigil::ReportOn(vigil::DescribedSystem(), vigil::Seconds(2));
  if (!report.ok()) {
    std::cerr << "system description: " << report.status().message() << "\n";
    return 1;
  }
  std::ofstream(absl::GetFlag(FLAGS_text)) << report->text;
  std::ofstream(absl::GetFlag(FLAGS_json)) << report->json;
  return 0;
}
