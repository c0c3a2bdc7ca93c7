// `vigil impact BASE..HEAD`: what a range of commits reaches, and what the change
// requests that they name forgot.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "openssl/sha.h"
#include "platform/lifecycle/impact.h"
#include "platform/lifecycle/read_message.h"
#include "tools/vigil/commands.h"
#include "tools/vigil/git_changes.h"
#include "tools/vigil/history.h"

namespace vigil::lifecycle {
namespace {

constexpr char kGraph[] = "bazel-bin/lifecycle/build_graph.textproto";
constexpr char kUsage[] = "vigil impact BASE..HEAD [--graph=FILE | --data-only]: ";

struct Kind {
  const char* record;  // a field of LifecycleFile
  const char* title;
};
constexpr Kind kKinds[] = {{"item", "items"},           {"unit", "units"},
                           {"interface", "interfaces"}, {"segregation", "segregations"},
                           {"requirement", "requirements"}, {"control", "risk controls"},
                           {"hazard", "hazards"},       {"soup", "third-party software"}};

std::string Sha256(const std::string& text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
}

std::string Count(std::size_t count, const char* of) { return absl::StrCat(count, " ", of, count == 1 ? "" : "s"); }

template <typename Message>
absl::Status ReadTo(const std::string& path, Message& message) {
  const absl::StatusOr<std::string> text = ReadText(path);
  if (!text.ok()) return text.status();
  Findings findings;
  if (ReadMessage(path, *text, message, findings)) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(path, " is no ", Message::descriptor()->name(), ": ", TextOf(findings[0])));
}

// The graph is that of the range's end: each file that it names is as it is there.
absl::Status CheckFresh(const BuildGraph& graph, const Git& git, const std::string& head, const std::string& path) {
  std::vector<std::pair<std::string, std::string>> asked;
  const auto links = git.SymbolicLinks(head);
  if (!links.ok()) return links.status();
  std::map<std::string, std::string> digests;
  for (const SourceFile& source : graph.source()) digests[source.path()] = source.sha256();
  // The graph has the digest of what a link leads to, often outside of the repository.
  for (const std::string& link : *links) digests.erase(link);
  for (const auto& [file, digest] : digests) asked.emplace_back(head, file);
  const auto texts = git.Read(asked);
  if (!texts.ok()) return texts.status();
  std::vector<std::string> stale;
  for (std::size_t n = 0; n < asked.size(); ++n) {
    const bool same = (*texts)[n] && Sha256(*(*texts)[n]) == digests[asked[n].second];
    if (!same) stale.push_back(asked[n].second);
  }
  if (stale.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      path, " is of another state than ", head.substr(0, 12), ": ", stale[0],
      stale.size() == 1 ? " differs" : absl::StrCat(" and ", Count(stale.size() - 1, "other file"), " differ"),
      ".\nCheck that commit out, nothing else changed, then: ./bazelw build //:lifecycle"));
}

// What the build says, as far as it is asked for.
struct Build {
  std::optional<BuildGraph> graph;
  std::optional<Evidence> evidence;
};

absl::StatusOr<Build> ReadBuild(const Workspace& workspace, const Call& call, const Git& git, const std::string& head) {
  Build build;
  if (call.options.count("data-only") != 0) return build;
  const auto given = call.options.find("graph");
  const std::string path =
      given == call.options.end() ? absl::StrCat(workspace.root(), "/", kGraph) : given->second;
  const absl::Status read = ReadTo(path, build.graph.emplace());
  if (absl::IsNotFound(read)) {
    return absl::FailedPreconditionError(absl::StrCat(
        read.message(), ". Make it: ./bazelw build //:lifecycle\nOr, to see what the records alone say: --data-only"));
  }
  if (!read.ok()) return read;
  const absl::Status fresh = CheckFresh(*build.graph, git, head, path);
  if (!fresh.ok()) return fresh;
  const std::string evidence = (std::filesystem::path(path).parent_path() / "evidence.textproto").string();
  if (!ReadTo(evidence, build.evidence.emplace()).ok()) build.evidence.reset();
  return build;
}

// All that is told.
struct Told {
  const History& history;
  const Impact& impact;
  const Findings& findings;
  bool with_graph = false;
  std::vector<std::string> notes;
};

std::string TitleOf(const Record& record) {
  for (const char* name : {"title", "name"}) {
    const auto* field = record.message->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) return record.message->GetReflection()->GetString(*record.message, field);
  }
  return "";
}

