// Whether a beat is ventricular, from its own odds and from the beats around it.
//
// Odds of 2.7 to 1 and more are enough. A beat in doubt has less, but either no less than 1 to 2.7,
// or 90 times those that this patient's beats usually have: a beat of a bidirectional tachycardia
// may look nearly like a normal one, and unlike each of them. It is ventricular in the company of
// such beats alone, all within 750 ms, as the slowest
// tachycardia has it (80 a minute):
//
//   - behind a ventricular beat, when its odds are above 1;
//   - behind two, when it comes no later behind the last than that one behind the first;
//   - between a ventricular beat and one whose odds are above 1, when none of its two intervals is
//     longer than one and a half of the other.
//
// So a run is not cut in two by a beat in doubt, and a beat in doubt that comes late, as after a pause,
// begins none. Two thresholds of this kind are known as hysteresis.
//
// P waves between the escape beats of a complete block look ventricular as well. So a small beat is
// not ventricular when the one before it is small, or is ventricular and one of the two before that
// is small.
//
//   BeatCompany company;
//   company.Clear();
//   const Verdict verdict = company.Take(judge.beat(), is_small, after);
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_COMPANY_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_COMPANY_H_

#include <cstdint>

namespace vigil::plugins::beats {

// As BeatJudge gives it.
struct JudgedBeat {
  std::int32_t score = 0;      // logarithm of the odds, 1/256
  bool is_unusual = false;     // its own odds are 90 times the usual ones of this patient's beats
  std::int32_t before = 0;     // samples at 250 Hz since the beat before, 0 or more
};

enum class Verdict : std::uint8_t {
  kOther = 0,
  kVentricular,
  kAsksNext,  // ventricular when IsMoreLikely(the next beat)
};

class BeatCompany {
 public:
  // Logarithms of the odds, 1/256: above the first a beat is ventricular, above the second in doubt.
  static constexpr std::int32_t kSure = 256;
  static constexpr std::int32_t kDoubt = -256;
  // Beats are company when they are less than so many samples apart.
  static constexpr std::int32_t kNear = 188;

  // Forgets everything; the next beat has no company before it.
  void Clear();

  // The next beat. `is_small`: below a part of the usual height; `after`: samples to the next, 0 or
  // more, kNear or more when there is none.
  Verdict Take(const JudgedBeat& beat, bool is_small, std::int32_t after);

  // The beat that was taken last asked for the next, and none came in time: it is none.
  void DecideAlone() { Decide(false); }

  static bool IsMoreLikely(const JudgedBeat& beat) { return beat.score > 0; }

 private:
  Verdict Of(const JudgedBeat& beat, std::int32_t after) const;
  bool IsAmongSmall() const;
  void Decide(bool is_ventricular);

  bool asks_ = false;               // the last beat is not decided
  bool was_ventricular_ = false;    // the last beat that is
  bool were_ventricular_ = false;   // that and the one before
  std::int32_t interval_ = 0;       // before the last beat, samples
  std::int32_t last_interval_ = 0;  // before the last that is decided
  std::int32_t since_small_ = 0;    // beats since a small one, at most kLongAgo
};

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_COMPANY_H_
