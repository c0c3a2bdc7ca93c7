// `vigil mock-audit`: follows threads as an auditor would, and lists what to answer.
#include <filesystem>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/lifecycle/mock_audit.h"
#include "platform/lifecycle/read_message.h"
#include "tools/vigil/commands.h"
#include "tools/vigil/git_changes.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

constexpr char kBuild[] = "bazel-bin/lifecycle";
constexpr int kMostItems = 10000;

// Of an option that is a number from 1 on; `otherwise` when it was not given.
template <typename Number>
bool NumberOf(const Call& call, const char* option, Number otherwise, Number& number) {
  number = otherwise;
  const auto given = call.options.find(option);
  return given == call.options.end() || absl::SimpleAtoi(given->second, &number);
}

template <typename Message>
void ReadIfThere(const std::string& path, std::optional<Message>& message, std::vector<std::string>& notes) {
  const absl::StatusOr<std::string> text = ReadText(path);
  Findings findings;
  Message read;
  if (text.ok() && ReadMessage(path, *text, read, findings)) {
    message = std::move(read);
  } else {
    notes.push_back(absl::StrCat(path, text.ok() ? " can't be read" : " is not there",
                                 ": nobody looked at what it would show. To make it: ./bazelw build //:lifecycle"));
  }
}

Audited WhatThereIs(const Workspace& workspace, std::vector<std::string>& notes) {
  const std::string root = workspace.root();
  Audited audited = {.subject = workspace.subject(), .commits = {}, .exists = [root](const std::string& file) {
                       std::error_code ignored;
                       return fs::exists(fs::path(root) / file, ignored);
                     }};
  const std::string build = absl::StrCat(root, "/", kBuild, "/");
  if (!audited.subject.graph) ReadIfThere(build + "build_graph.textproto", audited.subject.graph, notes);
  if (!audited.subject.evidence) ReadIfThere(build + "evidence.textproto", audited.subject.evidence, notes);
  const Git git(root);
  const absl::StatusOr<std::string> head = git.ResolveOne("HEAD");
  const auto commits = head.ok() ? git.Commits({*head}) : absl::StatusOr<std::vector<GitCommit>>(head.status());
  if (!commits.ok()) {
    notes.push_back(absl::StrCat("No commit was looked at: ", commits.status().message()));
    return audited;
  }
  for (const GitCommit& commit : *commits) {
    if (!commit.files.empty()) audited.commits.push_back({commit.hash, commit.subject, commit.requests, commit.files});
  }
  return audited;
}

// What is asked of several is asked once.
void TellObjections(const Followed& one, std::ostream& out) {
  std::map<std::string, std::vector<std::string>> asked;
  for (const Objection& objection : one.objections) {
    asked[absl::StrCat(objection.text, " [clause ", objection.clause, "]")].push_back(
        absl::StrCat(objection.id, objection.where.empty() ? "" : "  ", objection.where));
  }
  for (const auto& [text, of] : asked) {
    out << "   objects: " << text << "\n            " << absl::StrJoin(of, "\n            ") << "\n";
  }
}

void TellFine(const Followed& one, std::ostream& out) {
  std::map<std::string, std::vector<std::string>> fine;
  for (const Fine& of : one.fine) fine[of.text].push_back(of.id);
  for (const auto& [text, ids] : fine) out << "   fine: " << text << ": " << absl::StrJoin(ids, ", ") << "\n";
}

void TellText(const Audit& audit, const std::vector<std::string>& notes, std::ostream& out) {
  std::map<std::string, int> clauses;
  std::size_t objections = 0, number = 0;
  for (const Followed& one : audit) {
    out << ++number << ". " << one.id << (one.title.empty() ? "" : "  ") << Printable(one.title) << "\n   picked: " << one.why << "\n";
    for (const std::string& line : one.thread) out << "   | " << Printable(line) << "\n";
    TellObjections(one, out);
    TellFine(one, out);
    out << "\n";
    objections += one.objections.size();
    for (const Objection& objection : one.objections) ++clauses[objection.clause];
  }
  for (const std::string& note : notes) out << "note: " << note << "\n";
  std::vector<std::string> counts;
  for (const auto& [clause, count] : clauses) counts.push_back(absl::StrCat(clause, " ", count));
  out << audit.size() << " followed, " << objections << (objections == 1 ? " objection" : " objections")
      << (counts.empty() ? "" : ", by clause: ") << absl::StrJoin(counts, ", ") << "\n";
}

void TellJson(const Audit& audit, const std::vector<std::string>& notes, std::ostream& out) {
  std::vector<std::string> rows;
  for (const Followed& one : audit) {
    std::vector<std::string> objections;
    for (const Objection& objection : one.objections) {
      objections.push_back(absl::StrCat("{\"clause\": ", JsonText(objection.clause), ", \"id\": ", JsonText(objection.id),
                                        ", \"where\": ", JsonText(objection.where), ", \"text\": ", JsonText(objection.text), "}"));
    }
    std::vector<std::string> fine;
    for (const Fine& of : one.fine) {
      fine.push_back(absl::StrCat("{\"id\": ", JsonText(of.id), ", \"text\": ", JsonText(of.text), "}"));
    }
    rows.push_back(absl::StrCat("{\"id\": ", JsonText(one.id), ", \"title\": ", JsonText(one.title), ", \"where\": ", JsonText(one.where),
                                ", \"why\": ", JsonText(one.why), ", \"thread\": ", JsonList(one.thread), ", \"objections\": [",
                                absl::StrJoin(objections, ", "), "], \"fine\": [", absl::StrJoin(fine, ", "), "]}"));
  }
  out << "{\"followed\": [" << absl::StrJoin(rows, ",\n  ") << "],\n \"notes\": " << JsonList(notes) << "}\n";
}

}  // namespace

int RunMockAudit(const Workspace& workspace, const Call& call, std::ostream& out) {
  int count = 0;
  std::uint64_t seed = 0;
  const bool sound = call.arguments.empty() && NumberOf(call, "items", 14, count) && NumberOf(call, "seed", std::uint64_t{1}, seed) &&
                     count >= 1 && count <= kMostItems;
  if (!sound) {
    out << "vigil mock-audit [--items=N] [--seed=N]: --items is from 1 to " << kMostItems << ", --seed from 0\n";
    return 2;
  }
  std::vector<std::string> notes;
  const Audit audit = MockAudit(WhatThereIs(workspace, notes), count, seed);
  call.json ? TellJson(audit, notes, out) : TellText(audit, notes, out);
  for (const Followed& one : audit) {
    if (!one.objections.empty()) return 1;
  }
  return 0;
}

}  // namespace vigil::lifecycle
