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

// Of what is not valid: its reason. Who cannot tell may say so without one, which is none
// to use it: kNoise then.
constexpr Reason WhyUnknown(const Observation& said) {
  return said.reason == Reason::kNone ? Reason::kNoise : said.reason;
}

class ReadableEcg {
 public:
  void Clear() {
    Lose(Reason::kStarting);
    read_ = Timestamp();
    valid_until_ = Timestamp();
  }

  // quality: intact, of kEcgQuality.
  void Take(const Observation& quality) {
    valid_until_ = quality.valid_until;
    if (quality.validity != Validity::kValid) {
      Lose(WhyUnknown(quality));
    } else if (quality.value == 0) {
      reason_ = Reason::kNoise;
    } else {
      reason_ = Reason::kNone;
      was_read_ = true;
      read_ = quality.time;
    }
  }

  // Nothing is known of it any longer, for `reason`; what was known before may be of
  // another heart.
  void Lose(Reason reason) {
    reason_ = reason;
    was_read_ = false;
  }

  // kNone while it can be read; kNoise, or why nobody can tell; kStale when the last word
  // is over.
  Reason WhyNot(Timestamp now) const {
    if (reason_ == Reason::kNone && now > valid_until_) return Reason::kStale;
    return reason_;
  }

  // The same, but what could be read within the last `remembers` still counts: a heart
  // that fibrillates, or noise of a moment, does not make it another patient's.
  Reason WhyNot(Timestamp now, Duration remembers) const {
    return was_read_ && now - read_ <= remembers ? Reason::kNone : WhyNot(now);
  }

 private:
  Reason reason_ = Reason::kStarting;
  bool was_read_ = false;
  Timestamp read_;  // when it could last be read, if was_read_
  Timestamp valid_until_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_READABLE_ECG_READABLE_ECG_H_
