#include "tools/effectiveness/demand.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace vigil::lifecycle {
namespace {

using Cases = std::vector<std::pair<std::string, Result>>;

TestEvidence Ran(const Cases& cases) {
  TestEvidence evidence;
  for (const auto& [name, result] : cases) {
    TestCase& one = *evidence.add_case_();
    one.set_name(name);
    one.set_result(result);
  }
  return evidence;
}

absl::StatusOr<Effectiveness> Demand(const Cases& in_place, const Cases& broken,
                                     const std::string& crash_is_noticed = "") {
  BrokenRun run = {.control = "RC-A", .test = "//a:a_test", .in_place = Ran(in_place), .broken = Ran(broken)};
  run.declared.set_meaning("nothing is limited");
  run.declared.set_crash_is_noticed(crash_is_noticed);
  return DemandNoticed(run);
}

TEST(DemandNoticed, NamesTheCasesThatFailWithoutTheControl) {
  const auto noticed = Demand({{"A.One", PASSED}, {"A.Two", PASSED}}, {{"A.One", PASSED}, {"A.Two", FAILED}});
  ASSERT_TRUE(noticed.ok()) << noticed.status();
  EXPECT_EQ(noticed->control(), "RC-A");
  EXPECT_EQ(noticed->test(), "//a:a_test");
  EXPECT_EQ(noticed->broken_by().meaning(), "nothing is limited");
  ASSERT_EQ(noticed->failed_size(), 1);
  EXPECT_EQ(noticed->failed(0), "A.Two");
  EXPECT_FALSE(noticed->ended_early());
}

TEST(DemandNoticed, RefusesATestThatPassesAllTheSame) {
  const auto noticed = Demand({{"A.One", PASSED}}, {{"A.One", PASSED}});
  EXPECT_EQ(noticed.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(noticed.status().message().find("RC-A can be disabled and //a:a_test does not notice"),
            std::string::npos);
}

TEST(DemandNoticed, ACaseThatFailsAnywayOrIsSkippedNoticesNothing) {
  EXPECT_FALSE(Demand({{"A.One", PASSED}, {"A.Two", FAILED}}, {{"A.One", PASSED}, {"A.Two", FAILED}}).ok());
  EXPECT_FALSE(Demand({{"A.One", PASSED}}, {{"A.One", SKIPPED}}).ok());
  EXPECT_FALSE(Demand({{"A.One", PASSED}}, {}).ok());
  EXPECT_FALSE(Demand({{"A.One", FAILED}}, {{"A.One", FAILED}}).ok());
  EXPECT_FALSE(Demand({}, {{"A.One", FAILED}}).ok());
}

TEST(DemandNoticed, AnEndWithoutAJudgementCountsOnlyWhenThatIsDeclared) {
  const Cases crash = {{"(program)", FAILED}};
  EXPECT_FALSE(Demand({{"A.One", PASSED}}, crash).ok());
  const auto noticed = Demand({{"A.One", PASSED}}, crash, "it has no other way to tell");
  ASSERT_TRUE(noticed.ok()) << noticed.status();
  EXPECT_TRUE(noticed->ended_early());
  EXPECT_EQ(noticed->failed_size(), 0);
  EXPECT_FALSE(Demand({{"A.One", PASSED}}, {{"A.One", PASSED}}, "it has no other way to tell").ok());
}

}  // namespace
}  // namespace vigil::lifecycle
