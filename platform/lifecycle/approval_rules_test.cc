// Whose signature counts, of what, and what waits for one.
#include "platform/lifecycle/approval_rules.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/content_digest.h"
#include "platform/lifecycle/signature.h"
#include "platform/lifecycle/subject_for_test.h"
#include "test/verifies.h"

namespace vigil::lifecycle {
namespace {

SigningKey KeyOf(std::uint8_t byte) {
  std::array<std::uint8_t, 32> seed = {};
  seed.fill(byte);
  return SigningKey::FromSeed(seed);
}

// A requirement by author-1 and an approval of it, signed by SIG-1 with key 1.
class ApprovalTest : public testing::Test {
 protected:
  ApprovalTest() {
    given_.profile = Given::Parse<Profile>(
        "approval { clause: '5.2.6' record: 'requirement' from: A kind: APPROVAL role: 'Lead' role: 'Risk' }"
        "approval { clause: '5.3.6' record: 'requirement' from: C kind: REVIEW role: 'Reviewer' }");
    signatory_ = Given::Parse<Signatory>("id: 'SIG-1' name: 'reviewer-1' role: 'Lead' role: 'Reviewer' valid_from: '2026-01-02'");
    signatory_.set_public_key(KeyOf(1).PublicKey());
    requirement_ = Given::Parse<Requirement>("id: 'REQ-1' text: 'T' author: 'author-1'");
    approval_ = Given::Parse<Approval>("id: 'APP-1' by { to: 'SIG-1' } role: 'Lead' kind: APPROVAL date: '2026-01-02'");
    approval_.mutable_record()->set_to("REQ-1");
    approval_.mutable_record()->set_digest(FullContentDigest(requirement_));
  }

  void Sign(std::uint8_t key) {
    approval_.set_signature(KeyOf(key).Sign(StatementOf(approval_, signatory_, "requirement")));
  }

  // Of all three, as they are now.
  Rules RulesOf() {
    Read();
    return given_.RulesOf(CheckApprovals);
  }

  // Ids and clauses.
  std::vector<std::string> Waits() {
    Read();
    Findings findings = given_.FindingsOf(CheckApprovals);
    std::vector<std::string> waits;
    const Subject subject = {.records = given_.records(), .profile = given_.profile};
    CheckLinks(subject, findings);
    for (const Waiting& waiting : WaitingForApproval(subject, findings)) {
      waits.push_back(absl::StrCat(waiting.record->id, " ", waiting.demand->clause()));
    }
    return waits;
  }

  void Read() {
    given_.Read(absl::StrCat("signatory { ", signatory_.DebugString(), " } requirement { ", requirement_.DebugString(),
                             " } approval { ", approval_.DebugString(), " }"));
  }

