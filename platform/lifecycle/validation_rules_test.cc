// The borders of the rules over what is shown to be true of people.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/subject_for_test.h"
#include "platform/lifecycle/validation.h"
#include "test/verifies.h"

namespace vigil::lifecycle {
namespace {

constexpr char kItem[] = "item { id: 'ITEM-P' package: '//p' } ";
constexpr char kPlugin[] = "target { label: '//p' rule: 'plugin' observation: 'kSpo2' alarm: 'kSpo2Low' } ";
constexpr char kBenchmark[] = "target { label: '//b:bench' is_test_only: true dep: '//b:run' } target { label: '//b:run' dep: '//p:p' } ";

std::string Record(const std::string& id, const std::string& content) {
  return absl::StrCat("validation { id: '", id, "' item { to: 'ITEM-P' } ", content, " } ");
}

// What is found in these records, with a build of these targets unless there are none.
Rules RulesOf(const std::string& records, const std::string& targets) {
  Given given;
  given.Read(kItem + records);
  if (!targets.empty()) given.graph = Given::Parse<BuildGraph>(targets);
  return given.RulesOf(CheckValidations);
}

TEST(CheckValidationsTest, EachValueAndAlarmOfAPluginHasARecord) {
  VIGIL_VERIFIES("REQ-LC-030");
  const std::string both = Record("VAL-1", "observation: 'kSpo2' state: SYNTHETIC_SIGNALS") +
                           Record("VAL-2", "alarm: 'kSpo2Low' state: SYNTHETIC_SIGNALS");
  EXPECT_EQ(RulesOf(both, kPlugin), Rules({}));
  EXPECT_EQ(RulesOf(Record("VAL-1", "observation: 'kSpo2'"), kPlugin), Rules({"validation-missing ITEM-P"}));
  EXPECT_EQ(RulesOf("", kPlugin), Rules({"validation-missing ITEM-P", "validation-missing ITEM-P"}));
  EXPECT_EQ(RulesOf("", "target { label: '//q:q' alarm: 'kFall' }"), Rules({"validation-missing"})) << "of no item";
}

TEST(CheckValidationsTest, AnAlarmIsNoObservationOfTheSameName) {
  EXPECT_EQ(RulesOf(Record("VAL-1", "alarm: 'kAsystole'"), "target { label: '//p' observation: 'kAsystole' }"),
            Rules({"validation-of-nothing VAL-1", "validation-missing ITEM-P"}));
}

TEST(CheckValidationsTest, APluginThatIsNoPartOfAProductNeedsNone) {
  EXPECT_EQ(RulesOf("", "target { label: '//p' observation: 'kSpo2' is_test_only: true }"), Rules({}));
}

TEST(CheckValidationsTest, WhatNoPluginOfTheItemTellsIsSpokenOfInVain) {
  EXPECT_EQ(RulesOf(Record("VAL-1", "observation: 'kSpo2' observation: 'kPulse' alarm: 'kSpo2Low'"), kPlugin),
            Rules({"validation-of-nothing VAL-1"}));
  EXPECT_EQ(RulesOf(Record("VAL-1", "observation: 'kPulse'"), ""), Rules({})) << "no build to compare with";
}

TEST(CheckValidationsTest, TwoRecordsOfOneValueContradictEachOther) {
  EXPECT_EQ(RulesOf(Record("VAL-1", "observation: 'kSpo2'") + Record("VAL-2", "observation: 'kSpo2'"), ""),
            Rules({"validation-twice VAL-2"}));
  EXPECT_EQ(RulesOf(Record("VAL-1", "observation: 'kSpo2'") +
                        "item { id: 'ITEM-Q' } validation { id: 'VAL-2' item { to: 'ITEM-Q' } observation: 'kSpo2' }", ""),
            Rules({})) << "two plugins may tell the same";
}

TEST(CheckValidationsTest, AClaimNamesWhatShowsIt) {
  VIGIL_VERIFIES("REQ-LC-030");
  EXPECT_EQ(RulesOf(Record("VAL-1", "state: SYNTHETIC_SIGNALS"), ""), Rules({}));
  EXPECT_EQ(RulesOf(Record("VAL-1", "state: OPEN_RECORDINGS figures: 'a.md'"), ""), Rules({"validation-unproven VAL-1"}));
  EXPECT_EQ(RulesOf(Record("VAL-1", "state: OPEN_RECORDINGS benchmark: '//b:bench'"), ""), Rules({"validation-unproven VAL-1"}));
  EXPECT_EQ(RulesOf(Record("VAL-1", "state: OPEN_RECORDINGS figures: 'a.md' benchmark: '//b:bench'"), ""), Rules({}));
  EXPECT_EQ(RulesOf(Record("VAL-1", "state: CLINICAL_STUDY"), ""), Rules({"validation-unproven VAL-1"}));
  EXPECT_EQ(RulesOf(Record("VAL-1", "state: CLINICAL_STUDY study: 'S-1, 2'"), ""), Rules({}));
}

TEST(CheckValidationsTest, ABenchmarkRunsThePluginItself) {
  VIGIL_VERIFIES("REQ-LC-030");
  const std::string record = Record("VAL-1", "observation: 'kSpo2' alarm: 'kSpo2Low' state: OPEN_RECORDINGS figures: 'a.md' benchmark: '//b:bench'");
  EXPECT_EQ(RulesOf(record, absl::StrCat(kPlugin, kBenchmark)), Rules({}));
  EXPECT_EQ(RulesOf(record, absl::StrCat(kPlugin, "target { label: '//b:bench' dep: '//q:copy' }")),
            Rules({"validation-of-other-code VAL-1", "validation-of-other-code VAL-1"}));
}

TEST(CheckValidationsTest, AReleaseForPatientsNeedsAStudyOfEachValue) {
  VIGIL_VERIFIES("REQ-LC-030");
  const auto found = [](const char* kind, const char* state, bool for_release) {
    Given given;
    given.Read(absl::StrCat(kItem, Record("VAL-1", absl::StrCat("figures: 'a.md' benchmark: '//b' study: 'S-1, 2' state: ", state)),
                            "release { id: 'REL-1' kind: ", kind, " }"));
    given.for_release = for_release;
    return given.RulesOf(CheckValidations);
  };
  EXPECT_EQ(found("CLINICAL", "OPEN_RECORDINGS", true), Rules({"release-not-validated VAL-1"}));
  EXPECT_EQ(found("CLINICAL", "SYNTHETIC_SIGNALS", true), Rules({"release-not-validated VAL-1"}));
  EXPECT_EQ(found("CLINICAL", "CLINICAL_STUDY", true), Rules({}));
  EXPECT_EQ(found("ENGINEERING", "SYNTHETIC_SIGNALS", true), Rules({}));
  EXPECT_EQ(found("CLINICAL", "SYNTHETIC_SIGNALS", false), Rules({}));
}

TEST(ValidationTest, WhatIsNotSaidCountsAsNothingShown) {
  EXPECT_STREQ(LabelOf(VALIDATION_STATE_UNSPECIFIED), "not clinically validated");
  EXPECT_STREQ(LabelOf(SYNTHETIC_SIGNALS), "not clinically validated");
  EXPECT_STREQ(LabelOf(OPEN_RECORDINGS), "open recordings only, no clinical study");
  EXPECT_STREQ(LabelOf(CLINICAL_STUDY), "shown in a clinical study");
  EXPECT_FALSE(IsClinicallyValidated(Validation()));
}

}  // namespace
}  // namespace vigil::lifecycle
