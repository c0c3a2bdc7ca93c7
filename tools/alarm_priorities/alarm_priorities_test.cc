#include "tools/alarm_priorities/alarm_priorities.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::lifecycle {
namespace {

std::string LineOf(const std::string& severity, const std::string& onset) {
  const absl::StatusOr<std::string> header = AlarmPriorities(
      "hazard { id: 'HAZ-1' severity: " + severity + " alarm { name: 'Fall' onset: " + onset + " } }", "a/b.h");
  if (!header.ok()) return header.status().ToString();
  const std::string begin = "AlarmPriority kFallPriority = AlarmPriority::";
  const std::size_t at = header->find(begin);
  return at == std::string::npos ? *header : header->substr(at + begin.size(), header->find(';', at) - at - begin.size());
}

TEST(AlarmPriorities, EachCellOfTheTable) {
  VIGIL_VERIFIES("REQ-TOOL-006");
  EXPECT_EQ(LineOf("CATASTROPHIC", "IMMEDIATE"), "kHigh");
  EXPECT_EQ(LineOf("CRITICAL", "PROMPT"), "kHigh");
  EXPECT_EQ(LineOf("CRITICAL", "DELAYED"), "kMedium");
  EXPECT_EQ(LineOf("SERIOUS", "IMMEDIATE"), "kHigh");
  EXPECT_EQ(LineOf("SERIOUS", "PROMPT"), "kMedium");
  EXPECT_EQ(LineOf("SERIOUS", "DELAYED"), "kLow");
  EXPECT_EQ(LineOf("MINOR", "IMMEDIATE"), "kMedium");
  EXPECT_EQ(LineOf("MINOR", "PROMPT"), "kLow");
  EXPECT_EQ(LineOf("NEGLIGIBLE", "DELAYED"), "kLow");
}

TEST(AlarmPriorities, TheHeaderSaysWhereItsConstantsAreFrom) {
  const absl::StatusOr<std::string> header = AlarmPriorities(
      "hazard { id: 'HAZ-A' severity: CRITICAL alarm { name: 'RateLow' onset: DELAYED }"
      " alarm { name: 'RateLowExtreme' onset: PROMPT } }"
      "hazard { id: 'HAZ-B' severity: MINOR }",
      "plugins/alerting/x/priorities.h");
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(*header,
            "// Written by the build from the hazards that the alarms answer.\n"
            "#ifndef VIGIL_PLUGINS_ALERTING_X_PRIORITIES_H_\n"
            "#define VIGIL_PLUGINS_ALERTING_X_PRIORITIES_H_\n\n"
            "#include \"safety_kernel/alerting/alarm_condition.h\"\n\n"
            "namespace vigil::plugins {\n\n"
            "// HAZ-A: CRITICAL, DELAYED\n"
            "inline constexpr AlarmPriority kRateLowPriority = AlarmPriority::kMedium;\n"
            "// HAZ-A: CRITICAL, PROMPT\n"
            "inline constexpr AlarmPriority kRateLowExtremePriority = AlarmPriority::kHigh;\n\n"
            "}  // namespace vigil::plugins\n\n"
            "#endif  // VIGIL_PLUGINS_ALERTING_X_PRIORITIES_H_\n");
}

TEST(AlarmPriorities, WhatCannotBeOneIsRefusedWithItsPlace) {
  VIGIL_VERIFIES("REQ-TOOL-006");
  const struct {
    const char* records;
    const char* says;
  } wrong[] = {
      {"hazard {", "no LifecycleFile"},
      {"", "no hazard of the records has an alarm"},
      {"hazard { id: 'HAZ-1' severity: MINOR alarm { name: 'a-b' onset: PROMPT } }", "HAZ-1, alarm \"a-b\": the name"},
      {"hazard { id: 'HAZ-1' severity: MINOR alarm { onset: PROMPT } }", "the name"},
      {"hazard { id: 'HAZ-1' severity: MINOR alarm { name: 'A' } }", "needs an onset"},
      {"hazard { id: 'HAZ-1' alarm { name: 'A' onset: PROMPT } }", "needs a severity"},
      {"hazard { id: 'HAZ-1' severity: MINOR alarm { name: 'A' onset: PROMPT } alarm { name: 'A' onset: PROMPT } }", "twice"},
  };
  for (const auto& one : wrong) {
    const absl::StatusOr<std::string> header = AlarmPriorities(one.records, "a/b.h");
    ASSERT_EQ(header.status().code(), absl::StatusCode::kInvalidArgument) << one.records;
    EXPECT_NE(header.status().message().find(one.says), std::string::npos) << header.status();
  }
}

}  // namespace
}  // namespace vigil::lifecycle
