// The borders of each rule: what it finds, and what is just right.
#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/subject_for_test.h"
#include "test/verifies.h"

namespace vigil::lifecycle {
namespace {

IdRegister Register(const std::string& text) {
  Findings findings;
  return ReadIdRegister("ids.txt", text, findings);
}

// Ids.

struct IdCase {
  const char* name;
  const char* id;
  bool sound;
};

class IdTest : public testing::TestWithParam<IdCase> {};

TEST_P(IdTest, HasThePrefixOfItsKindThenCapitalsDigitsAndDashes) {
  Given given;
  given.Read(absl::StrCat("requirement { id: '", GetParam().id, "' }"));
  EXPECT_EQ(given.RulesOf(CheckIds).empty(), GetParam().sound);
}

INSTANTIATE_TEST_SUITE_P(Ids, IdTest,
                         testing::Values(IdCase{"Digits", "REQ-001", true}, IdCase{"Words", "REQ-A-B2", true},
                                         IdCase{"OneSign", "REQ-X", true}, IdCase{"Empty", "", false},
                                         IdCase{"PrefixAlone", "REQ", false}, IdCase{"NothingBehind", "REQ-", false},
                                         IdCase{"OtherKind", "ITEM-1", false}, IdCase{"LongerPrefix", "REQS-1", false},
                                         IdCase{"SmallLetter", "REQ-a", false}, IdCase{"Blank", "REQ-1 2", false},
                                         IdCase{"Umlaut", "REQ-\xc3\x84", false}),
                         [](const auto& info) { return info.param.name; });

TEST(CheckIdsTest, AreRegisteredAndStay) {
  Given given;
  given.Read("item { id: 'ITEM-A' } item { id: 'ITEM-B' } item { id: 'ITEM-C' }");
  given.ids = Register("ITEM-A\nITEM-C retired: why\nITEM-D\nITEM-E retired: why\n");
  EXPECT_EQ(given.RulesOf(CheckIds), Rules({"id-unregistered ITEM-B", "id-reused ITEM-C", "id-vanished ITEM-D"}));
}

// Links.

constexpr char kItems[] = "item { id: 'ITEM-A' } ";

TEST(CheckLinksTest, ADigestOfWhatIsSaidNowIsSound) {
  Given before;
  before.Read(kItems);
  Given given;
  given.Read(absl::StrCat(kItems, "requirement { id: 'REQ-1' item { to: 'ITEM-A' digest: '",
                          before.records().Find("ITEM-A")->digest, "' } }"));
  EXPECT_EQ(given.RulesOf(CheckLinks), Rules({}));
}

TEST(CheckLinksTest, ADigestOfOtherTextIsSuspectAndSoIsNone) {
  VIGIL_VERIFIES("REQ-LC-001");
  Given given;
  given.Read(absl::StrCat(kItems, "requirement { id: 'REQ-1' item { to: 'ITEM-A' digest: '0123456789abcdef' } }"
                                  "requirement { id: 'REQ-2' item { to: 'ITEM-A' } }"));
  const Findings findings = given.FindingsOf(CheckLinks);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].rule, "link-suspect");
  EXPECT_NE(findings[0].message.find("says something else"), std::string::npos);
  EXPECT_NE(findings[1].message.find("nobody has read"), std::string::npos);
}

TEST(CheckLinksTest, TwoThatRestOnEachOtherAreACircleToldOnce) {
  Given given;
  given.Read("requirement { id: 'REQ-1' derives_from { to: 'REQ-2' } }"
             "requirement { id: 'REQ-2' derives_from { to: 'REQ-3' } }"
             "requirement { id: 'REQ-3' derives_from { to: 'REQ-2' } }");
  Rules circles;
  for (const Finding& finding : given.FindingsOf(CheckLinks)) {
    if (finding.rule == "link-circle") circles.push_back(finding.message);
  }
  EXPECT_EQ(circles, Rules({"rests on itself: REQ-2 -> REQ-3 -> REQ-2"}));
}

TEST(CheckLinksTest, TwoWaysToTheSameAreNoCircle) {
  Given given;
  given.Read("requirement { id: 'REQ-1' derives_from { to: 'REQ-2' } derives_from { to: 'REQ-3' } }"
             "requirement { id: 'REQ-2' derives_from { to: 'REQ-3' } } requirement { id: 'REQ-3' }");
  for (const Finding& finding : given.FindingsOf(CheckLinks)) EXPECT_EQ(finding.rule, "link-suspect");
}

TEST(CheckLinksTest, LinksThatMayGoAroundAreNoCircle) {
  Given given;
  given.Read("item { id: 'ITEM-A' lowered_by { to: 'RC-1' } } control { id: 'RC-1' }"
             "problem { id: 'PR-1' affects { to: 'ITEM-A' } } change { id: 'CR-1' resolves { to: 'PR-1' } }");
  for (const Finding& finding : given.FindingsOf(CheckLinks)) EXPECT_EQ(finding.rule, "link-suspect");
}

TEST(CheckLinksTest, AChainAsLongAsThereAreRecordsNeedsNoStack) {
  constexpr int kRecords = 50000;
  std::string text;
  for (int n = 0; n < kRecords; ++n) {
    absl::StrAppend(&text, "requirement { id: 'REQ-", n, "' derives_from { to: 'REQ-", (n + 1) % kRecords, "' } }\n");
  }
  Given given;
  given.Read(text);
  int circles = 0;
  for (const Finding& finding : given.FindingsOf(CheckLinks)) circles += finding.rule == "link-circle" ? 1 : 0;
  EXPECT_EQ(circles, 1);
}

// Needs.

class NeedsTest : public testing::Test {
 protected:
  NeedsTest() {
    given.profile = Given::Parse<Profile>(
        "need { clause: '5.5.4' record: 'unit' field: 'fault_handling' from: C mend: 'say it' }"
        "need { clause: '5.4.1' record: 'unit' field: 'source' from: B mend: 'name them' }");
  }
  Rules Needs(const std::string& item_class, const std::string& unit) {
    given.Read(absl::StrCat("item { id: 'ITEM-A' safety_class: ", item_class,
                            " } unit { id: 'UNIT-A' item { to: 'ITEM-A' } ", unit, " }"));
    return given.RulesOf(CheckNeeds);
  }
  Given given;
};

