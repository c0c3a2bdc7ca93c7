// Makes a plugin: ./bazelw run //:new_plugin -- --kind=algorithm --class=C --name=respiration_rate
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/new_plugin/new_plugin.h"
#include "tools/new_plugin/open_needs.h"
#include "tools/new_plugin/write_all.h"
#include "tools/vigil/commands.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

constexpr char kHelp[] = R"(new_plugin --kind=KIND --class=CLASS --name=NAME [--folder=FOLDER] [--dry-run] [--json]
  --kind     acquisition: blocks of a sensor to blocks of a channel
             algorithm: blocks and observations to observations
             alerting: observations to alarm conditions
  --class    A, B or C after IEC 62304, decided before anything else: what could
             happen when it fails? (docs/lifecycle/write_an_item.md); not sure is C
  --name     in snake_case, as respiration_rate
  --folder   below plugins/; without it plugins/KIND/NAME
  --dry-run  says what it would make, and what the class would ask for; writes nothing
  --json     says it as JSON
Makes a working example that builds and passes its tests, and says what its class still
asks for. Takes its ids into the register and its folder into the list of packages.
Exit: 0 it was made; 1 it can't be, and nothing was changed; 2 called wrongly.
)";

struct Call {
  Wish wish;
  bool dry_run = false;
  bool json = false;
};

// An error text; empty when `call` is complete.
std::string Parse(int argc, char** argv, Call& call) {
  const std::map<std::string, std::string*> options = {{"--kind", &call.wish.kind},
                                                       {"--class", &call.wish.safety_class},
                                                       {"--name", &call.wish.name},
                                                       {"--folder", &call.wish.folder}};
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    const std::size_t equals = argument.find('=');
    const auto option = options.find(argument.substr(0, equals));
    if (argument == "--dry-run") {
      call.dry_run = true;
    } else if (argument == "--json") {
      call.json = true;
    } else if (option == options.end() || equals == std::string::npos) {
      return absl::StrCat("unknown option ", argument);
    } else {
      *option->second = argument.substr(equals + 1);
    }
  }
  for (const auto& [name, value] : options) {
    if (value->empty() && name != "--folder") return absl::StrCat(name, "=... is missing");
  }
  return "";
}

std::vector<std::string> NextCommands(const Wish& wish) {
  return {absl::StrCat("./bazelw test //", wish.folder, "/..."), "./bazelw run //:vigil -- check"};
}

// A suspect link is one of many alike: told once, with their number.
void TellFindings(const Findings& findings, std::ostream& out) {
  int links = 0;
  const Finding* link = nullptr;
  for (const Finding& finding : findings) {
    if (finding.rule == "link-suspect") {
      if (++links == 1) link = &finding;
      continue;
    }
    out << "  " << finding.clause << "  " << finding.id << " " << finding.message << "\n      " << finding.mend << "\n";
  }
  if (link == nullptr) return;
  out << "  " << link->clause << "  " << links << " links that nobody has read yet, such as of " << link->id
      << "\n      " << link->mend << "\n";
}

void TellSilent(const std::vector<SilentKind>& silent, std::ostream& out) {
  if (!silent.empty()) out << "\nNo record of these kinds speaks of it yet; write one where there is something to say\n";
  for (const SilentKind& kind : silent) {
    out << "  " << kind.name << "\n";
    for (const Clause& clause : kind.clauses) out << "      " << clause.number() << " " << clause.title() << "\n";
  }
}

void TellBuild(const OpenNeeds& needs, std::ostream& out) {
  if (!needs.gates.empty()) out << "\nThe build stops at\n";
  for (const Gate& gate : needs.gates) {
    out << "  " << gate.clause() << "  " << gate.name() << "\n      " << gate.mend() << "\n";
  }
  if (!needs.measures.empty()) out << "\nWhat is measured\n";
  for (const Measure& measure : needs.measures) {
    out << "  " << measure.clause() << "  " << measure.name() << ": at least " << measure.least() << " "
        << measure.unit() << "\n      " << measure.mend() << "\n";
  }
}

