#include "tools/mutate/mutants.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace vigil::tools {
namespace {

// All that becomes of a text.
std::set<std::string> Made(const std::string& text) {
  std::set<std::string> made;
  for (const Mutant& mutant : MutantsOf(text)) made.insert(mutant.Apply(text));
  return made;
}

TEST(Mutants, OperatorsAreSwapped) {
  EXPECT_EQ(Made("a < b"), std::set<std::string>{"a <= b"});
  EXPECT_EQ(Made("a && b"), std::set<std::string>{"a || b"});
  EXPECT_EQ(Made("a - b"), std::set<std::string>{"a + b"});
  EXPECT_EQ(Made("f<int>(a)"), std::set<std::string>{});
}

TEST(Mutants, NumbersAreOffByOneAndTruthIsTurned) {
  EXPECT_EQ(Made("x[5]"), std::set<std::string>{"x[(5 + 1)]"});
  EXPECT_EQ(Made("k2 u"), std::set<std::string>{});
  EXPECT_EQ(Made("x(true)"), std::set<std::string>{"x(false)"});
  EXPECT_EQ(Made("x(!y)"), std::set<std::string>{"x(y)"});
}

TEST(Mutants, ACountGoesTheOtherWayExceptInTheHeadOfALoop) {
  EXPECT_EQ(Made("a++"), std::set<std::string>{"a--"});
  EXPECT_EQ(Made("// a++"), std::set<std::string>{});
  EXPECT_EQ(Made("for (;; ++i)"), std::set<std::string>{});
}

TEST(Mutants, WordsAreWholeWords) {
  EXPECT_EQ(Made("while (a) break;"), std::set<std::string>{"while (a) continue;"});
  EXPECT_EQ(Made("breaker untrue"), std::set<std::string>{});
  EXPECT_EQ(Made("// break"), std::set<std::string>{});
}

TEST(Mutants, AComparisonIsNoNegation) {
  EXPECT_EQ(Made("a != b"), std::set<std::string>{"a == b"});
  EXPECT_EQ(Made("\"!a\""), std::set<std::string>{});
}

TEST(Mutants, ANumberIsTakenWholeWithItsMarks) {
  EXPECT_EQ(Made("x[1'000u]"), std::set<std::string>{"x[(1'000u + 1)]"});
  EXPECT_EQ(Made("7"), std::set<std::string>{"(7 + 1)"});
}

TEST(Mutants, ConditionsAreNegated) {
  EXPECT_EQ(Made("if (f(a)) b;"), std::set<std::string>{"if (!(f(a))) b;"});
}

TEST(Mutants, StatementsAreLeftOut) {
  EXPECT_EQ(Made("{\n  a.b = c;\n}"), std::set<std::string>{"{\n  ;\n}"});
  EXPECT_EQ(Made("{\n  Call(c);\n}"), std::set<std::string>{"{\n  ;\n}"});
  EXPECT_EQ(Made("{\n  int a = c;\n}"), std::set<std::string>{});
  EXPECT_EQ(Made("{\n  return c;\n}"), std::set<std::string>{});
  EXPECT_EQ(Made("{\n  a[b] |= c;\n}"), std::set<std::string>{"{\n  ;\n}"});
  EXPECT_EQ(Made("{\n  ++a;\n}"), (std::set<std::string>{"{\n  ;\n}", "{\n  --a;\n}"}));
}

TEST(Mutants, ALineThatGoesOnFromTheOneBeforeIsNoStatement) {
  EXPECT_EQ(Made("{\n  int a =\n      Call(c);\n}"), std::set<std::string>{});
  EXPECT_EQ(Made("{\n  // Why.\n  Call(c);\n}"), std::set<std::string>{"{\n  // Why.\n  ;\n}"});
  EXPECT_EQ(Made("{\n  Call(c\n}"), std::set<std::string>{});
}

TEST(Mutants, WhatIsNoCodeStaysAsItIs) {
  EXPECT_TRUE(Made("// a < b\n").empty());
  EXPECT_TRUE(Made("/* 5 */").empty());
  EXPECT_TRUE(Made("\"a < 5\"").empty());
  EXPECT_TRUE(Made("#include <a5>\n").empty());
  EXPECT_TRUE(Made("static_assert(a < 5);").empty());
}

TEST(Mutants, TheLineIsTold) {
  const std::vector<Mutant> mutants = MutantsOf("\n\na < b");
  ASSERT_EQ(mutants.size(), 1u);
  EXPECT_EQ(mutants[0].line, 3);
  EXPECT_EQ(mutants[0].change, "< becomes <=");
}

}  // namespace
}  // namespace vigil::tools
