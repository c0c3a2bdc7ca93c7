// The command over the lifecycle's data: ./bazelw run //:vigil -- COMMAND ...
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <system_error>

#include "platform/lifecycle/finding.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

constexpr char kHelp[] = R"(vigil [--root=DIR] [--json] COMMAND ...

  check            tells all that is wrong with the lifecycle's data
    --release      and what only a release needs: signatures, evidence, the build's graph
  trace ID         what a record leads to, and what rests on it
  clauses          each clause of the standard: status, evidence, gap
  field DIGEST     a file in the field, by its SHA-256: release, parts, problems, results;
                   --root=RELEASE, the folder that //:release made
  impact BASE..HEAD
                   what commits reach: items, requirements, controls, hazards, tests to
                   run again; and what their change requests forgot
      --graph=FILE the build's graph; by default bazel-bin/lifecycle/build_graph.textproto
      --data-only  without it, from the records alone
  mock-audit       follows threads as an auditor would, and lists what there is to answer
      --items=N    how many; by default 14, the riskiest of each kind first
      --seed=N     what is picked among equals
  accept ID TO     you have read both records: the link is no longer suspect
  register         adds new ids to platform/lifecycle/ids.txt
  sign ID...       approves records, or reviews them: docs/lifecycle/approve.md
    --as=SIG-...   who signs, [--role=ROLE] [--review] [--date=YYYY-MM-DD], and one of
    --key=FILE     with this private key; --statement, --signature=HEX: one that is elsewhere
  verify [ID]      whether each approval holds
    --waiting      and which records wait for one
  keygen           makes a key pair
    --out=FILE     where the private one goes

--root: the workspace; by default the one it is run from.
--json: for check, clauses, impact, mock-audit and verify.
--today=YYYY-MM-DD: for check, which then tells whose support has ended by that day.
Exit: 0 all is well; 1 something is wrong with the data; 2 it was called wrongly.
)";

struct Command {
  int (*run)(const Workspace&, const Call&, std::ostream&);
  std::set<std::string> options;  // that it knows, without dashes
  bool takes_arguments = true;
};

// Options that are there or not.
bool IsSwitch(const std::string& option) {
  return option == "release" || option == "data-only" || option == "review" || option == "waiting";
}

const std::map<std::string, Command>& Commands() {
  static const auto* commands = new std::map<std::string, Command>{
      {"accept", {RunAccept, {}}},
      {"check", {RunCheck, {"release", "today"}, false}},
      {"clauses", {RunClauses, {}, false}},
      {"field", {RunField, {}}},
      {"impact", {RunImpact, {"graph", "data-only"}}},
      {"keygen", {RunKeygen, {"out"}, false}},
      {"mock-audit", {RunMockAudit, {"items", "seed"}, false}},
      {"register", {RunRegister, {}}},
      {"sign", {RunSign, {"as", "date", "key", "review", "role", "signature", "statement"}}},
      {"trace", {RunTrace, {}}},
      {"verify", {RunVerify, {"waiting"}}},
  };
  return *commands;
}

// What is wrong with how it was called; empty: nothing.
std::string WrongIn(const Command& command, const Call& call) {
  for (const auto& [name, value] : call.options) {
    if (command.options.count(name) == 0) return "unknown option --" + name;
    if (IsSwitch(name) && !value.empty()) return "--" + name + " takes no value";
  }
  const bool too_many = !command.takes_arguments && !call.arguments.empty();
  return too_many ? "takes no argument, and was given " + call.arguments[0] : "";
}

// `bazel run` starts a program in a folder of its own, and what it is called with is
// named from where the person stands.
void GoWhereItWasCalled() {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  std::error_code error;
  if (folder != nullptr) std::filesystem::current_path(folder, error);
}

// Whether all of it was written. Records come from anywhere: what would move the
// cursor or clear the screen is shown instead of done.
bool Tell(const std::string& said) {
  std::size_t begin = 0;
  while (begin < said.size()) {
    const std::size_t end = std::min(said.find('\n', begin), said.size());
    std::cout << Printable(said.substr(begin, end - begin)) << (end < said.size() ? "\n" : "");
    begin = end + 1;
  }
  std::cout.flush();
  if (std::cout.good()) return true;
  std::cerr << "vigil: can't write what it has to say\n";
  return false;
}

int Main(int argc, char** argv) {
  GoWhereItWasCalled();
  const char* from = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  std::string root = from == nullptr ? "." : from;
  Call call;
  std::string name;
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    if (argument == "--help" || argument == "-h") {
      std::cout << kHelp;
      return 0;
    }
    if (argument.rfind("--root=", 0) == 0) {
      root = argument.substr(7);
    } else if (argument == "--json") {
      call.json = true;
    } else if (argument.rfind("--", 0) == 0) {
      const std::size_t equals = std::min(argument.find('='), argument.size());
      call.options[argument.substr(2, equals - 2)] = argument.substr(std::min(equals + 1, argument.size()));
    } else if (name.empty()) {
      name = argument;
    } else {
      call.arguments.push_back(argument);
    }
  }
  const auto command = Commands().find(name);
  if (command == Commands().end()) {
    std::cerr << (name.empty() ? "vigil: which command?\n" : "vigil: unknown command " + name + "\n")
              << kHelp;
    return 2;
  }
  if (const std::string wrong = WrongIn(command->second, call); !wrong.empty()) {
    std::cerr << "vigil " << name << ": " << Printable(wrong) << "\n" << kHelp;
    return 2;
  }
  // A release has its lifecycle in a folder.
  std::error_code error;
  if (std::filesystem::exists(root + "/" + kManifest, error)) root += "/lifecycle";
  Workspace workspace;
  const absl::Status status = workspace.Load(root);
  if (!status.ok()) {
    std::cerr << "vigil: " << status.message() << "\n";
    return 2;
  }
  std::ostringstream said;
  const int code = command->second.run(workspace, call, said);
  return Tell(said.str()) ? code : 2;
}

}  // namespace
}  // namespace vigil::lifecycle

int main(int argc, char** argv) { return vigil::lifecycle::Main(argc, argv); }
