#include "platform/wfdb/record.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace vigil::wfdb {
namespace {

Record TwoLeads(const std::string& name) {
  Record record;
  record.header.record_name = name;
  record.header.sampling_frequency = 360;
  for (const char* lead : {"MLII", "V1"}) {
    SignalSpec signal;
    signal.is_calibrated = true;
    signal.description = lead;
    record.header.signals.push_back(signal);
  }
  record.samples = {{1, 2, 3}, {-4, -5, -6}};
  return record;
}

TEST(RecordTest, WhatIsWrittenReadsBackTheSame) {
  const std::string folder = testing::TempDir();
  ASSERT_TRUE(WriteRecord(folder, TwoLeads("both")).ok());
  const absl::StatusOr<Record> back = ReadRecord(folder + "/both.hea");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->samples, TwoLeads("both").samples);
  EXPECT_EQ(back->header.frame_count, 3);
  EXPECT_EQ(back->header.signals[1].description, "V1");
  EXPECT_EQ(back->header.signals[1].checksum, -15);
}

TEST(RecordTest, SignalsOfSeveralFilesStayInTheHeadersOrder) {
  const std::string folder = testing::TempDir();
  ASSERT_TRUE(WriteFile(folder + "/split.hea",
                        "split 3 250 1\na.dat 16\nb.dat 16\na.dat 16\n")
                  .ok());
  ASSERT_TRUE(
      WriteFile(folder + "/a.dat", std::string("\x01\0\x03\0", 4)).ok());
  ASSERT_TRUE(WriteFile(folder + "/b.dat", std::string("\x02\0", 2)).ok());
  const absl::StatusOr<Record> record = ReadRecord(folder + "/split.hea");
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->samples, (std::vector<Samples>{{1}, {2}, {3}}));
}

TEST(RecordTest, AHeaderThatIsNoneAndSamplesThatEndEarlyAreRefused) {
  const std::string folder = testing::TempDir();
  ASSERT_TRUE(WriteFile(folder + "/broken.hea", "broken\n").ok());
  EXPECT_FALSE(ReadRecord(folder + "/broken.hea").ok());
  ASSERT_TRUE(WriteFile(folder + "/short.hea", "short 1 250 2\nshort.dat 16\n").ok());
  ASSERT_TRUE(WriteFile(folder + "/short.dat", std::string("\x01\0", 2)).ok());
  EXPECT_FALSE(ReadRecord(folder + "/short.hea").ok());
}

TEST(RecordTest, OfNoSamplesReadsBackAsNone) {
  Record empty = TwoLeads("empty");
  empty.samples = {{}, {}};
  empty.header.signals[1].adc_zero = 7;
  ASSERT_TRUE(WriteRecord(testing::TempDir(), empty).ok());
  const absl::StatusOr<Record> back = ReadRecord(testing::TempDir() + "/empty.hea");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->samples, empty.samples);
  EXPECT_EQ(back->header.signals[1].initial_value, 7);
}

TEST(RecordTest, LeadsOfDifferentLengthsAreNotWritten) {
  Record uneven = TwoLeads("uneven");
  uneven.samples[1].pop_back();
  EXPECT_FALSE(WriteRecord(testing::TempDir(), uneven).ok());
}

TEST(RecordTest, MissingFilesAreNamed) {
  const std::string folder = testing::TempDir();
  absl::Status status = ReadRecord(folder + "/absent.hea").status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "absent.hea"));
  ASSERT_TRUE(
      WriteFile(folder + "/alone.hea", "alone 1 250 1\nalone.dat 16\n").ok());
  status = ReadRecord(folder + "/alone.hea").status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "alone.dat"));
  EXPECT_TRUE(absl::IsNotFound(ReadAnnotations(folder + "/no.atr").status()));
}

TEST(RecordTest, FolderIsNoFile) {
  const std::string folder = testing::TempDir();
  for (const absl::Status& status :
       {ReadFile(folder).status(), ReadRecord(folder).status()}) {
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_TRUE(absl::StrContains(status.message(), folder + ": is a folder")) << status;
  }
}

TEST(RecordTest, FileThatCannotBeWrittenIsNamed) {
  const absl::Status status =
      WriteFile(testing::TempDir() + "/no/such/folder", "x");
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "no/such/folder"));
}

TEST(RecordTest, RecordWithoutDescriptionOfEachSignalIsRefused) {
  Record record = TwoLeads("bad");
  record.header.signals.pop_back();
  EXPECT_TRUE(
      absl::IsInvalidArgument(WriteRecord(testing::TempDir(), record)));
}

TEST(RecordTest, AnnotationsAreWrittenAndRead) {
  const std::string path = testing::TempDir() + "/beats.qrs";
  ASSERT_TRUE(WriteAnnotations(path, {{.sample = 77, .code = 1}}).ok());
  const absl::StatusOr<std::vector<Annotation>> read = ReadAnnotations(path);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ((*read)[0].sample, 77);
}

}  // namespace
}  // namespace vigil::wfdb
