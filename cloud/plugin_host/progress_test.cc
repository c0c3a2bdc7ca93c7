#include "cloud/plugin_host/progress.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "safety_kernel/plugin/manifest.h"

namespace vigil::cloud {
namespace {

struct Host final : PluginHost {
  Status Init(const PluginEntry&) override { return Status::kIncompatible; }
  Status Process(const PluginEntry&) override { return Status::kDeadlineExceeded; }
};

class ProgressTest : public testing::Test {
 protected:
  // At a time of the device and one of the host, both since the start.
  Status RunAt(std::int64_t device_s, std::chrono::milliseconds host) {
    mailbox_.inbox.now = Timestamp{device_s * 1'000'000};
    now_ = Progress::Clock::time_point() + host;
    return progress_.Process(plugin_);
  }

  Host host_;
  Mailbox mailbox_;
  PluginEntry plugin_{.mailbox = &mailbox_};
  Progress::Clock::time_point now_;
  std::vector<std::string> shown_;
  Progress progress_{host_, [this](const std::string& text) { shown_.push_back(text); },
                     [this] { return now_; }};
};

using std::chrono::milliseconds;

TEST_F(ProgressTest, TellsTheTimeOfTheDeviceOnceInAnInterval) {
  for (const int host_ms : {0, 499, 500, 501, 999, 1000}) {
    (void)RunAt(5000 + host_ms, milliseconds(host_ms));
  }
  EXPECT_EQ(shown_, (std::vector<std::string>{"1:31:40 of ECG", "1:40:00 of ECG"}));
}

TEST_F(ProgressTest, AShortRunShowsNothing) {
  for (int n = 0; n < 499; ++n) (void)RunAt(n, milliseconds(n));
  EXPECT_EQ(shown_.size(), 0u);
}

TEST_F(ProgressTest, HandsOnWhatTheHostGives) {
  EXPECT_EQ(progress_.Init(plugin_), Status::kIncompatible);
  EXPECT_EQ(RunAt(1, milliseconds(1)), Status::kDeadlineExceeded);
}

}  // namespace
}  // namespace vigil::cloud
