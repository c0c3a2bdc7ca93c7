// The shape of a beat, at 125 Hz from 208 ms before its R peak to 360 ms after it, and
// what can be measured of it.
//
//   BeatShape shape;
//   if (shape.Take(ring, ago)) Use(shape.measures().steep_points);
//   BestShift best = Compare(shape, normal);
//
// The shape is relative to the level 100 ms before the R peak, where a beat that the
// atria began has its PR segment: drift and electrode voltage fall out. Each point is the
// mean of 4 samples, which has zeros at 62.5 and 125 Hz.
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_SHAPE_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_SHAPE_H_

#include <cstdint>

#include "plugins/algorithm/beat_classifier/ecg_ring.h"

namespace vigil::plugins::beats {

// Of the QRS unless it says otherwise. Amplitudes in 2 uV, times in points of 8 ms.
struct Measures {
  std::int32_t span = 0;          // from the lowest to the highest point
  std::int32_t area = 0;          // sum of |point|
  std::int32_t steepest = 0;      // greatest |difference| over two points
  std::int32_t travel = 0;        // sum of |first differences|
  std::int32_t bend = 0;          // sum of |second differences|
  std::int32_t width = 0;         // first to last point above a sixth of `steepest`
  std::int32_t steep_points = 0;  // above a quarter of `steepest`
  std::int32_t polarity = 0;      // +64 all upward, -64 all downward
  std::int32_t t_level = 0;       // mean of the T wave
  std::int32_t p_area = 0;        // sum of |point - mean| before the QRS
};

class BeatShape {
 public:
  static constexpr std::int32_t kPoints = 72;
  static constexpr std::int32_t kBefore = 26;  // points before the R peak
  static constexpr std::int32_t kMaxShift = 2;
  static constexpr std::int32_t kShifts = 2 * kMaxShift + 1;
  // Samples of the ring that Take needs, before and after the R peak.
  static constexpr std::int32_t kSamplesBefore = 2 * kBefore + 1;
  static constexpr std::int32_t kSamplesAfter = 2 * (kPoints - 1 - kBefore) + 2;
  // The QRS, and what surrounds it: points [begin, end).
  static constexpr std::int32_t kQrsBegin = 12;
  static constexpr std::int32_t kQrsEnd = 48;

  void Clear();

  // Takes the shape around the R peak, which was `ago` samples before the last one. False
  // when samples are missing; then nothing changed.
  bool Take(const EcgRing& ring, std::int32_t ago);

  // Sets the point; Measure() has to follow. `value` within +-kGreatest.
  void Set(std::int32_t point, std::int32_t value) { points_[point] = static_cast<std::int16_t>(value); }
  void Measure();

  std::int32_t At(std::int32_t point) const { return points_[point]; }
  const Measures& measures() const { return measures_; }
  // Sum, and root of 36 times the sum of squared deviations from the mean, of the QRS
  // window moved by `shift`, -kMaxShift..kMaxShift.
  std::int32_t SumAt(std::int32_t shift) const { return sums_[shift + kMaxShift]; }
  std::int32_t NormAt(std::int32_t shift) const { return norms_[shift + kMaxShift]; }

  static constexpr std::int32_t kGreatest = 4095;  // of |point|, 2 uV: 8.19 mV

 private:
  void MeasureQrs();
  void MeasureWidth();
  void MeasureWaves();
  void Normalize();

  std::int16_t points_[kPoints] = {};
  Measures measures_;
  std::int32_t sums_[kShifts] = {};
  std::int32_t norms_[kShifts] = {};
};

// How alike the QRS of two beats are.
struct BestShift {
  std::int32_t correlation = 0;  // Pearson's, in 1/256
  std::int32_t shift = 0;        // `other` is later by so many points
};

// Of all shifts the one with the highest correlation, the least one of several.
BestShift Compare(const BeatShape& shape, const BeatShape& other);

// Pearson's correlation of the points [begin, end) with those of `other` that are `shift`
// later, in 1/256; 0 when one of them is flat. 0 <= begin + shift, end + shift <= kPoints.
std::int32_t Correlation(const BeatShape& shape, const BeatShape& other, std::int32_t begin, std::int32_t end,
                         std::int32_t shift);

// Sum of the differences of points [begin, end) from those of `other` that are `shift`
// later, each less its mean.
std::int32_t Residue(const BeatShape& shape, const BeatShape& other, std::int32_t begin, std::int32_t end,
                     std::int32_t shift);

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_SHAPE_H_
