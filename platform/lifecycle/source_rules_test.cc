// The borders of the rules over sources: whose part a file is.
#include <map>
#include <string>

#include "gtest/gtest.h"
#include "platform/lifecycle/source_classes.h"
#include "platform/lifecycle/subject_for_test.h"

namespace vigil::lifecycle {
namespace {

using Classes = std::map<std::string, SafetyClass>;

Rules RulesOf(const std::string& records, const std::string& graph) {
  Given given;
  given.Read(records);
  given.graph = Given::Parse<BuildGraph>(graph);
  return given.RulesOf(CheckSources);
}

TEST(SourceClassesTest, AFileHasTheHighestClassThatRestsOnItWithoutAClassBetween) {
  const auto graph = Given::Parse<BuildGraph>(
      "target { label: '//a' safety_class: A source: 'a/a.cc' dep: '//a:files' }"
      "target { label: '//c' safety_class: C source: 'c/c.cc' dep: '//a:alias' dep: '//b' }"
      "target { label: '//b' safety_class: B source: 'b/b.cc' }"
      "target { label: '//a:alias' dep: '//a:files' } target { label: '//a:files' source: 'a/files.cc' }");
  EXPECT_EQ(SourceClasses(graph, Part::kProduct),
            (Classes{{"a/a.cc", A}, {"a/files.cc", C}, {"b/b.cc", B}, {"c/c.cc", C}}));
}

TEST(SourceClassesTest, AFileOfAnotherPackageAndSourcesAmongThirdPartyCodeCount) {
  const auto graph = Given::Parse<BuildGraph>(
      "target { label: '//c' safety_class: C dep: '//d:d.cc' dep: '//d:gone.cc' dep: '//third_party/e' }"
      "target { label: '//third_party/e' safety_class: B is_soup: true source: 'third_party/e/e.cc' }"
      "source { path: 'd/d.cc' }");
  EXPECT_EQ(SourceClasses(graph, Part::kProduct), (Classes{{"d/d.cc", C}, {"third_party/e/e.cc", C}}));
}

TEST(SourceClassesTest, TestsCountOnlyAmongAll) {
  const auto graph = Given::Parse<BuildGraph>(
      "target { label: '//a:t' safety_class: B is_test: true source: 'a/t.cc' dep: '//a:fake' }"
      "target { label: '//a:fake' is_test_only: true source: 'a/fake.cc' }");
  EXPECT_EQ(SourceClasses(graph, Part::kProduct), Classes());
  EXPECT_EQ(SourceClasses(graph, Part::kAll), (Classes{{"a/fake.cc", B}, {"a/t.cc", B}}));
}

TEST(SourceClassesTest, WhatNobodyThoughtOfIsCode) {
  for (const char* file : {"a.cc", "a.cpp", "a.S", "a.inc", "a.html", "a", "a.", "a.md.rs"}) EXPECT_TRUE(IsCode(file)) << file;
  for (const char* file : {"a.md", "a.textproto", "a.png", "a.bzl"}) EXPECT_FALSE(IsCode(file)) << file;
  EXPECT_TRUE(IsKnownCode("a.tsx"));
  EXPECT_FALSE(IsKnownCode("a.cpp"));
}

TEST(CheckSourcesTest, ALabelOutsideOfTheGraphIsAFileOfAListedPackage) {
  constexpr char kPackage[] = "target { label: '//d:d' safety_class: A source: 'd/d.h' } source { path: 'd/d.h' }";
  const auto with = [&](const std::string& dep) {
    return RulesOf("", std::string(kPackage) + "target { label: '//a:a' dep: '" + dep + "' }");
  };
  EXPECT_EQ(with("//d:d.h"), Rules({}));
  EXPECT_EQ(with("//d:data.json"), Rules({}));
  EXPECT_EQ(with("@zip//:zip"), Rules({}));
  EXPECT_EQ(with("//d:hidden.cc"), Rules({"dep-outside-graph"}));
  EXPECT_EQ(with("//hidden:data.json"), Rules({"dep-outside-graph"}));
  EXPECT_EQ(with("//hidden"), Rules({"dep-outside-graph"}));
}

TEST(CheckSourcesTest, CodeWithoutAClassIsOfAnItemAndHasItsDesign) {
  constexpr char kProgram[] = "target { label: '//t:t' rule: 'sh_binary' source: 't/t.sh' }";
  EXPECT_EQ(RulesOf("", kProgram), Rules({"target-without-item"}));
  EXPECT_EQ(RulesOf("item { id: 'ITEM-1' safety_class: A package: '//t' }", kProgram), Rules({}));
  EXPECT_EQ(RulesOf("item { id: 'ITEM-1' safety_class: B package: '//t' }", kProgram), Rules({"source-unregistered"}));
  EXPECT_EQ(RulesOf("item { id: 'ITEM-1' safety_class: B package: '//t' } unit { id: 'UNIT-1' source: 't/t.sh' }", kProgram),
            Rules({}));
}

TEST(CheckSourcesTest, WhatAReleaseShipsHasAClassHoweverDeep) {
  constexpr char kRelease[] =
      "target { label: '//:release' rule: 'release' is_test_only: true dep: '//:all' dep: '//:lifecycle' }"
      "target { label: '//:lifecycle' rule: 'lifecycle' is_test_only: true source: 'tool.cc' }"
      "target { label: '//:all' rule: 'filegroup' dep: '//p:p' }";
  EXPECT_EQ(RulesOf("", std::string(kRelease) + "target { label: '//p:p' safety_class: A source: 'p/p.cc' }"), Rules({}));
  EXPECT_EQ(RulesOf("", std::string(kRelease) + "target { label: '//p:p' rule: 'filegroup' source: 'p/p.cc' }"),
            Rules({"shipped-without-class"}));
  EXPECT_EQ(RulesOf("", std::string(kRelease) + "target { label: '//p:p' safety_class: A is_test_only: true }"),
            Rules({"product-on-test-code"}));
}

TEST(CheckSourcesTest, PathsStayBelowTheRoot) {
  EXPECT_EQ(RulesOf("", "source { path: '/etc/x' } source { path: 'a/../b' } source { path: 'a/..b' }"),
            Rules({"source-outside", "source-outside"}));
}

}  // namespace
}  // namespace vigil::lifecycle
