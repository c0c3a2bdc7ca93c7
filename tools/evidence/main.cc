// Runs a test and writes down what came of it, as evidence: each case with its result
// and what it verifies, and the digests of what was run, of what was tested, and of the
// tools that made it.
//
//   record_evidence --test=LABEL --program=FILE --runfiles=DIR --out=FILE --limit_s=N
//                   [--report=cases|exit_code|fuzzing] [--verifies=ID]...
//                   [--least_inputs=N] [--argument=TEXT]...
//                   [--subject=LABEL=FILE]... [--tool=NAME=FILE]... [--runs_on=NAME=FILE]...
//
// A test that fails, crashes or hangs has a record that says so. The exit code is 1
// then, so that the build stops there and no cache keeps what may not come again.
// Exit: 0 the record was written, and no case failed; 1 it was written, and one did;
// 2 called wrongly, or a file can't be read or written.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "absl/strings/numbers.h"
#include "google/protobuf/text_format.h"
#include "tools/evidence/record.h"

namespace vigil::lifecycle {
namespace {

constexpr char kUsage[] =
    "record_evidence --test=LABEL --program=FILE --runfiles=DIR --out=FILE --limit_s=N\n"
    "    [--report=cases|exit_code|fuzzing] [--verifies=ID]... [--least_inputs=N]\n"
    "    [--argument=TEXT]... [--subject=LABEL=FILE]... [--tool=NAME=FILE]...\n"
    "    [--runs_on=NAME=FILE]...\n";

struct Call {
  Order order;
  std::string out;
};

bool ReadReport(const std::string& value, Report& report) {
  static const auto* reports = new std::map<std::string, Report>{
      {"cases", Report::kCases}, {"exit_code", Report::kExitCode}, {"fuzzing", Report::kFuzzing}};
  const auto found = reports->find(value);
  if (found == reports->end()) return false;
  report = found->second;
  return true;
}

bool ReadFileOf(const std::string& value, Order::NamedFiles& files) {
  const std::size_t equal = value.rfind('=');
  if (equal == std::string::npos) return false;
  files.emplace_back(value.substr(0, equal), value.substr(equal + 1));
  return true;
}

bool ReadLimit(const std::string& value, std::chrono::milliseconds& limit) {
  int seconds = 0;
  if (!absl::SimpleAtoi(value, &seconds) || seconds <= 0) return false;
  limit = std::chrono::seconds(seconds);
  return true;
}

bool ReadArgument(const std::string& name, const std::string& value, Call& call) {
  Order& order = call.order;
  if (name == "report") return ReadReport(value, order.report);
  if (name == "limit_s") return ReadLimit(value, order.limit);
  if (name == "least_inputs") return absl::SimpleAtoi(value, &order.least_inputs);
  if (name == "subject") return ReadFileOf(value, order.subjects);
  if (name == "tool") return ReadFileOf(value, order.tools);
  if (name == "runs_on") return ReadFileOf(value, order.runs_on);
  if (name == "argument") return order.arguments.push_back(value), true;
  if (name == "verifies") return order.verifies.push_back(value), true;
  const std::map<std::string, std::string*> texts = {
      {"test", &order.test}, {"program", &order.program}, {"runfiles", &order.runfiles}, {"out", &call.out}};
  const auto text = texts.find(name);
  if (text == texts.end()) return false;
  *text->second = value;
  return true;
}

bool Parse(int argc, char** argv, Call& call) {
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    const std::size_t equal = argument.find('=');
    if (argument.rfind("--", 0) != 0 || equal == std::string::npos) return false;
    if (!ReadArgument(argument.substr(2, equal - 2), argument.substr(equal + 1), call)) {
      std::cerr << "record_evidence: what is " << argument << "?\n";
      return false;
    }
  }
  const Order& order = call.order;
  return !order.test.empty() && !order.program.empty() && !order.runfiles.empty() &&
         !call.out.empty() && order.limit.count() > 0;
}

int Main(int argc, char** argv) {
  Call call;
  if (!Parse(argc, argv, call)) {
    std::cerr << kUsage;
    return 2;
  }
  absl::StatusOr<TestEvidence> evidence = RecordOf(call.order, std::cerr);
  if (!evidence.ok()) {
    std::cerr << "record_evidence: " << evidence.status().message() << "\n";
    return 2;
  }
  const bool failed = std::any_of(evidence->case_().begin(), evidence->case_().end(),
                                  [](const TestCase& one) { return one.result() == FAILED; });
  Evidence all;
  *all.add_test() = *std::move(evidence);
  std::string text;
  google::protobuf::TextFormat::PrintToString(all, &text);
  std::ofstream file(call.out, std::ios::binary);
  file << text;
  file.close();
  if (file.fail()) std::cerr << "record_evidence: can't write " << call.out << "\n";
  if (file.fail()) return 2;
  return failed ? 1 : 0;
}

}  // namespace
}  // namespace vigil::lifecycle

int main(int argc, char** argv) { return vigil::lifecycle::Main(argc, argv); }
