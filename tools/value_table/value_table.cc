#include "tools/value_table/value_table.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/text_format.h"
#include "platform/lifecycle/lifecycle.pb.h"
#include "platform/lifecycle/validation.h"

namespace vigil::lifecycle {
namespace {

using Enumerators = std::vector<std::pair<std::string, std::string>>;  // name and number
using Names = google::protobuf::RepeatedPtrField<std::string>;

// Of an enumeration, in the order of the lock.
Enumerators EnumeratorsOf(absl::string_view lock, absl::string_view name) {
  Enumerators found;
  const std::string begin = absl::StrCat("enum class ", name, " : ");
  for (absl::string_view line : absl::StrSplit(lock, '\n')) {
    if (!absl::ConsumePrefix(&line, begin)) continue;
    const std::vector<std::string> member = absl::StrSplit(line, " | ");
    const std::vector<std::string> parts = absl::StrSplit(member.back(), " = ");
    if (parts.size() == 2 && parts[0] != "kNone") found.push_back({parts[0], parts[1]});
  }
  return found;
}

std::string Quoted(absl::string_view text) { return absl::StrCat("\"", absl::CEscape(text), "\""); }

std::string EnumeratorTable(absl::string_view name, const Enumerators& enumerators) {
  std::string table = absl::StrCat("\nexport const ", name, " = {\n");
  for (const auto& [enumerator, number] : enumerators) absl::StrAppend(&table, "  ", enumerator, ": ", number, ",\n");
  return absl::StrCat(table, "} as const;\n");
}

// By enumerator, what is said of it.
absl::StatusOr<std::map<std::string, const Validation*>> Spoken(const LifecycleFile& file,
                                                               const Names& (Validation::*names)() const) {
  std::map<std::string, const Validation*> spoken;
  for (const Validation& validation : file.validation()) {
    for (const std::string& name : (validation.*names)()) {
      if (spoken.insert({name, &validation}).second) continue;
      return absl::InvalidArgumentError(absl::StrCat(validation.id(), " speaks of ", name, ", and so does ", spoken[name]->id()));
    }
  }
  return spoken;
}

absl::StatusOr<std::string> ValidationTable(absl::string_view name, const Enumerators& enumerators,
                                            std::map<std::string, const Validation*> spoken) {
  std::string table = absl::StrCat("\nexport const ", name, ": Readonly<Record<number, Validation>> = {\n");
  for (const auto& [enumerator, number] : enumerators) {
    const auto found = spoken.find(enumerator);
    if (found == spoken.end()) continue;
    const Validation& validation = *found->second;
    absl::StrAppend(&table, "  ", number, ": {\n    label: ", Quoted(LabelOf(validation.state())),
                    ",\n    isMeasured: ", validation.state() >= OPEN_RECORDINGS ? "true" : "false",
                    ",\n    text: ", Quoted(validation.text()), ",\n  },\n");
    spoken.erase(found);
  }
  if (spoken.empty()) return absl::StrCat(table, "};\n");
  const auto& [unknown, validation] = *spoken.begin();
  return absl::InvalidArgumentError(absl::StrCat(validation->id(), " speaks of ", unknown, ", which the kernel's interface does not have"));
}

}  // namespace

absl::StatusOr<std::string> ValueTable(const std::string& records, const std::string& interface_lock) {
  LifecycleFile file;
  if (!google::protobuf::TextFormat::ParseFromString(records, &file)) {
    return absl::InvalidArgumentError("the records are no LifecycleFile (platform/lifecycle/lifecycle.proto)");
  }
  std::string module =
      "// Written by the build from the kernel's interface and the validation records.\n\n"
      "export interface Validation {\n"
      "  readonly label: string; // to stand beside the value\n"
      "  readonly isMeasured: boolean; // on recordings of people\n"
      "  readonly text: string; // on what it is shown, and what nobody knows\n"
      "}\n\n"
      "// Of what no record speaks of.\n"
      "export const NO_RECORD: Validation = {\n";
  absl::StrAppend(&module, "  label: ", Quoted(LabelOf(VALIDATION_STATE_UNSPECIFIED)),
                  ",\n  isMeasured: false,\n  text: \"No record says on what it is shown.\",\n};\n");
  const struct {
    const char *enumeration, *numbers, *table;
    const Names& (Validation::*names)() const;
  } kinds[] = {{"ObservationCode", "OBSERVATION", "VALUE_VALIDATION", &Validation::observation},
               {"AlarmId", "ALARM", "ALARM_VALIDATION", &Validation::alarm}};
  for (const auto& kind : kinds) {
    const Enumerators enumerators = EnumeratorsOf(interface_lock, kind.enumeration);
    if (enumerators.empty()) return absl::InvalidArgumentError(absl::StrCat("the interface has no ", kind.enumeration));
    const auto spoken = Spoken(file, kind.names);
    if (!spoken.ok()) return spoken.status();
    const absl::StatusOr<std::string> table = ValidationTable(kind.table, enumerators, *spoken);
    if (!table.ok()) return table.status();
    absl::StrAppend(&module, EnumeratorTable(kind.numbers, enumerators), *table);
  }
  return module;
}

}  // namespace vigil::lifecycle
