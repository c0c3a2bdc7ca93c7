// Checks a product's system description when it is built, and writes it down so
// that one can read it on a page: partitions, schedule, channels, and how fast
// whatever stops becomes an alarm.
//
//   absl::StatusOr<SystemReport> report = ReportOn(system, Seconds(2));
//   std::cout << report->text;
#ifndef VIGIL_PLATFORM_SYSTEM_REPORT_SYSTEM_REPORT_H_
#define VIGIL_PLATFORM_SYSTEM_REPORT_SYSTEM_REPORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil {

struct SystemReport {
  std::string text;
  std::string json;
};

// kInvalidArgument: the kernel would refuse the description; the message names the
// plugin at fault. kOutOfRange: a stop would become an alarm later than
// `longest_stop`, or never; the message names what.
absl::StatusOr<SystemReport> ReportOn(const SystemDescription& system,
                                      Duration longest_stop);

}  // namespace vigil

#endif  // VIGIL_PLATFORM_SYSTEM_REPORT_SYSTEM_REPORT_H_
