#include "firmware/boards/mps2_an386/command_line.h"

#include <string>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::firmware::mps2_an386 {
namespace {

// Keeps the text alive that the result points at.
struct Parsed {
  explicit Parsed(const char* words)
      : text(words), result(ParseCommandLine(text.data())) {}
  std::string text;
  Result<CommandLine> result;
};

TEST(CommandLine, NamesStreamSessionAndDevice) {
  VIGIL_VERIFIES("REQ-MPS2-008");
  const Parsed parsed("vigil /tmp/ecg.adc 4294967295 bed-7");

  ASSERT_TRUE(parsed.result.ok());
  EXPECT_STREQ(parsed.result.value().stream, "/tmp/ecg.adc");
  EXPECT_EQ(parsed.result.value().identity.session, 4294967295u);
  EXPECT_STREQ(parsed.result.value().identity.device_id, "bed-7");
  EXPECT_FALSE(parsed.result.value().counts_instructions);
}

TEST(CommandLine, StreamMayHoldBlanks) {
  const Parsed parsed("vigil /my data/5 min.adc 0 d");

  ASSERT_TRUE(parsed.result.ok());
  EXPECT_STREQ(parsed.result.value().stream, "/my data/5 min.adc");
  EXPECT_EQ(parsed.result.value().identity.session, 0u);
}

TEST(CommandLine, NamesTheAlarmLog) {
  const Parsed parsed("vigil --alarm-log=/tmp/a.log /my data/b.adc 1 d");
  const Parsed all(
      "vigil --end-in-safe-state --count-instructions --alarm-log=a s 1 d");

  ASSERT_TRUE(parsed.result.ok());
  EXPECT_STREQ(parsed.result.value().alarm_log, "/tmp/a.log");
  EXPECT_STREQ(parsed.result.value().stream, "/my data/b.adc");
  ASSERT_TRUE(all.result.ok());
  EXPECT_STREQ(all.result.value().alarm_log, "a");
  EXPECT_TRUE(all.result.value().counts_instructions);
  EXPECT_STREQ(Parsed("vigil /a 1 d").result.value().alarm_log, "");
}

TEST(CommandLine, SaysWhetherInstructionsAreCounted) {
  const Parsed parsed("vigil --count-instructions /a b 1 d");

  ASSERT_TRUE(parsed.result.ok());
  EXPECT_TRUE(parsed.result.value().counts_instructions);
  EXPECT_STREQ(parsed.result.value().stream, "/a b");
}

TEST(CommandLine, SaysWhetherTheSafeStateEndsTheSimulation) {
  const Parsed both("vigil --end-in-safe-state --count-instructions /a 1 d");
  const Parsed one("vigil --end-in-safe-state /a 1 d");

  ASSERT_TRUE(both.result.ok());
  EXPECT_TRUE(both.result.value().ends_in_safe_state);
  EXPECT_TRUE(both.result.value().counts_instructions);
  EXPECT_STREQ(both.result.value().stream, "/a");
  ASSERT_TRUE(one.result.ok());
  EXPECT_TRUE(one.result.value().ends_in_safe_state);
  EXPECT_FALSE(one.result.value().counts_instructions);
  EXPECT_FALSE(Parsed("vigil /a 1 d").result.value().ends_in_safe_state);
}

TEST(CommandLine, WhatIsMissingOrOutOfRangeIsRefused) {
  VIGIL_VERIFIES("REQ-MPS2-008");
  for (const char* words :
       {"", "vigil", "vigil ", "vigil s", "vigil 1 d", "vigil  1 d",
        "vigil --alarm-log=a", "vigil --alarm-log= s 1 d",
        "vigil --alarm-log=a 1 d", "vigil --count-instructions ", "vigil --count-instructions 1 d",
        "vigil s 1 ", "vigil s  d", "vigil s x d", "vigil s -1 d",
        "vigil s 4294967296 d", "vigil s 99999999999 d", "vigil s 1 a/b",
        "vigil s 1 012345678901234567890123456789012"}) {
    EXPECT_EQ(Parsed(words).result.status(), Status::kInvalidArgument) << words;
  }
}

}  // namespace
}  // namespace vigil::firmware::mps2_an386
