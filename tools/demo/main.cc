// demo: see kUsage.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "tools/demo/demo.h"

namespace vigil::demo {
namespace {

constexpr char kUsage[] =
    R"(demo runs the whole product on this machine: two devices in QEMU, a gateway
of each, the cloud and the clinician portal. demo-chest, the health monitor, gets
a recorded ECG. demo-wrist, the wrist monitor, gets a wearer that is simulated, as
the portal says: in eight minutes he is at rest, short of oxygen, falls, walks,
sleeps, and takes it off.

  ./bazelw run //:demo                         in real time; prints the address
  ./bazelw run //:demo -- --once --seconds=60  as fast as the devices can; at the
                                               end a line of JSON about each, that
                                               of demo-chest last

  --record=FILE.hea  as ECG a WFDB record (formats 212 and 16) instead of the
                     built-in five minutes of MIT-BIH record 208
  --signal=N         which of its signals, from 0 on (default 0)
  --seconds=N        end ECG and wearer after N seconds (default: around again
                     without end; with --once 60)
  --once             headless, ends by itself: exit code 0 when nothing was lost
                     or doubled and firmware and host gave the same observations,
                     of both devices
  --port=N           of the portal (default 8080; 0: any free one)

Ctrl-C ends it; nothing is left behind.
)";

absl::Status ParseNumber(absl::string_view name, absl::string_view text,
                         std::uint32_t low, std::uint32_t high,
                         std::uint32_t& value) {
  if (absl::SimpleAtoi(text, &value) && value >= low && value <= high) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      name, " must be a whole number from ", low, " to ", high, ", not '", text, "'"));
}

// The record's path as the user meant it: `bazel run` changes the folder.
std::string FromUsersFolder(absl::string_view path) {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  if (folder == nullptr) return std::string(path);
  return (std::filesystem::path(folder) / std::string(path)).string();
}

absl::Status ParseArgument(absl::string_view argument, DemoOptions& options) {
  std::uint32_t number = 0;
  if (argument == "--once") {
    options.once = true;
    return absl::OkStatus();
  }
  if (absl::ConsumePrefix(&argument, "--record=")) {
    if (argument.empty()) return absl::InvalidArgumentError("--record needs the path of a header, FILE.hea");
    options.record = FromUsersFolder(argument);
    return absl::OkStatus();
  }
  if (absl::ConsumePrefix(&argument, "--seconds=")) {
    // A day; the converter's stream is made before the run.
    const absl::Status status = ParseNumber("--seconds", argument, 1, 86'400, number);
    options.seconds = number;
    return status;
  }
  if (absl::ConsumePrefix(&argument, "--signal=")) {
    return ParseNumber("--signal", argument, 0, 255, options.signal);
  }
  if (absl::ConsumePrefix(&argument, "--port=")) {
    const absl::Status status = ParseNumber(
        "--port", argument, 0, std::numeric_limits<std::uint16_t>::max(), number);
    options.port = static_cast<std::uint16_t>(number);
    return status;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("'", argument, "' is no option; see --help"));
}

// Where the built files are: beside the program, or, under `bazel run`, here.
std::string Root(const char* program) {
  const std::string runfiles = absl::StrCat(program, ".runfiles/vigil");
  std::error_code ignored;
  return std::filesystem::is_directory(runfiles, ignored)
             ? std::filesystem::absolute(runfiles).string()
             : std::filesystem::current_path().string();
}

}  // namespace
}  // namespace vigil::demo

int main(int argc, char** argv) {
  vigil::demo::DemoOptions options;
  options.root = vigil::demo::Root(argv[0]);
  absl::Status status;
  for (int i = 1; i < argc && status.ok(); ++i) {
    const absl::string_view argument = argv[i];
    if (argument == "--help" || argument == "-h") {
      std::fputs(vigil::demo::kUsage, stdout);
      return 0;
    }
    status = vigil::demo::ParseArgument(argument, options);
  }
  if (status.ok()) status = vigil::demo::RunDemo(options);
  if (status.ok()) return 0;
  std::fprintf(stderr, "demo: %s\n", std::string(status.message()).c_str());
  return absl::IsCancelled(status) ? 130 : 1;
}
