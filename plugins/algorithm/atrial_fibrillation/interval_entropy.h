// How irregular the beats of the last while are: the coefficient of sample entropy of
// their intervals.
//
//   IntervalEntropy entropy;
//   entropy.Clear();
//   if (entropy.Add(time_of_beat) && entropy.is_complete()) Use(entropy.IsAbove(470));
//
// Source: Lake and Moorman, Accurate estimation of entropy in very short physiological
// time series: the problem of atrial fibrillation detection in implanted ventricular
// devices, Am J Physiol Heart Circ Physiol 300, 2011. With B pairs of intervals that are
// alike, and A of them whose next intervals are alike as well,
//
//   COSEn = -ln((A + 1/2) / (B + 1)) + ln(2 r) - ln(mean interval).
//
// A regular rhythm repeats itself, with ectopic beats as well: A is near to B. In atrial
// fibrillation what follows does not depend on what was. Only whether COSEn is above a
// threshold matters here, and e^COSEn = 4 r (B + 1) / ((2 A + 1) mean) needs no logarithm.
#ifndef VIGIL_PLUGINS_ALGORITHM_ATRIAL_FIBRILLATION_INTERVAL_ENTROPY_H_
#define VIGIL_PLUGINS_ALGORITHM_ATRIAL_FIBRILLATION_INTERVAL_ENTROPY_H_

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {

class IntervalEntropy {
 public:
  // Pairs of successive intervals that are looked at: 48 intervals in a row make so many.
  static constexpr std::uint32_t kPairs = 47;

  // Pairs of long ago say nothing of now.
  static constexpr Duration kReach = Seconds(120);

  // Intervals that differ by less are alike.
  static constexpr std::int32_t kToleranceMs = 30;

  // Nearer together than the one, two detections are of one beat; further apart than the
  // other, beats are missing.
  static constexpr Duration kShortestInterval = Milliseconds(200);
  static constexpr Duration kLongestInterval = Milliseconds(2500);

  // Forgets everything.
  void Clear();

  // The next beat. True when it made a new pair; a beat that is not later than the one
  // before by kShortestInterval is left out.
  bool Add(Timestamp beat);

  // Between the last beat and the next there may be others.
  void Break() { beats_ = 0; }

  // Forgets the pairs that are older than kReach.
  void ForgetOld(Timestamp now);

  bool is_complete() const { return count_ == kPairs; }

  // Whether e^COSEn is above so many thousandths. Needs is_complete().
  bool IsAbove(std::int64_t permille) const;

  // When the oldest pair began.
  Timestamp begin() const;
  // When the pair before the last `back` ended; 0 is the last. back < kPairs; needs
  // is_complete().
  Timestamp EndOf(std::uint32_t back) const { return Back(back).end; }

 private:
  struct Pair {
    std::int32_t first_ms = 0;
    std::int32_t second_ms = 0;
    Timestamp end;
  };

  const Pair& Back(std::uint32_t back) const;
  void Count(const Pair& pair, std::int32_t sign);
  void ForgetOldest();

  Pair ring_[kPairs];
  std::uint32_t newest_ = 0;   // place in the ring
  std::uint32_t count_ = 0;    // pairs in it
  std::int32_t alike_ = 0;     // B
  std::int32_t followed_ = 0;  // A
  std::int32_t sum_ms_ = 0;    // of the second intervals
  std::uint32_t beats_ = 0;    // in a row up to the last: 0, 1 or, at least, 2
  Timestamp last_;             // beat, when beats_ > 0
  std::int32_t last_ms_ = 0;   // interval up to it, when beats_ > 1
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ATRIAL_FIBRILLATION_INTERVAL_ENTROPY_H_
