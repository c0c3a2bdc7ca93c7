#include "tools/value_table/value_table.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::lifecycle {
namespace {

constexpr char kLock[] =
    "== a.h\n"
    "enum class ObservationCode : std::uint32_t | {\n"
    "enum class ObservationCode : std::uint32_t | kNone = 0\n"
    "enum class ObservationCode : std::uint32_t | kSpo2 = 150456\n"
    "enum class ObservationCode : std::uint32_t | kFallDetected = 0x2F001\n"
    "constexpr Unit UnitOf(ObservationCode code) | {\n"
    "enum class AlarmId : std::uint16_t | kFall = 11\n"
    "enum class AlarmKind : std::uint8_t | kTechnical = 2\n";

bool Has(const absl::StatusOr<std::string>& module, const std::string& text) {
  return module.ok() && module->find(text) != std::string::npos;
}

TEST(ValueTableTest, HasEachNumberOfTheInterfaceAndWhatTheRecordsSay) {
  VIGIL_VERIFIES("REQ-VALUES-001");
  const auto module = ValueTable(
      "validation { id: 'VAL-1' observation: 'kSpo2' state: SYNTHETIC_SIGNALS text: 'Made \"light\".' }"
      "validation { id: 'VAL-2' alarm: 'kFall' state: OPEN_RECORDINGS text: 'Falls.' }", kLock);
  ASSERT_TRUE(module.ok()) << module.status();
  EXPECT_TRUE(Has(module, "export const OBSERVATION = {\n  kSpo2: 150456,\n  kFallDetected: 0x2F001,\n} as const;\n"));
  EXPECT_TRUE(Has(module, "NO_RECORD: Validation = {\n  label: \"not clinically validated\",\n  isMeasured: false,\n"));
  EXPECT_TRUE(Has(module, "export const ALARM = {\n  kFall: 11,\n} as const;\n"));
  EXPECT_TRUE(Has(module, "VALUE_VALIDATION: Readonly<Record<number, Validation>> = {\n"
                          "  150456: {\n    label: \"not clinically validated\",\n    isMeasured: false,\n"
                          "    text: \"Made \\\"light\\\".\",\n  },\n};\n"));
  EXPECT_TRUE(Has(module, "ALARM_VALIDATION: Readonly<Record<number, Validation>> = {\n"
                          "  11: {\n    label: \"open recordings only, no clinical study\",\n    isMeasured: true,\n"
                          "    text: \"Falls.\",\n  },\n};\n"));
}

TEST(ValueTableTest, ARecordOfWhatTheInterfaceDoesNotHaveIsRefused) {
  VIGIL_VERIFIES("REQ-VALUES-001");
  const auto module = ValueTable("validation { id: 'VAL-1' alarm: 'kSpo2' }", kLock);
  EXPECT_EQ(module.status(), absl::InvalidArgumentError("VAL-1 speaks of kSpo2, which the kernel's interface does not have"));
}

TEST(ValueTableTest, TwoRecordsOfOneValueAreRefused) {
  const auto module = ValueTable("validation { id: 'VAL-1' alarm: 'kFall' } validation { id: 'VAL-2' alarm: 'kFall' }", kLock);
  EXPECT_EQ(module.status(), absl::InvalidArgumentError("VAL-2 speaks of kFall, and so does VAL-1"));
}

TEST(ValueTableTest, WhatIsNoRecordAndNoInterfaceIsRefused) {
  EXPECT_EQ(ValueTable("no record", kLock).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ValueTable("", "").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace vigil::lifecycle
