// A lead of a recording with its reference beats, and what else it could have looked
// like: training on that as well makes a net robust against what the recordings lack.
//
//   Random random(seed);
//   const Lead noisy = WithMuscleNoise(lead, /*snr_db=*/11, random);
#ifndef VIGIL_TEST_TRAINING_LEAD_H_
#define VIGIL_TEST_TRAINING_LEAD_H_

#include <cstdint>
#include <vector>

#include "platform/wfdb/annotation.h"
#include "test/training/random.h"

namespace vigil::training {

inline constexpr double kSamplesPerSecond = 250;

struct ReferenceBeat {
  double at = 0;  // sample
  int code = 0;   // wfdb::AnnotationCode
};

struct Lead {
  std::vector<std::int32_t> microvolt;  // at 250 Hz
  std::vector<ReferenceBeat> beats;     // in the order of time
  // Ventricular flutter and fibrillation, from sample to sample: not taught.
  struct Stretch {
    double begin = 0;
    double end = 0;
  };
  std::vector<Stretch> flutter;
};

// The beats and stretches of `reference`, whose places are at `frequency` Hz.
Lead LeadOf(std::vector<std::int32_t> microvolt, const std::vector<wfdb::Annotation>& reference, double frequency);

bool IsVentricular(int code);

// Each with the beats of `lead`.
// a * lead + b * other.
Lead Mixed(const Lead& lead, double a, const Lead& other, double b);
Lead Reversed(Lead lead);
// Played faster by `factor`.
Lead Faster(const Lead& lead, double factor);
// Of muscles: half of the time, 2 s at a time.
Lead WithMuscleNoise(Lead lead, double snr_db, Random& random);
// Of changing kinds: wander, movement and muscles, mains; `share` of the usual QRS.
Lead WithMixedNoise(Lead lead, double share, Random& random);
// Other P waves, other T waves, or both, the same ones at each beat.
Lead WithOtherWaves(Lead lead, Random& random);
// Stretches of a few seconds in which it is much smaller.
Lead Fading(Lead lead, Random& random);
// Wide premature beats of two shapes where there is room for them.
Lead WithEctopicBeats(Lead lead, Random& random);

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_LEAD_H_
