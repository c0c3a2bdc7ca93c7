// A night of ECG, looked at in the cloud: breathing from the beats, and the minutes in
// which it stopped. What runs is listed in this folder's BUILD file.
#ifndef VIGIL_CLOUD_SLEEP_STUDY_SYSTEM_H_
#define VIGIL_CLOUD_SLEEP_STUDY_SYSTEM_H_

#include "safety_kernel/runtime/system_description.h"

namespace vigil::cloud {

const SystemDescription& SleepStudySystem();

}  // namespace vigil::cloud

#endif  // VIGIL_CLOUD_SLEEP_STUDY_SYSTEM_H_
