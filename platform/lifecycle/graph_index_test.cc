#include "platform/lifecycle/graph_index.h"

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/subject_for_test.h"

namespace vigil::lifecycle {
namespace {

constexpr char kGraph[] = R"(
  target { label: "//a:base" source: "a/base.cc" dep: "@zip//:zip" }
  target { label: "//a:middle" source: "a/middle.cc" dep: "//a:base" }
  target { label: "//a:middle_test" source: "a/middle_test.cc" dep: "//a:middle" is_test: true }
  target { label: "//b:b" source: "b/in/b.cc" dep: "//a:middle" dep: "//a:table.txt" }
  target { label: "//c:c" dep: "//b" }
  target { label: "//:all" dep: "//c" }
)";

class GraphIndexTest : public testing::Test {
 protected:
  BuildGraph graph_ = Given::Parse<BuildGraph>(kGraph);
  GraphIndex index_{graph_};
};

TEST_F(GraphIndexTest, KnowsATargetByItsShortAndItsFullLabel) {
  EXPECT_EQ(index_.Find("//b"), index_.Find("//b:b"));
  EXPECT_NE(index_.Find("//b"), nullptr);
  EXPECT_EQ(index_.Find("//b:other"), nullptr);
}

TEST_F(GraphIndexTest, FindsWhatRestsOnATargetThroughOthers) {
  EXPECT_EQ(index_.RestingOn({"//a:middle"}),
            Labels({"//:all", "//a:middle", "//a:middle_test", "//b:b", "//c:c"}));
  EXPECT_EQ(index_.RestingOn({"//:all"}), Labels({"//:all"}));
}

TEST_F(GraphIndexTest, FindsWhatRestsOnAThirdPartyPackage) {
  const Labels zip = index_.DepsThatBegin("@zip//");
  EXPECT_EQ(zip, Labels({"@zip//:zip"}));
  EXPECT_EQ(index_.RestingOn(zip).count("//a:middle_test"), 1U);
  EXPECT_EQ(index_.DepsThatBegin("@zi//"), Labels());
}

TEST_F(GraphIndexTest, FindsWhatATargetRestsOn) {
  EXPECT_EQ(index_.Below({"//a:middle_test"}),
            Labels({"//a:base", "//a:middle", "//a:middle_test", "@zip//:zip"}));
}

TEST_F(GraphIndexTest, FindsTheTargetsOfAFile) {
  EXPECT_EQ(index_.Holding("a/base.cc"), Labels({"//a:base"}));
  EXPECT_EQ(index_.Holding("a/other.cc"), Labels());
}

TEST_F(GraphIndexTest, AFileThatAnotherPackageNamesByLabelBelongsToThatTarget) {
  EXPECT_EQ(index_.Holding("a/table.txt"), Labels({"//b:b"}));
  EXPECT_TRUE(index_.HasFile("a/table.txt"));
}

TEST_F(GraphIndexTest, ABuildFileBelongsToEachTargetOfItsPackage) {
  EXPECT_EQ(index_.Holding("a/BUILD.bazel"), Labels({"//a:base", "//a:middle", "//a:middle_test"}));
  EXPECT_EQ(index_.Holding("BUILD.bazel"), Labels({"//:all"}));
}

TEST_F(GraphIndexTest, FindsTheNearestPackageAroundAFile) {
  EXPECT_EQ(index_.PackageOfFile("b/in/gone.cc"), "//b");
  EXPECT_EQ(index_.PackageOfFile("elsewhere/x.cc"), "//");
}

TEST(ItemTargetsTest, TheMostExactNameWins) {
  Given given;
  given.Read("item { id: 'ITEM-ALL' package: '//...' } item { id: 'ITEM-A' package: '//a/...' }"
             "item { id: 'ITEM-AB' package: '//a/b' } item { id: 'ITEM-ROOT' package: '//' }"
             "item { id: 'ITEM-ONE' package: '//a/b:one' }");
  const ItemTargets items(given.records());
  EXPECT_EQ(items.Owner("//a/b:one")->id, "ITEM-ONE");
  EXPECT_EQ(items.Owner("//a/b:other")->id, "ITEM-AB");
  EXPECT_EQ(items.Owner("//a/b")->id, "ITEM-AB");
  EXPECT_EQ(items.Owner("//a/b/c")->id, "ITEM-A");
  EXPECT_EQ(items.Owner("//a")->id, "ITEM-A");
  EXPECT_EQ(items.Owner("//ab")->id, "ITEM-ALL");
  EXPECT_EQ(items.Owner("//")->id, "ITEM-ROOT");
  EXPECT_TRUE(items.twice().empty());
}

TEST(ItemTargetsTest, TellsWhatTwoItemsName) {
  Given given;
  given.Read("item { id: 'ITEM-A' package: '//a' } item { id: 'ITEM-B' package: '//a' }");
  const ItemTargets items(given.records());
  ASSERT_EQ(items.twice().size(), 1U);
  EXPECT_EQ(items.twice()[0].second->id, "ITEM-B");
  EXPECT_EQ(items.Owner("//b"), nullptr);
}

TEST(NamesPackageTest, DotsStandForAllBelow) {
  EXPECT_TRUE(NamesPackage("//a", "//a"));
  EXPECT_FALSE(NamesPackage("//a", "//a/b"));
  EXPECT_TRUE(NamesPackage("//a/...", "//a"));
  EXPECT_TRUE(NamesPackage("//a/...", "//a/b"));
  EXPECT_FALSE(NamesPackage("//a/...", "//ab"));
  EXPECT_TRUE(NamesPackage("//...", "//ab"));
  EXPECT_TRUE(NamesPackage("//...", "//"));
}

}  // namespace
}  // namespace vigil::lifecycle