std::string LineOf(const Record& record) {
  const SafetyClass of = Records::ClassOf(record);
  return absl::StrCat("  ", record.id, of == SAFETY_CLASS_UNSPECIFIED ? "" : absl::StrCat(" (", SafetyClass_Name(of), ")"),
                      "  ", Printable(TitleOf(record)), "  ", *record.file, ":", record.line, "\n");
}

// Somebody has signed the request as it is now.
bool IsApproved(const Record& request) {
  return std::any_of(request.linked_from.begin(), request.linked_from.end(), [&](const Record* from) {
    const auto* approval = from->As<Approval>();
    return approval != nullptr && approval->kind() == APPROVAL &&
           std::any_of(from->links.begin(), from->links.end(), [&](const Reference& link) {
             return link.target == &request && !link.IsSuspect();
           });
  });
}

void TellCommits(const Told& told, std::ostream& out) {
  out << "commits\n";
  for (const CommitChange& commit : told.history.commits) {
    if (commit.is_earlier) continue;
    out << "  " << commit.hash.substr(0, 12) << "  "
        << (commit.requests.empty() ? "no change request" : absl::StrJoin(commit.requests, ", ")) << "  " << commit.subject << "\n";
  }
  if (told.history.before_rule > 0) {
    out << "  and " << told.history.before_rule << " of before the rule that each names its change request (legacy record, 4.4)\n";
  }
}

const char* NameOf(RecordChange::Kind kind) {
  return kind == RecordChange::Kind::kAdded ? "added" : kind == RecordChange::Kind::kRemoved ? "removed" : "changed";
}

void TellRecords(const Told& told, std::ostream& out) {
  if (told.impact.records.empty()) return;
  out << "\nrecords whose text changed\n";
  for (const RecordChange& change : told.impact.records) {
    const bool removed = change.kind == RecordChange::Kind::kRemoved;
    const Record* record = (removed ? told.history.before : told.history.after).Find(change.id);
    out << "  " << NameOf(change.kind) << LineOf(*record);
  }
}

void TellReached(const Told& told, std::ostream& out) {
  for (const Kind& kind : kKinds) {
    const auto direct = told.impact.Of(kind.record, true);
    const auto reached = told.impact.Of(kind.record, false);
    if (direct.empty() && reached.empty()) continue;
    out << "\n" << kind.title << "\n";
    for (const Record* record : direct) out << LineOf(*record);
    if (reached.empty()) continue;
    std::vector<std::string> ids;
    for (const Record* record : reached) ids.push_back(record->id);
    out << "  reached through others: " << absl::StrJoin(ids, ", ") << "\n";
  }
}

void TellTests(const Told& told, std::ostream& out) {
  out << "\ntests to run again: " << told.impact.tests.size() << "\n";
  for (const std::string& cause : told.impact.of_all) {
    out << "  " << cause << " may change how anything is built" << (told.with_graph ? ": all" : "") << "\n";
  }
  if (!told.impact.tests.empty()) out << "  ./bazelw test \\\n    " << absl::StrJoin(told.impact.tests, " \\\n    ") << "\n";
}

void TellWaiting(const Told& told, std::ostream& out) {
  std::set<std::string> lines;
  for (const Record* approval : told.impact.approvals) {
    lines.insert(absl::StrCat("  ", approval->id, " falls away: what it signed says something else now\n"));
  }
  for (const CommitChange& commit : told.history.commits) {
    for (const std::string& id : commit.requests) {
      const Record* request = told.history.after.Find(id);
      const bool is_request = request != nullptr && request->As<ChangeRequest>() != nullptr;
      if (!commit.is_earlier && is_request && !IsApproved(*request)) {
        lines.insert(absl::StrCat("  ", id, " has no approval of what it says now  ", *request->file, ":", request->line, "\n"));
      }
    }
  }
  if (!lines.empty()) out << "\nwaits for a person\n" << absl::StrJoin(lines, "");
}

void TellText(const Told& told, std::ostream& out) {
  TellCommits(told, out);
  TellRecords(told, out);
  TellReached(told, out);
  TellTests(told, out);
  TellWaiting(told, out);
  if (!told.notes.empty()) out << "\nnote\n";
  for (const std::string& note : told.notes) out << "  " << note << "\n";
  if (!told.findings.empty()) out << "\nforgotten, or not in order\n";
  for (const Finding& finding : told.findings) out << TextOf(finding);
  out << "\n" << Count(static_cast<std::size_t>(told.history.of_range), "commit") << ", "
      << Count(told.history.files.size(), "file") << ", " << Count(told.findings.size(), "finding") << "\n";
}

