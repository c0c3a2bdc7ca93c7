// Isolates plugins on this board: each runs unprivileged, in its own partition of
// the memory, for no longer than its budget.
//
//   static PartitionHost host;
//   runtime.Start(system, host, Timestamp{0});
//
// Both functions give, beside what the plugin returned: kDeadlineExceeded when
// its budget ended; kInternal when it touched what is not its own, did what the
// processor traps, called what does not exist, returned no Status, or when the
// entry is unsound: its partition is no MPU region or lies outside of the
// plugins' memory, or mailbox, object or stack are not within it.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_PARTITION_HOST_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_PARTITION_HOST_H_

#include <cstdint>

#include "firmware/boards/mps2_an386/partition_switch.h"
#include "safety_kernel/runtime/plugin_host.h"

namespace vigil::firmware::mps2_an386 {

class PartitionHost final : public PluginHost {
 public:
  Status Init(const PluginEntry& plugin) override;
  Status Process(const PluginEntry& plugin) override;

  // How the last activation ended.
  const Outcome& last() const { return last_; }

 private:
  Status Run(const PluginEntry& plugin, std::uintptr_t function);

  Outcome last_;
};

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_PARTITION_HOST_H_