void TellText(const Call& call, const Files& files, const OpenNeeds& needs, std::ostream& out) {
  const Wish& wish = call.wish;
  out << (call.dry_run ? "Would make " : "Made ") << wish.folder << ", " << wish.kind << ", class " << wish.safety_class << "\n";
  for (const auto& [path, text] : files) out << "  " << path << "\n";
  out << "\nClass " << wish.safety_class << " still asks for (" << needs.profile << ", in "
      << LifecycleFileOf(wish) << ")\n";
  TellFindings(needs.findings, out);
  TellSilent(needs.silent, out);
  TellBuild(needs, out);
  out << "\nNext\n";
  for (const std::string& command : NextCommands(wish)) out << "  " << command << "\n";
  out << "  " << wish.folder << "/README.md says what is still the example's\n";
}

std::string JsonList(const std::vector<std::string>& objects) {
  return absl::StrCat("[", absl::StrJoin(objects, ", "), "]");
}

void TellJson(const Call& call, const Files& files, const OpenNeeds& needs, std::ostream& out) {
  std::vector<std::string> paths, findings, kinds, gates, measures, commands;
  for (const auto& [path, text] : files) paths.push_back(JsonText(path));
  for (const Finding& finding : needs.findings) findings.push_back(JsonOf(finding));
  for (const SilentKind& kind : needs.silent) {
    std::vector<std::string> clauses;
    for (const Clause& clause : kind.clauses) clauses.push_back(JsonText(clause.number()));
    kinds.push_back(absl::StrCat("{\"kind\": ", JsonText(kind.name), ", \"clauses\": ", JsonList(clauses), "}"));
  }
  for (const Gate& gate : needs.gates) gates.push_back(JsonText(gate.name()));
  for (const Measure& measure : needs.measures) {
    measures.push_back(absl::StrCat("{\"name\": ", JsonText(measure.name()), ", \"least\": ", measure.least(),
                                    ", \"unit\": ", JsonText(measure.unit()), "}"));
  }
  for (const std::string& command : NextCommands(call.wish)) commands.push_back(JsonText(command));
  out << "{\"folder\": " << JsonText(call.wish.folder) << ", \"kind\": " << JsonText(call.wish.kind)
      << ", \"class\": " << JsonText(call.wish.safety_class) << ", \"written\": " << (call.dry_run ? "false" : "true")
      << ",\n \"files\": " << JsonList(paths) << ",\n \"findings\": " << JsonList(findings)
      << ",\n \"without_record\": " << JsonList(kinds)
      << ",\n \"gates\": " << JsonList(gates) << ",\n \"measures\": " << JsonList(measures) << ",\n \"next\": " << JsonList(commands) << "}\n";
}

absl::Status Run(Call& call, const std::string& root, std::ostream& out) {
  absl::StatusOr<Wish> wish = CheckedWish(call.wish, root);
  if (!wish.ok()) return wish.status();
  call.wish = *wish;
  absl::StatusOr<Files> files = PluginFiles(*wish, root);
  if (!files.ok()) return files.status();
  const std::string file = LifecycleFileOf(*wish);
  const absl::StatusOr<OpenNeeds> needs = FindOpenNeeds(root, file, files->at(file));
  if (!needs.ok()) return needs.status();
  const absl::StatusOr<std::string> before = ReadText(absl::StrCat(root, "/", kPackages));
  if (!before.ok()) return before.status();
  const absl::StatusOr<std::string> packages = WithPackage(*before, wish->folder);
  if (!packages.ok()) return packages.status();
  (*files)[kPackages] = *packages;
  (*files)[kIdRegister] = needs->registered;
  if (!call.dry_run) {
    const absl::Status status = WriteAll(root, wish->folder, *files);
    if (!status.ok()) return status;
  }
  (call.json ? TellJson : TellText)(call, *files, *needs, out);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  for (int n = 1; n < argc; ++n) {
    if (const std::string argument = argv[n]; argument != "--help" && argument != "-h") continue;
    std::cout << kHelp;
    return 0;
  }
  Call call;
  if (const std::string error = Parse(argc, argv, call); !error.empty()) {
    std::cerr << "new_plugin: " << error << "\n" << kHelp;
    return 2;
  }
  const char* root = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  const absl::Status status = Run(call, root == nullptr ? "." : root, std::cout);
  if (status.ok()) return 0;
  std::cerr << "new_plugin: " << status.message() << "\n";
  return absl::IsInvalidArgument(status) ? 2 : 1;
}

}  // namespace
}  // namespace vigil::lifecycle

int main(int argc, char** argv) { return vigil::lifecycle::Main(argc, argv); }
