// Turns the conversions of the ECG front end into microvolts at the electrodes
// and marks what the converter could not measure: an input at the end of its
// range. It has no state; what has to be watched over time is the kernel's.
//
//   in:  ChannelId::kEcgAdc, counts of a 24-bit converter, 500 nV each
//   out: ChannelId::kEcg, one block for each block that came, same time and
//        sequence; also for a damaged one, so that nothing vanishes on the way
#ifndef VIGIL_PLUGINS_ACQUISITION_ECG_ECG_ACQUISITION_H_
#define VIGIL_PLUGINS_ACQUISITION_ECG_ECG_ACQUISITION_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

inline constexpr std::int32_t kNanovoltsPerCount = 500;

// End of the range of the converter; a sample at it may stand for any voltage.
inline constexpr std::int32_t kFullScaleCount = (1 << 23) - 1;

class EcgAcquisition {
 public:
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ACQUISITION_ECG_ECG_ACQUISITION_H_
