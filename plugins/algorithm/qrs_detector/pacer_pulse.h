// Pulses of a pacemaker, which look like beats to a filter of QRS complexes: a heart that
// does not answer them must not seem to beat.
//
//   finder.Describe(filter);
//   if (IsPacerPulseAlone(filter, finder.candidate())) ...   // no beat
//
// IEC 60601-2-27 (201.12.1.101.13) tests monitors with pulses of +-2 to +-700 mV and 0.1 to
// 2 ms without overshoot. At 250 Hz such a pulse is what the front end makes of it: one or
// two samples, far from those before and after. A QRS complex, and be it of a newborn, takes
// ten and more. What goes on before the pulse and after it tells whether the heart answered.
//
// Integers only, nothing blocks.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_PACER_PULSE_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_PACER_PULSE_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/candidate.h"
#include "plugins/algorithm/qrs_detector/qrs_filter.h"

namespace vigil::plugins {

// Less than this from the lowest to the highest sample is no answer of the heart, uV: twice
// the 150 uV that the standard has no monitor take for a beat (201.12.1.101.4 there), from
// peak to peak.
inline constexpr std::int32_t kLeastAnswerUv = 300;

// Whether the candidate, described and the last of the filter, is a pulse and nothing else
// in the 100 ms to either side of it. In noise of kLeastAnswerUv and more, on a T wave, and
// when the front end answers a pulse with a swing of that height, it is none.
bool IsPacerPulseAlone(const QrsFilter& filter, const Candidate& candidate);

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_PACER_PULSE_H_
