#include "test/lifecycle/git_for_test.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <utility>

#include "absl/strings/ascii.h"
#include "tools/vigil/run_process.h"

namespace vigil::lifecycle {

GitForTest::GitForTest(std::string root) : root_(std::move(root)) {
  constexpr std::pair<const char*, const char*> kSettings[] = {
      {"GIT_CONFIG_GLOBAL", "/dev/null"},        {"GIT_CONFIG_NOSYSTEM", "1"},
      {"GIT_AUTHOR_NAME", "author"},             {"GIT_AUTHOR_EMAIL", "author@clinic.example"},
      {"GIT_COMMITTER_NAME", "author"},          {"GIT_COMMITTER_EMAIL", "author@clinic.example"},
      {"GIT_AUTHOR_DATE", "1700000000 +0000"},   {"GIT_COMMITTER_DATE", "1700000000 +0000"}};
  for (const auto& [name, value] : kSettings) setenv(name, value, 1);
  Run({"init", "--quiet", "--initial-branch=main"});
}

void GitForTest::Write(const std::string& file, const std::string& text) const {
  const std::filesystem::path path = std::filesystem::path(root_) / file;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

void GitForTest::Remove(const std::string& file) const {
  std::filesystem::remove(std::filesystem::path(root_) / file);
}

std::string GitForTest::Commit(const std::string& message) const {
  Run({"add", "--all"});
  Run({"commit", "--quiet", "--allow-empty", "--no-verify", "--cleanup=verbatim", "--message", message});
  return Run({"rev-parse", "HEAD"});
}

std::string GitForTest::Run(const std::vector<std::string>& arguments) const {
  std::vector<std::string> all = {"git", "-C", root_};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const absl::StatusOr<Ended> ended = RunProcess(all, "");
  if (!ended.ok() || ended->code != 0) {
    std::cerr << "git " << arguments[0] << ": " << (ended.ok() ? ended->errors : ended.status().ToString()) << "\n";
    std::abort();
  }
  return std::string(absl::StripTrailingAsciiWhitespace(ended->output));
}

}  // namespace vigil::lifecycle