TEST_F(NeedsTest, ClassCNeedsAll) { EXPECT_EQ(Needs("C", ""), Rules({"missing UNIT-A", "missing UNIT-A"})); }
TEST_F(NeedsTest, ClassBNeedsWhatIsFromB) { EXPECT_EQ(Needs("B", ""), Rules({"missing UNIT-A"})); }
TEST_F(NeedsTest, ClassANeedsNeither) { EXPECT_EQ(Needs("A", ""), Rules({})); }
TEST_F(NeedsTest, AnAnswerIsEnough) {
  EXPECT_EQ(Needs("C", "source: 'a.cc' fault_handling: 'Stops.'"), Rules({}));
}

class NoAnswerTest : public NeedsTest, public testing::WithParamInterface<const char*> {};

TEST_P(NoAnswerTest, IsMissing) {
  EXPECT_EQ(Needs("C", absl::StrCat("source: 'a.cc' fault_handling: '", GetParam(), "'")), Rules({"missing UNIT-A"}));
}

INSTANTIATE_TEST_SUITE_P(Words, NoAnswerTest, testing::Values("", " ", "-", "...", "?", "TBD", "tbd.", "To do", "n/a", "XXX"));

class ShortAnswerTest : public NeedsTest, public testing::WithParamInterface<const char*> {};

TEST_P(ShortAnswerTest, IsOne) {
  EXPECT_EQ(Needs("C", absl::StrCat("source: 'a.cc' fault_handling: '", GetParam(), "'")), Rules({}));
}

INSTANTIATE_TEST_SUITE_P(Words, ShortAnswerTest,
                         testing::Values("None.", "0", "Nano", "\xc3\x84", "TBD by the caller", "To do nothing"));

TEST_F(NeedsTest, AListOfBlanksIsEmpty) {
  EXPECT_EQ(Needs("B", "source: '' source: ' '"), Rules({"missing UNIT-A"}));
}

TEST_F(NeedsTest, OneOfAListIsEnough) { EXPECT_EQ(Needs("B", "source: '' source: 'a.cc'"), Rules({})); }

TEST_F(NeedsTest, ANeedThatCannotBeMetIsTold) {
  given.profile = Given::Parse<Profile>("need { record: 'unit' field: 'colour' from: A }"
                                        "need { record: 'units' field: 'source' from: A }");
  EXPECT_EQ(Needs("A", ""), Rules({"profile-record", "profile-field UNIT-A"}));
}

TEST_F(NeedsTest, AConditionSaysOfWhichRecords) {
  given.profile = Given::Parse<Profile>("need { record: 'unit' field: 'source' from: A when: 'title' unless: 'design' }");
  EXPECT_EQ(Needs("A", ""), Rules({})) << "neither";
  given.Read("unit { id: 'UNIT-WHEN' title: 'T' } unit { id: 'UNIT-BLANK' title: 'T' design: 'TBD' }"
             "unit { id: 'UNIT-BOTH' title: 'T' design: 'D' } unit { id: 'UNIT-MET' title: 'T' source: 'a.cc' }");
  EXPECT_EQ(given.RulesOf(CheckNeeds), Rules({"missing UNIT-WHEN", "missing UNIT-BLANK"}));
}

TEST_F(NeedsTest, AConditionThatNoRecordCanMeetIsTold) {
  given.profile = Given::Parse<Profile>("need { record: 'unit' field: 'source' from: A when: 'colour' }"
                                        "need { record: 'unit' field: 'source' from: A unless: 'colour' }");
  EXPECT_EQ(Needs("A", "source: 'a.cc'"), Rules({"profile-field UNIT-A", "profile-field UNIT-A"}));
}

// Inputs from outside.

TEST(CheckInputsTest, ThereAreSomeOrNone) {
  Given given;
  given.Read("item { id: 'ITEM-BOTH' external_input { to: 'IF-CABLE' } no_external_input: 'None.' }"
             "item { id: 'ITEM-NONE' no_external_input: 'None.' }"
             "item { id: 'ITEM-SOME' external_input { to: 'IF-CABLE' } }"
             "item { id: 'ITEM-WITHIN' external_input { to: 'IF-CALL' } external_input { to: 'IF-GONE' } }"
             "interface { id: 'IF-CABLE' outside: 'A sensor.' } interface { id: 'IF-CALL' }");
  EXPECT_EQ(given.RulesOf(CheckInputs), Rules({"input-contradicted ITEM-BOTH", "input-from-within ITEM-WITHIN"}));
}

TEST(CheckInputsTest, AFuzzTestTriedInputsAndPassed) {
  Given given;
  for (const char* test : {"tried", "failed", "examples", "never"}) {
    given.Read(absl::StrCat("interface { id: 'IF-", absl::AsciiStrToUpper(test), "' outside: 'A sensor.' fuzz_test: '//a:", test, "' }"));
  }
  EXPECT_EQ(given.RulesOf(CheckInputs), Rules({})) << "no evidence, nothing to judge by";
  given.evidence = Given::Parse<Evidence>("test { test: '//a:tried' case { result: PASSED inputs: 1 } }"
                                          "test { test: '//a:failed' case { result: FAILED inputs: 20000 } }"
                                          "test { test: '//a:examples' case { result: PASSED assertions: 7 } }");
  EXPECT_EQ(given.RulesOf(CheckInputs), Rules({"fuzz-test-without-search IF-FAILED", "fuzz-test-without-search IF-EXAMPLES",
                                               "fuzz-test-without-search IF-NEVER"}));
}

// Classes.

Rules ClassRules(const std::string& text) {
  Given given;
  given.Read("item { id: 'ITEM-W' safety_class: C } " + text);
  return given.RulesOf(CheckClasses);
}

TEST(CheckClassesTest, APartIsOfTheClassOfTheWhole) {
  EXPECT_EQ(ClassRules("item { id: 'ITEM-P' safety_class: C part_of { to: 'ITEM-W' } }"), Rules({}));
  EXPECT_EQ(ClassRules("item { id: 'ITEM-P' safety_class: B part_of { to: 'ITEM-W' } }"),
            Rules({"class-below-whole ITEM-P"}));
  EXPECT_EQ(ClassRules("item { id: 'ITEM-P' part_of { to: 'ITEM-W' } }"), Rules({"class-missing ITEM-P"}));
  EXPECT_EQ(ClassRules("item { id: 'ITEM-P' safety_class: A }"), Rules({}));
}

