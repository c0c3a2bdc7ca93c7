// Holds one plugin to what its manifest promises: of its observations unit, range,
// rate, validity, and that it does not fall silent; of its conditions that each is
// told, once, and does not flicker; of its blocks the channel.
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

// Of all conditions of a plugin in a second: each comes and goes once. What flickers
// faster would flood the log and the link, and nobody could tell what it means.
inline constexpr std::uint32_t kMaxChanges = 2 * kMaxPorts;

class OutputWatch {
 public:
  // Silence and rate count from `now` on.
  void Start(Timestamp now);

  // kInternal: a list is longer than it can be; a block or a condition is not
  //   declared, comes twice, or is missing; a condition has a priority or a time that
  //   cannot be; an observation is not declared, has another unit than its code, a
  //   validity or reason that does not exist, is undeterminable without a reason, has
  //   a time ahead of `now` or before the device started, ends before it begins or
  //   later than declared, or has a value and is over already.
  // kOutOfRange: a value is outside of its declared range.
  // kFull: more in a second than declared, or more than kMaxChanges changes of
  //   conditions.
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
  Status CountChanges(const PluginManifest& manifest, const Outbox& outbox);

  Port ports_[kMaxPorts];
  bool present_[kMaxPorts] = {};  // of the conditions
  std::uint32_t changes_ = 0;     // of them, in this second
  Timestamp second_;  // when the second began in which is counted
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_OUTPUT_WATCH_H_
