#include "firmware/boards/mps2_an386/simulator.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

extern char** environ;

namespace vigil::firmware {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// QEMU parts its options with commas; one that is meant is doubled.
std::string OptionValue(const std::string& value) {
  return absl::StrReplaceAll(value, {{",", ",,"}});
}

}  // namespace

absl::StatusOr<int> RunProgram(const std::vector<std::string>& words,
                               const std::string& output_path) {
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 2, output_path.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 2, 1);
  pid_t child = 0;
  const int error = posix_spawnp(&child, arguments[0], &actions, nullptr,
                                 arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    return absl::ErrnoToStatus(
        error, absl::StrCat("can't start ", words[0],
                            "; ./bazelw installs what is missing"));
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status)) {
    return absl::InternalError(absl::StrCat(words[0], " was killed"));
  }
  return WEXITSTATUS(status);
}

std::vector<std::string> SimulatorCommand(
    const std::string& image, const std::vector<std::string>& arguments,
    const std::string& link) {
  std::string semihosting = "enable=on,target=native";
  for (std::size_t n = 0; n < arguments.size(); ++n) {
    absl::StrAppend(&semihosting, ",arg=", OptionValue(arguments[n]));
    if (n == 0) absl::StrAppend(&semihosting, ",arg=--end-in-safe-state");
  }
  return {"qemu-system-arm", "-M", "mps2-an386", "-display", "none", "-monitor",
          "none", "-kernel", image, "-chardev",
          "file,id=link,path=" + OptionValue(link), "-serial", "chardev:link",
          "-icount", "shift=0,sleep=off", "-semihosting-config", semihosting};
}

absl::StatusOr<SimulatedRun> RunInSimulator(
    const std::string& image, const std::vector<std::string>& arguments,
    const std::string& folder) {
  const std::string link = folder + "/link.bin";
  const std::string console = folder + "/console.txt";
  const absl::StatusOr<int> exit_code =
      RunProgram(SimulatorCommand(image, arguments, link), console);
  if (!exit_code.ok()) return exit_code.status();
  return SimulatedRun{.exit_code = *exit_code,
                      .console = ReadFile(console),
                      .link = ReadFile(link)};
}

}  // namespace vigil::firmware
