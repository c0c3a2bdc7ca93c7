// What a board's driver offers: raw blocks of a sensor, as the converter gave
// them. The kernel calls it once in each frame of the schedule and hands the
// block to the acquisition plugin that declares the channel.
//
//   class AdcStream : public SampleSource {
//     Status Read(SampleBlock& block) override;
//   };
#ifndef VIGIL_SAFETY_KERNEL_ACQUISITION_SAMPLE_SOURCE_H_
#define VIGIL_SAFETY_KERNEL_ACQUISITION_SAMPLE_SOURCE_H_

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/status.h"

namespace vigil {

class SampleSource {
 public:
  // Fills `block` with the conversions of the last frame, sealed. Does not
  // block on the device. kUnavailable: nothing was converted; `block` is
  // unchanged. kDataLoss: conversions were lost or unreadable.
  virtual Status Read(SampleBlock& block) = 0;

 protected:
  ~SampleSource() = default;  // never deleted through the interface
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ACQUISITION_SAMPLE_SOURCE_H_
