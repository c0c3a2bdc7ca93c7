// What the portal has to know of the kernel's values and alarms: their numbers, and how
// far each is shown to be true of people, as a TypeScript module.
//
//   const absl::StatusOr<std::string> module = ValueTable(records, interface_lock);
//
// The module has OBSERVATION and ALARM, each enumerator with its number, and
// VALUE_VALIDATION and ALARM_VALIDATION: by number the label, the text and whether open
// recordings show it, of each that a validation record speaks of; NO_RECORD is for all
// others.
//
// Reads no file and blocks on nothing; any thread.
#ifndef VIGIL_TOOLS_VALUE_TABLE_VALUE_TABLE_H_
#define VIGIL_TOOLS_VALUE_TABLE_VALUE_TABLE_H_

#include <string>

#include "absl/status/statusor.h"

namespace vigil::lifecycle {

// records: a LifecycleFile in text format. interface_lock: safety_kernel/interface.lock.
// kInvalidArgument: `records` is none, or speaks of one value twice or of one that the
// interface does not have; the interface has no values or no alarms.
absl::StatusOr<std::string> ValueTable(const std::string& records, const std::string& interface_lock);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_VALUE_TABLE_VALUE_TABLE_H_
