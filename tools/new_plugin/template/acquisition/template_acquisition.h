// Turns counts of a converter into the unit of a channel, and marks what the converter
// could not measure.
//
//   in:  ChannelId::kEcgAdc, counts of kNanovoltsPerCount
//   out: ChannelId::kEcg, one block for each block that came, same time and sequence;
//        also for a damaged one, so that nothing vanishes on the way
//
// It has no state; what has to be watched over time is the kernel's.
#ifndef VIGIL_TOOLS_NEW_PLUGIN_TEMPLATE_ACQUISITION_TEMPLATE_ACQUISITION_H_
#define VIGIL_TOOLS_NEW_PLUGIN_TEMPLATE_ACQUISITION_TEMPLATE_ACQUISITION_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class TemplateAcquisition {
 public:
  static constexpr std::int32_t kNanovoltsPerCount = 500;
  // End of the converter's range; a sample at it may stand for any voltage.
  static constexpr std::int32_t kFullScaleCount = (1 << 23) - 1;

  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);
};

}  // namespace vigil::plugins

#endif  // VIGIL_TOOLS_NEW_PLUGIN_TEMPLATE_ACQUISITION_TEMPLATE_ACQUISITION_H_
