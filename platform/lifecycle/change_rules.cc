// What a change request says of tools that wrote a part of it (4.1): only those that the
// policy of assistance approves. Which commits belong to it is asked elsewhere
// (change_requests.h).
#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {

bool NeedsSecondReader(const Record& record) {
  const auto* change = record.As<ChangeRequest>();
  if (change == nullptr) return false;
  const bool by_tool = std::any_of(change->assisted_by().begin(), change->assisted_by().end(),
                                   [](const std::string& tool) { return tool != "none"; });
  return by_tool && std::any_of(record.links.begin(), record.links.end(), [](const Reference& link) {
           if (link.field->name() != "changes" || link.target == nullptr) return false;
           return link.target->As<RiskControl>() != nullptr || Records::ClassOf(*link.target) == C;
         });
}

void CheckChanges(const Subject& subject, Findings& findings) {
  std::set<std::string> approved = {"none"};
  for (const Record& record : subject.records.all()) {
    const auto* policy = record.As<AssistancePolicy>();
    if (policy != nullptr) approved.insert(policy->approved_tool().begin(), policy->approved_tool().end());
  }
  for (const Record& record : subject.records.all()) {
    const auto* change = record.As<ChangeRequest>();
    if (change == nullptr) continue;
    for (const std::string& tool : change->assisted_by()) {
      if (approved.count(tool) != 0) continue;
      findings.push_back(At(record, "assistance-unapproved", "4.1",
                            absl::StrCat("was written with ", tool, ", which no assistance policy approves"),
                            "evaluate it and name it in approved_tool of the policy; or let a person write the change anew"));
    }
    if (change->assisted_by_size() > 1 && std::set<std::string>(change->assisted_by().begin(), change->assisted_by().end()).count("none") != 0) {
      findings.push_back(At(record, "assistance-contradicted", "4.1", "was written with tools, and with none",
                            "assisted_by: the tools, or \"none\""));
    }
  }
}

}  // namespace vigil::lifecycle