TEST(CheckClassesTest, APartOfAPartIsSeenAtItsOwnWhole) {
  EXPECT_EQ(ClassRules("item { id: 'ITEM-P' safety_class: B part_of { to: 'ITEM-W' } }"
                       "segregation { id: 'SEG-1' item { to: 'ITEM-P' } segregated_from { to: 'ITEM-W' } }"
                       "item { id: 'ITEM-Q' safety_class: A part_of { to: 'ITEM-P' } }"),
            Rules({"class-below-whole ITEM-Q"}));
}

TEST(CheckClassesTest, ASegregationIsOfThisItemFromThisWhole) {
  const std::string part = "item { id: 'ITEM-P' safety_class: B part_of { to: 'ITEM-W' } }";
  EXPECT_EQ(ClassRules(part + "segregation { id: 'SEG-1' item { to: 'ITEM-P' } segregated_from { to: 'ITEM-W' } }"), Rules({}));
  EXPECT_EQ(ClassRules(part + "segregation { id: 'SEG-1' item { to: 'ITEM-W' } segregated_from { to: 'ITEM-P' } }"),
            Rules({"class-below-whole ITEM-P"}));
  EXPECT_EQ(ClassRules(part + "segregation { id: 'SEG-1' item { to: 'ITEM-P' } }"), Rules({"class-below-whole ITEM-P"}));
}

TEST(CheckClassesTest, OnlyWhatIsOutsideLowersAClass) {
  const std::string part = "item { id: 'ITEM-P' safety_class: B part_of { to: 'ITEM-W' } lowered_by { to: 'RC-1' } }"
                           "hazard { id: 'HAZ-1' severity: SERIOUS cause { item { to: 'ITEM-P' } } controlled_by { to: 'RC-1' } }";
  EXPECT_EQ(ClassRules(part + "control { id: 'RC-1' external: true }"), Rules({}));
  EXPECT_EQ(ClassRules(part + "control { id: 'RC-1' }"), Rules({"class-lowered-from-within ITEM-P"}));
  EXPECT_EQ(ClassRules(part + "control { id: 'RC-1' external: true kind: INFORMATION }"), Rules({"class-lowered-by-information ITEM-P"}));
}

TEST(CheckClassesTest, AControlLowersTheClassOfWhatCausesItsHazard) {
  EXPECT_EQ(ClassRules("item { id: 'ITEM-P' safety_class: A lowered_by { to: 'RC-1' } } control { id: 'RC-1' external: true }"
                       "hazard { id: 'HAZ-1' severity: MINOR cause { item { to: 'ITEM-W' } } controlled_by { to: 'RC-1' } }"
                       "hazard { id: 'HAZ-2' severity: NEGLIGIBLE cause { item { to: 'ITEM-P' } } }"),
            Rules({"class-lowered-beside ITEM-P"}));
}

TEST(CheckClassesTest, TheHarmDecides) {
  VIGIL_VERIFIES("REQ-LC-001");
  const auto rules = [](const char* safety_class, const char* severity, const char* more) {
    return ClassRules(absl::StrCat("item { id: 'ITEM-P' safety_class: ", safety_class, " } hazard { id: 'HAZ-1' severity: ", severity,
                                   " cause { item { to: 'ITEM-P' } } cause { item { to: 'ITEM-P' } } ", more, " }"));
  };
  const Rules below({"class-below-harm HAZ-1"});
  EXPECT_EQ(rules("C", "CATASTROPHIC", ""), Rules({}));
  EXPECT_EQ(rules("B", "CATASTROPHIC", ""), below) << "once, however many causes";
  EXPECT_EQ(rules("B", "SERIOUS", ""), below);
  EXPECT_EQ(rules("B", "MINOR", ""), Rules({}));
  EXPECT_EQ(rules("A", "MINOR", ""), below);
  EXPECT_EQ(rules("A", "NEGLIGIBLE", ""), Rules({}));
  EXPECT_EQ(rules("B", "SERIOUS", "controlled_by { to: 'RC-1' } } control { id: 'RC-1' external: true"), below)
      << "the item does not say that it is lowered by it";
}

TEST(CheckClassesTest, AControlLowersByOneClass) {
  const auto rules = [](const char* safety_class) {
    return ClassRules(absl::StrCat("item { id: 'ITEM-P' safety_class: ", safety_class, " lowered_by { to: 'RC-1' } } control { id: 'RC-1' external: true }"
                                   "hazard { id: 'HAZ-1' severity: CATASTROPHIC cause { item { to: 'ITEM-P' } } controlled_by { to: 'RC-1' } }"));
  };
  EXPECT_EQ(rules("B"), Rules({}));
  EXPECT_EQ(rules("A"), Rules({"class-below-harm HAZ-1"}));
}

TEST(CheckClassesTest, SoupIsAcceptedUpToTheHarmThatItCanDo) {
  const auto rules = [](const char* soup, const char* control) {
    return ClassRules(absl::StrCat("soup { id: 'SOUP-1' accepted_up_to: ", soup, " } control { id: 'RC-1' ", control, " }"
                                   "hazard { id: 'HAZ-1' severity: SERIOUS cause { item { to: 'SOUP-1' } } controlled_by { to: 'RC-1' } }"));
  };
  EXPECT_EQ(rules("C", ""), Rules({}));
  EXPECT_EQ(rules("B", ""), Rules({"class-below-harm HAZ-1"}));
  EXPECT_EQ(rules("B", "external: true"), Rules({}));
  EXPECT_EQ(rules("A", "external: true"), Rules({"class-below-harm HAZ-1"}));
  EXPECT_EQ(rules("B", "external: true kind: INFORMATION"), Rules({"class-below-harm HAZ-1"}));
}

// Risks.

Rules RiskRules(const std::string& text) {
  Given given;
  given.Read(text);
  return given.RulesOf(CheckRisks);
}

