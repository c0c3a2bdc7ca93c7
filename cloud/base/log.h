// One line on standard error for each thing worth telling, in one style:
//   vigil_gateway: warning: the cloud at 127.0.0.1:8080 does not answer
//
//   Log(Severity::kWarning, absl::StrCat("the cloud at ", address, " does not answer"));
//
// Never for patient data. Callable from any thread; a line is written whole.
// Blocks as long as standard error blocks.
#ifndef VIGIL_CLOUD_BASE_LOG_H_
#define VIGIL_CLOUD_BASE_LOG_H_

#include "absl/strings/string_view.h"

namespace vigil {

enum class Severity { kInfo, kWarning, kError };

// Characters outside of printable ASCII are written as '?', so that bytes from
// outside can not forge lines or drive a terminal.
void Log(Severity severity, absl::string_view text);

}  // namespace vigil

#endif  // VIGIL_CLOUD_BASE_LOG_H_
