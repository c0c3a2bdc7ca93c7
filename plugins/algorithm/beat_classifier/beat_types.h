// The shapes that the beats of a patient have: up to six types, each with its average, and
// what is known of its beats. One of them is the normal beat of this patient, whatever it
// looks like: paced and with a bundle branch block it is wide.
//
//   BeatTypes types;
//   types.Clear();
//   const TypeMatch match = types.Find(shape);
//   const std::int32_t type = types.Add(shape, match, facts);
//
// Clustering by correlation as in Lagerholm et al. (IEEE Trans Biomed Eng 47:838, 2000)
// and in beat classifiers with templates ever since.
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_TYPES_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_TYPES_H_

#include <cstdint>

#include "plugins/algorithm/beat_classifier/beat_shape.h"

namespace vigil::plugins::beats {

struct BeatType {
  BeatShape average;
  std::int16_t eighths[BeatShape::kPoints] = {};  // of the average
  std::int32_t count = 0;        // beats, up to 1000; 0: there is no such type
  std::int32_t weight = 0;       // beats, the old ones fading, in 1/1024
  std::int32_t early = 0;        // share that came early, in 1/256
  std::int32_t interval = 0;     // mean log2 of the interval before to the usual, 1/32
  std::int32_t wideness = 0;     // mean of WideScore, 1/256
  std::int32_t score = 0;        // mean of BeatScore, 1/256, each within +-3
  std::int32_t held = 0;         // above 0: of a long fast run; so many slow beats until it is not
  // Of its beats while it was the normal one, means in 1/16 of their features:
  std::int32_t residue = 0;
  std::int32_t likeness = 0;
};

struct TypeMatch {
  std::int32_t type = -1;  // -1: there is none yet
  BestShift best;
};

// Of a beat, for its type.
struct BeatFacts {
  bool is_early = false;
  std::int32_t interval = 0;  // LogRatio to the usual
  std::int32_t wideness = 0;  // WideScore, 1/16
  std::int32_t residue = 0;   // the features of these names
  std::int32_t likeness = 0;
};

class BeatTypes {
 public:
  static constexpr std::int32_t kTypes = 6;
  static constexpr std::int32_t kUntilOwn = 16;
  // From this correlation on, in 1/256, a beat is of a type.
  static constexpr std::int32_t kSame = 225;

  // Forgets all types.
  void Clear();

  // The type that is most like `shape`.
  TypeMatch Find(const BeatShape& shape) const;

  // Which type is the normal one: that of most beats, those of types that look
  // ventricular counting less. 0 when there is none.
  std::int32_t Normal() const;

  // Adds a beat with its Find(), to that type or to a new one in place of the one that
  // weighs least; gives the type.
  std::int32_t Add(const BeatShape& shape, const TypeMatch& match, const BeatFacts& facts);

  // The score of the beat that was added last to `type`: its own, 1/256, and the mean of
  // its type from before; or, of a type of fewer than 4 beats, 256 less than its own.
  std::int32_t Judge(std::int32_t type, std::int32_t score);

  // A beat of `type` is one of a long fast run of ventricular beats. Beats of the type are held for
  // ventricular while they are as fast, whatever their score: what lasts becomes the normal type.
  void Hold(std::int32_t type);

  // A beat of `type` came, as fast or slower: after kUntilOwn slow ones in a row it is held no more.
  void Pace(std::int32_t type, bool is_fast);

  const BeatType& At(std::int32_t type) const { return types_[type]; }

 private:
  std::int32_t Lightest() const;

  BeatType types_[kTypes];
};

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_TYPES_H_
