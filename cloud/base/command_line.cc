#include "cloud/base/command_line.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/flags/parse.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cloud/base/log.h"

namespace vigil {
namespace {

// "--ready-file=a-b" names the flag ready_file.
std::string WithUnderscores(absl::string_view argument) {
  std::string text(argument);
  if (absl::StartsWith(text, "--")) {
    const auto name_end = std::find(text.begin(), text.end(), '=');
    std::replace(text.begin() + 2, name_end, '-', '_');
  }
  return text;
}

}  // namespace

int RunProgram(int argc, char** argv, const char* usage,
               const std::function<absl::Status()>& program) {
  std::vector<std::string> arguments(argv, argv + argc);
  for (std::string& argument : arguments) {
    if (argument == "--help" || argument == "-h") {
      std::fputs(usage, stdout);
      return 0;
    }
    argument = WithUnderscores(argument);
  }
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  const std::vector<char*> rest =
      absl::ParseCommandLine(argc, pointers.data());
  const absl::Status status =
      rest.size() == 1 ? program()
                       : absl::InvalidArgumentError(absl::StrCat(
                             "'", rest[1], "' is no option; see --help"));
  if (status.ok()) return 0;
  Log(Severity::kError, status.message());
  return 1;
}

}  // namespace vigil
