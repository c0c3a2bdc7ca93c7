// What the profile says that a class needs of a record.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

using google::protobuf::FieldDescriptor;

// Blanks, dashes, and the words of somebody who will answer later, are no answer.
bool SaysNothing(absl::string_view text) {
  std::string word;
  for (const char c : text) {
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    if (!ascii || absl::ascii_isalnum(c)) word += absl::ascii_tolower(c);
  }
  for (const char* nothing : {"", "na", "tba", "tbd", "todo", "xxx"}) {
    if (word == nothing) return true;
  }
  return false;
}

bool IsEmpty(const google::protobuf::Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return field.is_repeated() ? reflection.FieldSize(message, &field) == 0
                               : !reflection.HasField(message, &field);
  }
  if (!field.is_repeated()) return SaysNothing(reflection.GetString(message, &field));
  for (int n = 0; n < reflection.FieldSize(message, &field); ++n) {
    if (!SaysNothing(reflection.GetRepeatedString(message, &field, n))) return false;
  }
  return true;
}

// A need of a record that there is not would never be looked at.
void CheckProfile(const Profile& profile, Findings& findings) {
  for (const Need& need : profile.need()) {
    if (LifecycleFile::descriptor()->FindFieldByName(need.record()) != nullptr) continue;
    findings.push_back({.rule = "profile-record",
                        .clause = need.clause(),
                        .file = profile.title(),
                        .line = 0,
                        .id = "",
                        .message = absl::StrCat("the profile asks for ", need.field(), " of each ",
                                                need.record(), ", and there is no such record"),
                        .mend = "correct the profile"});
  }
}

// Who needs it: the class by the standard, or the project where the clause is for higher
// classes alone.
std::string WhoNeeds(const Need& need, SafetyClass own, const Profile& profile) {
  for (const Clause& clause : profile.clause()) {
    if (clause.number() != need.clause() || clause.from() <= own) continue;
    return absl::StrCat("which the project needs of class ", SafetyClass_Name(own), " too; the standard from class ",
                        SafetyClass_Name(clause.from()), " on");
  }
  return absl::StrCat("which class ", SafetyClass_Name(own), " needs");
}

const FieldDescriptor* FieldOf(const Record& record, const std::string& name) {
  return record.message->GetDescriptor()->FindFieldByName(name);
}

// A name of the profile that no field has; nullptr: there is none.
const std::string* UnknownField(const Need& need, const Record& record) {
  for (const std::string* name : {&need.field(), &need.when(), &need.unless()}) {
    if (!name->empty() && FieldOf(record, *name) == nullptr) return name;
  }
  return nullptr;
}

// Whether the record is one of those that the need speaks of.
bool IsOfNeed(const Need& need, const Record& record) {
  const auto says = [&](const std::string& name) { return !IsEmpty(*record.message, *FieldOf(record, name)); };
  return (need.when().empty() || says(need.when())) && (need.unless().empty() || !says(need.unless()));
}

void CheckNeed(const Need& need, const Record& record, SafetyClass own, const Profile& profile, Findings& findings) {
  if (const std::string* unknown = UnknownField(need, record)) {
    findings.push_back(At(record, "profile-field", need.clause(),
                          absl::StrCat("the profile asks for ", *unknown, ", which no ", need.record(), " has"),
                          "correct the profile"));
  } else if (IsOfNeed(need, record) && IsEmpty(*record.message, *FieldOf(record, need.field()))) {
    findings.push_back(At(record, "missing", need.clause(),
                          absl::StrCat("says nothing of ", need.field(), ", ", WhoNeeds(need, own, profile)),
                          need.mend()));
  }
}

}  // namespace

void CheckNeeds(const Subject& subject, Findings& findings) {
  CheckProfile(subject.profile, findings);
  std::map<std::string, std::vector<const Need*>> needs;  // of each kind of record
  for (const Need& need : subject.profile.need()) {
    if (!IsOfBreaks(need)) needs[need.record()].push_back(&need);
  }
  for (const Record& record : subject.records.all()) {
    // What belongs to no item is needed as of the lowest class.
    const SafetyClass own = std::max(Records::ClassOf(record), A);
    for (const Need* need : needs[record.kind->name()]) {
      if (own >= need->from()) CheckNeed(*need, record, own, subject.profile, findings);
    }
  }
}

}  // namespace vigil::lifecycle
