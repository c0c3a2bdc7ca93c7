#include "cloud/base/file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "test/system/temporary_folder.h"

namespace vigil {
namespace {

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class ReplaceFileTest : public testing::Test {
 protected:
  TemporaryFolder folder_;
  const std::string path_ = folder_.path() / "ready";
};

TEST_F(ReplaceFileTest, PutsTheContentInPlaceOfWhatWasThere) {
  ASSERT_TRUE(ReplaceFile(path_, "a longer content").ok());
  EXPECT_EQ(Read(path_), "a longer content");
  ASSERT_TRUE(ReplaceFile(path_, "short").ok());
  EXPECT_EQ(Read(path_), "short");
}

TEST_F(ReplaceFileTest, LeavesNoDraftBehind) {
  ASSERT_TRUE(ReplaceFile(path_, "8080\n").ok());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(ReplaceFileTest, WithoutAFolderForItSaysWhichFileAndWhy) {
  const std::string lost = path_ + "/none/ready";
  const absl::Status status = ReplaceFile(lost, "8080");
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(status.message(), "the file " + lost + " can not be written: No such file or directory");
}

TEST_F(ReplaceFileTest, OfAFullDiskSaysSoAndLeavesWhatWasThere) {
  ASSERT_TRUE(ReplaceFile(path_, "whole").ok());
  std::filesystem::create_symlink("/dev/full", path_ + ".new");
  EXPECT_FALSE(ReplaceFile(path_, "half").ok());
  EXPECT_EQ(Read(path_), "whole");
}

TEST_F(ReplaceFileTest, OverAFolderIsAnError) {
  std::filesystem::create_directory(path_);
  EXPECT_FALSE(ReplaceFile(path_, "8080").ok());
}

}  // namespace
}  // namespace vigil
