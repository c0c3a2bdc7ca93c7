// Holds one plugin to what its manifest promises of its observations: unit, range,
// rate, and that it does not fall silent.
//
//   watch.Start(now);
//   status = watch.Check(manifest, outbox, now);   // after each activation
//
// Not safe for use from several threads.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_OUTPUT_WATCH_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_OUTPUT_WATCH_H_

#include <cstdint>

#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {

class OutputWatch {
 public:
  // Silence and rate count from `now` on.
  void Start(Timestamp now);

  // kInternal: an observation is not declared, has another unit than its code, a
  //   validity or reason that does not exist, a time ahead of `now`, or ends
  //   before it begins.
  // kOutOfRange: a value is outside of its declared range.
  // kFull: more in a second than declared.
  // kDeadlineExceeded: a port was silent for longer than declared.
  Status Check(const PluginManifest& manifest, const Outbox& outbox,
               Timestamp now);

 private:
  struct Port {
    Timestamp told;          // last observation
    std::uint32_t count = 0;  // in this second
  };

  Status CheckObservation(const PluginManifest& manifest,
                          const Observation& observation, Timestamp now);
  Status CheckSilence(const PluginManifest& manifest, Timestamp now) const;

  Port ports_[kMaxPorts];
  Timestamp second_;  // when the second began in which is counted
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_OUTPUT_WATCH_H_