TEST(CheckRisksTest, ACauseHasItsKindAndItsText) {
  const std::string hazard = "control { id: 'RC-1' external: true verified_outside: 'R-1' } hazard { id: 'HAZ-1' controlled_by { to: 'RC-1' } ";
  EXPECT_EQ(RiskRules(hazard + "cause { kind: SOFTWARE_DEFECT text: 'T' item { to: 'ITEM-A' } } }"), Rules({}));
  EXPECT_EQ(RiskRules(hazard + "cause { kind: SOFTWARE_DEFECT text: 'T' } }"), Rules({"cause-of-nobody HAZ-1"}));
  EXPECT_EQ(RiskRules(hazard + "cause { kind: SOUP_FAILURE text: 'T' } }"), Rules({"cause-of-nobody HAZ-1"}));
  EXPECT_EQ(RiskRules(hazard + "cause { kind: FORESEEABLE_MISUSE text: 'T' } }"), Rules({}));
  EXPECT_EQ(RiskRules(hazard + "cause { kind: HARDWARE_FAILURE } }"), Rules({"cause-incomplete HAZ-1"}));
  EXPECT_EQ(RiskRules(hazard + "cause { text: 'T' } }"), Rules({"cause-incomplete HAZ-1"}));
  EXPECT_EQ(RiskRules(hazard + "}"), Rules({"hazard-without-cause HAZ-1"}));
}

TEST(CheckRisksTest, AControlInSoftwareIsRequiredAndVerifiedTwice) {
  const std::string used =
      "hazard { id: 'HAZ-1' controlled_by { to: 'RC-1' } cause { kind: HARDWARE_FAILURE text: 'T' } } ";
  const std::string required = used + "requirement { id: 'REQ-1' implements { to: 'RC-1' } } ";
  const std::string both = "implementation_test: '//a' effectiveness_test: '//b'";
  EXPECT_EQ(RiskRules(required + "control { id: 'RC-1' " + both + " }"), Rules({}));
  EXPECT_EQ(RiskRules(required + "control { id: 'RC-1' implementation_test: '//a' }"), Rules({"control-unverified RC-1"}));
  EXPECT_EQ(RiskRules(required + "control { id: 'RC-1' effectiveness_test: '//b' }"), Rules({"control-unverified RC-1"}));
  EXPECT_EQ(RiskRules(used + "control { id: 'RC-1' " + both + " }"), Rules({"control-not-required RC-1"}));
  const Rules unshown({"control-outside-unverified RC-1"});
  for (const std::string outside : {"kind: INFORMATION", "kind: PROTECTIVE_HARDWARE", "external: true"}) {
    EXPECT_EQ(RiskRules(used + "control { id: 'RC-1' " + outside + " verified_outside: 'R-1' }"), Rules({})) << outside;
    EXPECT_EQ(RiskRules(used + "control { id: 'RC-1' " + outside + " }"), unshown) << outside;
  }
}

TEST(CheckRisksTest, CodeIsSoftwareWhateverItIsCalled) {
  const std::string used = "hazard { id: 'HAZ-1' controlled_by { to: 'RC-1' } cause { kind: HARDWARE_FAILURE text: 'T' } } ";
  const Rules asked({"control-not-required RC-1", "control-unverified RC-1"});
  EXPECT_EQ(RiskRules(used + "control { id: 'RC-1' kind: PROTECTIVE_HARDWARE source: 'a.cc' }"), asked);
  EXPECT_EQ(RiskRules(used + "control { id: 'RC-1' kind: INFORMATION source: 'a.cc' }"), asked);
  EXPECT_EQ(RiskRules(used + "control { id: 'RC-1' kind: PROTECTIVE_HARDWARE } requirement { id: 'REQ-1' implements { to: 'RC-1' } }"),
            Rules({"control-unverified RC-1"}));
}

TEST(CheckRisksTest, InformationAloneControlsNoSeriousHarm) {
  const auto rules = [](const char* severity, const char* other) {
    return RiskRules(absl::StrCat("hazard { id: 'HAZ-1' severity: ", severity, " controlled_by { to: 'RC-1' } cause { kind: HARDWARE_FAILURE text: 'T' } ", other, " }"
                                  "control { id: 'RC-1' kind: INFORMATION verified_outside: 'R-1' }"
                                  "control { id: 'RC-2' kind: PROTECTIVE_HARDWARE verified_outside: 'R-2' } hazard { id: 'HAZ-2' controlled_by { to: 'RC-2' } cause { kind: HARDWARE_FAILURE text: 'T' } }"));
  };
  EXPECT_EQ(rules("SERIOUS", ""), Rules({"hazard-information-only HAZ-1"}));
  EXPECT_EQ(rules("MINOR", ""), Rules({}));
  EXPECT_EQ(rules("SERIOUS", "controlled_by { to: 'RC-2' }"), Rules({}));
}

TEST(CheckRisksTest, AControlThatOnlyARequirementNamesControlsNothing) {
  EXPECT_EQ(RiskRules("control { id: 'RC-1' external: true verified_outside: 'R-1' } requirement { id: 'REQ-1' implements { to: 'RC-1' } }"),
            Rules({"control-unused RC-1"}));
  EXPECT_EQ(RiskRules("control { id: 'RC-1' external: true verified_outside: 'R-1' } item { id: 'ITEM-A' lowered_by { to: 'RC-1' } }"), Rules({}));
}

TEST(CheckRisksTest, ARequirementComesFromSomewhere) {
  EXPECT_EQ(RiskRules("requirement { id: 'REQ-1' }"), Rules({"requirement-orphan REQ-1"}));
  EXPECT_EQ(RiskRules("requirement { id: 'REQ-1' source: 'S' kind: RISK_CONTROL }"), Rules({"requirement-of-no-control REQ-1"}));
  EXPECT_EQ(RiskRules("requirement { id: 'REQ-1' source: 'Need' }"), Rules({}));
  EXPECT_EQ(RiskRules("requirement { id: 'REQ-1' derives_from { to: 'REQ-0' } }"), Rules({}));
}

// SOUP.

using Locked = std::map<std::string, std::string>;
constexpr char kSoup[] = "soup { id: 'SOUP-1' name: 'zlib' version: '1.3' anomalies_reviewed_for: '1.3' }";

