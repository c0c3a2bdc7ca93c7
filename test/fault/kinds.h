// The faults of the suite: what each is, where it can exist, and what has to
// follow from it.
#ifndef VIGIL_TEST_FAULT_KINDS_H_
#define VIGIL_TEST_FAULT_KINDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "safety_kernel/alerting/alarm_condition.h"

namespace vigil::fault {

// Bits.
enum Target : std::uint32_t {
  kDevice = 1u << 0,   // Cortex-M4 in QEMU, MPU partitions
  kCloud = 1u << 1,    // a process for each plugin
  kPortal = 1u << 2,   // a WebAssembly instance for each plugin
  kHost = 1u << 3,     // x86-64 without isolation: the kernel's own checks alone
  kIsolating = kDevice | kCloud | kPortal,
  kEverywhere = kIsolating | kHost,
};

std::string NameOf(Target target);

// What "contained" means for a fault.
enum class Containment {
  kOthersIdentical,  // blocks, observations and physiological alarms of all other
                     // plugins are those of the run without the fault
  kNoWrongValue,     // before the fault as without it; during it each valid heart
                     // rate is right within 10 % (IEC 60601-2-27); afterwards the
                     // rate comes back
  kBeginsAnew,       // as kNoWrongValue; the kernel began anew
  kSafeState,        // the run ends in the safe state; nothing wrong before it
};

struct Kind {
  std::uint32_t code = 0;  // fault_code.h
  std::string name;
  std::uint32_t targets = 0;
  Containment containment = Containment::kOthersIdentical;
  AlarmId alarm = AlarmId::kNone;  // that has to be raised
};

const std::vector<Kind>& Kinds();

}  // namespace vigil::fault

#endif  // VIGIL_TEST_FAULT_KINDS_H_
