// The declared break of a risk control, and what it makes of a source file.
//
//   absl::StatusOr<RiskControl::Break> declared = DeclaredBreak(records, "RC-SILENCE", 0);
//   absl::StatusOr<std::string> broken = Broken(*declared, source);
//
// Neither blocks; both may be called from any thread.
#ifndef VIGIL_TOOLS_EFFECTIVENESS_SOURCE_BREAK_H_
#define VIGIL_TOOLS_EFFECTIVENESS_SOURCE_BREAK_H_

#include <string>

#include "absl/status/statusor.h"
#include "platform/lifecycle/lifecycle.pb.h"

namespace vigil::lifecycle {

// The break number `index`, from 0 on, of the control `id` in the text of a
// LifecycleFile. InvalidArgument: the text is none. NotFound: it has no such control,
// or the control no such break.
absl::StatusOr<RiskControl::Break> DeclaredBreak(const std::string& records,
                                                 const std::string& id, int index);

// `source` with the break in it. InvalidArgument: the line does not stand there exactly
// once, or the break changes nothing but blanks.
absl::StatusOr<std::string> Broken(const RiskControl::Break& declared,
                                   const std::string& source);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EFFECTIVENESS_SOURCE_BREAK_H_
