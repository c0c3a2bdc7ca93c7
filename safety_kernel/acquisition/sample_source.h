// What a board's driver offers: raw blocks of its sensors, as the converters gave
// them. In each frame of the schedule the kernel asks once for each channel that the
// system description has from the source, in its order, and hands the blocks to the
// plugins that declare the channel.
//
//   class AdcStream : public SampleSource {
//     Status Read(ChannelId channel, SampleBlock& block) override;
//   };
#ifndef VIGIL_SAFETY_KERNEL_ACQUISITION_SAMPLE_SOURCE_H_
#define VIGIL_SAFETY_KERNEL_ACQUISITION_SAMPLE_SOURCE_H_

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/status.h"

namespace vigil {

class SampleSource {
 public:
  // Fills `block` with the conversions of `channel` in the last frame, sealed. Does
  // not block on the device. kUnavailable: nothing was converted; `block` is
  // unchanged. kDataLoss: conversions were lost or unreadable.
  virtual Status Read(ChannelId channel, SampleBlock& block) = 0;

 protected:
  ~SampleSource() = default;  // never deleted through the interface
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ACQUISITION_SAMPLE_SOURCE_H_
