// Decides which candidates are heart beats.
//
//   BeatDecision decision;
//   decision.Reset(kNetWeights);
//   if (decision.Next(tick, candidate_or_null)) Report(decision.beat());
//
// The rules, each with its reason:
// - Learning, 2.4 s: of the greatest energies of four parts of it, the second gives
//   the first level; one artefact sets none. Then what came in that time is decided.
// - A candidate is decided 336 ms after it: what follows tells a P wave from a QRS.
// - It is weighed by a net (beat_net.h) on what beat_features.h knows of it.
// - Of two within 288 ms of which the second is likelier, the first is none when
//   both cannot be: nearer than 200 ms, the refractory time, or when the second
//   would be none after the first.
// - Search back: when no beat came for one and a half usual intervals (0.6 to 1.5 s),
//   the likeliest candidate since then counts, from odds of 1 : 2 on; and as long as
//   none does, each 200 ms lower beats are looked for, down to an eighth.
// - After 8 s without a beat the levels no longer fit; it learns anew.
// - A beat stands out from what is none, by its energy and the score of the net.
// - Noise has its strongest peaks as well. Of beats, the last eight were clear: they
//   stand out, and the net is sure of them. While that is not so, what is decided is
//   told to nobody (is_noise()), and serves to compare alone. One beat that is unclear
//   where the levels had to be lowered far ends the trust at once, as after an arrest;
//   one that is very clear restores it at once.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_DECISION_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_DECISION_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/beat_features.h"
#include "plugins/algorithm/qrs_detector/beat_levels.h"
#include "plugins/algorithm/qrs_detector/beat_net.h"
#include "plugins/algorithm/qrs_detector/candidate_ring.h"
#include "plugins/algorithm/qrs_detector/level_history.h"
#include "plugins/algorithm/qrs_detector/shape_memory.h"

namespace vigil::plugins {

class BeatDecision {
 public:
  static constexpr std::uint32_t kLearningTicks = 300;
  static constexpr std::uint32_t kRefractory = 25;  // ticks: 200 ms

  // `weights` outlive it.
  void Reset(const NetWeights& weights);

  // To be called once a tick. `now`: the number of the tick, 0 at first and then one
  // more than at the call before; `candidate`: null, or the one that became complete
  // with this tick. True when a beat was decided, see beat().
  bool Next(std::uint32_t now, const Candidate* candidate);

  // The last beat.
  const Candidate& beat() const { return beat_; }
  // True when beats were decided last that are no clearer than those of pure noise.
  bool is_noise() const { return is_noise_; }
  // True while there are no levels, and so no beats.
  bool is_learning() const { return is_learning_; }
  // Candidates of less energy, as a logarithm, need no description.
  std::int32_t LeastEnergy() const;

  // What it weighs next, and with what: for who trains the net.
  std::uint32_t next() const { return next_; }
  const CandidateRing& candidates() const { return candidates_; }
  const BeatLevels& levels() const { return levels_; }
  const Rhythm& rhythm() const { return rhythm_; }

 private:
  void BeginLearning(std::uint32_t now);
  void Learn(std::uint32_t now);
  Candidate Typical(std::int32_t level) const;
  void Recognize(Candidate& candidate) const;
  bool DecideNext(std::uint32_t now);
  bool Weigh(std::uint32_t now);
  bool IsWorthWeighing(const Candidate& candidate) const;
  bool IsTooSoon(const Candidate& candidate) const;
  bool LosesToNext(std::uint32_t number, std::int32_t score) const;
  bool SearchBack(std::uint32_t now);
  bool TakeLikeliest(std::uint32_t now);
  std::int32_t Prominence(const Candidate& candidate, std::int32_t score) const;
  void Accept(std::uint32_t number, std::int32_t score, std::uint32_t now);
  void Trust(const Candidate& beat, std::int32_t score);
  std::int32_t ScoreAfter(std::uint32_t number, const Rhythm& rhythm) const;
  Rhythm RhythmAfter(std::uint32_t number) const;
  std::int32_t LongestWait() const;

  const NetWeights* weights_ = nullptr;  // not null after Reset
  CandidateRing candidates_;
  std::uint32_t next_ = 0;   // number of the first that is not decided
  std::uint32_t first_ = 0;  // number of the first that counts: after beat or restart
  BeatLevels levels_;
  ShapeMemory beat_shapes_;
  ShapeMemory other_shapes_;
  LevelHistory intervals_;
  bool has_interval_ = false;
  Rhythm rhythm_;
  Candidate beat_;

  RunningMean clearness_;  // of beats
  bool is_clear_ = false;
  bool is_noise_ = false;

  bool is_learning_ = true;
  std::uint32_t silent_since_ = 0;  // last beat, or begin of learning
  std::uint32_t search_at_ = 0;     // tick of the next search back
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_DECISION_H_
