// Tells what one activation costs in a process of its own, beside the same plugin
// called as it is, in the same run:
//
//   ./bazelw run //cloud/plugin_host:activation_cost [-- --activations=5000]
//
// The difference is the price of the isolation: two switches between processes and
// the copies of the mailbox; the inbox is empty, so that the plugin itself does
// least. It depends on the machine and its load.
#include <sysexits.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_format.h"
#include "cloud/plugin_host/process_host.h"
#include "firmware/health_monitor/plugins.h"
#include "safety_kernel/runtime/plugin_host.h"

ABSL_FLAG(std::uint32_t, activations, 5000, "of each plugin on each host, from 1");

namespace vigil::cloud {
namespace {

using Clock = std::chrono::steady_clock;

struct Cost {
  double median_us = 0;
  double p99_us = 0;
};

// Empty when the plugin failed.
std::vector<double> Measure(PluginHost& host, const PluginEntry& plugin,
                            std::uint32_t activations) {
  *plugin.mailbox = Mailbox();
  if (host.Init(plugin) != Status::kOk) return {};
  std::vector<double> all_us;
  for (std::uint32_t n = 1; n <= activations; ++n) {
    plugin.mailbox->inbox.now = Timestamp{n * 100'000LL};
    plugin.mailbox->outbox = Outbox();
    const Clock::time_point begin = Clock::now();
    if (host.Process(plugin) != Status::kOk) return {};
    all_us.push_back(
        std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
  }
  return all_us;
}

Cost CostOf(std::vector<double> all_us) {
  std::sort(all_us.begin(), all_us.end());
  return {all_us[all_us.size() / 2], all_us[all_us.size() * 99 / 100]};
}

std::string Json(const PluginEntry& plugin, const Cost& direct,
                 const Cost& process) {
  return absl::StrFormat(
      "{\"plugin\": \"%s\", \"direct_median_us\": %.2f, \"direct_p99_us\": %.2f, "
      "\"process_median_us\": %.2f, \"process_p99_us\": %.2f}",
      plugin.manifest->name, direct.median_us, direct.p99_us, process.median_us,
      process.p99_us);
}

int Run(const std::string& program, std::uint32_t activations) {
  DirectHost direct;
  ProcessHost isolating({.program = program, .deadline = absl::Seconds(60)});
  for (std::uint32_t place = 0; place < kPluginCount; ++place) {
    const PluginEntry& plugin = kPlugins[place];
    const std::vector<double> alone = Measure(direct, plugin, activations);
    const std::vector<double> isolated = Measure(isolating, plugin, activations);
    if (alone.empty() || isolated.empty()) {
      std::fprintf(stderr, "vigil: plugin %s failed; %s\n", plugin.manifest->name,
                   isolating.LastTrouble().c_str());
      return EX_SOFTWARE;
    }
    std::puts(Json(plugin, CostOf(alone), CostOf(isolated)).c_str());
  }
  return EX_OK;
}

}  // namespace
}  // namespace vigil::cloud

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Tells what one activation of a plugin costs in a process of its own.");
  absl::ParseCommandLine(argc, argv);
  const std::uint32_t activations = absl::GetFlag(FLAGS_activations);
  if (activations == 0) {
    std::fprintf(stderr, "vigil: --activations must be 1 or more\n");
    return EX_USAGE;
  }
  return vigil::cloud::Run("cloud/plugin_host/replay.plugins", activations);
}
