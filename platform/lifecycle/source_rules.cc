// Sources (5.4.1): each of class B and C belongs to one unit, and each unit to what
// there is.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {

void CheckSources(const Subject& subject, Findings& findings) {
  if (!subject.sources) return;
  std::map<std::string, const Record*> owners;
  for (const Record& record : subject.records.all()) {
    const auto* unit = record.As<UnitDesign>();
    if (unit == nullptr) continue;
    for (const std::string& source : unit->source()) {
      const auto [owner, is_new] = owners.try_emplace(source, &record);
      if (!is_new) {
        findings.push_back(At(record, "source-twice", "5.4.1",
                              absl::StrCat(source, " is a part of ", owner->second->id, " as well"),
                              "a file belongs to one unit"));
      }
      if (subject.sources->count(source) == 0) {
        findings.push_back(At(record, "source-missing", "5.4.1",
                              absl::StrCat("there is no source ", source),
                              "name the file as it is now"));
      }
    }
  }
  for (const std::string& source : *subject.sources) {
    if (owners.count(source) != 0) continue;
    findings.push_back({.rule = "source-unregistered",
                        .clause = "5.4.1",
                        .file = source,
                        .line = 0,
                        .id = "",
                        .message = "belongs to no unit",
                        .mend = "name it in the unit whose design it implements"});
  }
}

}  // namespace vigil::lifecycle
