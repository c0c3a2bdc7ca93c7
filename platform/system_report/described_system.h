// The system that a report is about; each product that is described defines it.
#ifndef VIGIL_PLATFORM_SYSTEM_REPORT_DESCRIBED_SYSTEM_H_
#define VIGIL_PLATFORM_SYSTEM_REPORT_DESCRIBED_SYSTEM_H_

#include "safety_kernel/runtime/system_description.h"

namespace vigil {

const SystemDescription& DescribedSystem();

}  // namespace vigil

#endif  // VIGIL_PLATFORM_SYSTEM_REPORT_DESCRIBED_SYSTEM_H_
