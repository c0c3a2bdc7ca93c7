// Each fault is contained and becomes an alarm in time, on each target.
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "test/fault/fault_code.h"
#include "test/fault/suite.h"
#include "test/verifies.h"

namespace vigil::fault {
namespace {

class FaultTest : public testing::TestWithParam<Target> {};

TEST_P(FaultTest, EachIsContainedAndAlarmedInTime) {
  VIGIL_VERIFIES("REQ-MON-010");
  const absl::StatusOr<std::vector<Row>> rows =
      RunSuite(GetParam(), testing::TempDir());
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_GE(rows->size(), 40u);
  for (const Row& row : *rows) {
    EXPECT_TRUE(row.verdict.contained && row.verdict.alarmed)
        << row.kind.name << ": " << row.verdict.why_not << ", alarm after "
        << row.verdict.alarm_after.us / 1000 << " ms";
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, FaultTest, testing::ValuesIn(AllTargets()),
                         [](const auto& target) { return NameOf(target.param); });

TEST(Bound, OfTheProductIsAtMostTwoSeconds) {
  VIGIL_VERIFIES("REQ-MON-010");
  EXPECT_LE(LongestStopToAlarm(), Seconds(2));
}

// The checks can fail: what a fault does is not contained for whom it concerns.
TEST(Judge, TellsAWrongRateAMissingAlarmAndADifference) {
  const std::string folder = testing::TempDir();
  const absl::StatusOr<std::string> stream = WriteStream(folder);
  ASSERT_TRUE(stream.ok()) << stream.status();
  const absl::StatusOr<Outcome> without = RunOnce(kHost, 0, *stream, folder);
  ASSERT_TRUE(without.ok()) << without.status();
  ASSERT_FALSE(without->observations.empty());
  Kind kind{.containment = Containment::kOthersIdentical};
  EXPECT_TRUE(Judge(kind, *without, *without, Seconds(2)).contained);

  Outcome changed = *without;
  changed.observations[20].integrity ^= 1;
  EXPECT_FALSE(Judge(kind, changed, *without, Seconds(2)).contained);
  changed = *without;
  changed.blocks.pop_back();
  EXPECT_FALSE(Judge(kind, changed, *without, Seconds(2)).contained);

  kind.alarm = AlarmId::kEcgSignalLost;
  EXPECT_FALSE(Judge(kind, *without, *without, Seconds(2)).alarmed);

  kind.containment = Containment::kNoWrongValue;
  changed = *without;
  for (Observation& observation : changed.observations) {
    if (observation.validity == Validity::kValid) observation.value *= 2;
  }
  EXPECT_FALSE(Judge(kind, changed, *without, Seconds(2)).contained);
}

TEST(Kinds, EachHasItsOwnNameAndNumber) {
  std::set<std::string> names;
  std::set<std::uint32_t> codes;
  for (const Kind& kind : Kinds()) {
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    EXPECT_TRUE(codes.insert(kind.code).second) << kind.code;
  }
  EXPECT_GE(names.size(), 40u);
}

}  // namespace
}  // namespace vigil::fault