TEST(CheckSoupTest, TheLockAndTheRecordsSayTheSame) {
  Given given;
  given.Read(kSoup);
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({})) << "without a lock";
  given.locked = Locked{{"zlib", "1.3"}};
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({}));
  given.locked = Locked{{"zlib", "1.3.1"}};
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({"soup-version SOUP-1"}));
  given.locked = Locked{{"zlib-ng", "1.3"}};
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({"soup-not-locked SOUP-1", "soup-unrecorded"}));
}

TEST(CheckSoupTest, AReviewIsOfThisVersionAndAnAnomalyIsEvaluated) {
  Given given;
  given.Read("soup { id: 'SOUP-1' version: '1.3' anomalies_reviewed_for: '1.2' anomaly { reference: 'CVE' } }"
             "soup { id: 'SOUP-2' version: '1.3' }");
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({"soup-review-stale SOUP-1", "soup-anomaly-open SOUP-1", "soup-review-stale SOUP-2"}));
}

TEST(CheckSoupTest, OfAnAnomalyItIsDecidedWhetherItCanOccurHere) {
  const auto rules_of = [](const std::string& decided) {
    Given given;
    given.Read("soup { id: 'SOUP-1' anomaly { reference: 'CVE' evaluation: 'E' " + decided + " } }");
    return given.RulesOf(CheckSoup);
  };
  EXPECT_EQ(rules_of(""), Rules({"soup-anomaly-undecided SOUP-1"}));
  EXPECT_EQ(rules_of("state: RESOLVED"), Rules({}));
  EXPECT_EQ(rules_of("state: NOT_AFFECTED justification: CODE_NOT_PRESENT"), Rules({}));
  EXPECT_EQ(rules_of("state: NOT_AFFECTED"), Rules({"soup-anomaly-unjustified SOUP-1"}));
  EXPECT_EQ(rules_of("state: EXPLOITABLE justification: CODE_NOT_PRESENT"), Rules({"soup-anomaly-unjustified SOUP-1"}));
}

// Sources.

TEST(CheckSoupTest, SupportEndsOnADay) {
  Given given;
  given.Read("soup { id: 'SOUP-1' end_of_support: '2026-06-30' } soup { id: 'SOUP-2' end_of_support: '2026-07-01' }"
             "soup { id: 'SOUP-3' end_of_support: 'None is published, ask in 2020' }");
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({})) << "without a day";
  given.today = "2026-07-01";
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({"soup-support-ended SOUP-1"}));
}

TEST(CheckSoupTest, SupportLastsUntilTheRelease) {
  Given given;
  given.Read("soup { id: 'SOUP-1' name: 'n' version: '1' anomalies_reviewed_for: '1' end_of_support: '2026-06-30' }"
             "release { id: 'REL-1' date: '2026-07-01' } release { id: 'REL-0' date: '2025-07-01' }");
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({}));
  given.for_release = true;
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({"soup-support-ended SOUP-1"})) << "without a clock";
  given.today = "1990-01-01";
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({"soup-support-ended SOUP-1"})) << "whatever the clock says";
}

// Problems, changes and releases.

TEST(CheckProblemsTest, WhatIsClosedIsShown) {
  Given given;
  given.Read("problem { id: 'PR-1' state: OPEN } problem { id: 'PR-2' state: CLOSED } problem { id: 'PR-3' state: CLOSED verified_by: '//a:t' }");
  EXPECT_EQ(given.RulesOf(CheckProblems), Rules({"problem-closed-unverified PR-2"}));
  given.evidence.emplace();
  EXPECT_EQ(given.RulesOf(CheckEvidence), Rules({"verification-not-passed PR-3"}));
}

TEST(CheckChangesTest, OnlyApprovedToolsWrite) {
  Given given;
  given.Read("assistance_policy { id: 'AI-1' approved_tool: 'tool 1' } change { id: 'CR-1' assisted_by: 'tool 1' }"
             "change { id: 'CR-2' assisted_by: 'none' } change { id: 'CR-3' assisted_by: 'tool 2' }"
             "change { id: 'CR-4' assisted_by: 'none' assisted_by: 'tool 1' } change { id: 'CR-5' }");
  EXPECT_EQ(given.RulesOf(CheckChanges), Rules({"assistance-unapproved CR-3", "assistance-contradicted CR-4"}));
}

TEST(CheckChangesTest, WhatAToolWroteOfClassCIsReviewed) {
  const auto needs = [](const char* target, const char* tool) {
    Given given;
    given.Read(absl::StrCat("item { id: 'ITEM-B' safety_class: B } item { id: 'ITEM-C' safety_class: C } control { id: 'RC-1' }"
                            "change { id: 'CR-1' changes { to: '", target, "' } assisted_by: '", tool, "' }"));
    given.RulesOf(CheckChanges);
    return NeedsSecondReader(*given.records().Find("CR-1"));
  };
  EXPECT_TRUE(needs("ITEM-C", "tool 1"));
  EXPECT_TRUE(needs("RC-1", "tool 1"));
  EXPECT_FALSE(needs("ITEM-B", "tool 1"));
  EXPECT_FALSE(needs("ITEM-C", "none"));
}

// Of the release alone; all that is not given is said as well, which other tests look at.
Rules ReleaseRules(const std::string& text, const std::string& profile_sha256 = "") {
  Given given;
  given.for_release = true;
  given.profile_sha256 = profile_sha256;
  given.Read(text);
  for (const char* kind : {"item", "requirement", "hazard", "control", "problem", "change", "release"}) {
    // Nobody is asked for it, since there is none of that class.
    ApprovalDemand& demand = *given.profile.add_approval();
    demand.set_record(kind);
    demand.set_from(A);
    demand.set_kind(APPROVAL);
  }
  Rules rules;
  for (const std::string& rule : given.RulesOf(CheckRelease)) {
    if (rule != "release-not-given" && rule.rfind("approval-missing", 0) != 0) rules.push_back(rule);
  }
  return rules;
}

