#include "tools/alarm_priorities/alarm_priorities.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "platform/lifecycle/lifecycle.pb.h"
#include "safety_kernel/alerting/alarm_rules.h"

namespace vigil::lifecycle {
namespace {

vigil::Harm HarmOf(Severity severity) {
  if (severity >= CRITICAL) return vigil::Harm::kIrreversible;
  return severity == SERIOUS ? vigil::Harm::kReversible : vigil::Harm::kMinor;
}

const char* NameOf(AlarmPriority priority) {
  switch (priority) {
    case AlarmPriority::kHigh: return "kHigh";
    case AlarmPriority::kMedium: return "kMedium";
    case AlarmPriority::kLow: return "kLow";
    case AlarmPriority::kNone: break;
  }
  return "kNone";
}

bool IsIdentifier(const std::string& name) {
  return !name.empty() && absl::ascii_isupper(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) { return absl::ascii_isalnum(c); });
}

std::string GuardOf(const std::string& header) {
  std::string guard = absl::StrCat("VIGIL_", absl::AsciiStrToUpper(header), "_");
  std::replace_if(guard.begin(), guard.end(), [](unsigned char c) { return !absl::ascii_isalnum(c); }, '_');
  return guard;
}

absl::StatusOr<std::string> Constant(const Hazard& hazard, const Hazard::Alarm& alarm, std::set<std::string>& names) {
  const std::string where = absl::StrCat(hazard.id(), ", alarm \"", alarm.name(), "\": ");
  if (!IsIdentifier(alarm.name())) {
    return absl::InvalidArgumentError(absl::StrCat(where, "the name must be letters and digits and begin with a capital"));
  }
  if (!names.insert(alarm.name()).second) return absl::InvalidArgumentError(absl::StrCat(where, "it is there twice"));
  if (alarm.onset() == ONSET_UNSPECIFIED) return absl::InvalidArgumentError(absl::StrCat(where, "it needs an onset"));
  if (hazard.severity() == SEVERITY_UNSPECIFIED) {
    return absl::InvalidArgumentError(absl::StrCat(where, "its hazard needs a severity"));
  }
  const AlarmPriority priority = PriorityOf(HarmOf(hazard.severity()), static_cast<vigil::Onset>(alarm.onset()));
  return absl::StrCat("// ", hazard.id(), ": ", Severity_Name(hazard.severity()), ", ", Onset_Name(alarm.onset()),
                      "\ninline constexpr AlarmPriority k", alarm.name(), "Priority = AlarmPriority::", NameOf(priority),
                      ";\n");
}

}  // namespace

absl::StatusOr<std::string> AlarmPriorities(const std::string& records, const std::string& header) {
  LifecycleFile file;
  if (!google::protobuf::TextFormat::ParseFromString(records, &file)) {
    return absl::InvalidArgumentError("the records are no LifecycleFile (platform/lifecycle/lifecycle.proto)");
  }
  std::set<std::string> names;
  std::string constants;
  for (const Hazard& hazard : file.hazard()) {
    for (const Hazard::Alarm& alarm : hazard.alarm()) {
      const absl::StatusOr<std::string> constant = Constant(hazard, alarm, names);
      if (!constant.ok()) return constant.status();
      absl::StrAppend(&constants, *constant);
    }
  }
  if (names.empty()) return absl::InvalidArgumentError("no hazard of the records has an alarm");
  const std::string guard = GuardOf(header);
  return absl::StrCat("// Written by the build from the hazards that the alarms answer.\n#ifndef ", guard, "\n#define ", guard,
                      "\n\n#include \"safety_kernel/alerting/alarm_condition.h\"\n\nnamespace vigil::plugins {\n\n",
                      constants, "\n}  // namespace vigil::plugins\n\n#endif  // ", guard, "\n");
}

}  // namespace vigil::lifecycle
