// The `vigil` command as it is called: from which folder, with what, and what it tells
// somebody who does not know the next step.
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "test/system/temporary_folder.h"
#include "tools/vigil/run_process.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

class CalledTest : public testing::Test {
 protected:
  CalledTest() {
    Write("work/platform/lifecycle/iec62304_a1_2015.textproto", "");
    Write("work/a.lifecycle.textproto",
          "item { id: 'ITEM-KERNEL-RUNTIME' title: 'Runtime' }\n"
          "item { id: 'ITEM-PORTAL' title: 'Portal' }\n");
    fs::create_directories(folder_.path() / "elsewhere");
  }

  void Write(const std::string& file, const std::string& text) {
    const fs::path path = folder_.path() / file;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  // As `./bazelw run` starts it: in a folder of its own, told where the person stands.
  Ended Call(const std::string& from, std::vector<std::string> arguments) {
    const std::string root = folder_.path().string();
    std::vector<std::string> all = {"env", absl::StrCat("BUILD_WORKSPACE_DIRECTORY=", root, "/work"),
                                    absl::StrCat("BUILD_WORKING_DIRECTORY=", root, "/", from), "tools/vigil/vigil"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const absl::StatusOr<Ended> ended = RunProcess(all, "");
    EXPECT_TRUE(ended.ok()) << ended.status();
    return ended.ok() ? *ended : Ended{.code = -1, .output = "", .errors = ""};
  }

  TemporaryFolder folder_;
};

bool Has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

TEST_F(CalledTest, ARootIsNamedFromWhereThePersonStands) {
  const Ended from_here = Call("elsewhere", {"--root=../work", "trace", "ITEM-PORTAL"});
  EXPECT_EQ(from_here.code, 0) << from_here.errors;
  EXPECT_TRUE(Has(from_here.output, "ITEM-PORTAL  Portal")) << from_here.output;
  EXPECT_EQ(Call("elsewhere", {"--root=work", "trace", "ITEM-PORTAL"}).code, 2);
}

TEST_F(CalledTest, WithoutARootItIsTheWorkspaceWhereverOneStands) {
  EXPECT_EQ(Call("elsewhere", {"trace", "ITEM-PORTAL"}).code, 0);
}

TEST_F(CalledTest, AnIdThatIsNotThereBringsThoseLikeIt) {
  const Ended ended = Call("work", {"trace", "ITEM-RUNTIME"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.output, "vigil trace: there is no record ITEM-RUNTIME; is it ITEM-KERNEL-RUNTIME?\n");
  EXPECT_EQ(Call("work", {"trace", "ITEM-CLOUD"}).output, "vigil trace: there is no record ITEM-CLOUD\n");
  EXPECT_TRUE(Has(Call("work", {"verify", "ITEM-RUNTIME"}).output, "is it ITEM-KERNEL-RUNTIME?"));
  EXPECT_TRUE(Has(Call("work", {"accept", "ITEM-RUNTIME", "ITEM-PORTAL"}).output, "is it ITEM-KERNEL-RUNTIME?"));
}

TEST_F(CalledTest, WhatWasNotSeenIsToldUntilItIsThere) {
  for (const char* command : {"check", "clauses"}) {
    EXPECT_TRUE(Has(Call("work", {command}).output, "Seen are the records alone.")) << command;
  }
  EXPECT_FALSE(Has(Call("work", {"--json", "clauses"}).output, "Seen are"));
  Write("work/evidence.textproto", "");
  for (const char* command : {"check", "clauses"}) {
    EXPECT_FALSE(Has(Call("work", {command}).output, "Seen are the records alone.")) << command;
  }
}

}  // namespace
}  // namespace vigil::lifecycle