TEST(CheckReleaseTest, TheNewestNamesWhatIsOpen) {
  const std::string both = "problem { id: 'PR-1' state: OPEN residual_evaluation: 'R' } release { id: 'REL-1' date: '2026-01-01' problem { to: 'PR-1' } }";
  EXPECT_EQ(ReleaseRules(both), Rules({}));
  EXPECT_EQ(ReleaseRules("release { id: 'REL-2' date: '2026-01-02' }" + both), Rules({"release-problem-unnamed PR-1"}));
  EXPECT_EQ(ReleaseRules("release { id: 'REL-0' date: '2025-01-02' }" + both), Rules({}));
  EXPECT_EQ(ReleaseRules("problem { id: 'PR-1' }"), Rules({"release-unrecorded"}));
}

TEST(CheckReleaseTest, WhatIsOpenIsEvaluated) {
  EXPECT_EQ(ReleaseRules("problem { id: 'PR-1' } problem { id: 'PR-2' state: CLOSED } release { id: 'REL-1' problem { to: 'PR-1' } }"),
            Rules({"release-problem-unevaluated PR-1"}));
}

TEST(CheckReleaseTest, WhatNoPatientMayMeetIsNoClinicalRelease) {
  const std::string problem = "problem { id: 'PR-1' residual_evaluation: 'R' not_for_clinical_use: true } release { id: 'REL-1' problem { to: 'PR-1' } kind: ";
  EXPECT_EQ(ReleaseRules(problem + "ENGINEERING }"), Rules({}));
  EXPECT_EQ(ReleaseRules(problem + "CLINICAL }"), Rules({"release-not-for-patients PR-1"}));
}

TEST(CheckReleaseTest, TheProfileIsTheOneThatIsSignedFor) {
  EXPECT_EQ(ReleaseRules("release { id: 'REL-1' profile_sha256: '00' }", "00"), Rules({}));
  EXPECT_EQ(ReleaseRules("release { id: 'REL-1' profile_sha256: '01' }", "00"), Rules({"release-profile REL-1"}));
  EXPECT_EQ(ReleaseRules("release { id: 'REL-1' kind: ENGINEERING }", "00"), Rules({}));
  EXPECT_EQ(ReleaseRules("release { id: 'REL-1' kind: CLINICAL }", "00"), Rules({"release-profile REL-1"}));
}

TEST(CheckReleaseTest, AProfileThatAsksForNoSignatureIsNone) {
  Given given;
  given.for_release = true;
  given.Read("release { id: 'REL-1' }");
  const Rules rules = given.RulesOf(CheckRelease);
  EXPECT_EQ(std::count(rules.begin(), rules.end(), "release-profile-weak"), 7);
}

TEST(CheckSoupTest, ItIsAcceptedUpToTheClassOfWhatRestsOnIt) {
  Given given;
  given.Read("soup { id: 'SOUP-1' name: 'libone-dev' accepted_up_to: B } soup { id: 'SOUP-2' name: 'two' accepted_up_to: A }");
  given.repositories = {{"libone-dev", "one"}, {"two", "two"}};
  given.graph = Given::Parse<BuildGraph>(
      "target { label: '//s:one' is_soup: true safety_class: C dep: '@one//:one' }"
      "target { label: '//a:a' safety_class: B dep: '//s:one' } target { label: '//a:t' safety_class: C dep: '//s:one' is_test: true }"
      "target { label: '//a:f' safety_class: C dep: '@two//:two' is_test_only: true }");
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({}));
  given.graph->MergeFrom(Given::Parse<BuildGraph>(
      "target { label: '//a:c' safety_class: C dep: '//s:one' } target { label: '//a:d' safety_class: B dep: '@two//:two' }"));
  EXPECT_EQ(given.RulesOf(CheckSoup), Rules({"soup-above-its-class SOUP-1", "soup-above-its-class SOUP-2"}));
}

TEST(CheckRisksTest, AControlIsInTheSoftwareOrOutside) {
  Given given;
  given.Read("hazard { id: 'HAZ-1' cause { kind: HARDWARE_FAILURE text: 'T' } controlled_by { to: 'RC-1' } }"
             "control { id: 'RC-1' external: true source: 'a.cc' verified_outside: 'R-1' }");
  EXPECT_EQ(given.RulesOf(CheckRisks), Rules({"control-external-in-software RC-1"}));
}

TEST(CheckEffectivenessTest, OneTestForTwoQuestionsHasNoticedABreakOrAReason) {
  Given given;
  given.Read("control { id: 'RC-1' kind: INFORMATION implementation_test: '//a:t' effectiveness_test: '//a:u' effectiveness_test: '//a:t' }"
             "control { id: 'RC-2' kind: INFORMATION implementation_test: '//a:t' effectiveness_test: '//a:t' same_test_because: 'It has cases for both.' }"
             "control { id: 'RC-3' source: 'a.cc' implementation_test: '//a:t' effectiveness_test: '//a:u' effectiveness_test: '//a:t'"
             "  broken_by { file: 'a.cc' line: 'Limit();' instead: '' meaning: 'No limit.' } }");
  EXPECT_EQ(given.RulesOf(CheckEffectiveness), Rules({"control-one-test RC-1"})) << "without evidence a break counts";
  const std::string noticed = "effectiveness { control: 'RC-3' failed: 'A.B' broken_by { file: 'a.cc' line: 'Limit();' meaning: 'No limit.' } ";
  given.evidence = Given::Parse<Evidence>(noticed + "test: '//a:u' }");
  EXPECT_EQ(given.RulesOf(CheckEffectiveness), Rules({"control-one-test RC-1", "control-one-test RC-3"})) << "another noticed";
  given.evidence = Given::Parse<Evidence>(noticed + "test: '//a:t' }");
  EXPECT_EQ(given.RulesOf(CheckEffectiveness), Rules({"control-one-test RC-1"}));
}

