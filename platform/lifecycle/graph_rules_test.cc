// The borders of the rules over the build graph.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/subject_for_test.h"

namespace vigil::lifecycle {
namespace {

// What is found in `records` with a graph of `targets`.
Rules RulesOf(const std::string& records, const std::string& targets) {
  Given given;
  given.Read(records);
  given.graph = Given::Parse<BuildGraph>(targets);
  return given.RulesOf(CheckGraph);
}

TEST(CheckGraphTest, WithoutAGraphNothingIsSaid) {
  Given given;
  given.Read("control { id: 'RC-1' implementation_test: '//a:gone' source: 'a/gone.cc' }");
  EXPECT_EQ(given.RulesOf(CheckGraph), Rules({}));
}

TEST(CheckGraphTest, ATestMayBeNamedInShort) {
  EXPECT_EQ(RulesOf("segregation { id: 'SEG-1' test: '//a/t' }", "target { label: '//a/t:t' is_test: true }"),
            Rules({}));
}

TEST(CheckGraphTest, EachKindOfTestHasToBeOne) {
  constexpr char kTargets[] = "target { label: '//a:binary' rule: 'vigil_binary' }";
  EXPECT_EQ(RulesOf("control { id: 'RC-1' implementation_test: '//a:binary' effectiveness_test: '//a:gone' }", kTargets),
            Rules({"label-no-test RC-1", "label-missing RC-1"}));
  EXPECT_EQ(RulesOf("segregation { id: 'SEG-1' test: '//a:binary' test: '//a:gone' }", kTargets),
            Rules({"label-no-test SEG-1", "label-missing SEG-1"}));
  EXPECT_EQ(RulesOf("interface { id: 'IF-1' fuzz_test: '//a:binary' fuzz_test: '//a:gone' }", kTargets),
            Rules({"label-no-test IF-1", "label-missing IF-1"}));
}

TEST(CheckGraphTest, WhatIsOfALowerClassIsSegregated) {
  constexpr char kTargets[] =
      "target { label: '//p:table' safety_class: C dep: '//p/view:trend' dep: '//p/view:same' dep: '//p/view:none' dep: '//x:x' }"
      "target { label: '//p:lower' safety_class: B dep: '//p/view:trend' }"
      "target { label: '//p:test' safety_class: C is_test: true is_test_only: true dep: '//p/view:trend' }"
      "target { label: '//p/view:trend' safety_class: B } target { label: '//p/view:same' safety_class: C }"
      "target { label: '//p/view:none' }";
  const std::string items =
      "item { id: 'ITEM-P' safety_class: C package: '//p:table' } item { id: 'ITEM-LOW' safety_class: B package: '//p' } item { id: 'ITEM-KERNEL' safety_class: C }"
      "item { id: 'ITEM-PAGE' safety_class: B } item { id: 'ITEM-VIEWS' safety_class: B }"
      "item { id: 'ITEM-TREND' safety_class: B part_of { to: 'ITEM-VIEWS' } package: '//p/view' }";
  EXPECT_EQ(RulesOf(items, kTargets), Rules({"segregation-unrecorded"}));
  EXPECT_EQ(RulesOf(items + "segregation { id: 'SEG-1' item { to: 'ITEM-VIEWS' } segregated_from { to: 'ITEM-KERNEL' } }", kTargets),
            Rules({})) << "its whole is";
  EXPECT_EQ(RulesOf(items + "segregation { id: 'SEG-1' item { to: 'ITEM-TREND' } segregated_from { to: 'ITEM-PAGE' } }", kTargets),
            Rules({"segregation-unrecorded"})) << "from what is of no higher class";
  EXPECT_EQ(RulesOf(items + "segregation { id: 'SEG-1' item { to: 'ITEM-P' } segregated_from { to: 'ITEM-KERNEL' } }", kTargets),
            Rules({"segregation-unrecorded"})) << "something else is";
}

TEST(CheckGraphTest, FilesOfControlsAndInterfacesAreInTargets) {
  constexpr char kTargets[] = "target { label: '//a:a' source: 'a/there.h' }";
  EXPECT_EQ(RulesOf("control { id: 'RC-1' source: 'a/there.h' source: 'a/gone.h' }"
                    "interface { id: 'IF-1' source: 'a/there.h' source: 'a/gone.h' }", kTargets),
            Rules({"file-unbuilt RC-1", "file-unbuilt IF-1"}));
}

TEST(CheckGraphTest, OfAPlansToolTheLabelsCount) {
  constexpr char kTargets[] = "target { label: '//a/b:tool' }";
  EXPECT_EQ(RulesOf("plan { id: 'PLAN-1' tool: './bazelw run //a/b:tool -- //a/... --x' tool: 'git' tool: 'docs/x.md' }",
                    kTargets), Rules({}));
  EXPECT_EQ(RulesOf("plan { id: 'PLAN-1' tool: 'run //a/b:other' tool: 'test //c/...' }", kTargets),
            Rules({"plan-tool-missing PLAN-1", "plan-tool-missing PLAN-1"}));
}

TEST(CheckGraphTest, AnItemsPackagesAndTargetsAreThere) {
  constexpr char kTargets[] = "target { label: '//a/b:one' }";
  EXPECT_EQ(RulesOf("item { id: 'ITEM-1' package: '//a/...' package: '//a/b' package: '//a/b:one' }", kTargets),
            Rules({}));
  EXPECT_EQ(RulesOf("item { id: 'ITEM-1' package: '//a' package: '//b/...' package: '//a/b:two' }", kTargets),
            Rules({"package-missing ITEM-1", "package-missing ITEM-1", "package-missing ITEM-1"}));
}

struct ClassCase {
  const char* name;
  const char* target;  // of //a:a
  Rules of_item_b;     // when //a is of an item of class B
  Rules of_none;
};

class TargetClassTest : public testing::TestWithParam<ClassCase> {};

TEST_P(TargetClassTest, IsAtLeastThatOfItsItem) {
  const std::string target = absl::StrCat("target { label: '//a:a' ", GetParam().target, " }");
  EXPECT_EQ(RulesOf("item { id: 'ITEM-1' safety_class: B package: '//a' }", target), GetParam().of_item_b);
  EXPECT_EQ(RulesOf("", target), GetParam().of_none);
}

INSTANTIATE_TEST_SUITE_P(
    Targets, TargetClassTest,
    testing::Values(ClassCase{"A", "safety_class: A", {"target-class-below-item ITEM-1"}, {}},
                    ClassCase{"B", "safety_class: B", {}, {"target-without-item"}},
                    ClassCase{"C", "safety_class: C", {}, {"target-without-item"}},
                    ClassCase{"WithoutClass", "", {}, {}},
                    ClassCase{"TestOfC", "safety_class: C is_test: true", {}, {}},
                    ClassCase{"TestOfA", "safety_class: A is_test: true", {}, {}},
                    ClassCase{"ForTestsOnly", "safety_class: A is_test_only: true", {}, {}},
                    ClassCase{"ThirdParty", "safety_class: A is_soup: true", {}, {}}),
    [](const auto& info) { return info.param.name; });

TEST(CheckGraphTest, ATargetOfItsOwnItemLeavesTheClassOfItsPackage) {
  EXPECT_EQ(RulesOf("item { id: 'ITEM-1' safety_class: C package: '//a' }"
                    "item { id: 'ITEM-2' safety_class: B package: '//a:host' }",
                    "target { label: '//a:host' safety_class: B } target { label: '//a:device' safety_class: C }"),
            Rules({}));
}

constexpr char kTwoItems[] =
    "item { id: 'ITEM-1' package: '//a' } item { id: 'ITEM-2' package: '//a:two' }"
    "unit { id: 'UNIT-1' item { to: 'ITEM-1' } source: 'a/x.cc' }";

TEST(CheckGraphTest, AUnitsFileIsInATargetOfItsItem) {
  EXPECT_EQ(RulesOf(kTwoItems, "target { label: '//a:one' source: 'a/x.cc' }"
                               "target { label: '//a:two' source: 'a/x.cc' }"), Rules({}));
  EXPECT_EQ(RulesOf(kTwoItems, "target { label: '//a:one' } target { label: '//a:two' source: 'a/x.cc' }"),
            Rules({"unit-of-other-item UNIT-1"}));
}

TEST(CheckGraphTest, WhoNamesAFileFromOutsideOfItsPackageDoesNotOwnIt) {
  EXPECT_EQ(RulesOf(absl::StrCat(kTwoItems, "item { id: 'ITEM-3' package: '//b' }"),
                    "target { label: '//a:two' } target { label: '//b:b' dep: '//a:x.cc' }"), Rules({}));
}

TEST(CheckGraphTest, AnAncestorsTargetMayHoldTheFile) {
  // The whole names the image, its part the main loop in the same package.
  EXPECT_EQ(RulesOf("item { id: 'ITEM-1' package: '//a:image' } item { id: 'ITEM-2' package: '//a' }"
                    "unit { id: 'UNIT-1' item { to: 'ITEM-2' } source: 'a/x.cc' }",
                    "target { label: '//a:image' source: 'a/x.cc' } target { label: '//a:loop' source: 'a/x.cc' }"),
            Rules({}));
}

}  // namespace
}  // namespace vigil::lifecycle
