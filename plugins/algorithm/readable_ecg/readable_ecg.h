// Whether what was found in the ECG is of a heart: the last word of kEcgQuality.
//
//   readable.Clear();
//   readable.Take(quality);                 // each observation of kEcgQuality
//   const Reason reason = readable.WhyNot(now);   // kNone: it can be read
//
// A detector finds beats in noise as well. Plugins that rest on beats ask here before
// they tell what they made of them. Until somebody says that the ECG can be read it
// cannot. Nothing blocks; not safe for use from several threads.
#ifndef VIGIL_PLUGINS_ALGORITHM_READABLE_ECG_READABLE_ECG_H_
#define VIGIL_PLUGINS_ALGORITHM_READABLE_ECG_READABLE_ECG_H_

#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {

class ReadableEcg {
 public:
  void Clear() {
    reason_ = Reason::kStarting;
    valid_until_ = Timestamp();
  }

  // quality: intact, of kEcgQuality.
  void Take(const Observation& quality) {
    valid_until_ = quality.valid_until;
    if (quality.validity == Validity::kValid) {
      reason_ = quality.value == 0 ? Reason::kNoise : Reason::kNone;
    } else {
      // Who cannot tell may say so without a reason, which is none to read it.
      reason_ = quality.reason == Reason::kNone ? Reason::kNoise : quality.reason;
    }
  }

  // kNone while it can be read; kNoise, or why nobody can tell; kStale when the last word
  // is over.
  Reason WhyNot(Timestamp now) const {
    if (reason_ == Reason::kNone && now > valid_until_) return Reason::kStale;
    return reason_;
  }

 private:
  Reason reason_ = Reason::kStarting;
  Timestamp valid_until_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_READABLE_ECG_READABLE_ECG_H_
