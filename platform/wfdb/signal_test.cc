#include "platform/wfdb/signal.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace vigil::wfdb {
namespace {

Header HeaderOf(int format, int signals, std::int64_t frames) {
  Header header;
  header.record_name = "r";
  header.frame_count = frames;
  for (int i = 0; i < signals; ++i) {
    SignalSpec signal;
    signal.file_name = "r.dat";
    signal.format = format;
    header.signals.push_back(signal);
  }
  return header;
}

std::string Bytes(const std::vector<int>& values) {
  std::string bytes;
  for (const int value : values) bytes.push_back(static_cast<char>(value));
  return bytes;
}

TEST(SignalTest, Format16IsLittleEndianAndSigned) {
  const absl::StatusOr<std::vector<Samples>> all = DecodeSignalFile(
      HeaderOf(16, 2, 2), "r.dat",
      Bytes({0x01, 0x00, 0xFF, 0xFF, 0x00, 0x80, 0xFF, 0x7F}));
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ((*all)[0], (Samples{1, -32768}));
  EXPECT_EQ((*all)[1], (Samples{-1, 32767}));
}

TEST(SignalTest, Format212PacksTwoSamplesInThreeBytes) {
  // 0x7FF, -1; -2048, 0x123
  const absl::StatusOr<std::vector<Samples>> all = DecodeSignalFile(
      HeaderOf(212, 2, 2), "r.dat",
      Bytes({0xFF, 0xF7, 0xFF, 0x00, 0x18, 0x23}));
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ((*all)[0], (Samples{2047, -2048}));
  EXPECT_EQ((*all)[1], (Samples{-1, 0x123}));
}

TEST(SignalTest, OddNumberOfSamplesInFormat212EndsWithTwoOrThreeBytes) {
  const std::string two = Bytes({0x01, 0x20, 0x03, 0x04, 0x00});
  for (const std::string& bytes : {two, two + std::string(1, '\0')}) {
    const absl::StatusOr<std::vector<Samples>> all =
        DecodeSignalFile(HeaderOf(212, 1, 3), "r.dat", bytes);
    ASSERT_TRUE(all.ok()) << all.status();
    EXPECT_EQ((*all)[0], (Samples{1, 0x203, 4}));
  }
}

TEST(SignalTest, LengthComesFromTheFileWhenTheHeaderHasNone) {
  const absl::StatusOr<std::vector<Samples>> all = DecodeSignalFile(
      HeaderOf(16, 2, 0), "r.dat", Bytes({1, 0, 2, 0, 3, 0, 4, 0, 5, 0}));
  ASSERT_TRUE(all.ok());
  EXPECT_EQ((*all)[0], (Samples{1, 3}));
  EXPECT_EQ((*all)[1], (Samples{2, 4}));
}

TEST(SignalTest, FileShorterOrLongerThanAnnouncedIsDataLoss) {
  for (const std::size_t size : {0u, 5u, 7u, 9u, 16u}) {
    const absl::Status status =
        DecodeSignalFile(HeaderOf(16, 2, 2), "r.dat", std::string(size, 'x'))
            .status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << size;
    EXPECT_TRUE(absl::StrContains(status.message(), "r.dat"));
  }
}

TEST(SignalTest, WrongChecksumIsDataLoss) {
  Header header = HeaderOf(16, 1, 2);
  header.signals[0].checksum = 3;
  EXPECT_TRUE(DecodeSignalFile(header, "r.dat", Bytes({1, 0, 2, 0})).ok());
  const absl::Status status =
      DecodeSignalFile(header, "r.dat", Bytes({1, 0, 3, 0})).status();
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "checksum 4"));
}

TEST(SignalTest, ChecksumWraps) {
  EXPECT_EQ(Checksum({32767, 1}), -32768);
  EXPECT_EQ(Checksum({-1, -1}), -2);
  EXPECT_EQ(Checksum({}), 0);
}

TEST(SignalTest, SeveralSamplesInAFrame) {
  Header header = HeaderOf(16, 2, 2);
  header.signals[1].samples_per_frame = 2;
  const absl::StatusOr<std::vector<Samples>> all = DecodeSignalFile(
      header, "r.dat", Bytes({1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0}));
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ((*all)[0], (Samples{1, 4}));
  EXPECT_EQ((*all)[1], (Samples{2, 3, 5, 6}));
}

TEST(SignalTest, SamplesBeginAtTheByteOffset) {
  Header header = HeaderOf(16, 1, 1);
  header.signals[0].byte_offset = 3;
  const absl::StatusOr<std::vector<Samples>> all =
      DecodeSignalFile(header, "r.dat", Bytes({9, 9, 9, 7, 0}));
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ((*all)[0], (Samples{7}));
  header.signals[0].byte_offset = 6;
  EXPECT_TRUE(absl::IsDataLoss(
      DecodeSignalFile(header, "r.dat", Bytes({9, 9, 9, 7, 0})).status()));
}

TEST(SignalTest, OnlySignalsOfTheFileAreDecoded) {
  Header header = HeaderOf(16, 2, 1);
  header.signals[0].file_name = "other.dat";
  const absl::StatusOr<std::vector<Samples>> all =
      DecodeSignalFile(header, "r.dat", Bytes({7, 0}));
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 1u);
  EXPECT_EQ((*all)[0], (Samples{7}));
  EXPECT_TRUE(
      absl::IsNotFound(DecodeSignalFile(header, "no.dat", "").status()));
}

TEST(SignalTest, WhatIsNotSupportedIsSaid) {
  Header other_format = HeaderOf(80, 1, 1);
  EXPECT_TRUE(absl::IsUnimplemented(
      DecodeSignalFile(other_format, "r.dat", "x").status()));
  Header skewed = HeaderOf(16, 1, 1);
  skewed.signals[0].skew = 2;
  EXPECT_TRUE(absl::IsUnimplemented(
      DecodeSignalFile(skewed, "r.dat", "xx").status()));
  Header mixed = HeaderOf(16, 2, 1);
  mixed.signals[1].format = 212;
  EXPECT_TRUE(absl::IsUnimplemented(
      DecodeSignalFile(mixed, "r.dat", "xxxx").status()));
}

TEST(SignalTest, WhatIsWrittenReadsBackTheSame) {
  const std::vector<Samples> signals = {{0, 1, -1, 2047, -2048},
                                        {5, -5, 100, -100, 7}};
  for (const int format : {16, 212}) {
    const absl::StatusOr<std::string> bytes = EncodeSignalFile(format, signals);
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    const absl::StatusOr<std::vector<Samples>> back =
        DecodeSignalFile(HeaderOf(format, 2, 5), "r.dat", *bytes);
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(*back, signals);
  }
  const absl::StatusOr<std::string> odd = EncodeSignalFile(212, {{1, 2, 3}});
  ASSERT_TRUE(odd.ok());
  EXPECT_EQ(odd->size(), 5u);
}

TEST(SignalTest, SamplesThatAFormatCannotStoreAreRefused) {
  EXPECT_FALSE(EncodeSignalFile(212, {{2048}}).ok());
  EXPECT_FALSE(EncodeSignalFile(212, {{-2049}}).ok());
  EXPECT_FALSE(EncodeSignalFile(16, {{32768}}).ok());
  EXPECT_FALSE(EncodeSignalFile(16, {{-32769}}).ok());
  EXPECT_FALSE(EncodeSignalFile(16, {{1, 2}, {1}}).ok());
  EXPECT_FALSE(EncodeSignalFile(80, {{1}}).ok());
}

}  // namespace
}  // namespace vigil::wfdb
