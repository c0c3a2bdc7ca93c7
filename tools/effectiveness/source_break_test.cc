#include "tools/effectiveness/source_break.h"

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace vigil::lifecycle {
namespace {

constexpr char kRecords[] = R"pb(
  control { id: "RC-A" }
  control {
    id: "RC-B"
    broken_by { file: "b.cc" line: "one" instead: "two" meaning: "first" }
    broken_by { file: "b.cc" line: "three" meaning: "second" }
  })pb";

RiskControl::Break BreakOf(const std::string& line, const std::string& instead) {
  RiskControl::Break declared;
  declared.set_file("b.cc");
  declared.set_line(line);
  declared.set_instead(instead);
  return declared;
}

TEST(DeclaredBreak, IsThatOfTheControlAndTheIndex) {
  EXPECT_EQ(DeclaredBreak(kRecords, "RC-B", 0)->meaning(), "first");
  EXPECT_EQ(DeclaredBreak(kRecords, "RC-B", 1)->meaning(), "second");
}

TEST(DeclaredBreak, ThatIsNotThereIsAnErrorWithTheControl) {
  EXPECT_EQ(DeclaredBreak(kRecords, "RC-B", 2).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DeclaredBreak(kRecords, "RC-B", -1).status().code(), absl::StatusCode::kNotFound);
  const absl::Status none = DeclaredBreak(kRecords, "RC-A", 0).status();
  EXPECT_NE(none.message().find("RC-A declares 0 breaks"), std::string::npos) << none;
  EXPECT_EQ(DeclaredBreak(kRecords, "RC-C", 0).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DeclaredBreak("control {", "RC-B", 0).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Broken, ReplacesTheLineAndLeavesTheRest) {
  EXPECT_EQ(*Broken(BreakOf("b();\n  c();", "d();"), "a();\n  b();\n  c();\n"), "a();\n  d();\n");
  EXPECT_EQ(*Broken(BreakOf("b();", ""), "a(); b();"), "a(); ");
}

TEST(Broken, RefusesALineThatDoesNotStandThereOnce) {
  for (const char* source : {"", "a();", "b(); b();"}) {
    EXPECT_EQ(Broken(BreakOf("b();", "c();"), source).status().code(), absl::StatusCode::kInvalidArgument) << source;
  }
  // Overlapping places are two as well.
  EXPECT_FALSE(Broken(BreakOf("aa", "b"), "aaa").ok());
}

TEST(Broken, RefusesWhatChangesNothing) {
  EXPECT_FALSE(Broken(BreakOf("b();", "b();"), "b();").ok());
  EXPECT_FALSE(Broken(BreakOf("b();", "b ( ) ;\n"), "b();").ok());
  EXPECT_FALSE(Broken(BreakOf("", ""), "b();").ok());
}

}  // namespace
}  // namespace vigil::lifecycle
