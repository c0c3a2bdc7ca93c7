// How ventricular a beat looks: a small network with one hidden layer over its features,
// in integers.
//
//   const std::int32_t score = BeatScore(features, kWeights.beat);  // 256: odds 2.7 to 1
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_SCORE_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_SCORE_H_

#include <cstdint>

namespace vigil::plugins::beats {

// The features, each 0 for nothing unusual, 32 for a distinct sign, within +-192. "To": a
// LogRatio. "Normal": the average normal beat of the patient.
enum class Feature : std::uint8_t {
  kLikeness = 0,         // correlation of the QRS with the normal one
  kWholeLikeness,        // of the whole beat
  kResidue,              // what differs from the normal QRS, to that
  kSpan,                 // each to that of the normal one
  kArea,
  kSteepest,
  kTravel,
  kBend,
  kWidthMore,            // than the normal one
  kSteepPointsMore,
  kWidth,                // by itself
  kSteepPoints,
  kBendToTravel,         // few high frequencies
  kTravelToSpan,
  kAreaToSpan,
  kAfterToBefore,        // intervals: a pause after an early beat
  kBeforeToUsual,
  kAfterToUsual,
  kBeforeToNormal,
  kBothToNormal,         // the pause makes up for what was early
  kLikePrevious,         // correlation with the beat before
  kLikeNext,
  kPLikeness,            // correlation of the P wave with the normal one
  kTLikeness,            // of the T wave
  kPolarityMore,
  kTConcordance,         // QRS and T wave in the same direction
  kIsNormalType,
  kTypeLikeness,         // to its own type
  kTypeShare,            // its type's share to that of the normal type
  kTypeEarly,            // beats of its type come early
  kTypeInterval,
  kTypeSteepPointsMore,
  kNextLikeness,         // of the beat after to the normal one
  kPreviousLikeness,
  kPAreaToSpan,
  kWide,                 // WideScore
  kTypeWide,
  kNormalWide,
  kResidueMore,          // than normal beats of this patient usually have
  kLikenessMore,
  kUsualResidue,
  kCount,
};

inline constexpr std::int32_t kFeatures = static_cast<std::int32_t>(Feature::kCount);
inline constexpr std::int32_t kHidden = 8;

struct BeatFeatures {
  std::int16_t values[kFeatures] = {};

  std::int32_t Get(Feature feature) const { return values[static_cast<std::uint8_t>(feature)]; }
  void Set(Feature feature, std::int32_t value) {
    values[static_cast<std::uint8_t>(feature)] = static_cast<std::int16_t>(value);
  }
};

// Of a sum over the features that need no normal beat: a first look, by which the normal
// type is chosen.
struct WideWeights {
  std::int32_t bias = 0;                   // 1/16384
  std::int16_t values[kFeatures] = {};     // 1/512 for 32
};

struct BeatWeights {
  std::int32_t bias = 0;                          // 1/32768
  std::int16_t direct[kFeatures] = {};            // 1/1024 for 32
  std::int32_t hidden_bias[kHidden] = {};         // 1/32768
  std::int16_t hidden[kHidden][kFeatures] = {};   // 1/1024 for 32
  std::int16_t output[kHidden] = {};              // 1/1024
};

struct Weights {
  WideWeights wide;
  BeatWeights beat;
};

// Logarithm of the odds that the beat is ventricular, as its shape and time by themselves
// tell, 1/16, within +-64.
std::int32_t WideScore(const BeatFeatures& features, const WideWeights& weights);

// Logarithm of the odds, 1/256.
std::int32_t BeatScore(const BeatFeatures& features, const BeatWeights& weights);

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_SCORE_H_
