// Which of the beats that a detector tells are those of the ventricles, by their height.
//
//   OwnBeats beats;
//   beats.Clear(OwnBeats::kNonePercent);
//   if (beats.Take(qrs, now)) Use(qrs);   // each intact and valid kQrsDetected
//   beats.TakeQuality(quality);           // each intact kEcgQuality
//
// A detector that looks for beats lowers its levels when none come, and finds the P waves of
// a heart whose ventricles stand still. They are lower: a P wave has up to a third of the
// height of R, and what is below half of the usual beat is none here. Of 51,000 beats of
// MIT-BIH 1.3 % are that low, most of them in noise.
//
// Beats that became small are told from P waves by who sees the ECG: while kEcgQuality says
// that it can be read although no beat of the usual height came for kBears, the small ones
// are the heart's own, and the height of the highest of them is the usual one: P waves between
// them stay none. It says that it cannot be read
// while they are not (ecg_quality.h).
#ifndef VIGIL_PLUGINS_ALGORITHM_READABLE_ECG_OWN_BEATS_H_
#define VIGIL_PLUGINS_ALGORITHM_READABLE_ECG_OWN_BEATS_H_

#include <cstdint>

#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {

// A height that a quarter of the beats are below: each lower one takes three times as much
// of it as a higher one adds. A single artefact hardly moves it.
class UsualHeight {
 public:
  // So many are known before anything is called small.
  static constexpr std::uint32_t kFirst = 8;

  void Clear() { *this = UsualHeight(); }

  // uV, to either side: the usual one from now on.
  void Become(std::int32_t height) {
    usual_ = Magnitude(height);
    known_ = kFirst;
  }

  // uV, to either side.
  void Learn(std::int32_t height) {
    const std::int32_t magnitude = Magnitude(height);
    if (known_ < kFirst) {
      if (known_ == 0 || magnitude < usual_) usual_ = magnitude;
      ++known_;
    } else {
      const std::int32_t step = usual_ / kSteps + 1;
      usual_ += magnitude < usual_ ? -3 * step : step;
    }
  }

  bool IsBelow(std::int32_t percent, std::int32_t height) const {
    return known_ == kFirst && 100 * std::int64_t{Magnitude(height)} < std::int64_t{percent} * usual_;
  }

  // Bounded, so that sums have room: no electrode gives more than 1 V.
  static constexpr std::int32_t Magnitude(std::int32_t value) {
    if (value > kHighestUv || value < -kHighestUv) return kHighestUv;
    return value < 0 ? -value : value;
  }

 private:
  static constexpr std::int32_t kSteps = 64;
  static constexpr std::int32_t kHighestUv = 1'000'000;

  std::int32_t usual_ = 0;
  std::uint32_t known_ = 0;
};

class OwnBeats {
 public:
  // Without a beat of the usual height for so long a few small ones are in question. What
  // is known of a beat is known a second later, so that escape beats of 25 a minute come
  // often enough.
  static constexpr Duration kBears = Milliseconds(3600);
  static constexpr std::uint32_t kFew = 2;
  // What kEcgQuality knows of is told so long before.
  static constexpr Duration kHeard = Seconds(1);

  // What is lower may be a P wave; when it is all that there is, it is no heart that beats.
  static constexpr std::int32_t kInQuestionPercent = 50;
  // What is lower is no beat among others either. Ventricular beats of a bigeminy may have a
  // third of the height of the others.
  static constexpr std::int32_t kNonePercent = 30;

  // What is lower than so much of the usual beat is none. Said here and not at construction:
  // the memory of a plugin holds anything before its Init.
  void Clear(std::int32_t least_percent) {
    *this = OwnBeats();
    least_percent_ = least_percent;
  }

  // Whether it is the heart's own; the first one is. `now`: when it was told.
  bool Take(const Observation& qrs, Timestamp now) {
    if (height_.IsBelow(least_percent_, qrs.value)) {
      if (smalls_ < kFew) {
        ++smalls_;
        heard_ = now;
      }
      if (UsualHeight::Magnitude(qrs.value) > small_height_) small_height_ = UsualHeight::Magnitude(qrs.value);
      small_ = qrs.time;
      return false;
    }
    // Artefacts are of any height.
    if (is_readable_) height_.Learn(qrs.value);
    smalls_ = 0;
    small_height_ = 0;
    has_beat_ = true;
    newest_ = qrs.time;
    return true;
  }

  void TakeQuality(const Observation& quality) {
    is_readable_ = quality.validity == Validity::kValid && quality.value != 0;
    if (!is_readable_ || smalls_ < kFew) return;
    if (quality.time - newest_ < kBears || quality.time - heard_ < kHeard) return;
    height_.Become(small_height_);
    smalls_ = 0;
    small_height_ = 0;
    newest_ = small_;
  }

  bool has_beat() const { return has_beat_; }
  // Whether there were small ones since the newest.
  bool has_small() const { return smalls_ > 0; }
  // The last one, if has_beat().
  Timestamp newest() const { return newest_; }

 private:
  std::int32_t least_percent_ = 0;  // of the usual height
  UsualHeight height_;
  Timestamp newest_;
  Timestamp small_;  // the last small one since, if there are any, and
  Timestamp heard_;  // when the first kFew of them had been told
  std::uint32_t smalls_ = 0;  // how many of them there are, saturating
  std::int32_t small_height_ = 0;  // uV, of the highest of them
  bool has_beat_ = false;
  bool is_readable_ = false;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_READABLE_ECG_OWN_BEATS_H_
