// Checks a system description before anything of it runs: what passes here
// cannot overflow an inbox, starve an input or mix up two producers later.
//
//   const SystemVerdict verdict = CheckSystem(system);
//   if (verdict.status != Status::kOk) Refuse(verdict.place);
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_CHECK_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_CHECK_H_

#include <cstdint>

#include "safety_kernel/base/status.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil {

struct SystemVerdict {
  Status status = Status::kInternal;
  // The plugin that is at fault; plugin_count: none, the description itself is.
  std::uint32_t place = 0;
};

// Does not call any plugin and does not block. The errors are those of
// Runtime::Start.
SystemVerdict CheckSystem(const SystemDescription& system);

// The place of `channel` among the described; channel_count when it is none.
std::uint32_t PlaceOfChannel(const SystemDescription& system, ChannelId channel);

// True when `id` stands in the manifest's list. kNone stands in none.
bool Declares(const ChannelId (&list)[kMaxPorts], ChannelId id);
bool Declares(const ObservationCode (&list)[kMaxPorts], ObservationCode id);
bool Declares(const AlarmId (&list)[kMaxPorts], AlarmId id);

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_CHECK_H_
