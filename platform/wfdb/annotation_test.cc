#include "platform/wfdb/annotation.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::wfdb {
namespace {

// Words of an annotation file: a code and its ten bits.
std::string Words(const std::vector<std::pair<int, int>>& words) {
  std::string bytes;
  for (const auto& [code, value] : words) {
    const int word = code << 10 | value;
    bytes.push_back(static_cast<char>(word & 0xFF));
    bytes.push_back(static_cast<char>(word >> 8));
  }
  return bytes;
}

const std::string kEnd(2, '\0');

TEST(AnnotationTest, PlacesAddUp) {
  const absl::StatusOr<std::vector<Annotation>> a =
      DecodeAnnotations(Words({{1, 18}, {5, 1023}, {28, 0}}) + kEnd, "x.atr");
  ASSERT_TRUE(a.ok()) << a.status();
  ASSERT_EQ(a->size(), 3u);
  EXPECT_EQ((*a)[0].sample, 18);
  EXPECT_EQ((*a)[0].code, kNormalBeat);
  EXPECT_EQ((*a)[1].sample, 1041);
  EXPECT_EQ((*a)[1].code, kPrematureVentricular);
  EXPECT_EQ((*a)[2].sample, 1041);
}

TEST(AnnotationTest, FieldsBelongToTheAnnotationBeforeThem) {
  const absl::StatusOr<std::vector<Annotation>> a = DecodeAnnotations(
      Words({{28, 10}, {61, 0xFF}, {62, 3}, {60, 0x82}, {63, 3}}) + "(N\x01" +
          std::string(1, '\0') + Words({{1, 5}}) + kEnd,
      "x.atr");
  ASSERT_TRUE(a.ok()) << a.status();
  ASSERT_EQ(a->size(), 2u);
  EXPECT_EQ((*a)[0].subtype, -1);
  EXPECT_EQ((*a)[0].channel, 3);
  EXPECT_EQ((*a)[0].number, -126);
  EXPECT_EQ((*a)[0].auxiliary, "(N\x01");
  // Channel and number hold on, subtype and text do not.
  EXPECT_EQ((*a)[1].subtype, 0);
  EXPECT_EQ((*a)[1].channel, 3);
  EXPECT_EQ((*a)[1].number, -126);
  EXPECT_EQ((*a)[1].auxiliary, "");
}

TEST(AnnotationTest, SkipMovesByTheHighHalfFirst) {
  const absl::StatusOr<std::vector<Annotation>> a = DecodeAnnotations(
      Words({{59, 0}}) + std::string("\x01\x00\x02\x00", 4) +
          Words({{1, 3}}) + kEnd,
      "x.atr");
  ASSERT_TRUE(a.ok()) << a.status();
  EXPECT_EQ((*a)[0].sample, 65536 + 2 + 3);
}

TEST(AnnotationTest, CutFilesAreDataLossAtEachByte) {
  VIGIL_VERIFIES("REQ-WFDB-002");
  const std::string whole =
      Words({{59, 0}}) + std::string("\x01\x00\x02\x00", 4) +
      Words({{1, 3}, {63, 4}}) + "text" + Words({{5, 7}}) + kEnd;
  ASSERT_TRUE(DecodeAnnotations(whole, "x.atr").ok());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const absl::Status status =
        DecodeAnnotations(whole.substr(0, size), "x.atr").status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << size << " " << status;
  }
}

TEST(AnnotationTest, WhatHasNoMeaningIsRefused) {
  VIGIL_VERIFIES("REQ-WFDB-002");
  // A field without an annotation, a code above 49, a skip before the start.
  EXPECT_TRUE(absl::IsInvalidArgument(
      DecodeAnnotations(Words({{61, 1}}) + kEnd, "x.atr").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      DecodeAnnotations(Words({{50, 1}}) + kEnd, "x.atr").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      DecodeAnnotations(
          Words({{59, 0}}) + "\xFF\xFF\xFF\xFF" + Words({{1, 0}}) + kEnd,
          "x.atr")
          .status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      DecodeAnnotations(Words({{1, 0}, {63, 256}}) + std::string(256, 'x') +
                            kEnd,
                        "x.atr")
          .status()));
}

TEST(AnnotationTest, OwnTimeResolutionIsNotSupported) {
  const std::string text = "## time resolution: 1000";
  const absl::Status status =
      DecodeAnnotations(
          Words({{22, 0}, {63, static_cast<int>(text.size())}}) + text + kEnd,
          "x.atr")
          .status();
  EXPECT_TRUE(absl::IsUnimplemented(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "x.atr"));
}

TEST(AnnotationTest, BeatCodesAreThoseOfTheQrsComplexes) {
  std::vector<int> beats;
  for (int code = 0; code < 64; ++code) {
    if (IsBeat(code)) beats.push_back(code);
  }
  EXPECT_EQ(beats, (std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
                                     25, 30, 34, 35, 38, 41}));
}

TEST(AnnotationTest, WhatIsWrittenReadsBackTheSame) {
  std::vector<Annotation> written(5);
  written[0] = {.sample = 0, .code = 28, .auxiliary = "(AFIB"};
  written[1] = {.sample = 1023, .code = 1, .channel = 1};
  written[2] = {.sample = 2047, .code = 5, .subtype = -3, .channel = 1,
                .number = 100};
  written[3] = {.sample = 650'000, .code = 1};
  written[4] = {.sample = 5'000'000'000, .code = 49, .auxiliary = "even"};
  const absl::StatusOr<std::string> bytes = EncodeAnnotations(written);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const absl::StatusOr<std::vector<Annotation>> read =
      DecodeAnnotations(*bytes, "x.atr");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), written.size());
  for (std::size_t i = 0; i < written.size(); ++i) {
    EXPECT_EQ((*read)[i].sample, written[i].sample);
    EXPECT_EQ((*read)[i].code, written[i].code);
    EXPECT_EQ((*read)[i].subtype, written[i].subtype);
    EXPECT_EQ((*read)[i].channel, written[i].channel);
    EXPECT_EQ((*read)[i].number, written[i].number);
    EXPECT_EQ((*read)[i].auxiliary, written[i].auxiliary);
  }
}

TEST(AnnotationTest, WhatCannotBeWrittenIsRefused) {
  EXPECT_FALSE(EncodeAnnotations({{.sample = 5, .code = 0}}).ok());
  EXPECT_FALSE(EncodeAnnotations({{.sample = 5, .code = 50}}).ok());
  EXPECT_FALSE(EncodeAnnotations({{.sample = -1, .code = 1}}).ok());
  EXPECT_FALSE(
      EncodeAnnotations({{.sample = 5, .code = 1}, {.sample = 4, .code = 1}})
          .ok());
  EXPECT_FALSE(EncodeAnnotations({{.code = 1, .subtype = 128}}).ok());
  EXPECT_FALSE(EncodeAnnotations({{.code = 1, .channel = -1}}).ok());
  EXPECT_FALSE(EncodeAnnotations({{.code = 1, .number = -129}}).ok());
  EXPECT_FALSE(
      EncodeAnnotations({{.code = 1, .auxiliary = std::string(256, 'x')}})
          .ok());
}

}  // namespace
}  // namespace vigil::wfdb
