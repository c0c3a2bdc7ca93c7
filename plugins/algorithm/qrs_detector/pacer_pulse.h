// Pulses of a pacemaker, which look like beats to a filter of QRS complexes: a heart that
// does not answer them must not seem to beat.
//
//   finder.Describe(filter);
//   if (pulses.IsAlone(filter, candidate)) ...      // no beat
//   PacerPulses::DescribeAnew(filter, candidate);   // by the heart, not by the pulse in it
//   pulses.Learn(beat);                             // each candidate that was a beat
//
// IEC 60601-2-27 (201.12.1.101.13, as a monitor's manual quotes it) tests with pulses of +-2 to
// +-700 mV and 0.1 to 2 ms without overshoot. What such a pulse is at 250 Hz: pulse_blank.h. What
// goes on before the pulse and after it tells whether the heart answered.
//
// Integers only, nothing blocks.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_PACER_PULSE_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_PACER_PULSE_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/candidate.h"
#include "plugins/algorithm/qrs_detector/qrs_filter.h"

namespace vigil::plugins {

class PacerPulses {
 public:
  // An answer of the heart swings by so much from its lowest to its highest sample, uV, or by
  // half of what its beats usually do: less than the 0.5 mV from which on monitors have to find a
  // QRS complex (manuals of monitors), more than noise. Half of it while no beat is known.
  static constexpr std::int32_t kLeastAnswerUv = 300;

  void Clear();

  // Whether the candidate, described and the last of the filter, is a pulse and nothing else
  // from 100 ms before to 160 ms after it. In noise of the least answer and more, on a T wave,
  // and when the front end answers a pulse with a swing of that height, it is none.
  bool IsAlone(const QrsFilter& filter, const Candidate& candidate) const;

  // Where the R peak of such a candidate is a pulse higher than the swing of what is beside it, it
  // is described by that: its time is that of the heart's wave, its height the swing, with the sign
  // of the wave. Any other stays as it is.
  static void DescribeAnew(const QrsFilter& filter, Candidate& candidate);

  void Learn(const Candidate& beat);

 private:
  std::int32_t LeastAnswer() const;

  std::int32_t usual_uv_ = 0;  // swing of beats; 0: none was yet
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_PACER_PULSE_H_
