// How `vigil mock-audit` is called. What it asks is in platform/lifecycle.
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "test/lifecycle/git_for_test.h"
#include "test/system/temporary_folder.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

class MockAuditCommandTest : public testing::Test {
 protected:
  MockAuditCommandTest() {
    repository_.Write(kProfile, "");
    repository_.Write("a/a.lifecycle.textproto", "requirement { id: 'REQ-A' title: 'A \"1\"' text: 'It is fast.' }");
    repository_.Commit("First\n");
  }

  int Run(std::vector<std::string> arguments, std::map<std::string, std::string> options = {}, bool json = false) {
    Workspace workspace;
    EXPECT_TRUE(workspace.Load(repository_.root()).ok());
    said_.str("");
    return RunMockAudit(workspace, {.arguments = std::move(arguments), .json = json, .options = std::move(options)}, said_);
  }

  TemporaryFolder folder_;
  GitForTest repository_{folder_.path().string()};
  std::ostringstream said_;
};

TEST_F(MockAuditCommandTest, AWrongCallIsRefused) {
  EXPECT_EQ(Run({"REQ-A"}), 2);
  EXPECT_EQ(Run({}, {{"items", "0"}}), 2);
  EXPECT_EQ(Run({}, {{"items", "many"}}), 2);
  EXPECT_EQ(Run({}, {{"seed", "-1"}}), 2);
}

TEST_F(MockAuditCommandTest, ObjectionsEndWithOne) {
  EXPECT_EQ(Run({}), 1);
  EXPECT_NE(said_.str().find("\"fast\": what would a test have to show to refute it? [clause 5.2.6]\n"
                             "            REQ-A  a/a.lifecycle.textproto:1\n"), std::string::npos) << said_.str();
  EXPECT_NE(said_.str().find("Who asked for this change"), std::string::npos) << said_.str();
}

TEST_F(MockAuditCommandTest, WhatWasNotLookedAtIsTold) {
  Run({});
  EXPECT_NE(said_.str().find("evidence.textproto is not there: nobody looked"), std::string::npos) << said_.str();
  repository_.Write("bazel-bin/lifecycle/evidence.textproto", "");
  repository_.Write("bazel-bin/lifecycle/build_graph.textproto", "");
  Run({});
  EXPECT_EQ(said_.str().find("nobody looked"), std::string::npos) << said_.str();
}

TEST_F(MockAuditCommandTest, WithoutObjectionsItEndsWell) {
  repository_.Remove("a/a.lifecycle.textproto");
  repository_.Write("b.txt", "b");
  repository_.Run({"checkout", "--quiet", "--orphan", "other"});
  repository_.Commit("Second\n\nChange: CR-1\n");
  EXPECT_EQ(Run({}), 0) << said_.str();
}

TEST_F(MockAuditCommandTest, JsonHasTheThread) {
  EXPECT_EQ(Run({}, {{"items", "1"}}, true), 1);
  for (const char* part : {"{\"followed\": [{\"id\": \"REQ-A\", \"title\": \"A \\\"1\\\"\"", "\"clause\": \"5.2.6\"", "\"notes\": ["}) {
    EXPECT_NE(said_.str().find(part), std::string::npos) << part << "\n" << said_.str();
  }
}

}  // namespace
}  // namespace vigil::lifecycle
