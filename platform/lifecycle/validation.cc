#include "platform/lifecycle/validation.h"

namespace vigil::lifecycle {

const char* LabelOf(ValidationState state) {
  switch (state) {
    case CLINICAL_STUDY: return "shown in a clinical study";
    case OPEN_RECORDINGS: return "open recordings only, no clinical study";
    default: return "not clinically validated";
  }
}

bool IsClinicallyValidated(const Validation& validation) { return validation.state() == CLINICAL_STUDY; }

}  // namespace vigil::lifecycle
