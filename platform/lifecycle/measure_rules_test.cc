// The borders of the rules over measures: what was measured, of which bits, and how much
// is enough.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/subject_for_test.h"

namespace vigil::lifecycle {
namespace {

class MeasuresTest : public testing::Test {
 protected:
  MeasuresTest() {
    given.profile = Given::Parse<Profile>(
        "measure { clause: '5.5.3' name: 'statement_coverage' from: B least: 90 unit: 'percent' files: '.cc .h' tool: '//t' }"
        "measure { clause: '5.5.4' name: 'statement_coverage' from: C least: 100 unit: 'percent' files: '.cc .h' tool: '//t' }");
    GivenGraph("B");
  }

  void GivenGraph(const std::string& safety_class, const std::string& more = "") {
    given.graph = Given::Parse<BuildGraph>(absl::StrCat(
        "target { label: '//a' safety_class: ", safety_class, " source: 'a/a.cc' }", more,
        "source { path: 'a/a.cc' sha256: '01' } source { path: 'a/a_test.cc' sha256: '02' }"
        "source { path: 'a/other_test.cc' sha256: '03' }"));
  }

  // Of a file that `figures` tell of, measured with a test that is as it was.
  static std::string Measured(const std::string& figures, const std::string& tests = "label: 'a/a_test.cc' sha256: '02'") {
    return absl::StrCat("measurement { name: 'statement_coverage' file { path: 'a/a.cc' ", figures, " } test { ", tests, " } }");
  }
  static std::string Hole(int count) { return absl::StrCat("hole { line: 7 text: 'Stop();' count: ", count, " }"); }

  Findings FindingsOf(const std::string& evidence) {
    given.evidence = Given::Parse<Evidence>(evidence);
    return given.FindingsOf(CheckMeasures);
  }
  Rules RulesOf(const std::string& evidence) {
    given.evidence = Given::Parse<Evidence>(evidence);
    return given.RulesOf(CheckMeasures);
  }

  Given given;
};

TEST_F(MeasuresTest, WhatAClassNeedsIsEnoughAndOneStatementLessIsNot) {
  EXPECT_EQ(RulesOf(Measured("sha256: '01' covered: 90 total: 100 " + Hole(10))), Rules({}));
  EXPECT_EQ(RulesOf(Measured("sha256: '01' covered: 89 total: 100 " + Hole(11))), Rules({"measurement-below"}));
}

TEST_F(MeasuresTest, AHigherClassNeedsMore) {
  GivenGraph("C");
  const Findings findings = FindingsOf(Measured("sha256: '01' covered: 99 total: 100 " + Hole(1)));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message,
            "statement_coverage is 99.0 percent (99 of 100), and class C needs 100; 1 open, the first in \"Stop();\"");
  EXPECT_EQ(findings[0].file, "a/a.cc");
  EXPECT_EQ(findings[0].line, 7);
}

TEST_F(MeasuresTest, ALowerClassNeedsNone) {
  GivenGraph("A");
  EXPECT_EQ(RulesOf(""), Rules({}));
}

TEST_F(MeasuresTest, WhatNobodyMeasuredIsToldOnceAFolder) {
  GivenGraph("B", "target { label: '//a:b' safety_class: B source: 'a/b.cc' source: 'a/b.md' }"
                  "target { label: '//b' safety_class: B source: 'b/b.h' }");
  const Findings findings = FindingsOf("");
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].rule, "measurement-missing");
  EXPECT_EQ(findings[0].message, "statement_coverage, which class B needs, was not measured of a.cc, b.cc");
  EXPECT_EQ(findings[0].mend, "./bazelw run //t -- --record //a/...");
  EXPECT_EQ(findings[1].file, "b");
}

TEST_F(MeasuresTest, WhatOnlyTestsUseIsNotMeasured) {
  GivenGraph("A", "target { label: '//a:fake' safety_class: B is_test_only: true source: 'a/fake.cc' }");
  EXPECT_EQ(RulesOf(""), Rules({}));
}

TEST_F(MeasuresTest, AFigureOfAnotherSourceIsStale) {
  EXPECT_EQ(RulesOf(Measured("sha256: '09' covered: 10 total: 10")), Rules({"measurement-stale"}));
}

TEST_F(MeasuresTest, AFigureOfOtherTestsIsStaleAndNamesThem) {
  const Findings changed = FindingsOf(Measured("sha256: '01' covered: 10 total: 10", "label: 'a/a_test.cc' sha256: '09'"));
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0].rule, "measurement-stale");
  EXPECT_NE(changed[0].message.find("tests that changed since: a/a_test.cc"), std::string::npos) << changed[0].message;
  EXPECT_EQ(RulesOf(Measured("sha256: '01' covered: 10 total: 10", "label: 'a/gone_test.cc' sha256: '02'")),
            Rules({"measurement-stale"}));
}

TEST_F(MeasuresTest, AFigureWithoutTestsCanNotGrowStaleAndIsFound) {
  EXPECT_EQ(RulesOf("measurement { name: 'statement_coverage' file { path: 'a/a.cc' sha256: '01' covered: 10 total: 10 } }"),
            Rules({"measurement-without-tests"}));
}

TEST_F(MeasuresTest, OfTwoFiguresThatHoldTheWorseCounts) {
  const std::string good = Measured("sha256: '01' covered: 10 total: 10");
  const std::string bad = Measured("sha256: '01' covered: 1 total: 10 " + Hole(9), "label: 'a/other_test.cc' sha256: '03'");
  EXPECT_EQ(RulesOf(good + bad), Rules({"measurement-below"}));
  EXPECT_EQ(RulesOf(bad + good), Rules({"measurement-below"}));
}

TEST_F(MeasuresTest, OfTwoFiguresThatWhichHoldsCounts) {
  const std::string holds = Measured("sha256: '01' covered: 10 total: 10");
  const std::string stale = Measured("sha256: '09' covered: 1 total: 10 " + Hole(9));
  EXPECT_EQ(RulesOf(stale + holds), Rules({}));
  EXPECT_EQ(RulesOf(holds + stale), Rules({}));
}

TEST_F(MeasuresTest, AFigureWhoseHolesDoNotAddUpIsImpossible) {
  EXPECT_EQ(RulesOf(Measured("sha256: '01' covered: 10 total: 11")), Rules({"measurement-impossible"}));
  EXPECT_EQ(RulesOf(Measured("sha256: '01' covered: 0 total: 0")), Rules({"measurement-impossible"}));
}

TEST_F(MeasuresTest, ADeviationExcusesItsLineOnly) {
  given.Read("deviation { id: 'DEV-1' rule: 'statement_coverage' file: 'a/a.cc' text: 'Stop();' }");
  EXPECT_EQ(RulesOf(Measured("sha256: '01' covered: 1 total: 10 " + Hole(9))), Rules({}));
  EXPECT_EQ(RulesOf(Measured("sha256: '01' covered: 1 total: 10 hole { line: 8 text: 'Go();' count: 9 }")),
            Rules({"measurement-below", "deviation-unused DEV-1"}));
}

TEST_F(MeasuresTest, ADeviationOfWhatWasNotMeasuredMayStillBeNeeded) {
  given.Read("deviation { id: 'DEV-1' rule: 'mutation_score' file: 'a/a.cc' text: 'Stop();' }");
  EXPECT_EQ(RulesOf(Measured("sha256: '01' covered: 10 total: 10")), Rules({}));
}

}  // namespace
}  // namespace vigil::lifecycle
