// The words for how far a value is shown to be true of people, the same on the portal's
// page, in the audit package and in a release.
//
//   LabelOf(SYNTHETIC_SIGNALS)  // "not clinically validated"
//
// Pure functions; any thread.
#ifndef VIGIL_PLATFORM_LIFECYCLE_VALIDATION_H_
#define VIGIL_PLATFORM_LIFECYCLE_VALIDATION_H_

#include "platform/lifecycle/lifecycle.pb.h"

namespace vigil::lifecycle {

// Short enough to stand beside a value. What is not said counts as nothing shown.
const char* LabelOf(ValidationState state);

// Whether a study with the device shows it. Everything else is listed by a release.
bool IsClinicallyValidated(const Validation& validation);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_VALIDATION_H_
