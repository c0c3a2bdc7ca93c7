#include "plugins/algorithm/readable_ecg/readable_ecg.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "safety_kernel/algorithm/observation.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

Observation Quality(std::int32_t value, Validity validity, Reason reason) {
  Observation quality;
  quality.code = ObservationCode::kEcgQuality;
  quality.value = value;
  quality.validity = validity;
  quality.reason = reason;
  quality.time = Timestamp{1'000'000};
  quality.valid_until = Timestamp{4'000'000};
  return quality;
}

class ReadableEcgTest : public testing::Test {
 protected:
  void SetUp() override { readable_.Clear(); }

  static constexpr Timestamp kNow{2'000'000};
  ReadableEcg readable_;
};

TEST_F(ReadableEcgTest, BeforeTheFirstWordItCannotBeRead) {
  VIGIL_VERIFIES("REQ-HR-007");
  EXPECT_EQ(readable_.WhyNot(kNow), Reason::kStarting);
}

TEST_F(ReadableEcgTest, TheLastWordCounts) {
  VIGIL_VERIFIES("REQ-HR-007");
  readable_.Take(Quality(1, Validity::kValid, Reason::kNone));
  EXPECT_EQ(readable_.WhyNot(kNow), Reason::kNone);
  readable_.Take(Quality(0, Validity::kValid, Reason::kNone));
  EXPECT_EQ(readable_.WhyNot(kNow), Reason::kNoise);
  readable_.Take(Quality(0, Validity::kUndeterminable, Reason::kLeadOff));
  EXPECT_EQ(readable_.WhyNot(kNow), Reason::kLeadOff);
  readable_.Take(Quality(1, Validity::kQuestionable, Reason::kStale));
  EXPECT_EQ(readable_.WhyNot(kNow), Reason::kStale);
}

TEST_F(ReadableEcgTest, WhatNobodyCanTellIsNotReadableAlsoWithoutAReason) {
  VIGIL_VERIFIES("REQ-HR-007");
  readable_.Take(Quality(1, Validity::kUndeterminable, Reason::kNone));
  EXPECT_EQ(readable_.WhyNot(kNow), Reason::kNoise);
}

TEST_F(ReadableEcgTest, AWordThatIsOverIsStale) {
  VIGIL_VERIFIES("REQ-HR-007");
  readable_.Take(Quality(1, Validity::kValid, Reason::kNone));
  EXPECT_EQ(readable_.WhyNot(Timestamp{4'000'000}), Reason::kNone);
  EXPECT_EQ(readable_.WhyNot(Timestamp{4'000'001}), Reason::kStale);
  readable_.Take(Quality(0, Validity::kValid, Reason::kNone));
  EXPECT_EQ(readable_.WhyNot(Timestamp{4'000'001}), Reason::kNoise);
}

TEST_F(ReadableEcgTest, WhatCouldBeReadIsRememberedForAsLongAsAsked) {
  EXPECT_EQ(readable_.WhyNot(kNow, Seconds(10)), Reason::kStarting);
  readable_.Take(Quality(1, Validity::kValid, Reason::kNone));
  readable_.Take(Quality(0, Validity::kValid, Reason::kNone));
  EXPECT_EQ(readable_.WhyNot(Timestamp{11'000'000}, Seconds(10)), Reason::kNone);
  EXPECT_EQ(readable_.WhyNot(Timestamp{11'000'001}, Seconds(10)), Reason::kNoise);
  readable_.Take(Quality(1, Validity::kValid, Reason::kNone));
  EXPECT_EQ(readable_.WhyNot(Timestamp{11'000'000}, Seconds(10)), Reason::kNone);
  EXPECT_EQ(readable_.WhyNot(Timestamp{11'000'001}, Seconds(10)), Reason::kStale);
}

TEST_F(ReadableEcgTest, WhatNobodyCanTellIsNotRemembered) {
  readable_.Take(Quality(1, Validity::kValid, Reason::kNone));
  readable_.Take(Quality(0, Validity::kUndeterminable, Reason::kLeadOff));
  EXPECT_EQ(readable_.WhyNot(kNow, Seconds(10)), Reason::kLeadOff);
  readable_.Take(Quality(0, Validity::kValid, Reason::kNone));
  EXPECT_EQ(readable_.WhyNot(kNow, Seconds(10)), Reason::kNoise);
  readable_.Take(Quality(1, Validity::kValid, Reason::kNone));
  readable_.Lose(Reason::kDamaged);
  EXPECT_EQ(readable_.WhyNot(kNow, Seconds(10)), Reason::kDamaged);
}

TEST_F(ReadableEcgTest, ClearForgetsIt) {
  VIGIL_VERIFIES("REQ-HR-007");
  readable_.Take(Quality(1, Validity::kValid, Reason::kNone));
  readable_.Clear();
  EXPECT_EQ(readable_.WhyNot(kNow, Seconds(10)), Reason::kStarting);
  EXPECT_EQ(readable_.WhyNot(kNow), Reason::kStarting);
}

}  // namespace
}  // namespace vigil::plugins
