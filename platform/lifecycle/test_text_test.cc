#include "platform/lifecycle/test_text.h"

#include "gtest/gtest.h"

namespace vigil::lifecycle {
namespace {

using Names = std::set<std::string>;

// As a source has them, with what a formatter would leave in a test of ours.
std::string Case(const std::string& name, const std::string& body) {
  return "TEST(Rate, " + name + ") {\n  VIGIL_VERIFIES(\"REQ-RATE-001\");\n  " + body + "\n}\n\n";
}

TEST(CasesWithoutAssertion, AreThoseThatCompareNothing) {
  EXPECT_EQ(CasesWithoutAssertion(Case("Runs", "Set(7);") + Case("Holds", "EXPECT_EQ(Set(7), 7);"), {}),
            Names{"Rate.Runs"});
  EXPECT_EQ(CasesWithoutAssertion("TEST(Rate, Runs) { Set(7); }\nTEST(Rate, Holds) { EXPECT_EQ(Set(7), 7); }\n", {}),
            Names{"Rate.Runs"});
  EXPECT_EQ(CasesWithoutAssertion("TEST_F(\n    Rate, Runs) {\n  Set(7);\n}\n", {}), Names{"Rate.Runs"});
}

TEST(CasesWithoutAssertion, HaveNoneThatCountsInACommentOrThatCannotFail) {
  for (const char* body : {"// EXPECT_EQ(Set(7), 7);", "EXPECT_TRUE(true);", "SUCCEED();", "Set(\"//\");"}) {
    EXPECT_EQ(CasesWithoutAssertion(Case("Runs", body), {}), Names{"Rate.Runs"}) << body;
  }
  EXPECT_EQ(CasesWithoutAssertion(Case("Holds", "Set(\"//\"); EXPECT_EQ(Set(7), 7);"), {}), Names{});
}

TEST(CasesWithoutAssertion, MayCompareInWhatTheyCall) {
  const std::string helper = "void IsSet(int rate) {\n  ASSERT_EQ(rate, 7);\n}\n\n";
  const std::string through = "void IsAll(\n    int rate) {\n  IsSet(rate);\n}\n\n";
  const std::string member = "class RateTest {\n  void Sees(int rate) {\n    EXPECT_EQ(rate, 7);\n  }\n};\n";
  EXPECT_EQ(CasesWithoutAssertion(helper + through + Case("Holds", "IsAll(Set(7));"), {}), Names{});
  EXPECT_EQ(CasesWithoutAssertion(Case("Holds", "IsSet(Set(7));"), {helper}), Names{});
  EXPECT_EQ(CasesWithoutAssertion(member + Case("Holds", "Sees(7);"), {}), Names{});
  EXPECT_EQ(CasesWithoutAssertion(helper + Case("Runs", "Set(7);"), {}), Names{"Rate.Runs"});
}

TEST(CaseInSource, HasNoInstanceAndNoParameter) {
  EXPECT_EQ(CaseInSource("Rate.Holds"), "Rate.Holds");
  EXPECT_EQ(CaseInSource("All/Rate.Holds/fast"), "Rate.Holds");
  EXPECT_EQ(CaseInSource("Rate/3.Holds"), "Rate.Holds");
  EXPECT_EQ(CaseInSource("(program)"), "(program)");
}

}  // namespace
}  // namespace vigil::lifecycle
