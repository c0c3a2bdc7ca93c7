// What the beats of a heart look like from before their QRS to the end of their T wave, and
// whether something small that a detector took for a beat is one.
//
//   UsualBeat usual;
//   usual.Clear();
//   usual.Learn(window, back);               // where the peak is in the window
//   if (usual.IsLike(window, back)) ...      // the same at another size
//   if (usual.HasTWave()) ...                // what was learned is more than one wave
//   if (usual.IsNarrow()) ...                // its first wave is a QRS
//   if (small.IsHigherThanPWaveOf(usual)) ...
//
// A P wave is wider than a QRS, goes to one side alone and has no T wave behind it: 0.5 s
// tell it from a beat of any size. The mean of the beats has a T wave when a second wave to
// the same side follows the first, of a fifth to three quarters of its height, in 160 to
// 320 ms. Behind a P wave comes a low one to the other side (the atria's own T wave),
// between the waves of flutter each is as high as the one before. It is narrow when its tip,
// what is above the line between the points 20 ms beside the peak, has 45 % of its height: of
// the synthetic patient's P waves of 70 to 175 ms it has less than 40, of a QRS that is not
// wide 42 to 67, by where between the points its peak lies.
//
// The T wave of a wide beat goes to the other side. So does the low wave behind a P wave; but
// P waves do not grow when the ventricles stop. What the mean of the beats has before the QRS,
// from 80 to 280 ms before the peak, is a P wave when it is higher than what is to both sides
// of it, by a 32nd of the QRS. What is twice as high as that is no P wave. Where no P wave is
// seen before the beats, as in atrial fibrillation, in tachycardia of the ventricles or with a
// pacemaker, nothing is said of it.
#ifndef VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_USUAL_BEAT_H_
#define VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_USUAL_BEAT_H_

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_window.h"

namespace vigil::plugins {

class UsualBeat {
 public:
  // Smoothed samples before and after the peak that are looked at.
  static constexpr std::uint32_t kBefore = 17;
  static constexpr std::uint32_t kAfter = 20;

  // Squares of the correlation, per cent: 0.95 and 0.9. Of two beats of a narrow QRS, sampled
  // at other places, it may be below 0.95.
  static constexpr std::int64_t kLikePercent = 90;
  static constexpr std::int64_t kSimilarPercent = 81;

  // Of the first wave's height, its tip.
  static constexpr std::int64_t kNarrowPercent = 45;
  static constexpr std::int64_t kMayBeNarrowPercent = 35;

  // Forgets everything.
  void Clear() { *this = UsualBeat(); }

  // The peak lies `back` smoothed samples before the last: from kAfter to
  // EcgWindow::kHistory - 1 - kBefore.
  void Learn(const EcgWindow& window, std::uint32_t back);
  bool IsLike(const EcgWindow& window, std::uint32_t back) const { return IsAbove(kLikePercent, window, back); }
  bool IsSimilar(const EcgWindow& window, std::uint32_t back) const { return IsAbove(kSimilarPercent, window, back); }

  // To the side of the first wave.
  bool HasTWave() const;
  // To the other side, below the level before the beat.
  bool HasOppositeTWave() const;
  bool IsNarrow() const { return IsTipAbove(kNarrowPercent); }
  // No P wave is so narrow, but not each QRS is either: by itself it says nothing.
  bool MayBeNarrow() const { return IsTipAbove(kMayBeNarrowPercent); }
  // False as well where no P wave of it is known.
  bool IsHigherThanPWaveOf(const UsualBeat& usual) const;

 private:
  static constexpr std::uint32_t kShifts = 5;
  // Points of the mean, the oldest last; kPeak is the peak's. The first kCompared of them
  // are those of the beat itself, the others may be of a P wave.
  static constexpr std::uint32_t kPeak = kAfter - kShifts / 2;
  static constexpr std::uint32_t kCompared = kPeak + 8;
  static constexpr std::uint32_t kPoints = kPeak + kBefore - kShifts / 2 + 1;

  static void Cut(const EcgWindow& window, std::uint32_t newest, std::int32_t (&shape)[kPoints]);
  bool IsAbove(std::int64_t percent, const EcgWindow& window, std::uint32_t back) const;
  std::int64_t Bend(std::uint32_t point, std::uint32_t before, std::uint32_t after) const;
  std::int64_t Height() const;
  bool IsTipAbove(std::int64_t percent) const;
  std::int64_t PWave() const;
  std::int64_t PWaveAt(std::uint32_t peak, std::int64_t sign) const;

  std::int32_t mean_[kPoints] = {};  // uV, without the mean of the first kCompared
  std::uint32_t learned_ = 0;  // beats, saturating
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_USUAL_BEAT_H_
