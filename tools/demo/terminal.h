// The person at the terminal: what is told, and the signals with which a run is ended.
// They, and the news that a child ended, are things to wait for.
//
//   Say("2/4  cloud");
//   SignalWaiter signals;
//   signals.WaitUntil([&] { return child.Poll().has_value(); });
//   if (signals.stopped()) return ...;   // the user ended the run
//
// The signals are blocked from its construction on in this thread and in those it makes.
// Not for use by several threads.
#ifndef VIGIL_TOOLS_DEMO_TERMINAL_H_
#define VIGIL_TOOLS_DEMO_TERMINAL_H_

#include <signal.h>

#include <functional>
#include <string>

#include "absl/status/status.h"

namespace vigil::demo {

// A line on standard error: standard output has what was asked for.
void Say(const std::string& text);

class SignalWaiter {
 public:
  SignalWaiter();

  // SIGINT, SIGTERM or SIGHUP came.
  bool stopped() const { return stopped_; }

  // Until `done` or the user ends the run; looks anew at least every 50 ms.
  // False: it ended by the user or took longer than `seconds` (0: no limit).
  bool WaitUntil(const std::function<bool()>& done, int seconds = 0);

 private:
  sigset_t set_;
  bool stopped_ = false;
};

// kCancelled.
absl::Status Stopped();

}  // namespace vigil::demo

#endif  // VIGIL_TOOLS_DEMO_TERMINAL_H_