std::string JsonOf(const Record& record, bool direct) {
  return absl::StrCat("{\"id\": ", JsonText(record.id), ", \"title\": ", JsonText(TitleOf(record)),
                      ", \"file\": ", JsonText(*record.file), ", \"line\": ", record.line,
                      ", \"class\": ", JsonText(SafetyClass_Name(Records::ClassOf(record))),
                      ", \"direct\": ", direct ? "true" : "false", "}");
}

void TellJson(const Told& told, std::ostream& out) {
  std::vector<std::string> commits, records, findings, approvals;
  for (const CommitChange& commit : told.history.commits) {
    if (commit.is_earlier) continue;
    commits.push_back(absl::StrCat("{\"hash\": ", JsonText(commit.hash), ", \"subject\": ", JsonText(commit.subject),
                                   ", \"requests\": ", JsonList(commit.requests), "}"));
  }
  for (const RecordChange& change : told.impact.records) {
    records.push_back(absl::StrCat("{\"id\": ", JsonText(change.id), ", \"change\": ", JsonText(NameOf(change.kind)), "}"));
  }
  for (const Record* approval : told.impact.approvals) approvals.push_back(approval->id);
  for (const Finding& finding : told.findings) findings.push_back(JsonOf(finding));
  out << "{\"base\": " << JsonText(told.history.range.base) << ",\n \"head\": " << JsonText(told.history.range.head)
      << ",\n \"commits\": [" << absl::StrJoin(commits, ",\n  ") << "],\n \"commits_before_rule\": " << told.history.before_rule
      << ",\n \"files\": " << JsonList(told.history.files) << ",\n \"packages\": " << JsonList(told.history.packages)
      << ",\n \"records\": [" << absl::StrJoin(records, ",\n  ") << "]";
  for (const Kind& kind : kKinds) {
    std::vector<std::string> rows;
    for (const bool direct : {true, false}) {
      for (const Record* record : told.impact.Of(kind.record, direct)) rows.push_back(JsonOf(*record, direct));
    }
    out << ",\n \"" << kind.record << "\": [" << absl::StrJoin(rows, ",\n  ") << "]";
  }
  out << ",\n \"targets\": " << JsonList(told.impact.targets) << ",\n \"resting_targets\": " << JsonList(told.impact.resting)
      << ",\n \"changes_the_build\": " << JsonList(told.impact.of_all) << ",\n \"tests\": " << JsonList(told.impact.tests)
      << ",\n \"approvals_that_fall_away\": " << JsonList(approvals) << ",\n \"with_graph\": " << (told.with_graph ? "true" : "false")
      << ",\n \"notes\": " << JsonList(told.notes) << ",\n \"findings\": [" << absl::StrJoin(findings, ",\n  ") << "]}\n";
}

}  // namespace

int RunImpact(const Workspace& workspace, const Call& call, std::ostream& out) {
  if (call.arguments.size() != 1) {
    out << kUsage << "one range is needed\n";
    return 2;
  }
  const Git git(workspace.root());
  const auto history = ReadHistory(git, call.arguments[0]);
  if (!history.ok()) {
    out << kUsage << history.status().message() << "\n";
    return 2;
  }
  const absl::StatusOr<Build> build = ReadBuild(workspace, call, git, (*history)->range.head);
  if (!build.ok()) {
    out << "vigil impact: " << build.status().message() << "\n";
    return 2;
  }
  std::optional<GraphIndex> graph;
  if (build->graph) graph.emplace(*build->graph);
  const Change change = {.before = (*history)->before, .after = (*history)->after,
                         .graph = graph ? &*graph : nullptr, .files = (*history)->files,
                         .packages = (*history)->packages, .repositories = (*history)->repositories};
  const Impact impact = ImpactOf(change, build->evidence ? &*build->evidence : nullptr);
  Findings findings = (*history)->findings;
  CheckChanges(change, (*history)->commits, findings);
  std::sort(findings.begin(), findings.end());
  Told told = {**history, impact, findings, build->graph.has_value(), (*history)->notes};
  if (!told.with_graph) {
    told.notes.push_back("From the records alone: without the build graph nobody knows what rests on the changed files, and which tests run again.");
  }
  call.json ? TellJson(told, out) : TellText(told, out);
  return findings.empty() ? 0 : 1;
}

}  // namespace vigil::lifecycle
