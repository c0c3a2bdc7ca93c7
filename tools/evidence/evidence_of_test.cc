#include "tools/evidence/evidence_of.h"

#include "gtest/gtest.h"

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

}  // namespace
}  // namespace vigil::lifecycle
