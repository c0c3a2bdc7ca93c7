// SOUP (8.1.2, 7.1.3): each locked package has its record, of the version that is
// locked, and its anomalies were looked up for that version.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

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

}  // namespace

void CheckSoup(const Subject& subject, Findings& findings) {
  std::set<std::string> recorded;
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
