// How fast whatever stops becomes an alarm: bounds that follow from a system
// description alone. The fault tests measure against them.
//
//   const Result<Duration> bound = PluginStopToAlarm(system, place);
//
// The times count from the last sign of life to the call of OutputSink::OnAlarm.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_TIMING_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_TIMING_H_

#include <cstdint>

#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil {

// A plugin that traps, is cut off, or says what it may not is found at its next
// activation: period + frame. One that only falls silent is found by what it owes:
// an observation with silence_ms, a channel with max_silence_us, the state of its
// conditions at each activation; plus period + frame.
// kOutOfRange: nothing tells that the plugin has stopped; the description is
//   wrong. kInvalidArgument: there is no such place.
Result<Duration> PluginStopToAlarm(const SystemDescription& system,
                                   std::uint32_t place);

// The source delivers nothing any more, or always the same value, or at a rate that
// is off by 20 % or more: the longest of max_silence_us, max_unmoved_us and the
// rate's window, plus a frame. Of each kind the channel with the shortest time tells it
// first; a channel that stops alone is told after its own.
// kOutOfRange: no channel with limits.max_unmoved_us or alarms.silent is there.
Result<Duration> SourceStopToAlarm(const SystemDescription& system);

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_TIMING_H_
