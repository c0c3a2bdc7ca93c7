// Changes the sampling frequency of a recording, for example from 360 Hz to the
// device's 250 Hz.
//
//   absl::StatusOr<std::vector<double>> at_250 = Resample(samples, 360, 250);
//
// The filter: a sinc windowed by a Kaiser window (beta 8, stop band below
// -80 dB), cut off at 0.45 of the lower of the two frequencies, reaching 16 zero
// crossings to either side. Its taps are computed once for each of the phases
// that the ratio of the frequencies has, and each phase has gain 1 at 0 Hz. It is
// symmetric about the time of the output sample: it delays nothing. Output
// sample n lies at the time n / output_frequency of the recording. Beyond its
// ends the recording is continued by its first and last sample.
// Source: Oppenheim and Schafer, Discrete-Time Signal Processing, 3rd edition,
// sections 4.6 and 7.5.
#ifndef VIGIL_PLATFORM_WFDB_RESAMPLE_H_
#define VIGIL_PLATFORM_WFDB_RESAMPLE_H_

#include <vector>

#include "absl/status/statusor.h"

namespace vigil::wfdb {

// Frequencies in Hz, 1..100,000; their ratio must be that of two integers below
// 100,000, as 500/257 for 250 and 128.5 Hz. The output ends at or before the
// time of the last input sample. kInvalidArgument: a frequency or ratio that is
// out of bounds.
absl::StatusOr<std::vector<double>> Resample(const std::vector<double>& input,
                                             double input_frequency,
                                             double output_frequency);

}  // namespace vigil::wfdb

#endif  // VIGIL_PLATFORM_WFDB_RESAMPLE_H_
