#include "test/benchmark/output.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "platform/wfdb/record.h"

ABSL_DECLARE_FLAG(std::string, record);
ABSL_DECLARE_FLAG(std::string, picture);
ABSL_DECLARE_FLAG(double, from);
ABSL_DECLARE_FLAG(double, seconds);
ABSL_DECLARE_FLAG(std::string, write_annotations);

namespace vigil::benchmark {
namespace {

// Each test begins with the flags as they are when nobody gives any.
class Output : public testing::Test {
 protected:
  Output() {
    absl::SetFlag(&FLAGS_record, "");
    absl::SetFlag(&FLAGS_picture, "");
    absl::SetFlag(&FLAGS_from, 0);
    absl::SetFlag(&FLAGS_seconds, 10);
    absl::SetFlag(&FLAGS_write_annotations, "");
  }
};

TEST_F(Output, RunsTheRecordThatIsNamedOrAll) {
  EXPECT_TRUE(IsChosen("100"));
  absl::SetFlag(&FLAGS_record, "100");
  EXPECT_TRUE(IsChosen("100"));
  EXPECT_FALSE(IsChosen("101"));
}

TEST_F(Output, RefusesAPictureOfNoRecordOrOfNoLength) {
  EXPECT_TRUE(CheckOutputFlags().ok());
  absl::SetFlag(&FLAGS_picture, "a.svg");
  EXPECT_EQ(CheckOutputFlags().code(), absl::StatusCode::kInvalidArgument);
  absl::SetFlag(&FLAGS_record, "100");
  EXPECT_TRUE(CheckOutputFlags().ok());
  absl::SetFlag(&FLAGS_seconds, 0);
  EXPECT_EQ(CheckOutputFlags().code(), absl::StatusCode::kInvalidArgument);
  absl::SetFlag(&FLAGS_seconds, 5);
  absl::SetFlag(&FLAGS_from, -1);
  EXPECT_EQ(CheckOutputFlags().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(Output, WritesThePictureOfTheStretch) {
  const std::string path = (std::filesystem::path(testing::TempDir()) / "stretch.svg").string();
  absl::SetFlag(&FLAGS_picture, path);
  absl::SetFlag(&FLAGS_record, "100");
  absl::SetFlag(&FLAGS_from, 30);
  ASSERT_TRUE(WritePicture(NewPicture("100")).ok());
  const auto svg = wfdb::ReadFile(path);
  ASSERT_TRUE(svg.ok());
  EXPECT_NE(svg->find("100, 10 s from second 30 on"), std::string::npos);
}

TEST_F(Output, WritesAnnotationsWhereItIsAsked) {
  const std::vector<wfdb::Annotation> notes = {NoteAt(2.5, 200, "FALL")};
  EXPECT_TRUE(WriteAnnotationsOf("F01", "fall", notes).ok());
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "new" / "folder";
  absl::SetFlag(&FLAGS_write_annotations, folder.string());
  ASSERT_TRUE(WriteAnnotationsOf("F01", "fall", notes).ok());
  const auto read = wfdb::ReadAnnotations((folder / "F01.fall").string());
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(read->front().sample, 500);
  EXPECT_EQ(read->front().auxiliary, "FALL");
}

}  // namespace
}  // namespace vigil::benchmark
