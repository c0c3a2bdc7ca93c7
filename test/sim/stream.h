// What the converters of a device would give of the synthetic patient, as the file that
// stands in for them (platform/wfdb/adc_stream_format.h). It says that it is simulated.
//
//   const Recording recording = Simulate({rest, run}, {.seed = 7});
//   WriteFile("wrist.adc", *StreamFile(recording, WristChannels(), /*replay=*/false));
#ifndef VIGIL_TEST_SIM_STREAM_H_
#define VIGIL_TEST_SIM_STREAM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "test/sim/patient.h"

namespace vigil::sim {

// The channels of the products, in the order of their descriptions.
std::vector<ChannelId> ChestChannels();
std::vector<ChannelId> WristChannels();

// The recording from its begin to its last whole second, which is played once.
wfdb::AdcStream StreamOf(const Recording& recording, const std::vector<ChannelId>& channels);

// The bytes of its file.
// kInvalidArgument: it is shorter than a second, or a channel is none of those above.
absl::StatusOr<std::string> StreamFile(const Recording& recording, const std::vector<ChannelId>& channels, bool replay);

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_STREAM_H_
