#include "tools/effectiveness/overlay.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "test/system/temporary_folder.h"
#include "tools/evidence/file_digest.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

class OverlayTest : public testing::Test {
 protected:
  OverlayTest() {
    Put("a/b/one.txt", "1");
    Put("a/b/two.txt", "2");
    Put("c/three.txt", "3");
  }

  void Put(const std::string& path, const std::string& content) {
    fs::create_directories((below() / path).parent_path());
    std::ofstream(below() / path) << content;
  }
  fs::path below() const { return folder_.path() / "below"; }
  std::string Below(const std::string& path) const { return ReadFile(below() / path).value_or("none"); }
  std::string Over(const std::string& path) const {
    return ReadFile(folder_.path() / "over" / path).value_or("none");
  }

  TemporaryFolder folder_;
  Overlay overlay_{folder_.path() / "over", folder_.path() / "below"};
};

TEST_F(OverlayTest, AFileIsAnotherOneAndTheRestIsAsBelow) {
  ASSERT_TRUE(overlay_.Write("a/b/one.txt", "broken").ok());
  EXPECT_EQ(Over("a/b/one.txt"), "broken");
  EXPECT_EQ(Over("a/b/two.txt"), "2");
  EXPECT_EQ(Over("c/three.txt"), "3");
  EXPECT_EQ(Below("a/b/one.txt"), "1");
}

TEST_F(OverlayTest, WhatAStepMakesDoesNotGetBelow) {
  ASSERT_TRUE(overlay_.MakeRoomFor("c/three.txt").ok());
  EXPECT_EQ(Over("c/three.txt"), "none");
  ASSERT_TRUE(overlay_.MakeRoomFor("new/folder/four.txt").ok());
  std::ofstream(folder_.path() / "over/new/folder/four.txt") << "4";
  EXPECT_EQ(Over("new/folder/four.txt"), "4");
  EXPECT_FALSE(fs::exists(below() / "new"));
  EXPECT_EQ(Below("c/three.txt"), "3");
}

TEST_F(OverlayTest, SeveralFilesAreOthers) {
  ASSERT_TRUE(overlay_.Write("a/b/one.txt", "x").ok());
  ASSERT_TRUE(overlay_.Copy("a/b/two.txt", below() / "c/three.txt").ok());
  EXPECT_EQ(Over("a/b/one.txt"), "x");
  EXPECT_EQ(Over("a/b/two.txt"), "3");
}

TEST_F(OverlayTest, NothingIsWrittenOutside) {
  for (const char* path : {"", "/etc/x", "../x", "a/../../x"}) {
    EXPECT_FALSE(overlay_.Write(path, "x").ok()) << path;
  }
  EXPECT_FALSE(overlay_.Copy("a/b/one.txt", below() / "none").ok());
  EXPECT_FALSE(overlay_.Copy("../x", below() / "c/three.txt").ok());
}

TEST_F(OverlayTest, AFolderBelowAFileIsToldAndTheFileStays) {
  Overlay inside(below() / "c/three.txt/over", below());
  const absl::Status status = inside.Write("a/b/one.txt", "x");
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_NE(status.message().find("can't make room for a/b/one.txt"), std::string::npos) << status;
  EXPECT_EQ(Below("c/three.txt"), "3");
}

TEST_F(OverlayTest, AFileWithAnImpossibleNameIsTold) {
  EXPECT_EQ(overlay_.Write(std::string(300, 'x'), "x").code(), absl::StatusCode::kInternal);
}

TEST_F(OverlayTest, OverNothingItIsAnEmptyFolder) {
  Overlay alone(folder_.path() / "alone", folder_.path() / "gone");
  ASSERT_TRUE(alone.Write("a/one.txt", "x").ok());
  EXPECT_EQ(ReadFile(alone.folder() / "a/one.txt").value_or("none"), "x");
}

}  // namespace
}  // namespace vigil::lifecycle
