// What only a release needs (5.8): that all is given which it is checked against, who
// signs for it, and that it says what it is and what is wrong with it. What is not given
// passes otherwise, because nobody builds all of it for each look at a record.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/approval_rules.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

Finding OfRelease(std::string rule, std::string clause, std::string message, std::string mend) {
  return {std::move(rule), std::move(clause),  "the release", 0,
          "",              std::move(message), std::move(mend)};
}

void CheckGiven(const Subject& subject, Findings& findings) {
  const bool has_released = subject.evidence && !subject.evidence->released().empty();
  const struct {
    bool given;
    const char *what, *clause, *mend;
  } parts[] = {
      {subject.ids.has_value(), "the register of ids", "8.1.1", "./bazelw run //:vigil -- register"},
      {subject.locked.has_value(), "the lock of third-party packages", "8.1.2", "third_party/lock.bzl"},
      {subject.evidence.has_value(), "the evidence of tests", "5.8.1",
       "./bazelw build //:lifecycle, and --root=bazel-bin/lifecycle"},
      {has_released, "what is released, with its digests", "5.8.4", "name it in `released` of the evidence"},
      {subject.graph.has_value(), "the build's own graph", "5.8.5",
       "./bazelw build //:lifecycle, and --root=bazel-bin/lifecycle"},
  };
  for (const auto& part : parts) {
    if (part.given) continue;
    findings.push_back(OfRelease("release-not-given", part.clause,
                                 absl::StrCat("is not checked against ", part.what, ", which is not given"),
                                 part.mend));
  }
}

void CheckSaid(const Records& records, Findings& findings) {
  bool has_release = false;
  std::set<std::string> named;  // known problems
  for (const Record& record : records.all()) {
    const auto* release = record.As<Release>();
    if (release == nullptr) continue;
    has_release = true;
    for (const Link& problem : release->problem()) named.insert(problem.to());
  }
  if (!has_release) {
    findings.push_back(OfRelease("release-unrecorded", "5.8.4", "there is no record of it",
                                 "write a `release` record: its version, its known problems, how to install it"));
  }
  for (const Record& record : records.all()) {
    const auto* problem = record.As<ProblemReport>();
    if (problem == nullptr || !problem->open() || named.count(record.id) != 0) continue;
    findings.push_back(At(record, "release-problem-unnamed", "5.8.2", "is open, and no release names it",
                          "name it in the release's record, with why it may have it; or close it"));
  }
}

}  // namespace

void CheckRelease(const Subject& subject, Findings& findings) {
  if (!subject.for_release) return;
  CheckGiven(subject, findings);
  CheckSaid(subject.records, findings);
  for (const Waiting& waiting : WaitingForApproval(subject, findings)) {
    const Record& record = *waiting.record;
    findings.push_back(At(record, "approval-missing", waiting.demand->clause(),
                          absl::StrCat("waits for ", TextOf(*waiting.demand)),
                          absl::StrCat("./bazelw run //:vigil -- sign ", record.id, " --as=SIG-... --key=FILE",
                                       waiting.demand->kind() == REVIEW ? " --review" : "")));
  }
}

}  // namespace vigil::lifecycle
