// SOUP (8.1.2, 7.1.3): each locked package has its record, of the version that is
// locked, and its anomalies were looked up for that version; its support has not ended;
// and no item rests on it whose class is above the one up to which it was accepted.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/approval_rules.h"

namespace vigil::lifecycle {
namespace {

void CheckReview(const Record& record, const Soup& soup, Findings& findings) {
  if (soup.anomalies_reviewed_for() == soup.version()) return;
  findings.push_back(At(record, "soup-review-stale", "7.1.3",
                        absl::StrCat("its anomalies were reviewed for version ",
                                     soup.anomalies_reviewed_for().empty()
                                         ? "none"
                                         : soup.anomalies_reviewed_for(),
                                     ", and it is ", soup.version()),
                        absl::StrCat("read ", soup.anomaly_list(), " for ", soup.version())));
}

void CheckSupport(const Record& record, const Soup& soup, const std::string& today, Findings& findings) {
  if (!IsDate(soup.end_of_support()) || soup.end_of_support() >= today) return;
  findings.push_back(At(record, "soup-support-ended", "6.1",
                        absl::StrCat("its support ended on ", soup.end_of_support()),
                        "move to a version that is supported, or say why this one may stay and who mends it"));
}

// Bazel's name of the package that a label is in; empty when it is one of ours.
std::string RepositoryOf(absl::string_view label) {
  if (!absl::ConsumePrefix(&label, "@")) return "";
  return std::string(label.substr(0, label.find("//")));
}

// Third-party packages that a target uses, itself or by what wraps them.
std::set<std::string> RepositoriesUsedBy(const Target& target, const GraphIndex& index) {
  std::set<std::string> repositories;
  for (const std::string& label : target.dep()) {
    const Target* dep = index.Find(label);
    if (dep == nullptr || !dep->is_soup()) {
      repositories.insert(RepositoryOf(label));
      continue;
    }
    for (const std::string& inner : dep->dep()) repositories.insert(RepositoryOf(inner));
  }
  repositories.erase("");
  return repositories;
}

void CheckUses(const BuildGraph& graph, const std::map<std::string, const Record*>& records,
               Findings& findings) {
  const GraphIndex index(graph);
  for (const Target& target : graph.target()) {
    if (target.is_soup() || target.is_test() || target.is_test_only()) continue;
    for (const std::string& repository : RepositoriesUsedBy(target, index)) {
      const auto found = records.find(repository);
      if (found == records.end()) continue;
      const SafetyClass accepted = found->second->As<Soup>()->accepted_up_to();
      if (target.safety_class() <= accepted) continue;
      findings.push_back(At(*found->second, "soup-above-its-class", "4.3",
                            absl::StrCat("is accepted up to class ", SafetyClass_Name(accepted), ", and ",
                                         target.label(), ", class ", SafetyClass_Name(target.safety_class()),
                                         ", rests on it"),
                            "show that it may serve that class, or keep it out of there"));
    }
  }
}

}  // namespace

void CheckSoup(const Subject& subject, Findings& findings) {
  std::set<std::string> recorded;
  std::map<std::string, const Record*> by_repository;
  for (const Record& record : subject.records.all()) {
    const auto* soup = record.As<Soup>();
    if (soup == nullptr) continue;
    CheckReview(record, *soup, findings);
    for (const Soup::Anomaly& anomaly : soup->anomaly()) {
      if (!anomaly.evaluation().empty()) continue;
      findings.push_back(At(record, "soup-anomaly-open", "7.1.3",
                            absl::StrCat("the anomaly ", anomaly.reference(), " is not evaluated"),
                            "say what it means for this use"));
    }
    if (subject.today) CheckSupport(record, *soup, *subject.today, findings);
    recorded.insert(soup->name());
    if (subject.repositories) {
      const auto repository = subject.repositories->find(soup->name());
      if (repository != subject.repositories->end()) by_repository.emplace(repository->second, &record);
    }
    if (!subject.locked) continue;
    const auto locked = subject.locked->find(soup->name());
    if (locked == subject.locked->end()) {
      findings.push_back(At(record, "soup-not-locked", "8.1.2",
                            absl::StrCat("no package ", soup->name(), " is locked"),
                            "name it as third_party/lock.bzl does, or retire the record"));
    } else if (locked->second != soup->version()) {
      findings.push_back(At(record, "soup-version", "8.1.2",
                            absl::StrCat("is recorded as version ", soup->version(),
                                         ", and ", locked->second, " is locked"),
                            "review the new version's anomalies, then record it"));
    }
  }
  if (subject.graph) CheckUses(*subject.graph, by_repository, findings);
  if (!subject.locked) return;
  for (const auto& [name, version] : *subject.locked) {
    if (recorded.count(name) != 0) continue;
    findings.push_back({.rule = "soup-unrecorded",
                        .clause = "8.1.2",
                        .file = "third_party/lock.bzl",
                        .line = 0,
                        .id = "",
                        .message = absl::StrCat(name, " ", version, " has no SOUP record"),
                        .mend = "add one: what it is for, what it needs, what is wrong with it"});
  }
}

}  // namespace vigil::lifecycle
