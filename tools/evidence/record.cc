#include "tools/evidence/record.h"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tools/evidence/evidence_of.h"
#include "tools/evidence/file_digest.h"
#include "tools/evidence/run_test.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kToldBytes = 8000;

// Nothing of the machine's own: a filter that somebody set would leave cases out.
std::vector<std::string> Environment(const std::string& runfiles, const std::string& scratch) {
  return {
      "PATH=/usr/local/bin:/usr/bin:/bin",
      "TZ=UTC",
      "TEST_WORKSPACE=vigil",
      absl::StrCat("RUNFILES_DIR=", runfiles),
      absl::StrCat("TEST_SRCDIR=", runfiles),
      absl::StrCat("TEST_TMPDIR=", scratch, "/tmp"),
      absl::StrCat("TEST_UNDECLARED_OUTPUTS_DIR=", scratch, "/outputs"),
      absl::StrCat("XML_OUTPUT_FILE=", scratch, "/report.xml"),
  };
}

void AddProgramFailed(std::string detail, TestEvidence& evidence) {
  TestCase& one = *evidence.add_case_();
  one.set_name("(program)");
  one.set_result(FAILED);
  one.set_detail(std::move(detail));
}

bool HasFailed(const TestEvidence& evidence) {
  return std::any_of(evidence.case_().begin(), evidence.case_().end(),
                     [](const TestCase& one) { return one.result() == FAILED; });
}

// The cases of a report, as far as there is one.
TestEvidence CasesOf(const std::string& report, const TestEnd& end) {
  TestEvidence evidence;
  std::string lack;
  if (const absl::StatusOr<std::string> xml = ReadFile(report); !xml.ok()) {
    lack = " and left no report";
  } else if (absl::StatusOr<TestEvidence> read = EvidenceOf(*xml); read.ok()) {
    evidence = *std::move(read);
  } else {
    lack = absl::StrCat("; ", read.status().message());
  }
  if (!lack.empty()) {
    AddProgramFailed(absl::StrCat(end.how, lack), evidence);
  } else if (end.exit_code != 0 && !HasFailed(evidence)) {
    AddProgramFailed(absl::StrCat(end.how, " although no case failed"), evidence);
  }
  return evidence;
}

TestEvidence Judge(const Order& order, const TestEnd& end, const std::string& scratch, const std::string& output) {
  if (order.report == Report::kCases) return CasesOf(scratch + "/report.xml", end);
  TestEvidence evidence;
  TestCase& one = *evidence.add_case_();
  if (order.report == Report::kFuzzing) {
    one = CaseOfFuzzing(output, end.exit_code, order.least_inputs, order.verifies);
  } else {
    one = CaseOfExitCode(order.test.substr(order.test.rfind(':') + 1), end.exit_code, order.verifies);
  }
  if (end.exit_code != 0) one.set_detail(end.how);
  return evidence;
}

constexpr char kMachine[] = "x86-64 Linux, in the build's sandbox";
constexpr std::chrono::seconds kVersionLimit(60);

// What a program says of itself, the first line.
absl::StatusOr<std::string> VersionOf(const std::string& name, const std::string& path, const std::string& scratch) {
  const std::string said = absl::StrCat(scratch, "/version.txt");
  const absl::StatusOr<TestEnd> end = RunTest({
      .program = fs::absolute(path).string(),
      .arguments = {"--version"},
      .folder = scratch,
      .environment = {"PATH=/usr/local/bin:/usr/bin:/bin", absl::StrCat("HOME=", scratch)},
      .output = said,
      .limit = kVersionLimit,
  });
  if (!end.ok()) return end.status();
  const std::string text = ReadFile(said).value_or("");
  const std::string line(absl::StripAsciiWhitespace(text.substr(0, text.find('\n'))));
  if (end->exit_code == 0 && !line.empty()) return line;
  return absl::InternalError(absl::StrCat(name, " --version ", end->how, ", and says \"", line, "\""));
}

absl::Status AddEnvironment(const Order& order, const std::string& scratch, TestEvidence& evidence) {
  std::string environment;
  for (const auto& [name, path] : order.runs_on) {
    const absl::StatusOr<std::string> version = VersionOf(name, path, scratch);
    if (!version.ok()) return version.status();
    absl::StrAppend(&environment, *version, ", ");
  }
  evidence.set_environment(absl::StrCat(environment, environment.empty() ? "" : "on ", kMachine));
  return absl::OkStatus();
}

absl::Status AddDigests(const Order& order, TestEvidence& evidence) {
  const auto add = [](const auto& file, FileDigest& to) {
    const absl::StatusOr<std::string> digest = DigestOfFile(file.second);
    to.set_label(file.first);
    to.set_sha256(digest.value_or(""));
    return digest.status();
  };
  for (const auto& file : order.subjects) {
    if (const absl::Status status = add(file, *evidence.add_subject()); !status.ok()) return status;
  }
  for (const auto& file : order.tools) {
    if (const absl::Status status = add(file, *evidence.add_tool()); !status.ok()) return status;
  }
  for (const auto& file : order.runs_on) {
    if (const absl::Status status = add(file, *evidence.add_tool()); !status.ok()) return status;
  }
  return add(std::make_pair(order.test, order.program), *evidence.add_subject());
}

}  // namespace

absl::StatusOr<TestEvidence> RecordOf(const Order& order, std::ostream& log) {
  // Here, as Bazel does it: paths of sockets have to be short.
  std::string scratch = absl::StrCat(fs::current_path().string(), "/evidence.XXXXXX");
  if (mkdtemp(scratch.data()) == nullptr) return absl::InternalError("can't make a folder here");
  const absl::Cleanup remove = [&scratch] {
    std::error_code ignored;
    fs::remove_all(scratch, ignored);
  };
  fs::create_directory(scratch + "/tmp");
  fs::create_directory(scratch + "/outputs");
  const std::string runfiles = fs::absolute(order.runfiles).string();
  const absl::StatusOr<TestEnd> end = RunTest({
      .program = fs::absolute(order.program).string(),
      .arguments = order.arguments,
      .folder = runfiles + "/vigil",
      .environment = Environment(runfiles, scratch),
      .output = scratch + "/output.txt",
      .limit = order.limit,
  });
  if (!end.ok()) return end.status();
  const std::string output = ReadFile(scratch + "/output.txt").value_or("");
  TestEvidence evidence = Judge(order, *end, scratch, output);
  if (HasFailed(evidence)) {
    log << order.test << " " << end->how << "; it printed last:\n"
        << output.substr(output.size() - std::min(output.size(), kToldBytes)) << "\n";
  }
  evidence.set_test(order.test);
  if (const absl::Status status = AddEnvironment(order, scratch, evidence); !status.ok()) return status;
  if (const absl::Status status = AddDigests(order, evidence); !status.ok()) return status;
  return evidence;
}

}  // namespace vigil::lifecycle
