// How `vigil impact` is called, and what it refuses. What it says of changes is in
// test/lifecycle/changes.
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "test/lifecycle/git_for_test.h"
#include "test/system/temporary_folder.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

class ImpactCommandTest : public testing::Test {
 protected:
  ImpactCommandTest() {
    repository_.Write("a/a.lifecycle.textproto", "item { id: 'ITEM-A' title: 'A \"1\"' package: '//a' }");
    repository_.Write("a/a.cc", "one\n");
    repository_.Commit("First\n");
    repository_.Write("a/a.cc", "two\n");
    repository_.Commit("Second\n");
    repository_.Write(kProfile, "");
  }

  int Run(std::vector<std::string> arguments, std::map<std::string, std::string> options = {}, bool json = false) {
    Workspace workspace;
    EXPECT_TRUE(workspace.Load(repository_.root()).ok());
    said_.str("");
    return RunImpact(workspace, {.arguments = std::move(arguments), .json = json, .options = std::move(options)}, said_);
  }

  // A graph that says that a/a.cc has this digest.
  std::string Graph(const std::string& digest) {
    repository_.Write("graph.textproto", "target { label: '//a:a' source: 'a/a.cc' }"
                                         "target { label: '//a:a_test' dep: ':a' dep: '//a:a' is_test: true }"
                                         "source { path: 'a/a.cc' sha256: '" + digest + "' }");
    return repository_.root() + "/graph.textproto";
  }

  TemporaryFolder folder_;
  GitForTest repository_{folder_.path().string()};
  std::ostringstream said_;
};

// sha256sum of "one\n" and "two\n".
constexpr char kOne[] = "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806";
constexpr char kTwo[] = "27dd8ed44a83ff94d557f9fd0412ed5a8cbca69ea04922d88c01184a07300a5a";

TEST_F(ImpactCommandTest, WithoutARangeItSaysHowItIsCalled) {
  EXPECT_EQ(Run({}), 2);
  EXPECT_EQ(Run({"HEAD~1..HEAD", "HEAD"}), 2);
  EXPECT_EQ(said_.str(), "vigil impact BASE..HEAD [--graph=FILE | --data-only]: one range is needed\n");
  EXPECT_EQ(Run({"--x..HEAD"}), 2);
}

TEST_F(ImpactCommandTest, WithoutAGraphItSaysHowToMakeOne) {
  EXPECT_EQ(Run({"HEAD~1..HEAD"}), 2);
  EXPECT_NE(said_.str().find("./bazelw build //:lifecycle"), std::string::npos) << said_.str();
  EXPECT_NE(said_.str().find("--data-only"), std::string::npos) << said_.str();
}

TEST_F(ImpactCommandTest, AGraphOfAnotherStateIsRefused) {
  EXPECT_EQ(Run({"HEAD~1..HEAD"}, {{"graph", Graph(kOne)}}), 2);
  EXPECT_NE(said_.str().find("a/a.cc differs"), std::string::npos) << said_.str();
}

TEST_F(ImpactCommandTest, AGraphOfTheRangesEndIsFollowed) {
  EXPECT_EQ(Run({"HEAD~1..HEAD"}, {{"graph", Graph(kTwo)}}), 1);
  EXPECT_NE(said_.str().find("//a:a_test"), std::string::npos) << said_.str();
}

TEST_F(ImpactCommandTest, WhatIsNoGraphIsRefused) {
  repository_.Write("graph.textproto", "target { colour: 'red' }");
  EXPECT_EQ(Run({"HEAD~1..HEAD"}, {{"graph", repository_.root() + "/graph.textproto"}}), 2);
}

TEST_F(ImpactCommandTest, FromTheRecordsAloneItSaysSo) {
  EXPECT_EQ(Run({"HEAD~1..HEAD"}, {{"data-only", ""}}), 1);
  EXPECT_NE(said_.str().find("From the records alone"), std::string::npos) << said_.str();
}

TEST_F(ImpactCommandTest, NothingChangedIsInOrder) {
  EXPECT_EQ(Run({"HEAD..HEAD"}, {{"data-only", ""}}), 0);
}

TEST_F(ImpactCommandTest, JsonHasAllOfIt) {
  EXPECT_EQ(Run({"HEAD~1.."}, {{"graph", Graph(kTwo)}}, true), 1);
  for (const char* part : {"\"files\": [\"a/a.cc\"]", "\"id\": \"ITEM-A\", \"title\": \"A \\\"1\\\"\"", "\"direct\": true",
                           "\"tests\": [\"//a:a_test\"]", "\"rule\": \"commit-without-change\"", "\"with_graph\": true"}) {
    EXPECT_NE(said_.str().find(part), std::string::npos) << part << "\n" << said_.str();
  }
}

}  // namespace
}  // namespace vigil::lifecycle
