#include "platform/lifecycle/id_register.h"

#include <map>
#include <string>

#include "gtest/gtest.h"
#include "platform/lifecycle/subject_for_test.h"

namespace vigil::lifecycle {
namespace {

TEST(IdRegisterTest, KnowsIdsAndWhyTheyRetired) {
  Findings findings;
  const IdRegister ids = ReadIdRegister("ids.txt", "# All\n\nREQ-1\nREQ-2 retired: said the same as REQ-1\n", findings);
  EXPECT_TRUE(findings.empty());
  EXPECT_EQ(ids.file, "ids.txt");
  EXPECT_EQ(ids.lines, (std::map<std::string, int>{{"REQ-1", 3}, {"REQ-2", 4}}));
  EXPECT_EQ(ids.retired, (std::map<std::string, std::string>{{"REQ-2", "said the same as REQ-1"}}));
}

struct Unreadable {
  const char* name;
  const char* text;
  int line;
};

class UnreadableTest : public testing::TestWithParam<Unreadable> {};

TEST_P(UnreadableTest, IsToldWithItsLine) {
  Findings findings;
  ReadIdRegister("ids.txt", GetParam().text, findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "register-unreadable");
  EXPECT_EQ(findings[0].line, GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(Lines, UnreadableTest,
                         testing::Values(Unreadable{"OtherWord", "REQ-1 obsolete\n", 1},
                                         Unreadable{"NoReason", "REQ-0\nREQ-1 retired: \n", 2},
                                         Unreadable{"NoColon", "REQ-1 retired because\n", 1},
                                         Unreadable{"Twice", "REQ-1\nREQ-2\nREQ-1\n", 3},
                                         Unreadable{"TwiceAndRetired", "REQ-1\nREQ-1 retired: why\n", 2},
                                         Unreadable{"BlankBehind", "REQ-1  \n", 1}),
                         [](const auto& info) { return info.param.name; });

TEST(UpdatedIdRegisterTest, AddsWhatIsNewInOrderAndKeepsTheRest) {
  Given given;
  given.Read("item { id: 'ITEM-B' } item { id: 'ITEM-A' } requirement { id: 'REQ-1' }");
  EXPECT_EQ(UpdatedIdRegister("# All\nITEM-B\nREQ-0 retired: why\n", given.records()),
            "# All\nITEM-A\nITEM-B\nREQ-0 retired: why\nREQ-1\n");
}

TEST(UpdatedIdRegisterTest, DoesNotBringBackWhatRetired) {
  Given given;
  given.Read("item { id: 'ITEM-A' }");
  const std::string text = "ITEM-A retired: why\n";
  EXPECT_EQ(UpdatedIdRegister(text, given.records()), text);
}

TEST(UpdatedIdRegisterTest, BeginsWithNothing) {
  Given given;
  given.Read("item { id: 'ITEM-A' }");
  EXPECT_EQ(UpdatedIdRegister("", given.records()), "ITEM-A\n");
}

}  // namespace
}  // namespace vigil::lifecycle
