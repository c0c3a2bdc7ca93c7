#include "test/benchmark/command.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <system_error>

#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace vigil::benchmark {

namespace fs = std::filesystem;

fs::path FromUser(const std::string& path) {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  if (folder == nullptr) return path;
  return fs::path(folder) / path;  // an absolute path stays as it is
}

absl::StatusOr<std::vector<fs::path>> FilesBelow(const fs::path& folder, const std::vector<std::string>& ends,
                                                 absl::string_view what) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool is_one = std::any_of(ends.begin(), ends.end(), [&](const std::string& text) { return absl::EndsWith(name, text); });
    if (is_one && entry->is_regular_file()) files.push_back(entry->path());
  }
  if (error) return absl::NotFoundError(absl::StrCat(folder.string(), ": cannot be read (", error.message(), ")"));
  if (files.empty()) return absl::NotFoundError(absl::StrCat(folder.string(), ": holds no ", what));
  std::sort(files.begin(), files.end());
  return files;
}

int RunCommand(const char* name, absl::string_view usage, int argc, char** argv,
               const std::function<absl::Status()>& run) {
  absl::SetProgramUsageMessage(usage);
  // The flags library knows underscores only.
  std::vector<std::string> arguments(argv, argv + argc);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) {
    if (absl::StartsWith(argument, "--")) {
      const auto value = std::find(argument.begin(), argument.end(), '=');
      std::replace(argument.begin() + 2, value, '-', '_');
    }
    pointers.push_back(argument.data());
  }
  absl::ParseCommandLine(static_cast<int>(pointers.size()), pointers.data());
  const absl::Status status = run();
  if (status.ok()) return 0;
  std::cerr << name << ": " << status.message() << "\n";
  return 1;
}

}  // namespace vigil::benchmark
