// The interval between beats, once a second, of the last five minutes.
//
//   Tachogram tachogram;
//   tachogram.Clear();
//   tachogram.Add(time_of_beat);
//   while (tachogram.Next()) ...       // a second more
//
// Seconds are counted from the start of time. Between two beats the interval is
// interpolated along a line.
#ifndef VIGIL_PLUGINS_ALGORITHM_APNEA_TACHOGRAM_H_
#define VIGIL_PLUGINS_ALGORITHM_APNEA_TACHOGRAM_H_

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {

class Tachogram {
 public:
  static constexpr std::uint32_t kSeconds = 300;

  // Without a usable beat for longer the seconds before say nothing any longer.
  static constexpr std::int64_t kLongestGapMs = 20'000;

  // What an interval of an adult at rest can be.
  static constexpr std::int32_t kShortestMs = 350;
  static constexpr std::int32_t kLongestMs = 2200;

  // Forgets everything.
  void Clear();

  // The next beat. Intervals that a heart at rest does not have, and those that differ
  // by more than a quarter from the usual one, are left out: ectopic and missed beats.
  void Add(Timestamp beat);

  // The next beat's interval is not known: some may be missing before it.
  void Break() { has_beat_ = false; }

  // Goes on by a second, when the beats reach that far. The new second is the last one.
  bool Next();

  // Seconds in a row up to the last, at most kSeconds.
  std::uint32_t size() const { return size_; }
  // The second after the last, since the start of time.
  std::int64_t end() const { return end_s_; }
  // ms, at a second of the window: 0 is the oldest. index < kSeconds, size() == kSeconds.
  std::int32_t At(std::uint32_t index) const { return ring_[(next_ + index) % kSeconds]; }

 private:
  std::uint16_t ring_[kSeconds] = {};
  std::uint32_t next_ = 0;  // place of the next second in the ring
  std::uint32_t size_ = 0;
  std::int64_t end_s_ = 0;
  bool has_beat_ = false;       // beat_ms_ holds
  bool has_points_ = false;     // both points hold
  std::int64_t beat_ms_ = 0;    // last beat
  std::int32_t usual_ms_ = 0;   // interval; 0: not known
  std::int64_t from_ms_ = 0;    // the two last usable intervals, at the beats that end them
  std::int64_t to_ms_ = 0;
  std::int32_t from_value_ms_ = 0;
  std::int32_t to_value_ms_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_APNEA_TACHOGRAM_H_
