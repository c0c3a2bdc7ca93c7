// A plugin that commits a fault of its outputs, the same on every target: from
// its activation number kFaultActivation on, the one that the setting kForTest
// names. Before that it says once in each activation that 60 /min was.
//
// Faults that need the machine (memory, time, instructions) are a target's own:
// their numbers begin at kFirstMachineFault, and CommitMachineFault commits them.
#ifndef VIGIL_TEST_FAULT_FAULTY_H_
#define VIGIL_TEST_FAULT_FAULTY_H_

#include <cstdint>

#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

enum class OutputFault : std::int32_t {
  kNone = 0,
  kUndeclaredCode,     // a heart rate, which is another plugin's
  kWrongUnit,
  kValueBelowRange,
  kValueAboveRange,    // what an algorithm with a NaN in it makes of an integer
  kUnknownValidity,
  kUnknownReason,
  kFromTheFuture,
  kEndsBeforeItBegins,
  kFlood,              // as many as there is room for, in each activation
  kSizeBeyondRoom,     // a list that claims to be longer than it is
  kUndeclaredAlarm,
  kNeitherTrueNorFalse,  // a bool of 0x55 in an alarm condition
  kUndeclaredChannel,
  kReturnsError,
  kReturnsNoStatus,    // a status that does not exist
  kSilent,
  kFailsForever,       // after each restart again
  kFailsAtStart,       // Process once, then Init for ever
  kLate,               // it was over when it came
  kWithoutEnd,         // it would be valid for ever
  kBeforeTheStart,     // older than the device is on
  kCount,
};

inline constexpr std::int32_t kFirstMachineFault = 1000;
inline constexpr std::uint32_t kFaultActivation = 100;

// Does not come back, or comes back with what the fault gave. Each target defines
// it; one that has no such fault gives kOk.
Status CommitMachineFault(std::int32_t fault, const Inbox& in, Outbox& out);

class Faulty {
 public:
  Status Init(const Settings& settings);
  Status Process(const Inbox& in, Outbox& out);

 private:
  bool IsPersistent() const;
  Status Commit(const Inbox& in, Outbox& out) const;

  std::int32_t fault_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_TEST_FAULT_FAULTY_H_
