// SOUP (8.1.2, 7.1.3): each locked package has its record, of the version that is
// locked, and its anomalies were looked up for that version and decided; its support has
// not ended; and no item rests on it whose class is above the one up to which it was
// accepted.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "platform/lifecycle/approval_rules.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/source_classes.h"

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

// What is decided of it goes into the product's VEX as it stands here.
void CheckAnomaly(const Record& record, const Soup::Anomaly& anomaly, Findings& findings) {
  const std::string name = absl::StrCat("the anomaly ", anomaly.reference());
  if (anomaly.evaluation().empty()) {
    findings.push_back(At(record, "soup-anomaly-open", "7.1.3", absl::StrCat(name, " is not evaluated"),
                          "say what it means for this use"));
  } else if (anomaly.state() == ANOMALY_STATE_UNSPECIFIED) {
    findings.push_back(At(record, "soup-anomaly-undecided", "7.1.3",
                          absl::StrCat(name, " has an evaluation and no state"),
                          "state: RESOLVED, NOT_AFFECTED with its justification, FALSE_POSITIVE or EXPLOITABLE"));
  }
  const bool says_why = anomaly.justification() != ANOMALY_JUSTIFICATION_UNSPECIFIED;
  if (says_why == (anomaly.state() == NOT_AFFECTED)) return;
  findings.push_back(At(record, "soup-anomaly-unjustified", "7.1.3",
                        absl::StrCat(name, says_why ? " has a justification and is not said to be NOT_AFFECTED"
                                                    : " can't occur here, and nothing says why"),
                        "justification: of NOT_AFFECTED, and of nothing else"));
}

// What is used of others, however many wrappers deep, and by which class.
void CheckUses(const Subject& subject, const RecordsByRepository& records, Findings& findings) {
  std::set<std::string> locked;
  for (const auto& [package, repositories] : *subject.repositories) {
    for (const absl::string_view name : absl::StrSplit(repositories, ' ')) locked.emplace(name);
  }
  std::map<std::string, Served> used;  // by repository
  for (const auto& [label, served] : ServedTargets(*subject.graph, Part::kProduct)) {
    const std::string repository = RepositoryOf(label);
    if (repository.empty()) continue;
    const auto [place, is_new] = used.try_emplace(repository, served);
    if (!is_new && place->second.safety_class < served.safety_class) place->second = served;
  }
  for (const auto& [repository, served] : used) {
    const std::string user = absl::StrCat(served.by->label(), ", class ", SafetyClass_Name(served.safety_class));
    if (locked.count(repository) == 0) {
      findings.push_back({.rule = "soup-unlocked",
                          .clause = "8.1.2",
                          .file = "third_party/lock.bzl",
                          .line = 0,
                          .id = "",
                          .message = absl::StrCat("does not know @", repository, ", on which ", user, ", rests"),
                          .mend = "lock it, and record what it is for, what it needs, what is wrong with it"});
    }
    const auto found = records.find(repository);
    if (found == records.end()) continue;
    for (const Record* record : found->second) {
      const SafetyClass accepted = record->As<Soup>()->accepted_up_to();
      if (served.safety_class <= accepted) continue;
      findings.push_back(At(*record, "soup-above-its-class", "4.3",
                            absl::StrCat("is accepted up to class ", SafetyClass_Name(accepted), ", and ", user,
                                         ", rests on it"),
                            "show that it may serve that class, or keep it out of there"));
    }
  }
}

}  // namespace

RecordsByRepository SoupByRepository(const Subject& subject) {
  RecordsByRepository records;
  if (!subject.repositories) return records;
  for (const Record& record : subject.records.all()) {
    const auto* soup = record.As<Soup>();
    const auto found = soup == nullptr ? subject.repositories->end() : subject.repositories->find(soup->name());
    if (found == subject.repositories->end()) continue;
    for (const absl::string_view name : absl::StrSplit(found->second, ' ')) records[std::string(name)].push_back(&record);
  }
  return records;
}

void CheckSoup(const Subject& subject, Findings& findings) {
  const std::string day = DayOf(subject);
  std::set<std::string> recorded;
  for (const Record& record : subject.records.all()) {
    const auto* soup = record.As<Soup>();
    if (soup == nullptr) continue;
    CheckReview(record, *soup, findings);
    for (const Soup::Anomaly& anomaly : soup->anomaly()) CheckAnomaly(record, anomaly, findings);
    if (!day.empty()) CheckSupport(record, *soup, day, findings);
    recorded.insert(soup->name());
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
  if (subject.graph && subject.repositories) CheckUses(subject, SoupByRepository(subject), findings);
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
