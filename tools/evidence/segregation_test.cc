#include "tools/evidence/segregation.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::lifecycle {
namespace {

constexpr char kTest[] = "//board:isolation_test";

absl::Status Shows(const std::string& cases) {
  return ShowsSegregation(kTest, absl::StrCat("test { test: '", kTest, "' ", cases, " }"));
}

TEST(ShowsSegregation, WhenEachCasePassed) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  EXPECT_TRUE(Shows("case { name: 'A.B' result: PASSED } case { name: 'A.C' result: PASSED }").ok());
}

TEST(ShowsSegregation, NotWhenACaseDidNotPass) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  const std::string passed = "case { name: 'A.B' result: PASSED } ";
  EXPECT_EQ(Shows(passed + "case { name: 'A.C' result: FAILED detail: 'writes' }").message(), "A.C failed: writes");
  EXPECT_EQ(Shows(passed + "case { name: 'A.C' result: SKIPPED }").message(), "A.C was skipped");
  EXPECT_EQ(Shows(passed + "case { name: 'A.C' }").message(), "A.C has no result");
  EXPECT_EQ(Shows("").message(), "it has no case");
}

TEST(ShowsSegregation, NotByTheRecordOfAnotherTest) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  constexpr char kOther[] = "test { test: '//other:test' case { name: 'A.B' result: PASSED } }";
  EXPECT_EQ(ShowsSegregation(kTest, kOther).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(ShowsSegregation(kTest, "").ok());
  EXPECT_FALSE(ShowsSegregation(kTest, "case").ok());
  EXPECT_FALSE(ShowsSegregation(kTest, absl::StrCat("test { test: '", kTest, "' case { result: PASSED } }", kOther)).ok());
}

}  // namespace
}  // namespace vigil::lifecycle
