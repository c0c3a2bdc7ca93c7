#include "tools/coverage/coverage_of.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace vigil::tools {
namespace {

// As llvm-cov 19 shows it.
constexpr char kShown[] =
    "pump/rate.cc:\n"
    "    1|       |#include \"pump/rate.h\"\n"
    "    2|   345|bool Fits(const Block& block) {\n"
    "    3|   345|  return block.count > 0 && block.count < 9;\n"
    "  ------------------\n"
    "  |  Branch (3:10): [True: 1.2k, False: 1]\n"
    "  |  Branch (3:29): [True: 342, False: 0]\n"
    "  ------------------\n"
    "  |---> MC/DC Decision Region (3:10) to (3:44)\n"
    "  |  Number of Conditions: 2\n"
    "  |  C1-Pair: covered: (1,4)\n"
    "  |  C2-Pair: not covered\n"
    "  |  MC/DC Coverage for Decision: 50.00%\n"
    "  ------------------\n"
    "    4|     12| public:\n"
    "    5|      0|  Say(\"a|b\");\n"
    "    6|       |}\n"
    "\n"
    "pump/limit.h:\n"
    "    7|      2|  if (Known<T>()) return;\n"
    "  ------------------\n"
    "  |  Branch (7:7): [Folded - Ignored]\n"
    "  ------------------\n"
    "  |  Unexecuted instantiation: _ZN4pump5LimitIiEEv\n"
    "  ------------------\n"
    "  | _ZN4pump5LimitIbEEv:\n"
    "  |    8|      0|  if (a) return;\n"
    "  |  Branch (8:7): [True: 0, False: 2]\n"
    "  ------------------\n"
    "  | _ZN4pump5LimitIcEEv:\n"
    "  |    8|      2|  if (a) return;\n"
    "  |  Branch (8:7): [True: 3, False: 0]\n"
    "  ------------------\n";

TEST(CoverageOfTest, CountsLinesOutcomesAndDecisions) {
  const std::vector<Coverage> files = CoverageIn(kShown);
  ASSERT_EQ(files.size(), 2u);
  const Coverage& rate = files[1];
  EXPECT_EQ(rate.statements.path, "pump/rate.cc");
  EXPECT_EQ(rate.statements.total, 4u);
  EXPECT_EQ(rate.statements.covered, 3u);
  EXPECT_EQ(rate.branches.total, 4u);
  EXPECT_EQ(rate.branches.covered, 3u);
  EXPECT_EQ(rate.decisions.total, 1u);
  EXPECT_EQ(rate.decisions.covered, 0u);
}

TEST(CoverageOfTest, TellsTheLineOfEachHole) {
  const Coverage rate = CoverageIn(kShown)[1];
  ASSERT_EQ(rate.statements.holes.size(), 1u);
  EXPECT_EQ(rate.statements.holes[0].line, 5u);
  EXPECT_EQ(rate.statements.holes[0].text, "Say(\"a|b\");");
  ASSERT_EQ(rate.branches.holes.size(), 1u);
  EXPECT_EQ(rate.branches.holes[0].line, 3u);
  EXPECT_EQ(rate.branches.holes[0].text, "return block.count > 0 && block.count < 9;");
  EXPECT_EQ(rate.branches.holes[0].count, 1u);
  ASSERT_EQ(rate.decisions.holes.size(), 1u);
}

TEST(CoverageOfTest, TakesTheInstantiationsOfATemplateTogether) {
  const Coverage limit = CoverageIn(kShown)[0];
  EXPECT_EQ(limit.statements.path, "pump/limit.h");
  EXPECT_EQ(limit.statements.total, 1u);
  EXPECT_EQ(limit.branches.total, 2u);
  EXPECT_EQ(limit.branches.covered, 2u);
  EXPECT_TRUE(limit.branches.holes.empty());
}

TEST(CoverageOfTest, TheCompilersOwnConditionsDoNotCount) {
  const Coverage only = CoverageIn("a.h:\n    7|      2|  if (true) return;\n  |  Branch (7:7): [Folded - Ignored]\n")[0];
  EXPECT_EQ(only.branches.total, 0u);
}

TEST(CoverageOfTest, NothingShownIsNothingMeasured) { EXPECT_TRUE(CoverageIn("no such file\n").empty()); }

// As Node 24 writes it.
constexpr char kLcov[] =
    "TN:\nSF:pump/rate.ts\nFN:1,rate\nFNDA:2,rate\n"
    "BRDA:2,0,0,1\nBRDA:2,1,0,0\nBRDA:5,2,0,3\n"
    "DA:1,2\nDA:2,2\nDA:3,0\nDA:4,2\nDA:5,2\nLH:4\nLF:5\nend_of_record\n"
    "SF:pump/test/rate_test.ts\nDA:1,1\nend_of_record\n";
constexpr char kRate[] = "function rate() {\n  if (fast) {\n    stop();\n  // Why.\n}\n";

TEST(CoverageInLcovTest, CountsLinesWithCodeAndBranches) {
  const std::vector<Coverage> files = CoverageInLcov(kLcov, {{"pump/rate.ts", kRate}});
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].statements.path, "pump/rate.ts");
  EXPECT_EQ(files[0].statements.covered, 3u);
  EXPECT_EQ(files[0].statements.total, 4u);
  EXPECT_EQ(files[0].branches.covered, 2u);
  EXPECT_EQ(files[0].branches.total, 3u);
  EXPECT_EQ(files[0].decisions.total, 0u);
}

TEST(CoverageInLcovTest, TellsTheLineOfEachHole) {
  const std::vector<Coverage> files = CoverageInLcov(kLcov, {{"pump/rate.ts", kRate}});
  ASSERT_EQ(files[0].statements.holes.size(), 1u);
  EXPECT_EQ(files[0].statements.holes[0].line, 3u);
  EXPECT_EQ(files[0].statements.holes[0].text, "stop();");
  ASSERT_EQ(files[0].branches.holes.size(), 1u);
  EXPECT_EQ(files[0].branches.holes[0].text, "if (fast) {");
}

TEST(CoverageInLcovTest, WhatIsTracedTwiceIsCoveredWhenItWasOnce) {
  const std::string twice = "SF:a.ts\nDA:1,0\nend_of_record\nSF:a.ts\nDA:1,4\nend_of_record\n";
  const std::vector<Coverage> files = CoverageInLcov(twice, {{"a.ts", "stop();"}});
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].statements.covered, 1u);
  EXPECT_EQ(files[0].statements.total, 1u);
}

TEST(CoverageInLcovTest, ATextThatIsNoneHasNothing) {
  EXPECT_TRUE(CoverageInLcov("", {}).empty());
  EXPECT_TRUE(CoverageInLcov("DA:1,1\nBRDA:x\nSF:a.ts\nDA:\n", {{"a.ts", ""}})[0].statements.total == 0);
}

}  // namespace
}  // namespace vigil::tools
