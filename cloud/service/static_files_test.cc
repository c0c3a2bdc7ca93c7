#include "cloud/service/static_files.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace vigil {
namespace {

class StaticFilesTest : public testing::Test {
 protected:
  StaticFilesTest()
      : folder_(testing::TempDir() + "/" +
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/fonts");
  }
  void Write(const std::string& name, const std::string& content) {
    std::ofstream(folder_ + "/" + name) << content;
  }
  const std::string folder_;
};

TEST_F(StaticFilesTest, FilesHaveTheTypeOfTheirEnding) {
  Write("index.html", "page");
  Write("app.js", "code");
  Write("fonts/a.woff2", "font");
  const auto files = StaticFiles::Load(folder_);
  ASSERT_TRUE(files.ok()) << files.status();
  ASSERT_NE(files->Find("/"), nullptr);
  EXPECT_EQ(files->Find("/")->content, "page");
  EXPECT_EQ(files->Find("/")->content_type, "text/html; charset=utf-8");
  EXPECT_EQ(files->Find("/app.js")->content_type,
            "text/javascript; charset=utf-8");
  EXPECT_EQ(files->Find("/fonts/a.woff2")->content_type, "font/woff2");
}

TEST_F(StaticFilesTest, WhatIsOutsideOrHiddenIsNotServed) {
  Write("index.html", "page");
  Write(".secret", "x");
  const auto files = StaticFiles::Load(folder_);
  ASSERT_TRUE(files.ok()) << files.status();
  for (const char* path : {"/.secret", "/../" , "/fonts", "/fonts/", "//", "",
                           "/index.html/", "/etc/passwd"}) {
    EXPECT_EQ(files->Find(path), nullptr) << path;
  }
}

TEST_F(StaticFilesTest, AFolderWithoutAPageIsNoPortal) {
  const absl::Status status = StaticFiles::Load(folder_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_NE(status.message().find(folder_), std::string::npos);
  EXPECT_EQ(StaticFiles::Load(folder_ + "/none").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(StaticFilesTest, AnUnknownEndingIsSaidToBeBytes) {
  Write("index.html", "page");
  Write("LICENSE", "text");
  const auto files = StaticFiles::Load(folder_);
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(files->Find("/LICENSE")->content_type, "application/octet-stream");
}

TEST_F(StaticFilesTest, AFolderThatIsMoreThanAPortalIsRefused) {
  Write("index.html", "page");
  for (int n = 0; n < 1000; ++n) Write(std::to_string(n), "");
  const absl::Status status = StaticFiles::Load(folder_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_NE(status.message().find("name the folder of the portal alone"), std::string::npos) << status;
}

}  // namespace
}  // namespace vigil
