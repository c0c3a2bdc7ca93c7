// What the profile says that a class needs of a record.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

using google::protobuf::FieldDescriptor;

bool IsEmpty(const google::protobuf::Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) == 0
                             : !reflection.HasField(message, &field);
}

}  // namespace

void CheckNeeds(const Subject& subject, Findings& findings) {
  std::map<std::string, std::vector<const Need*>> needs;  // of each kind of record
  for (const Need& need : subject.profile.need()) needs[need.record()].push_back(&need);
  for (const Record& record : subject.records.all()) {
    // What belongs to no item is needed as of the lowest class.
    const SafetyClass own = std::max(Records::ClassOf(record), A);
    for (const Need* need : needs[record.kind->name()]) {
      if (own < need->from()) continue;
      const FieldDescriptor* field =
          record.message->GetDescriptor()->FindFieldByName(need->field());
      if (field == nullptr) {
        findings.push_back(At(record, "profile-field", need->clause(),
                              absl::StrCat("the profile asks for ", need->field(),
                                           ", which no ", need->record(), " has"),
                              "correct the profile"));
      } else if (IsEmpty(*record.message, *field)) {
        findings.push_back(At(record, "missing", need->clause(),
                              absl::StrCat("says nothing of ", need->field(), ", which class ",
                                           SafetyClass_Name(own), " needs"),
                              need->mend()));
      }
    }
  }
}

}  // namespace vigil::lifecycle