TEST(CheckSourcesTest, EachFileBelongsToOneUnit) {
  Given given;
  given.Read("unit { id: 'UNIT-1' source: 'a.cc' source: 'b.cc' } unit { id: 'UNIT-2' source: 'b.cc' source: 'c.cc' }");
  EXPECT_EQ(given.RulesOf(CheckSources), Rules({})) << "without the build's graph";
  given.graph = Given::Parse<BuildGraph>(
      "target { label: '//:a' safety_class: C source: 'a.cc' source: 'BUILD.bazel' }"
      "target { label: '//:b' safety_class: B dep: '//:files' dep: '@x//:x' }"
      "target { label: '//:files' source: 'b.cc' source: 'd.cc' }"
      "target { label: '//:low' safety_class: A source: 'low.cc' }"
      "target { label: '//:test' safety_class: C source: 'test.cc' is_test: true }"
      "target { label: '//:fake' safety_class: C source: 'fake.cc' is_test_only: true }"
      "target { label: '//:soup' safety_class: C source: 'soup.h' is_soup: true }");
  EXPECT_EQ(given.RulesOf(CheckSources), Rules({"source-twice UNIT-2", "source-missing UNIT-2", "source-unregistered"}));
}

TEST(CheckSourcesTest, NoProductRestsOnTestCode) {
  Given given;
  given.graph = Given::Parse<BuildGraph>(
      "target { label: '//:a' safety_class: B dep: '//:fake' }"
      "target { label: '//:tool' safety_class: A dep: '//:fake' }"
      "target { label: '//:test' safety_class: C dep: '//:fake' is_test: true }"
      "target { label: '//:fake' safety_class: B is_test_only: true }");
  EXPECT_EQ(given.RulesOf(CheckSources), Rules({"product-on-test-code", "product-on-test-code"}));
}

// Evidence.

class EvidenceTest : public testing::Test {
 protected:
  Rules RulesOf(const std::string& evidence) {
    given.Read("requirement { id: 'REQ-1' } control { id: 'RC-1' effectiveness_test: '//a:t' } item { id: 'ITEM-A' }");
    given.evidence = Given::Parse<Evidence>(evidence);
    Rules rules = given.RulesOf(CheckEvidence);
    // These records are short: digests of two digits, and no word on how they were made.
    for (const char* rule : {"digest-malformed", "test-without-tools", "test-without-environment"}) {
      rules.erase(std::remove(rules.begin(), rules.end(), rule), rules.end());
    }
    return rules;
  }
  Given given;
};

constexpr char kSubject[] = " subject { label: '//a' sha256: '00' } ";

TEST_F(EvidenceTest, ATestThatPassedVerifies) {
  EXPECT_EQ(RulesOf(absl::StrCat("test { test: '//a:t' case { name: 'C' result: PASSED verifies: 'REQ-1' }", kSubject,
                                 "} released { label: '//a' sha256: '00' } released { label: '//b' sha256: '01' }")),
            Rules({}));
}

TEST_F(EvidenceTest, NoTestVerifiesNothing) {
  EXPECT_EQ(RulesOf(""), Rules({"requirement-unverified REQ-1", "verification-not-passed RC-1"}));
}

TEST_F(EvidenceTest, OneCaseThatFailsIsEnoughForTheTestNotToPass) {
  EXPECT_EQ(RulesOf(absl::StrCat("test { test: '//a:t' case { name: 'C' result: PASSED verifies: 'REQ-1' }"
                                 "case { name: 'D' result: FAILED }", kSubject, "}")),
            Rules({"test-failed", "verification-not-passed RC-1"}));
}

TEST_F(EvidenceTest, WhatWasSkippedVerifiesNothing) {
  EXPECT_EQ(RulesOf(absl::StrCat("test { test: '//a:t' case { name: 'C' result: SKIPPED verifies: 'REQ-1' }", kSubject, "}")),
            Rules({"test-skipped", "requirement-unverified REQ-1", "verification-not-passed RC-1"}));
}

TEST_F(EvidenceTest, OtherBitsAreNoSubject) {
  EXPECT_EQ(RulesOf(absl::StrCat("test { test: '//a:t' case { name: 'C' result: PASSED verifies: 'REQ-1' }", kSubject,
                                 "} released { label: '//a' sha256: '01' }")),
            Rules({"evidence-of-other-bits"}));
}

TEST_F(EvidenceTest, ATestIsNoSubjectOfItself) {
  EXPECT_EQ(RulesOf("test { test: '//a:t' case { name: 'C' result: PASSED verifies: 'REQ-1' }"
                    "subject { label: '//a:t' sha256: '00' } }"),
            Rules({"test-of-itself"}));
}

TEST_F(EvidenceTest, WhatIsVerifiedIsARequirementOrAControl) {
  EXPECT_EQ(RulesOf(absl::StrCat("test { test: '//a:t' case { name: 'C' result: PASSED verifies: 'REQ-1' verifies: 'RC-1' "
                                 "verifies: 'ITEM-A' verifies: 'REQ-2' }", kSubject, "}")),
            Rules({"test-of-no-claim", "test-of-nothing"}));
}

TEST_F(EvidenceTest, WhatIsNoPartOfTheReleaseIsForTestsOnly) {
  given.graph = Given::Parse<BuildGraph>("target { label: '//a:fake' is_test_only: true }");
  EXPECT_EQ(RulesOf("test { test: '//a:t' case { name: 'C' result: PASSED verifies: 'REQ-1' }"
                    "subject { label: '//a:fake/libfake.a' sha256: '01' } subject { label: '//a:other/libother.a' sha256: '01' } }"
                    "released { label: '//a' sha256: '00' }"),
            Rules({"subject-not-released"}));
}

TEST_F(EvidenceTest, AllTestsWereMadeWithTheSameTools) {
  const std::string other = absl::StrCat("test { test: '//a:u' case { name: 'C' result: PASSED }", kSubject,
                                         "tool { label: 'clang' sha256: '01' } }");
  const std::string test = absl::StrCat("test { test: '//a:t' case { name: 'C' result: PASSED verifies: 'REQ-1' }", kSubject,
                                        "tool { label: 'clang' sha256: '00' } tool { label: 'lld' sha256: '01' } }", other);
  EXPECT_EQ(RulesOf(test), Rules({"evidence-of-other-tools"}));
}

TEST_F(EvidenceTest, OfTwoRunsTheOneThatPassedDoesNotCountAlone) {
  const std::string failed = absl::StrCat("test { test: '//a:t' case { name: 'C' result: FAILED }", kSubject, "}");
  const std::string passed = absl::StrCat("test { test: '//a:t' case { name: 'C' result: PASSED verifies: 'REQ-1' }", kSubject, "}");
  EXPECT_EQ(RulesOf(failed + passed), Rules({"test-failed", "test-twice", "verification-not-passed RC-1"}));
}

