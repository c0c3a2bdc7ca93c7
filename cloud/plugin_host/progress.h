// Shows how far a run has come, to a person who waits for it: a host of plugins
// that hands everything on to another one.
//
//   Progress progress(host, [](const std::string& text) { ShowInPlace(text); });
//   RunHostProgram(progress);
#ifndef VIGIL_CLOUD_PLUGIN_HOST_PROGRESS_H_
#define VIGIL_CLOUD_PLUGIN_HOST_PROGRESS_H_

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/plugin_host.h"

namespace vigil::cloud {

class Progress final : public PluginHost {
 public:
  using Clock = std::chrono::steady_clock;

  // What is shorter shows nothing.
  static constexpr Clock::duration kInterval = std::chrono::milliseconds(500);

  // Calls `show` at most once in kInterval, with a line like "0:05:12 of ECG".
  Progress(PluginHost& host, std::function<void(const std::string&)> show,
           std::function<Clock::time_point()> now = Clock::now)
      : host_(host), show_(std::move(show)), now_(std::move(now)), shown_(now_()) {}

  Status Init(const PluginEntry& plugin) override { return host_.Init(plugin); }
  Status Process(const PluginEntry& plugin) override;

 private:
  PluginHost& host_;
  std::function<void(const std::string&)> show_;
  std::function<Clock::time_point()> now_;
  Clock::time_point shown_;
};

}  // namespace vigil::cloud

#endif  // VIGIL_CLOUD_PLUGIN_HOST_PROGRESS_H_
