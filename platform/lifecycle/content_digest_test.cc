#include "platform/lifecycle/content_digest.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/lifecycle.pb.h"
#include "test/verifies.h"

namespace vigil::lifecycle {
namespace {

template <typename Message>
std::string DigestOf(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return ContentDigest(message);
}

TEST(ContentDigestTest, IsTheBeginningOfTheSha256OfTheFields) {
  // printf '\x1e1 REQ-1\x1f\x1e4 A text.\x1f' | sha256sum
  EXPECT_EQ(DigestOf<Requirement>("id: 'REQ-1' text: 'A text.'"), "28e2f0dfebf9fab3");
}

TEST(ContentDigestTest, LayoutSaysNothing) {
  VIGIL_VERIFIES("REQ-LC-001");
  const std::string digest = DigestOf<Requirement>("id: 'REQ-1' text: 'One two.' title: 'T'");
  EXPECT_EQ(DigestOf<Requirement>("title: 'T'\nid: 'REQ-1'\ntext: 'One '\n'two.'"), digest);
  EXPECT_EQ(DigestOf<Requirement>("id: 'REQ-1' text: ' One\\n\\t two. ' title: 'T'"), digest);
}

TEST(ContentDigestTest, EachWordCounts) {
  VIGIL_VERIFIES("REQ-LC-001");
  const std::string digest = DigestOf<Requirement>("id: 'REQ-1' text: 'At 5 percent.'");
  EXPECT_NE(DigestOf<Requirement>("id: 'REQ-1' text: 'At 50 percent.'"), digest);
  EXPECT_NE(DigestOf<Requirement>("id: 'REQ-1' text: 'At 5 percent'"), digest);
  EXPECT_NE(DigestOf<Requirement>("id: 'REQ-1' text: 'at 5 percent.'"), digest);
  EXPECT_NE(DigestOf<Requirement>("id: 'REQ-1' text: 'At 5percent.'"), digest);
  EXPECT_NE(DigestOf<Requirement>("id: 'REQ-2' text: 'At 5 percent.'"), digest);
}

TEST(ContentDigestTest, TextInAnotherFieldSaysSomethingElse) {
  EXPECT_NE(DigestOf<Requirement>("id: 'REQ-1' text: 'A'"), DigestOf<Requirement>("id: 'REQ-1' title: 'A'"));
}

TEST(ContentDigestTest, WordsThatMoveBetweenFieldsSaySomethingElse) {
  EXPECT_NE(DigestOf<Requirement>("title: 'A' text: 'B C'"), DigestOf<Requirement>("title: 'A B' text: 'C'"));
  EXPECT_NE(DigestOf<Hazard>("sequence_of_events: 'A' sequence_of_events: 'B'"),
            DigestOf<Hazard>("sequence_of_events: 'A B'"));
}

TEST(ContentDigestTest, OrderOfWhatIsRepeatedCounts) {
  EXPECT_NE(DigestOf<Hazard>("sequence_of_events: 'A' sequence_of_events: 'B'"),
            DigestOf<Hazard>("sequence_of_events: 'B' sequence_of_events: 'A'"));
}

TEST(ContentDigestTest, NumbersAndSwitchesCount) {
  EXPECT_NE(DigestOf<SoftwareItem>("safety_class: B"), DigestOf<SoftwareItem>("safety_class: C"));
  EXPECT_NE(DigestOf<RiskControl>("external: true"), DigestOf<RiskControl>(""));
  EXPECT_EQ(DigestOf<RiskControl>("external: false"), DigestOf<RiskControl>(""));
}

TEST(ContentDigestTest, WhomALinkNamesCountsAndItsDigestDoesNot) {
  VIGIL_VERIFIES("REQ-LC-001");
  const std::string digest = DigestOf<Requirement>("item { to: 'ITEM-A' }");
  EXPECT_EQ(DigestOf<Requirement>("item { to: 'ITEM-A' digest: '0123456789abcdef' }"), digest);
  EXPECT_NE(DigestOf<Requirement>("item { to: 'ITEM-B' }"), digest);
  EXPECT_EQ(DigestOf<Hazard>("cause { item { to: 'ITEM-A' digest: '0' } }"),
            DigestOf<Hazard>("cause { item { to: 'ITEM-A' digest: '1' } }"));
}

TEST(ContentDigestTest, WhatIsNestedEndsSomewhere) {
  EXPECT_NE(DigestOf<Hazard>("cause { text: 'A' } cause { kind: SOFTWARE_DEFECT }"),
            DigestOf<Hazard>("cause { text: 'A' kind: SOFTWARE_DEFECT }"));
}

// Two texts that would be one if a text could hold the marks between fields.
TEST(ContentDigestTest, MarksInATextAreNoMarks) {
  EXPECT_NE(DigestOf<Requirement>("title: 'A\\x1f\\x1e4 B'"), DigestOf<Requirement>("title: 'A' text: 'B'"));
}

}  // namespace
}  // namespace vigil::lifecycle
