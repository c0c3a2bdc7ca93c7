// Whether a beat is ventricular, from its own odds and from the beats around it.
//
// Odds of 2.7 to 1 and more are enough. A beat in doubt has less, but either no less than 1 to 2.7,
// or 90 times those that this patient's beats usually have: a beat of a bidirectional tachycardia
// may look nearly like a normal one, and unlike each of them. It is ventricular in the company of
// such beats alone, and when it comes itself within 750 ms, as the slowest tachycardia has it (80 a minute):
//
//   - behind a ventricular beat, when its odds are above 1, or its shape is held (below);
//   - behind two, when it comes no later behind the last than that one behind the first;
//   - between a ventricular beat and one within 750 ms whose odds are above 1, or whose shape is held,
//     when none of its two intervals is longer than one and a half of the other.
//
// So a run is not cut in two by a beat in doubt, and a beat in doubt that comes late, as after a pause,
// begins none. Two thresholds of this kind are known as hysteresis.
//
// What lasts becomes usual: the beats of a long tachycardia come to be the patient's normal ones, by
// their odds. So the shapes of the beats of a long run, 16 in a row that are ventricular at 110 a minute and
// more, are held: a beat of such a shape is ventricular at that pace, whatever its odds, and when one
// beat before it is missed, until 16 beats of that shape in a row came slower. Where the slow beats have
// another shape it stays held: a tachycardia that comes back is told again. A sinus rhythm of that pace has another shape.
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
  bool is_held = false;        // of the shape of a long fast run of ventricular beats
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

  // The longest interval of a fast run, 544 ms, and how many ventricular beats of it are a long one.
  static constexpr std::int32_t kFast = 136;
  static constexpr std::int32_t kLong = 16;
  // The longest interval of which one beat may be missing: a second.
  static constexpr std::int32_t kOneMissing = 250;

  // Forgets everything; the next beat has no company before it.
  void Clear();

  // The next beat. `is_small`: below a part of the usual height; `after`: samples to the next, 0 or
  // more, kNear or more when there is none.
  Verdict Take(const JudgedBeat& beat, bool is_small, std::int32_t after);

  // The beat that was taken last asked for the next, and none came in time: it is none.
  void DecideAlone() { Decide(false); }

  // Whether the beat that was taken last is one of a long fast run by its own odds: its shape is to
  // be held. In a bidirectional one those that were in doubt may have the shape of a normal beat.
  bool IsOfLongRun() const { return is_sure_ && fast_ >= kLong; }

  static bool IsMoreLikely(const JudgedBeat& beat) { return beat.score > 0 || beat.is_held; }

 private:
  Verdict Of(const JudgedBeat& beat, std::int32_t after) const;
  bool GoesOn(const JudgedBeat& beat) const;
  bool IsAmongSmall() const;
  void Decide(bool is_ventricular);

  bool asks_ = false;               // the last beat is not decided
  bool was_ventricular_ = false;    // the last beat that is
  bool were_ventricular_ = false;   // that and the one before
  bool is_sure_ = false;            // the last beat, by its own odds
  std::int32_t fast_ = 0;           // beats of a fast run, at most kLong
  std::int32_t interval_ = 0;       // before the last beat, samples
  std::int32_t last_interval_ = 0;  // before the last that is decided
  std::int32_t since_small_ = 0;    // beats since a small one, at most kLongAgo
};

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_COMPANY_H_
