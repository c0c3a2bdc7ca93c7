#include "tools/vigil/run_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

extern char** environ;

namespace vigil::lifecycle {
namespace {

// A descriptor that is closed with its object.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { Close(); }

  int number() const { return number_; }
  void Close() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }
  void Set(int number) {
    Close();
    number_ = number;
  }

 private:
  int number_;
};

struct Pipe {
  Descriptor read, write;
  bool Open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    read.Set(ends[0]);
    write.Set(ends[1]);
    return true;
  }
};

// A file in memory instead of a pipe, so that nobody waits for the other to read.
bool FillInput(const std::string& input, Descriptor& file) {
  file.Set(memfd_create("input", MFD_CLOEXEC));
  std::size_t done = 0;
  while (file.number() >= 0 && done < input.size()) {
    const ssize_t written = write(file.number(), input.data() + done, input.size() - done);
    if (written <= 0) return false;
    done += static_cast<std::size_t>(written);
  }
  return file.number() >= 0 && lseek(file.number(), 0, SEEK_SET) == 0;
}

std::vector<std::string> Environment() {
  // A hook of Git sets these for its own repository.
  static const auto* left_out = new std::set<std::string>{
      "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
      "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "LC_ALL", "LANGUAGE"};
  std::vector<std::string> kept = {"LC_ALL=C"};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (left_out->count(text.substr(0, text.find('='))) == 0) kept.push_back(text);
  }
  return kept;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Until both ends are closed.
void ReadBoth(const Pipe& output, const Pipe& errors, Ended& ended) {
  std::array<pollfd, 2> open = {{{output.read.number(), POLLIN, 0}, {errors.read.number(), POLLIN, 0}}};
  std::array<std::string*, 2> texts = {&ended.output, &ended.errors};
  while (open[0].fd >= 0 || open[1].fd >= 0) {
    if (poll(open.data(), open.size(), -1) < 0 && errno != EINTR) return;
    for (std::size_t n = 0; n < open.size(); ++n) {
      if (open[n].fd < 0 || open[n].revents == 0) continue;
      char bytes[65536];
      const ssize_t got = read(open[n].fd, bytes, sizeof bytes);
      if (got > 0) texts[n]->append(bytes, static_cast<std::size_t>(got));
      if (got == 0 || (got < 0 && errno != EINTR)) open[n].fd = -1;
    }
  }
}

int WaitFor(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

absl::StatusOr<Ended> RunProcess(const std::vector<std::string>& arguments, const std::string& input) {
  std::vector<std::string> argument_texts = arguments;
  std::vector<std::string> environment = Environment();
  Descriptor in;
  Pipe output, errors;
  if (!FillInput(input, in) || !output.Open() || !errors.Open()) {
    return absl::InternalError(absl::StrCat("no descriptors for ", arguments[0], ": ", std::strerror(errno)));
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.write.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.write.number(), STDERR_FILENO);
  pid_t process = -1;
  const int failed = posix_spawnp(&process, arguments[0].c_str(), &actions, nullptr,
                                  Pointers(argument_texts).data(), Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    return absl::InternalError(absl::StrCat(arguments[0], " can't be run: ", std::strerror(failed)));
  }
  output.write.Close();
  errors.write.Close();
  Ended ended;
  ReadBoth(output, errors, ended);
  ended.code = WaitFor(process);
  return ended;
}

}  // namespace vigil::lifecycle
