// Runs a test of GoogleTest and writes down what came of it, as evidence: each case
// with its result and what it verifies, and the digests of what was run, of what was
// tested, and of the tools that made it.
//
//   record_evidence --test=LABEL --program=FILE --runfiles=DIR --out=FILE
//                   [--subject=LABEL=FILE]... [--tool=NAME=FILE]...
//
// A test that fails is evidence as well: its record says so, and the exit code is 0.
// Exit: 0 the record was written; 1 the test left no report (it crashed, or is none of
// GoogleTest); 2 called wrongly, or a file can't be read or written.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "tools/evidence/evidence_of.h"
#include "tools/evidence/file_digest.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

using NamedFiles = std::vector<std::pair<std::string, std::string>>;

struct Arguments {
  std::map<std::string, std::string> values;
  NamedFiles subjects, tools;
};

bool Parse(int argc, char** argv, Arguments& arguments) {
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    const std::size_t equal = argument.find('=');
    if (argument.rfind("--", 0) != 0 || equal == std::string::npos) return false;
    const std::string name = argument.substr(2, equal - 2);
    const std::string value = argument.substr(equal + 1);
    if (name != "subject" && name != "tool") {
      arguments.values[name] = value;
      continue;
    }
    const std::size_t last = value.rfind('=');
    if (last == std::string::npos) return false;
    (name == "tool" ? arguments.tools : arguments.subjects)
        .emplace_back(value.substr(0, last), value.substr(last + 1));
  }
  for (const char* needed : {"test", "program", "runfiles", "out"}) {
    if (arguments.values[needed].empty()) return false;
  }
  return true;
}

bool AddDigest(const std::string& label, const std::string& path, FileDigest& digest) {
  const absl::StatusOr<std::string> sum = DigestOfFile(path);
  if (!sum.ok()) {
    std::cerr << "record_evidence: " << sum.status().message() << "\n";
    return false;
  }
  digest.set_label(label);
  digest.set_sha256(*sum);
  return true;
}

// In the folder of its runfiles, with a folder of its own for what it writes.
int RunTest(const std::string& program, const std::string& runfiles,
            const std::string& scratch, const std::string& report) {
  const pid_t child = fork();
  if (child == 0) {
    setenv("TEST_SRCDIR", runfiles.c_str(), 1);
    setenv("TEST_TMPDIR", scratch.c_str(), 1);
    setenv("TEST_WORKSPACE", "vigil", 1);
    setenv("GTEST_OUTPUT", absl::StrCat("xml:", report).c_str(), 1);
    dup2(2, 1);
    if (chdir(absl::StrCat(runfiles, "/vigil").c_str()) != 0) _exit(127);
    execl(program.c_str(), program.c_str(), nullptr);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int Record(Arguments& arguments) {
  const std::string out = fs::absolute(arguments.values["out"]);
  const std::string scratch = absl::StrCat(out, ".scratch");
  fs::create_directories(scratch);
  const std::string report = absl::StrCat(scratch, "/report.xml");
  const int exit_code = RunTest(fs::absolute(arguments.values["program"]),
                                fs::absolute(arguments.values["runfiles"]), scratch, report);
  const absl::StatusOr<std::string> xml = ReadFile(report);
  if (!xml.ok()) {
    std::cerr << "record_evidence: " << arguments.values["test"] << " ended with " << exit_code
              << " and left no report of GoogleTest\n";
    return 1;
  }
  absl::StatusOr<TestEvidence> evidence = EvidenceOf(*xml);
  fs::remove_all(scratch);
  if (!evidence.ok()) {
    std::cerr << "record_evidence: " << evidence.status().message() << "\n";
    return 1;
  }
  evidence->set_test(arguments.values["test"]);
  arguments.subjects.emplace_back(arguments.values["test"], arguments.values["program"]);
  for (const auto& [label, path] : arguments.subjects) {
    if (!AddDigest(label, path, *evidence->add_subject())) return 2;
  }
  for (const auto& [name, path] : arguments.tools) {
    if (!AddDigest(name, path, *evidence->add_tool())) return 2;
  }
  evidence->set_environment("x86-64 Linux, in the build's sandbox");
  Evidence all;
  *all.add_test() = *evidence;
  std::string text;
  google::protobuf::TextFormat::PrintToString(all, &text);
  std::ofstream file(out);
  file << text;
  file.close();
  return file.fail() ? 2 : 0;
}

}  // namespace
}  // namespace vigil::lifecycle

int main(int argc, char** argv) {
  vigil::lifecycle::Arguments arguments;
  if (!vigil::lifecycle::Parse(argc, argv, arguments)) {
    std::cerr << "record_evidence --test=LABEL --program=FILE --runfiles=DIR --out=FILE "
                 "[--subject=LABEL=FILE]... [--tool=NAME=FILE]...\n";
    return 2;
  }
  return vigil::lifecycle::Record(arguments);
}
