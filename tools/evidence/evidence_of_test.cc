#include "tools/evidence/evidence_of.h"

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::lifecycle {
namespace {

constexpr char kReport[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" disabled="1" name="AllTests">
  <testsuite name="Alarm" tests="4">
    <testcase name="IsRaised" status="run" result="completed" classname="Alarm">
      <properties>
        <property name="verifies REQ-ALARM-001" value="1"/>
        <property name="verifies RC-ALARM-002" value="1"/>
        <property name="seed" value="7"/>
      </properties>
    </testcase>
    <testcase name="Ends" status="run" result="completed" classname="Alarm">
      <failure message="it did not" type=""><![CDATA[it did not]]></failure>
    </testcase>
    <testcase name="Latches" status="run" result="skipped" classname="Alarm">
      <skipped message="not today"/>
    </testcase>
    <testcase name="DISABLED_Reminds" status="notrun" result="suppressed" classname="Alarm"/>
  </testsuite>
</testsuites>)";

TEST(EvidenceOf, EachCaseHasItsResultAndWhatItVerifies) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  const auto evidence = EvidenceOf(kReport);
  ASSERT_TRUE(evidence.ok()) << evidence.status();
  ASSERT_EQ(evidence->case__size(), 4);
  EXPECT_EQ(evidence->case_(0).name(), "Alarm.IsRaised");
  EXPECT_EQ(evidence->case_(0).result(), PASSED);
  ASSERT_EQ(evidence->case_(0).verifies_size(), 2);
  EXPECT_EQ(evidence->case_(0).verifies(0), "REQ-ALARM-001");
  EXPECT_EQ(evidence->case_(0).verifies(1), "RC-ALARM-002");
  EXPECT_EQ(evidence->case_(1).result(), FAILED);
}

TEST(EvidenceOf, WhatDidNotRunDidNotPass) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  const auto evidence = EvidenceOf(kReport);
  ASSERT_TRUE(evidence.ok()) << evidence.status();
  EXPECT_EQ(evidence->case_(2).result(), SKIPPED);
  EXPECT_EQ(evidence->case_(3).result(), SKIPPED);
}

TEST(EvidenceOf, WhatIsNoReportIsRefused) {
  EXPECT_FALSE(EvidenceOf("").ok());
  EXPECT_FALSE(EvidenceOf("<testsuites>").ok());
  EXPECT_FALSE(EvidenceOf("<html></html>").ok());
}

constexpr char kNodeReport[] = R"(<?xml version="1.0" encoding="utf-8"?>
<testsuites>
	<testcase name="IsShown [REQ-PAGE-001, RC-STALENESS]" classname="test" file="/build/portal/test/rate_test.ts"/>
	<testcase name="IsCounted [2, 3]" classname="test" file="/build/portal/test/rate_test.ts"/>
	<testcase name="IsHidden" classname="test" file="/build/portal/test/rate_test.ts" failure="1 is not 2">
		<failure type="testCodeFailure" message="1 is not 2"/>
	</testcase>
	<testcase name="IsLater" classname="test" file="/build/portal/test/rate_test.ts">
		<skipped type="todo" message="true"/>
	</testcase>
	<testsuite name="Group">
		<testcase name="IsInside" classname="Group" file="/build/portal/test/rate_test.ts"/>
	</testsuite>
	<!-- pass 3 -->
</testsuites>)";

TEST(EvidenceOf, NodeTellsTheFileTheSuitesAndTheIdsInTheTitle) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  const auto evidence = EvidenceOf(kNodeReport);
  ASSERT_TRUE(evidence.ok()) << evidence.status();
  ASSERT_EQ(evidence->case__size(), 5);
  EXPECT_EQ(evidence->case_(0).name(), "rate_test.IsShown");
  EXPECT_EQ(evidence->case_(0).result(), PASSED);
  ASSERT_EQ(evidence->case_(0).verifies_size(), 2);
  EXPECT_EQ(evidence->case_(0).verifies(1), "RC-STALENESS");
  EXPECT_EQ(evidence->case_(1).name(), "rate_test.IsCounted [2, 3]");
  EXPECT_EQ(evidence->case_(1).verifies_size(), 0);
  EXPECT_EQ(evidence->case_(2).result(), FAILED);
  EXPECT_EQ(evidence->case_(3).result(), SKIPPED);
  EXPECT_EQ(evidence->case_(4).name(), "rate_test.Group.IsInside");
}

// libFuzzer keeps an input that runs other code than all before: of an empty entry none.
TEST(CaseOfFuzzing, OfAnEntryThatCallsNothingFails) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  const std::string idle = "stat::number_of_executed_units: 20003\nstat::new_units_added: 0\n";
  EXPECT_EQ(CaseOfFuzzing(idle, 0, 20000, {"REQ-A-001"}).result(), FAILED);
  EXPECT_EQ(CaseOfFuzzing("stat::number_of_executed_units: 20003\n", 0, 20000, {}).result(), FAILED);
}

TEST(CaseOfFuzzing, CountsOnlyWhatTheFuzzerSaysItTried) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  const std::string output = "INFO: seed corpus: files: 3\nstat::number_of_executed_units: 20003\nstat::average: 1\nstat::new_units_added: 225\n";
  EXPECT_EQ(CaseOfFuzzing(output, 0, 20000, {"REQ-A-001"}).result(), PASSED);
  EXPECT_EQ(CaseOfFuzzing(output, 0, 20000, {"REQ-A-001"}).verifies(0), "REQ-A-001");
  EXPECT_EQ(CaseOfFuzzing(output, 0, 20000, {}).inputs(), 20003u);
  EXPECT_EQ(CaseOfFuzzing(output, 0, 20004, {}).result(), FAILED);
  EXPECT_EQ(CaseOfFuzzing(output, 77, 20000, {}).result(), FAILED);
  EXPECT_EQ(CaseOfFuzzing(output, 0, 20000, {}).detail(), "20003 inputs, 225 of them on ways of their own");
  EXPECT_EQ(CaseOfFuzzing("Done 20003 runs", 0, 20000, {}).result(), FAILED);
  EXPECT_EQ(CaseOfFuzzing("Done 20003 runs", 0, 20000, {}).inputs(), 0u);
}

}  // namespace
}  // namespace vigil::lifecycle
