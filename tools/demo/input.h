// What the converters of the demo's devices give: an ECG that was recorded, and, for
// what no recording may be shown of, a wearer that is simulated and says so.
//
//   absl::StatusOr<wfdb::AdcStream> chest = ChestInput("ecg_208.hea", 0);
//   const wfdb::AdcStream minute = Lasting(*chest, 60);
//
// All functions are pure but ChestInput, which reads files.
#ifndef VIGIL_TOOLS_DEMO_INPUT_H_
#define VIGIL_TOOLS_DEMO_INPUT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"

namespace vigil::demo {

// The ECG of the health monitor: signal `signal` of the WFDB record with this header
// file. kInvalidArgument: the record has no samples; else the errors of
// platform/wfdb.
absl::StatusOr<wfdb::AdcStream> ChestInput(const std::string& header, std::uint32_t signal);

// Light, motion and temperature of the wrist monitor: test/sim's tour of all that it
// tells. The same at each call.
wfdb::AdcStream WristInput();

// `stream`, around again until it lasts `seconds`, or its begin. Each of its channels
// has at least one moment, and they last equally long.
wfdb::AdcStream Lasting(const wfdb::AdcStream& stream, std::uint32_t seconds);

// How many values of all channels it has.
std::uint64_t ValuesIn(const wfdb::AdcStream& stream);

}  // namespace vigil::demo

#endif  // VIGIL_TOOLS_DEMO_INPUT_H_
