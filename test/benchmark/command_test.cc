#include "test/benchmark/command.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"

ABSL_FLAG(std::string, two_words, "", "of the test");

namespace vigil::benchmark {
namespace {

namespace fs = std::filesystem;

fs::path Folder() {
  const char* folder = std::getenv("TEST_TMPDIR");
  return fs::path(folder == nullptr ? "." : folder) / "files";
}

TEST(Command, FindsFilesAtAnyDepthSorted) {
  fs::create_directories(Folder() / "b");
  for (const char* name : {"z.csv", "b/a.csv.gz", "b/c.txt"}) std::ofstream(Folder() / name) << "1\n";
  const absl::StatusOr<std::vector<fs::path>> files = FilesBelow(Folder(), {".csv", ".csv.gz"}, "table");
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(*files, (std::vector<fs::path>{Folder() / "b/a.csv.gz", Folder() / "z.csv"}));
  EXPECT_EQ(FilesBelow(Folder(), {".dat"}, "record (*.dat)").status().message(),
            Folder().string() + ": holds no record (*.dat)");
  EXPECT_EQ(FilesBelow(Folder() / "none", {".csv"}, "table").status().code(), absl::StatusCode::kNotFound);
}

// A program runs one command, and so does each of these processes.
int CodeOf(std::string flag, const absl::Status& status) {
  std::string program = "test";
  std::vector<char*> arguments = {program.data(), flag.data()};
  return RunCommand("test", "a test", static_cast<int>(arguments.size()), arguments.data(), [&] {
    std::cerr << "given " << absl::GetFlag(FLAGS_two_words) << "\n";
    return status;
  });
}

TEST(CommandDeathTest, FlagsMayHaveDashesAndValuesKeepTheirs) {
  EXPECT_EXIT(std::exit(CodeOf("--two-words=a-b", absl::OkStatus())), testing::ExitedWithCode(0), "^given a-b\n$");
}

TEST(CommandDeathTest, AnErrorIsPrintedAndEndsWithOne) {
  EXPECT_EXIT(std::exit(CodeOf("--two_words=c", absl::NotFoundError("no such folder"))), testing::ExitedWithCode(1),
              "test: no such folder\n$");
}

}  // namespace
}  // namespace vigil::benchmark