TEST_F(EvidenceTest, ACaseIsToldOnceAndWithItsResult) {
  EXPECT_EQ(RulesOf(absl::StrCat("test { test: '//a:t' case { name: 'C' result: PASSED verifies: 'REQ-1' }"
                                 "case { name: 'C' }", kSubject, "}")),
            Rules({"test-without-result", "case-twice", "verification-not-passed RC-1"}));
}

// What a test can speak for.

class VerificationTest : public testing::Test {
 protected:
  VerificationTest() {
    given.Read("item { id: 'ITEM-A' package: '//a/...' } item { id: 'ITEM-PART' part_of { to: 'ITEM-A' } package: '//a/part' }"
               "item { id: 'ITEM-B' package: '//b' } item { id: 'ITEM-PAPER' }"
               "requirement { id: 'REQ-A' item { to: 'ITEM-A' } } requirement { id: 'REQ-B' item { to: 'ITEM-B' } }"
               "requirement { id: 'REQ-PAPER' item { to: 'ITEM-PAPER' } }");
  }
  // Of one test, whose case verifies `id`.
  Rules RulesOf(const std::string& deps, const std::string& id, const std::string& subject = "//x:x") {
    given.evidence = Given::Parse<Evidence>(absl::StrCat("test { test: '//t:t' case { name: 'C' result: PASSED verifies: '", id,
                                                         "' } subject { label: '", subject, "' } }"));
    given.graph = Given::Parse<BuildGraph>(absl::StrCat(
        "target { label: '//t:t' is_test: true is_test_only: true ", deps, " }"
        "target { label: '//a/part:lib' source: 'a/part/lib.cc' } target { label: '//b:b' source: 'b/b.cc' }"
        "target { label: '//b:through' dep: '//a/part:lib' is_test_only: true }"
        "target { label: '//b:fake' source: 'b/fake.cc' is_test_only: true }"
        "target { label: '//t:tree' source: 'b/b.cc' is_test_only: true }"));
    return given.RulesOf(CheckVerifications);
  }
  Given given;
};

TEST_F(VerificationTest, ATestSpeaksForWhatItLinks) {
  EXPECT_EQ(RulesOf("dep: '//b:b'", "REQ-B"), Rules({}));
  EXPECT_EQ(RulesOf("dep: '//b:through'", "REQ-A"), Rules({})) << "a part of it, through something else";
  EXPECT_EQ(RulesOf("", "REQ-B", "//b:b/libb.a"), Rules({})) << "what it runs";
  EXPECT_EQ(RulesOf("dep: '//t:tree'", "REQ-B"), Rules({})) << "a source of the product among test sources";
  EXPECT_EQ(RulesOf("dep: '//b:header.h'", "REQ-B"), Rules({})) << "a file";
}

TEST_F(VerificationTest, AndForNothingElse) {
  EXPECT_EQ(RulesOf("dep: '//a/part:lib'", "REQ-B"), Rules({"test-of-other-code"}));
  EXPECT_EQ(RulesOf("dep: '//b:fake'", "REQ-B"), Rules({"test-of-other-code"}));
  EXPECT_EQ(RulesOf("dep: '//b:b'", "REQ-PAPER"), Rules({"test-of-other-code"}));
}

TEST_F(VerificationTest, AControlIsShownWhereItStands) {
  given.Read("control { id: 'RC-1' source: 'b/b.cc' source: 'b/gone.cc' implementation_test: '//t:t' }"
             "control { id: 'RC-2' source: 'a/part/lib.cc' effectiveness_test: '//t:t' } control { id: 'RC-3' effectiveness_test: '//t:t' }"
             "segregation { id: 'SEG-1' item { to: 'ITEM-B' } segregated_from { to: 'ITEM-A' } test: '//t:t' }"
             "segregation { id: 'SEG-2' item { to: 'ITEM-PART' } segregated_from { to: 'ITEM-A' } test: '//t:t' }");
  EXPECT_EQ(RulesOf("dep: '//b:b'", "REQ-B"), Rules({"verified-elsewhere RC-2", "verified-elsewhere SEG-2"}));
}

TEST_F(VerificationTest, AFuzzTestReachesTheReader) {
  given.Read("interface { id: 'IF-1' source: 'b/b.cc' fuzz_test: '//t:t' } interface { id: 'IF-2' source: 'a/part/lib.cc' fuzz_test: '//t:t' }");
  EXPECT_EQ(RulesOf("dep: '//b:b'", "REQ-B"), Rules({"verified-elsewhere IF-2"}));
}

TEST_F(VerificationTest, EachTestHasItsRecordAndEachRecordItsTest) {
  RulesOf("dep: '//b:b'", "REQ-B");
  given.graph->add_target()->set_label("//t:new");
  given.graph->mutable_target()->rbegin()->set_is_test(true);
  given.evidence->add_test()->set_test("//t:old");
  given.evidence->mutable_test()->rbegin()->add_subject()->set_label("//t:old");
  EXPECT_EQ(given.RulesOf(CheckVerifications), Rules({"record-without-test", "test-without-record"}));
  given.graph->MergeFrom(Given::Parse<BuildGraph>("target { label: '//:lifecycle' rule: 'lifecycle' }"));
  given.graph->mutable_target(given.graph->target_size() - 2)->add_dep("//:lifecycle");
  EXPECT_EQ(given.RulesOf(CheckVerifications), Rules({"record-without-test"})) << "it looks at all records";
}

// All of it.

TEST(CheckTest, TellsByFileAndLine) {
  Given given;
  given.Read("requirement { id: 'REQ-2' }\nitem { id: 'ITEM-A' }\nrequirement { id: 'REQ-1' }");
  const Findings findings = given.FindingsOf(Check);
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(TextOf(findings[1]), "a.textproto:2: ITEM-A: has no safety class [class-missing, clause 4.3]\n"
                                 "    to mend: safety_class: A, B or C, with its rationale\n");
  EXPECT_EQ(findings[0].id, "REQ-2");
  EXPECT_EQ(findings[2].id, "REQ-1");
}

}  // namespace
}  // namespace vigil::lifecycle
