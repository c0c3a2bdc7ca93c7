// The product on the cloud host: each plugin in a process of its own.
//
//   replay --stream=ecg.adc [--plugins=PROGRAM] [--deadline=500ms] [--link=FILE]
//
// What happens to a plugin is told on standard error, a line each; when that is a
// terminal, also how far the run has come.
//
// Ends with the line of JSON of firmware/boards/host/host_program.h; the digest is
// that of the device.
#include <sysexits.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/time/time.h"
#include "cloud/plugin_host/process_host.h"
#include "cloud/plugin_host/progress.h"
#include "firmware/boards/host/host_program.h"

ABSL_FLAG(std::string, plugins, "", "program that runs one plugin in its sandbox; "
          "if empty, this program's path with .plugins behind it");
ABSL_FLAG(absl::Duration, deadline, absl::Milliseconds(500),
          "of one activation of a plugin");

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Runs the device's software on an ECG stream, each plugin in a process of "
      "its own.\nExample: replay --stream=ecg.adc");
  absl::ParseCommandLine(argc, argv);
  std::string program = absl::GetFlag(FLAGS_plugins);
  if (program.empty()) program = std::string(argv[0]) + ".plugins";
  const absl::Duration deadline = absl::GetFlag(FLAGS_deadline);
  if (deadline < absl::Milliseconds(1) || deadline > absl::Hours(1)) {
    std::fprintf(stderr, "vigil: --deadline must be 1ms to 1h\n");
    return EX_USAGE;
  }
  // Each line begins where the progress was, and leaves nothing of it.
  const bool terminal = isatty(STDERR_FILENO) == 1;
  const char* const clear = terminal ? "\033[K" : "";
  vigil::cloud::ProcessHost host({.program = program,
                                  .deadline = deadline,
                                  .tell = [clear](const std::string& trouble) {
                                    std::fprintf(stderr, "%svigil: %s\n", clear,
                                                 trouble.c_str());
                                  }});
  if (!terminal) return vigil::firmware::RunHostProgram(host);
  vigil::cloud::Progress progress(host, [clear](const std::string& text) {
    std::fprintf(stderr, "%s%s\r", clear, text.c_str());
  });
  return vigil::firmware::RunHostProgram(progress);
}