  Given given_;
  Signatory signatory_;
  Requirement requirement_;
  Approval approval_;
};

TEST_F(ApprovalTest, HoldsWhenSomebodyElseWhoMaySignsWhatIsSaid) {
  VIGIL_VERIFIES("REQ-LC-010");
  Sign(1);
  EXPECT_EQ(RulesOf(), Rules({}));
}

TEST_F(ApprovalTest, OfAnotherKeyIsForged) {
  VIGIL_VERIFIES("REQ-LC-010");
  Sign(2);
  EXPECT_EQ(RulesOf(), Rules({"approval-forged APP-1"}));
}

TEST_F(ApprovalTest, ChangedAfterwardsIsForged) {
  VIGIL_VERIFIES("REQ-LC-010");
  Sign(1);
  approval_.set_date("2026-01-03");
  EXPECT_EQ(RulesOf(), Rules({"approval-forged APP-1"}));
}

TEST_F(ApprovalTest, ByNobodyOrWithoutSignatureIsUnsigned) {
  EXPECT_EQ(RulesOf(), Rules({"approval-unsigned APP-1"}));
}

TEST_F(ApprovalTest, LacksNothingOfWhatIsSigned) {
  approval_.mutable_record()->set_digest(ContentDigest(requirement_));
  Sign(1);
  EXPECT_EQ(RulesOf(), Rules({"approval-incomplete APP-1"}));
}

TEST_F(ApprovalTest, ByTheAuthorUnderAnySpellingOrIdIsNone) {
  VIGIL_VERIFIES("REQ-LC-010");
  for (const char* author : {"reviewer-1", " Reviewer-1 ", "Reviewer 1", "reviewer.1", "SIG-1"}) {
    Record record, by;
    record.author = author;
    record.message = &requirement_;
    record.kind = LifecycleFile::descriptor()->FindFieldByName("requirement");
    by.id = "SIG-1";
    by.message = &signatory_;
    const Findings objections = ObjectionsTo(approval_, record, by, given_.profile);
    ASSERT_EQ(objections.size(), 1U) << author;
    EXPECT_EQ(objections[0].rule, "approval-by-author");
    EXPECT_EQ(objections[0].clause, "5.2.6");
  }
}

TEST_F(ApprovalTest, OfWhatNobodyWroteIsNone) {
  VIGIL_VERIFIES("REQ-LC-010");
  for (const char* author : {"", " ", "-"}) {
    requirement_.set_author(author);
    Record record, by;
    const std::string file = "a.textproto";
    record.author = author;
    record.file = &file;
    record.message = &requirement_;
    record.kind = LifecycleFile::descriptor()->FindFieldByName("requirement");
    by.id = "SIG-1";
    by.message = &signatory_;
    const Findings objections = ObjectionsTo(approval_, record, by, given_.profile);
    ASSERT_EQ(objections.size(), 1U) << author;
    EXPECT_EQ(objections[0].rule, "approval-author-unknown");
  }
}

TEST_F(ApprovalTest, AFileSaysForAllOfItWhoWroteIt) {
  VIGIL_VERIFIES("REQ-LC-010");
  requirement_.clear_author();
  approval_.mutable_record()->set_digest(FullContentDigest(requirement_, "author-1"));
  Sign(1);
  const auto rules = [&](const std::string& author) {
    Given given;
    given.profile = given_.profile;
    given.Read(absl::StrCat("signatory { ", signatory_.DebugString(), " } requirement { ", requirement_.DebugString(), " } approval { ",
                            approval_.DebugString(), " } author: '", author, "'"));
    return given.RulesOf([](const Subject& subject, Findings& findings) {
      CheckLinks(subject, findings);
      CheckApprovals(subject, findings);
    });
  };
  EXPECT_EQ(rules("author-1"), Rules({}));
  EXPECT_EQ(rules("reviewer-1"), Rules({"link-suspect APP-1", "approval-by-author APP-1"})) << "who wrote it is signed for";
}

TEST_F(ApprovalTest, OfADayToComeIsNone) {
  VIGIL_VERIFIES("REQ-LC-010");
  Sign(1);
  Read();
  given_.today = "2026-01-02";
  EXPECT_EQ(given_.RulesOf(CheckApprovals), Rules({}));
  given_.today = "2026-01-01";
  EXPECT_EQ(given_.RulesOf(CheckApprovals), Rules({"approval-too-late APP-1"}));
}

TEST_F(ApprovalTest, AfterTheReleaseIsTooLateForIt) {
  VIGIL_VERIFIES("REQ-LC-010");
  Sign(1);
  Read();
  given_.Read("release { id: 'REL-1' date: '2026-01-01' }");
  given_.today = "2026-02-01";
  EXPECT_EQ(given_.RulesOf(CheckApprovals), Rules({}));
  given_.for_release = true;
  EXPECT_EQ(given_.RulesOf(CheckApprovals), Rules({"approval-too-late APP-1"}));
}

TEST_F(ApprovalTest, InARoleOfSomebodyElseIsNone) {
  VIGIL_VERIFIES("REQ-LC-010");
  approval_.set_role("Risk");
  Sign(1);
  EXPECT_EQ(RulesOf(), Rules({"approval-role APP-1"}));
}

TEST_F(ApprovalTest, InARoleThatMayOnlyReviewIsNone) {
  approval_.set_role("Reviewer");
  Sign(1);
  EXPECT_EQ(RulesOf(), Rules({"approval-role-unfit APP-1"}));
}

TEST_F(ApprovalTest, HoldsFromTheFirstDayAndNotBefore) {
  VIGIL_VERIFIES("REQ-LC-010");
  approval_.set_date("2026-01-01");
  Sign(1);
  EXPECT_EQ(RulesOf(), Rules({"approval-too-early APP-1"}));
}

TEST_F(ApprovalTest, OfTheDayOfTheRevocationIsNone) {
  signatory_.set_revoked_from("2026-01-02");
  signatory_.set_revoked_reason("left");
  Sign(1);
  EXPECT_EQ(RulesOf(), Rules({"approval-revoked APP-1"}));
}

TEST_F(ApprovalTest, OfTheDayBeforeTheRevocationHolds) {
  signatory_.set_revoked_from("2026-01-03");
  signatory_.set_revoked_reason("left");
  Sign(1);
  EXPECT_EQ(RulesOf(), Rules({}));
}

TEST_F(ApprovalTest, WithAKeyInOtherHandsIsNoneWhateverItsDay) {
  VIGIL_VERIFIES("REQ-LC-010");
  signatory_.set_key_compromised(true);
  signatory_.set_revoked_reason("stolen");
  Sign(1);
  EXPECT_EQ(RulesOf(), Rules({"approval-revoked APP-1"}));
}

TEST_F(ApprovalTest, WaitsAreThoseThatNobodySignedWhoMay) {
  Sign(1);
  EXPECT_EQ(Waits(), std::vector<std::string>({})) << "class A needs no review";
}

TEST_F(ApprovalTest, OneThatDoesNotHoldStillWaits) {
  Sign(2);
  EXPECT_EQ(Waits(), std::vector<std::string>({"REQ-1 5.2.6"}));
}

TEST_F(ApprovalTest, OneOfAnOlderTextStillWaits) {
  Sign(1);
  requirement_.set_text("Another.");
  EXPECT_EQ(Waits(), std::vector<std::string>({"REQ-1 5.2.6"}));
}

TEST_F(ApprovalTest, AHigherClassWaitsForMore) {
  Sign(1);
  requirement_.mutable_item()->set_to("ITEM-1");
  approval_.mutable_record()->set_digest(FullContentDigest(requirement_));
  Sign(1);
  given_.Read("item { id: 'ITEM-1' safety_class: C }");
  EXPECT_EQ(Waits(), std::vector<std::string>({"REQ-1 5.3.6"}));
}

Rules SignatoryRules(const std::string& first, const std::string& second = "") {
  Given given;
  given.Read(absl::StrCat("signatory { id: 'SIG-1' ", first, " }",
                          second.empty() ? "" : absl::StrCat(" signatory { id: 'SIG-2' ", second, " }")));
  return given.RulesOf(CheckApprovals);
}

TEST(SignatoryTest, HasAKeyOfTheirOwnAndDays) {
  const std::string day = " valid_from: '2026-01-02' ";
  const std::string key = absl::StrCat("public_key: '", KeyOf(1).PublicKey(), "'");
  EXPECT_EQ(SignatoryRules(key + day), Rules({}));
  EXPECT_EQ(SignatoryRules("public_key: '12'" + day), Rules({"signatory-key SIG-1"}));
  EXPECT_EQ(SignatoryRules(key + day, key + day), Rules({"signatory-key-shared SIG-2"}));
  EXPECT_EQ(SignatoryRules(key), Rules({"signatory-time SIG-1"}));
  EXPECT_EQ(SignatoryRules(key + " valid_from: '2.1.2026'"), Rules({"signatory-time SIG-1"}));
  EXPECT_EQ(SignatoryRules(key + day + "revoked_from: '2026-01-02'"), Rules({"signatory-time SIG-1"}));
  EXPECT_EQ(SignatoryRules(key + day + "revoked_from: 'now' revoked_reason: 'left'"), Rules({"signatory-time SIG-1"}));
}

TEST(IsDateTest, IsADayOfTheCalendar) {
  for (const char* day : {"2026-01-31", "2024-02-29", "2000-02-29", "2026-12-01"}) EXPECT_TRUE(IsDate(day)) << day;
  for (const char* day : {"", "2026-1-31", "2026-01-32", "2026-00-01", "2026-13-01", "2026-02-29", "1900-02-29", "2026-04-31",
                          "2026-01-00", "2026/01/01", "2026-01-01 ", "2026-+1-01", "31.01.2026"}) {
    EXPECT_FALSE(IsDate(day)) << day;
  }
}

// For a release.

// Without what a profile that asks for little is told.
Rules OfRelease(Given& given) {
  Rules rules = given.RulesOf(CheckRelease);
  rules.erase(std::remove(rules.begin(), rules.end(), "release-profile-weak"), rules.end());
  return rules;
}

TEST(CheckReleaseTest, IsSilentWithoutOne) {
  Given given;
  given.profile = Given::Parse<Profile>("approval { record: 'item' from: A kind: APPROVAL role: 'Lead' }");
  given.Read("item { id: 'ITEM-1' safety_class: A }");
  EXPECT_EQ(given.RulesOf(CheckRelease), Rules({}));
}

TEST(CheckReleaseTest, WantsAllThatItIsCheckedAgainst) {
  VIGIL_VERIFIES("REQ-LC-011");
  Given given;
  given.Read("release { id: 'REL-1' }");
  given.for_release = true;
  EXPECT_EQ(OfRelease(given), Rules(5, "release-not-given"));
  given.ids.emplace();
  given.locked.emplace();
  given.evidence.emplace();
  given.graph.emplace();
  EXPECT_EQ(OfRelease(given), Rules({"release-not-given"})) << "nothing is released";
  given.evidence->add_released()->set_label("//a");
  EXPECT_EQ(OfRelease(given), Rules({}));
}

TEST(CheckReleaseTest, WantsItsRecordItsOpenProblemsAndItsApprovals) {
  VIGIL_VERIFIES("REQ-LC-011");
  Given given;
  given.for_release = true;
  given.ids.emplace();
  given.locked.emplace();
  given.evidence.emplace().add_released();
  given.graph.emplace();
  given.profile = Given::Parse<Profile>("approval { record: 'item' from: B kind: APPROVAL role: 'Lead' }");
  given.Read("item { id: 'ITEM-1' safety_class: A } item { id: 'ITEM-2' safety_class: B }"
             "problem { id: 'PR-1' state: OPEN residual_evaluation: 'R' } problem { id: 'PR-2' state: CLOSED }");
  EXPECT_EQ(OfRelease(given), Rules({"release-unrecorded", "approval-missing ITEM-2"}));
}

}  // namespace
}  // namespace vigil::lifecycle
