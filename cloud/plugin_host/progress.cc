#include "cloud/plugin_host/progress.h"

#include <cstdint>

#include "absl/strings/str_format.h"

namespace vigil::cloud {

Status Progress::Process(const PluginEntry& plugin) {
  const Status status = host_.Process(plugin);
  const Clock::time_point now = now_();
  if (now - shown_ >= kInterval) {
    shown_ = now;
    const std::int64_t seconds = plugin.mailbox->inbox.now.us / 1'000'000;
    show_(absl::StrFormat("%d:%02d:%02d of ECG", seconds / 3600, seconds / 60 % 60,
                          seconds % 60));
  }
  return status;
}

}  // namespace vigil::cloud
