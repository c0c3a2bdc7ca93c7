// The samples of an ECG lead as they come: which may be used, what is missing before them,
// and whether what follows a break is still of the heart that was there before.
//
//   stream.Clear();
//   switch (stream.Take(block)) { ... }      // each block; then missing() times held()
//   stream.CheckSilence(now);                // after the blocks of an activation
//
// A lost block, a saturated sample or an electrode that clicks is bridged: up to half a
// second, until nothing was for 6 s, is an eighth of what a window holds; more would make
// steps that look like a rhythm. Up to 5 s without samples, as in the shock of
// a defibrillator, leave a hole, but it is the same heart; unless leads were off for more
// than 1 s of it: then they may be on another patient. Less than 6 s of samples between two
// breaks are a part of the break.
//
// Integers only, nothing blocks; not safe for use from several threads.
#ifndef VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_STREAM_H_
#define VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_STREAM_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {

// How a block goes on with those before it.
enum class Continuity : std::uint8_t {
  kUnusable,   // not at all: reason() tells why
  kNext,       // where they ended, or missing() samples later
  kSameHeart,  // after a break; of the heart that was there before
  kNew,        // nobody knows of whose heart
};

class EcgStream {
 public:
  static constexpr Duration kBridged = Milliseconds(500);
  static constexpr Duration kShortBreak = Seconds(5);
  static constexpr Duration kLongestOff = Seconds(1);
  static constexpr Duration kSettles = Seconds(6);

  // Forgets everything.
  void Clear() { *this = EcgStream(); }

  // The next block, one of an ECG lead if it is usable (IsEcg).
  Continuity Take(const SampleBlock& block);
  // Samples that are half a second late are missing.
  void CheckSilence(Timestamp now);

  bool has_signal() const { return has_signal_; }
  Reason reason() const { return reason_; }  // why there is none
  Timestamp due() const { return due_; }     // when the next sample is, if there is one
  // Of the last block that was kNext: so many samples are missing right before it, and this
  // is the sample before those.
  std::uint32_t missing() const { return missing_; }
  std::int32_t held() const { return held_; }

 private:
  Continuity ContinuityOf(const SampleBlock& block) const;
  Duration MissingBefore(const SampleBlock& block) const;
  // What was bridged not long before it.
  Duration BridgedBefore(const SampleBlock& block) const;
  // When the samples ended that count as those before a break.
  Timestamp Lost() const { return due_ - since_ < kSettles ? lost_ : due_; }

  Timestamp due_;
  Timestamp since_;   // there is no break, if has_begun_
  Timestamp lost_;    // when the break before since_ began
  Timestamp bridge_;  // the end of the last hole that was bridged
  Duration bridged_;  // since nothing was for 6 s
  Duration off_;      // of the leads, in the break that is under way
  std::uint32_t missing_ = 0;
  std::int32_t held_ = 0;
  std::int32_t last_ = 0;  // sample
  bool has_begun_ = false;
  bool has_signal_ = false;
  Reason reason_ = Reason::kStarting;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_STREAM_H_
