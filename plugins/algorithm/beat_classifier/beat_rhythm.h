// What is usual of the intervals between beats, in samples at 250 Hz.
//
//   BeatRhythm rhythm;
//   rhythm.Clear();
//   rhythm.Add(interval, is_normal);
//   if (interval * 100 < rhythm.usual() * 88) Premature();
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_RHYTHM_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_RHYTHM_H_

#include <cstdint>

namespace vigil::plugins::beats {

class BeatRhythm {
 public:
  static constexpr std::int32_t kFirst = 200;  // 0.8 s: before there is any

  // Forgets everything.
  void Clear();

  // The interval before the next beat, 40..500; `is_normal`: that beat has the shape of
  // the patient's normal beats.
  void Add(std::int32_t interval, bool is_normal);

  // The next beat has no interval.
  void Break() { was_normal_ = false; }

  // The upper quartile of the last 9 intervals: premature beats, and with them every
  // second interval, leave it where it is.
  std::int32_t usual() const { return usual_; }
  // Between two normal beats, on average.
  std::int32_t normal() const { return normal_ > 0 ? normal_ : usual_; }

  // Whether an interval is that of a premature beat.
  bool IsEarly(std::int32_t interval) const { return interval * 100 < usual_ * 88; }

 private:
  static constexpr std::int32_t kCount = 9;

  void UpdateUsual();

  std::int32_t ring_[kCount] = {};
  std::int32_t next_ = 0;
  std::int32_t usual_ = kFirst;
  std::int32_t normal_ = 0;
  bool was_normal_ = false;
};

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_RHYTHM_H_
