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

TEST_F(Output, ARecordingThatCannotBeUsedLeavesTheOthersTheirFigures) {
  Recordings recordings;
  EXPECT_TRUE(recordings.Use("db/100.hea", absl::OkStatus()));
  EXPECT_TRUE(recordings.CheckAll().ok());
  EXPECT_EQ(recordings.Text(), "");
  EXPECT_EQ(recordings.Json(), R"("left_out":[])");
  testing::internal::CaptureStderr();
  EXPECT_FALSE(recordings.Use("db/101.hea", absl::NotFoundError("no 101.atr")));
  EXPECT_FALSE(recordings.Use("db/a\"b.hea", absl::DataLossError("cut")));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "left out: db/101.hea: no 101.atr\nleft out: db/a\"b.hea: cut\n");
  EXPECT_TRUE(recordings.CheckAny().ok());
  EXPECT_EQ(recordings.CheckAll().message(), "the figures are of 1 recordings; left out: 2");
  EXPECT_EQ(recordings.Text(), "left out: db/101.hea, db/a\"b.hea\n");
  EXPECT_EQ(recordings.Json(), R"("left_out":["db/101.hea","db/a\"b.hea"])");
}

TEST_F(Output, WithoutAnyRecordingThereAreNoFigures) {
  Recordings recordings;
  EXPECT_EQ(recordings.CheckAny().message(), "there is no recording");
  absl::SetFlag(&FLAGS_record, "999");
  EXPECT_EQ(recordings.CheckAny().message(), "there is no record 999");
  testing::internal::CaptureStderr();
  EXPECT_FALSE(recordings.Use("999.hea", absl::DataLossError("cut")));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "left out: 999.hea: cut\n");
  EXPECT_EQ(recordings.CheckAny().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(recordings.CheckAny().message(), "none of the recordings can be used");
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
