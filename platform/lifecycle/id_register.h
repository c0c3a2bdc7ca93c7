// The register of ids: each that was ever given, so that none is given twice, not
// even after its record is gone (IEC 62304, 8.1.1).
//
//   # comment
//   REQ-ECG-001
//   REQ-ECG-002 retired: merged into REQ-ECG-001
//
// Pure functions over texts: nothing blocks, any thread.
#ifndef VIGIL_PLATFORM_LIFECYCLE_ID_REGISTER_H_
#define VIGIL_PLATFORM_LIFECYCLE_ID_REGISTER_H_

#include <string>

#include "platform/lifecycle/check.h"
#include "platform/lifecycle/finding.h"

namespace vigil::lifecycle {

// What can't be read becomes a finding with its line.
IdRegister ReadIdRegister(const std::string& file, const std::string& text,
                          Findings& findings);

// The register with every id of `records` that it lacks, in order.
std::string UpdatedIdRegister(const std::string& text, const Records& records);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_ID_REGISTER_H_
