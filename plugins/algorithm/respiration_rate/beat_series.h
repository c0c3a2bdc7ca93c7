// The last 40 s of a heart as two curves, four times a second: the interval between beats,
// and the height of the R peak. Breathing changes both.
//
//   BeatSeries beats;
//   beats.Clear();
//   beats.Add(time, height_uv);
//   if (beats.is_full()) Use(beats.Intervals(), ...)
//
// Between usable beats the curves are lines.
#ifndef VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_BEAT_SERIES_H_
#define VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_BEAT_SERIES_H_

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {

class BeatSeries {
 public:
  static constexpr std::int32_t kPoints = 160;
  static constexpr std::int64_t kStepMs = 250;
  static constexpr std::int64_t kWindowMs = kPoints * kStepMs;

  // Without a usable beat for longer nothing is known of the breaths between.
  static constexpr std::int64_t kLongestGapMs = 5000;

  // Intervals of a beating heart.
  static constexpr std::int64_t kShortestMs = 300;
  static constexpr std::int64_t kLongestMs = 2000;

  struct Curves {
    std::int32_t interval_us[kPoints] = {};
    std::int32_t height_uv[kPoints] = {};
  };

  // Forgets everything.
  void Clear();

  // A height beyond it is cut off.
  static constexpr std::int32_t kGreatestHeightUv = 100'000;

  // The next beat. An interval that differs from the usual one by more than a fifth, and the
  // one after it, are left out: ectopic, missed and doubled beats.
  void Add(Timestamp beat, std::int32_t height_uv);

  // The interval to the next beat is not known: some may be missing.
  void Break() { has_beat_ = false; }

  // Whether the usable beats reach over the window.
  bool is_full() const;
  // The last usable beat: the end of the window.
  Timestamp end() const { return Timestamp() + Milliseconds(At(0).time_ms); }
  // ms; of the last beats.
  std::int64_t usual_interval_ms() const { return usual_us_ / 1000; }

  // Only of a full window.
  void Draw(Curves& curves) const;

 private:
  // More beats than 40 s of 200 per minute and the gap before have; a power of two is not
  // needed.
  static constexpr std::int32_t kBeats = 150;

  struct Point {
    std::int64_t time_ms = 0;
    std::int32_t interval_us = 0;
    std::int32_t height_uv = 0;
  };

  // 0 is the last one. ago < kBeats
  const Point& At(std::int32_t ago) const { return points_[(newest_ + kBeats - ago) % kBeats]; }
  void Keep(const Point& point);

  Point points_[kBeats] = {};
  std::int32_t newest_ = 0;
  std::int32_t count_ = 0;
  bool has_beat_ = false;  // beat_ holds
  Timestamp beat_;
  std::int64_t usual_us_ = 0;  // interval; 0: not known
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_BEAT_SERIES_H_
