// Plugins of the tests of the host, each in a program of its own.
#ifndef VIGIL_CLOUD_PLUGIN_HOST_PROBE_H_
#define VIGIL_CLOUD_PLUGIN_HOST_PROBE_H_

#include <cstdint>

#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

// Says how often its process was activated: it counts where no Init reaches.
class Probe {
 public:
  Status Init(const Settings&) { return Status::kOk; }
  Status Process(const Inbox&, Outbox& out) {
    ++activations_of_process;
    Observation observation;
    observation.code = ObservationCode::kForTest;
    observation.value = activations_of_process;
    return out.observations.Add(observation);
  }

 private:
  static inline std::int32_t activations_of_process = 0;
};

// Of another major version, and harmful as soon as it runs.
class Foreign {
 public:
  Status Init(const Settings&) { __builtin_trap(); }
  Status Process(const Inbox&, Outbox&) { __builtin_trap(); }
};

}  // namespace vigil::plugins

#endif  // VIGIL_CLOUD_PLUGIN_HOST_PROBE_H_
