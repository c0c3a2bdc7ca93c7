// Where the runtime hands over what leaves the kernel: the target implements it
// (the device writes to its link, a benchmark scores, a test remembers).
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_OUTPUT_SINK_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_OUTPUT_SINK_H_

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/alerting/alarm_signal.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/authority.h"

namespace vigil {

// Called from within Runtime::RunFrame, in the order in which things happened;
// must not block and must not call the runtime. The references end with the
// call.
class OutputSink {
 public:
  // A checked and sealed block of a channel that the description reports. Its
  // quality tells whether the samples may be used; a damaged block holds none.
  virtual void OnSamples(const SampleBlock& block) = 0;
  // Checked, numbered and sealed.
  virtual void OnObservation(const Observation& observation) = 0;
  // Within one frame the highest priority comes first.
  virtual void OnAlarm(const AlarmEvent& event) = 0;
  // At the end of each frame: what light and sounder do until the next one. Who has
  // none does nothing.
  virtual void OnIndication(ActuatorAuthority, const AlarmIndication& indication) = 0;

 protected:
  ~OutputSink() = default;  // never deleted through the interface
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_OUTPUT_SINK_H_
