// What only a release needs (5.8): that all is given which it is checked against, who
// signs for it, and that it says what it is and what is wrong with it. What is not given
// passes otherwise, because nobody builds all of it for each look at a record.
#include <algorithm>
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

// A profile that asks for no signature lets everything pass.
void CheckDemands(const Profile& profile, Findings& findings) {
  for (const char* kind : {"item", "requirement", "hazard", "control", "problem", "change", "release"}) {
    const bool is_asked = std::any_of(profile.approval().begin(), profile.approval().end(),
                                      [&](const ApprovalDemand& demand) { return demand.record() == kind && demand.from() <= A; });
    if (is_asked) continue;
    findings.push_back(OfRelease("release-profile-weak", "5.8.6",
                                 absl::StrCat("the profile wants no signature for a ", kind),
                                 absl::StrCat("approval { record: \"", kind, "\" ... } from class A on in the profile, as the edition of the standard has it")));
  }
}

void CheckProfile(const Subject& subject, const Record& record, const Release& release, Findings& findings) {
  const std::string& named = release.profile_sha256();
  if (subject.profile_sha256.empty() || named == subject.profile_sha256) return;
  if (named.empty() && release.kind() != CLINICAL) return;
  findings.push_back(At(record, "release-profile", "5.8.5",
                        named.empty() ? "does not say by which profile it is checked"
                                      : absl::StrCat("is checked by another profile than it names, ", named.substr(0, 16)),
                        "read what the profile asks for now, and name its sha256 in profile_sha256; whoever signs the "
                        "release signs for that"));
}

void CheckProblem(const Record& record, const ProblemReport& problem, const Record& of, Findings& findings) {
  const auto& release = *of.As<Release>();
  const bool is_named = std::any_of(release.problem().begin(), release.problem().end(),
                                    [&](const Link& link) { return link.to() == record.id; });
  if (!is_named) {
    findings.push_back(At(record, "release-problem-unnamed", "5.8.2", absl::StrCat("is open, and ", of.id, " does not name it"),
                          "name it in the release's record, with why it may have it; or close it"));
  }
  if (problem.residual_evaluation().empty()) {
    findings.push_back(At(record, "release-problem-unevaluated", "5.8.3",
                          absl::StrCat("is in ", of.id, ", and nobody says why that may have it"),
                          "residual_evaluation: what it can do in the field, and why that is acceptable; or mend it"));
  }
  if (problem.not_for_clinical_use() && release.kind() == CLINICAL) {
    findings.push_back(At(record, "release-not-for-patients", "5.8.3",
                          absl::StrCat("is open, and no release for patients may have it; ", of.id, " is one"),
                          "mend it, or make a release of kind ENGINEERING, which is for no patient"));
  }
}

void CheckSaid(const Subject& subject, Findings& findings) {
  const Record* newest = NewestRelease(subject.records);
  if (newest == nullptr) {
    findings.push_back(OfRelease("release-unrecorded", "5.8.4", "there is no record of it",
                                 "write a `release` record: its version, its known problems, how to install it"));
    return;
  }
  CheckProfile(subject, *newest, *newest->As<Release>(), findings);
  for (const Record& record : subject.records.all()) {
    const auto* problem = record.As<ProblemReport>();
    if (problem != nullptr && problem->state() != CLOSED) CheckProblem(record, *problem, *newest, findings);
  }
}

// `findings` are those of the approvals: one of them with a finding does not count.
bool IsReviewed(const Record& record, const Findings& findings) {
  return std::any_of(record.linked_from.begin(), record.linked_from.end(), [&](const Record* from) {
    const auto* approval = from->As<Approval>();
    return approval != nullptr && approval->kind() == REVIEW &&
           std::none_of(findings.begin(), findings.end(), [&](const Finding& finding) { return finding.id == from->id; });
  });
}

void CheckSecondReaders(const Records& records, Findings& findings) {
  Findings unread;
  for (const Record& record : records.all()) {
    if (!NeedsSecondReader(record) || IsReviewed(record, findings)) continue;
    unread.push_back(At(record, "assistance-unreviewed", "4.1",
                        "was written with a tool, touches class C or a risk control, and nobody has reviewed it",
                        absl::StrCat("./bazelw run //:vigil -- sign ", record.id, " --as=SIG-... --key=FILE --review, by somebody who did not use it")));
  }
  findings.insert(findings.end(), unread.begin(), unread.end());
}

}  // namespace

const Record* NewestRelease(const Records& records) {
  const Record* newest = nullptr;
  for (const Record& record : records.all()) {
    const auto* release = record.As<Release>();
    if (release != nullptr && (newest == nullptr || newest->As<Release>()->date() <= release->date())) newest = &record;
  }
  return newest;
}

std::string LastDayOfApprovals(const Subject& subject) {
  const Record* newest = subject.for_release ? NewestRelease(subject.records) : nullptr;
  if (newest != nullptr && IsDate(newest->As<Release>()->date())) return newest->As<Release>()->date();
  return subject.today.value_or("");
}

std::string DayOf(const Subject& subject) {
  const std::string today = subject.today.value_or("");
  return subject.for_release ? std::max(today, LastDayOfApprovals(subject)) : today;
}

// 9.7: who says that a problem is solved shows it. Which state it is in is asked for by
// the profile.
void CheckProblems(const Subject& subject, Findings& findings) {
  for (const Record& record : subject.records.all()) {
    const auto* problem = record.As<ProblemReport>();
    if (problem == nullptr || problem->state() != CLOSED || !problem->verified_by().empty()) continue;
    findings.push_back(At(record, "problem-closed-unverified", "9.7", "is closed, and nothing shows that it is solved",
                          "verified_by: the tests that fail when it comes back; or state: OPEN"));
  }
}

void CheckRelease(const Subject& subject, Findings& findings) {
  if (!subject.for_release) return;
  CheckGiven(subject, findings);
  CheckDemands(subject.profile, findings);
  CheckSaid(subject, findings);
  CheckSecondReaders(subject.records, findings);
  for (const Waiting& waiting : WaitingForApproval(subject, findings)) {
    const Record& record = *waiting.record;
    findings.push_back(At(record, "approval-missing", waiting.demand->clause(),
                          absl::StrCat("waits for ", TextOf(*waiting.demand)),
                          absl::StrCat("./bazelw run //:vigil -- sign ", record.id, " --as=SIG-... --key=FILE",
                                       waiting.demand->kind() == REVIEW ? " --review" : "")));
  }
}

}  // namespace vigil::lifecycle
