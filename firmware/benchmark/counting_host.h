// A PluginHost that counts what each plugin costs with another host.
//
//   host.Start(board, plugin_host, system);
//   runtime.Start(system, host, Timestamp{0});
//   ... frames ...
//   host.CostOf(place).total
//
// One thread.
#ifndef VIGIL_FIRMWARE_BENCHMARK_COUNTING_HOST_H_
#define VIGIL_FIRMWARE_BENCHMARK_COUNTING_HOST_H_

#include <cstdint>

#include "firmware/boards/board.h"
#include "safety_kernel/runtime/plugin_host.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil::firmware {

class CountingHost final : public PluginHost {
 public:
  struct Cost {
    std::uint64_t total = 0;  // of all activations, in Board::CostCounter's unit
    std::uint32_t worst = 0;  // of one
  };

  // All of them must outlive this object.
  void Start(Board& board, PluginHost& host, const SystemDescription& system) {
    board_ = &board;
    host_ = &host;
    system_ = &system;
    for (Cost& cost : costs_) cost = Cost();
  }

  Status Init(const PluginEntry& plugin) override {
    return host_->Init(plugin);
  }

  Status Process(const PluginEntry& plugin) override {
    const std::uint32_t begin = board_->CostCounter();
    const Status status = host_->Process(plugin);
    Count(plugin, board_->CostCounter() - begin);
    return status;
  }

  // `place` in the table of the system, below kMaxPlugins.
  const Cost& CostOf(std::uint32_t place) const {
    return costs_[place < kMaxPlugins ? place : kMaxPlugins - 1];
  }

 private:
  void Count(const PluginEntry& plugin, std::uint32_t cost) {
    for (std::uint32_t n = 0; n < system_->plugin_count && n < kMaxPlugins; ++n) {
      if (system_->plugins[n].object != plugin.object) continue;
      costs_[n].total += cost;
      if (cost > costs_[n].worst) costs_[n].worst = cost;
    }
  }

  Board* board_ = nullptr;
  PluginHost* host_ = nullptr;
  const SystemDescription* system_ = nullptr;
  Cost costs_[kMaxPlugins];
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BENCHMARK_COUNTING_HOST_H_
