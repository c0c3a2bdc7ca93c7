// The header with the priorities of a plugin's alarms, from its hazards.
//
//   const absl::StatusOr<std::string> header = AlarmPriorities(records, "a/b.h");
//
// Each `alarm` of a hazard becomes a constant k<name>Priority: the cell of
// IEC 60601-1-8 (safety_kernel/alerting/alarm_rules.h, PriorityOf) for the hazard's
// severity and the alarm's onset. Severities of ISO 14971 count as the standard's three
// degrees of harm: CATASTROPHIC and CRITICAL as death or irreversible injury, SERIOUS
// as reversible injury, MINOR and NEGLIGIBLE as minor injury or discomfort.
//
// Reads no file and blocks on nothing; any thread.
#ifndef VIGIL_TOOLS_ALARM_PRIORITIES_ALARM_PRIORITIES_H_
#define VIGIL_TOOLS_ALARM_PRIORITIES_ALARM_PRIORITIES_H_

#include <string>

#include "absl/status/statusor.h"

namespace vigil::lifecycle {

// records: a LifecycleFile in text format. header: the path of the header from the
// root, which becomes its guard.
// kInvalidArgument: `records` is none, names no alarm, one twice, one that is no
// identifier, or an alarm without onset or a hazard without severity.
absl::StatusOr<std::string> AlarmPriorities(const std::string& records, const std::string& header);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_ALARM_PRIORITIES_ALARM_PRIORITIES_H_
