// A program that runs beside this one, and never longer: it ends with its
// ChildProcess, and the kernel kills it if this process dies in any other way.
//
//   absl::StatusOr<ChildProcess> cloud = ChildProcess::Start(
//       "cloud", {"/path/vigil_cloud", "--portal=DIR"}, "/tmp/x/cloud.log");
//   ...
//   cloud->Terminate();   // SIGTERM, then SIGKILL if it does not end
//
// Children are in process groups of their own: Ctrl-C at the terminal reaches
// this process alone, which ends them in order. Not for use by several threads.
#ifndef VIGIL_TOOLS_DEMO_CHILD_PROCESS_H_
#define VIGIL_TOOLS_DEMO_CHILD_PROCESS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace vigil::demo {

// How a child ended.
struct Ending {
  int exit_code = 0;  // of exit, 0..255
  int signal = 0;     // that killed it; 0 if it exited
  bool ok() const { return exit_code == 0 && signal == 0; }
  std::string ToString() const;  // "exit code 1", "signal 9 (Killed)"
};

class ChildProcess {
 public:
  // Runs command[0] with the rest as arguments; what it prints goes to the end of
  // log_path. kNotFound: there is no such program. kUnavailable: no process or no
  // file can be made.
  static absl::StatusOr<ChildProcess> Start(std::string name,
                                            std::vector<std::string> command,
                                            std::string log_path);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess() { Terminate(); }

  const std::string& name() const { return name_; }
  const std::string& log_path() const { return log_path_; }

  // How it ended, if it has. Does not block.
  std::optional<Ending> Poll();

  // Asks it to end, waits up to 3 s, then kills it. Does nothing once it ended.
  Ending Terminate();

  // The last lines that it printed, indented.
  std::string LastWords() const;

 private:
  ChildProcess(std::string name, std::string log_path, pid_t pid)
      : name_(std::move(name)), log_path_(std::move(log_path)), pid_(pid) {}

  std::string name_;
  std::string log_path_;
  pid_t pid_ = -1;  // -1: moved away
  std::optional<Ending> ending_;
};

// kUnavailable with `what`, how the child ended, and its last words.
absl::Status ChildFailed(ChildProcess& child, const std::string& what);

}  // namespace vigil::demo

#endif  // VIGIL_TOOLS_DEMO_CHILD_PROCESS_H_
