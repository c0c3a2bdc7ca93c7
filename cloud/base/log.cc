#include "cloud/base/log.h"

#include <errno.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace vigil {
namespace {

absl::string_view Mark(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "";
    case Severity::kWarning:
      return "warning: ";
    case Severity::kError:
      return "error: ";
  }
  return "";
}

}  // namespace

void Log(Severity severity, absl::string_view text) {
  std::string line =
      absl::StrCat(program_invocation_short_name, ": ", Mark(severity), text);
  for (char& c : line) {
    if (c < 0x20 || c > 0x7E) c = '?';
  }
  line += '\n';
  // A log that can not be written is no reason to stop; there is nobody to tell.
  if (write(STDERR_FILENO, line.data(), line.size()) < 0) return;
}

}  // namespace vigil
