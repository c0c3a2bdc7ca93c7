// Turns the conversions of the ECG front end into microvolts at the electrodes
// and tells what cannot be trusted: a lead that is off, an input at the end of
// its range, a value that does not move.
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

// A front end with electrodes on skin has more noise than one count (IEC
// 60601-2-27 allows 30 uV at the input, 60 counts): a value that stays the same
// for longer than the slowest beat is a defect, whatever its time stamps say.
inline constexpr Duration kMaxUnmoved = Seconds(2);

class EcgAcquisition {
 public:
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  SampleBlock Convert(const SampleBlock& raw);
  void WatchMovement(std::int32_t count, std::uint32_t period_us);

  bool has_last_ = false;  // last_count_ holds
  std::int32_t last_count_ = 0;
  Duration unmoved_;       // for how long last_count_ has been the same
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ACQUISITION_ECG_ECG_ACQUISITION_H_
