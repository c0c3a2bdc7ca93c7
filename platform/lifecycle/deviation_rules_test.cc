// The borders of the rules over deviations: what fits the code, and what turns a check
// off without one.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/subject_for_test.h"

namespace vigil::lifecycle {
namespace {

// Spelt apart, for this file is held to the same rules.
const std::string kBanned = absl::StrCat("NO", "LINT");

class DeviationsTest : public testing::Test {
 protected:
  DeviationsTest() {
    given.profile = Given::Parse<Profile>(
        absl::StrCat("ban { clause: '5.5.3' text: '", kBanned, "' from: B }"
                     "gate { clause: '5.5.3' name: 'suppression' from: B }"));
  }

  // Of target //a of class B, or of one with `more` beside it, and its source's text.
  Findings FindingsOf(const std::string& path, const std::string& text, const std::string& target) {
    given.graph = Given::Parse<BuildGraph>(absl::StrCat("target { source: '", path, "' ", target, " }", more_));
    given.source_texts = SourceTexts{{path, text}};
    return given.FindingsOf(CheckDeviations);
  }
  Rules RulesOf(const std::string& path, const std::string& text,
                const std::string& target = "label: '//a' safety_class: B") {
    Rules rules;
    for (const Finding& finding : FindingsOf(path, text, target)) rules.push_back(finding.rule);
    return rules;
  }

  Given given;
  std::string more_;
};

TEST_F(DeviationsTest, ARecordFitsALineHoweverItIsIndented) {
  given.Read("deviation { id: 'DEV-1' rule: 'loop_bound' file: 'a/a.cc' text: 'while (true) {' }");
  EXPECT_EQ(RulesOf("a/a.cc", "void Run() {\n    while (true) {\n"), Rules({}));
  EXPECT_EQ(RulesOf("a/a.cc", "void Run() {\n    while (true) Step();\n"), Rules({"deviation-of-nothing"}));
  EXPECT_EQ(RulesOf("a/b.cc", "while (true) {\n"), Rules({"deviation-of-nothing"}));
}

TEST_F(DeviationsTest, WhatTurnsACheckOffIsFoundWithItsLine) {
  const Findings findings = FindingsOf("a/a.cc", "int a;\nint b;  // " + kBanned + "\n", "label: '//a' safety_class: C");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message, "\"" + kBanned + "\" turns a check off, in a source of class C");
  EXPECT_EQ(findings[0].line, 2);
}

TEST_F(DeviationsTest, ALineThatGoesOnBehindABackslashIsOne) {
  const std::string text = absl::StrCat("int b;  // ", kBanned.substr(0, 3), "\\\n", kBanned.substr(3), "\n");
  EXPECT_EQ(RulesOf("a/a.cc", text), Rules({"suppression"}));
}

TEST_F(DeviationsTest, ALowerClassMay) {
  EXPECT_EQ(RulesOf("a/a.cc", "// " + kBanned + "\n", "label: '//a' safety_class: A"), Rules({}));
}

TEST_F(DeviationsTest, ATestMayNotEither) {
  constexpr char kTest[] = "label: '//a:t' safety_class: B rule: 'vigil_test' is_test: true is_test_only: true";
  EXPECT_EQ(RulesOf("a/a_test.cc", "// " + kBanned + "\n", kTest), Rules({"suppression"}));
}

constexpr char kGateTest[] =
    "label: '//a:gate_test' safety_class: B rule: 'source_gate_test' is_test: true is_test_only: true";

TEST_F(DeviationsTest, TheSeededFaultOfAGatesTestIsThereToBeRefused) {
  EXPECT_EQ(RulesOf("a/fault.cc", "// " + kBanned + "\n", kGateTest), Rules({}));
}

TEST_F(DeviationsTest, ASourceOfTheProductStaysOneWhenAGatesTestNamesIt) {
  more_ = "target { label: '//a' safety_class: B source: 'a/fault.cc' }";
  EXPECT_EQ(RulesOf("a/fault.cc", "// " + kBanned + "\n", kGateTest), Rules({"suppression"}));
}

TEST_F(DeviationsTest, WhatATestReadsIsDataUnlessACompilerReadsIt) {
  constexpr char kGallery[] = "label: '//a:t' safety_class: B rule: 'vigil_test' is_test: true is_test_only: true";
  EXPECT_EQ(RulesOf("a/lie.edit", "+ // " + kBanned + "\n", kGallery), Rules({}));
  EXPECT_EQ(RulesOf("a/lie.edit", "+ // " + kBanned + "\n"), Rules({"suppression"}));
}

TEST_F(DeviationsTest, WhatTheGateRefusesIsRefusedInARuleWithoutGates) {
  EXPECT_EQ(RulesOf("a/a.cc", "#pragma GCC system_header\n"), Rules({"suppression"}));
  EXPECT_EQ(RulesOf("a/a.ts", "#pragma GCC system_header\n"), Rules({}));
}

}  // namespace
}  // namespace vigil::lifecycle
