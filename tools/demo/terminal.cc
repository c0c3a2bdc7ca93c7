#include "tools/demo/terminal.h"

#include <time.h>

#include <chrono>
#include <cstdio>

namespace vigil::demo {

void Say(const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }

SignalWaiter::SignalWaiter() {
  sigemptyset(&set_);
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&set_, number);
  sigprocmask(SIG_BLOCK, &set_, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

bool SignalWaiter::WaitUntil(const std::function<bool()>& done, int seconds) {
  const auto start = std::chrono::steady_clock::now();
  while (!stopped_) {
    if (done()) return true;
    if (seconds > 0 &&
        std::chrono::steady_clock::now() - start > std::chrono::seconds(seconds)) {
      return false;
    }
    const timespec pause{.tv_sec = 0, .tv_nsec = 50'000'000};
    const int number = sigtimedwait(&set_, nullptr, &pause);
    if (number > 0 && number != SIGCHLD) stopped_ = true;
  }
  return false;
}

absl::Status Stopped() { return absl::CancelledError("ended by the user"); }

}  // namespace vigil::demo
