// The `vigil` command as it is called: from which folder, with what, and what it tells
// somebody who does not know the next step.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

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
  Write("work/c.lifecycle.textproto", "requirement { id: 'REQ-HTTP-001' }");
  EXPECT_EQ(Call("work", {"trace", "REQ-GW-001"}).output, "vigil trace: there is no record REQ-GW-001\n");
  EXPECT_EQ(Call("work", {"trace", "ITEM-CLOUD"}).output, "vigil trace: there is no record ITEM-CLOUD\n");
  EXPECT_TRUE(Has(Call("work", {"verify", "ITEM-RUNTIME"}).output, "is it ITEM-KERNEL-RUNTIME?"));
  EXPECT_TRUE(Has(Call("work", {"accept", "ITEM-RUNTIME", "ITEM-PORTAL"}).output, "is it ITEM-KERNEL-RUNTIME?"));
}

TEST_F(CalledTest, AFileThatCanNotBeReadIsNoMissingRecord) {
  Write("work/b.lifecycle.textproto", "item { id: 'ITEM-B' ");
  EXPECT_TRUE(Has(Call("work", {"trace", "ITEM-B"}).output, "not all records can be read: vigil check"));
  const Ended ended = Call("work", {"register"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.output, "vigil register: not all records can be read: vigil check\n");
  EXPECT_FALSE(fs::exists(folder_.path() / "work/platform/lifecycle/ids.txt"));
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

TEST_F(CalledTest, WhatIsNoIdIsNotRegisteredForEver) {
  for (const char* id : {"TRN-5\\nREQ-EVIL-001 retired", "TRN-\\320\\236\\320\\2361"}) {
    Write("work/b.lifecycle.textproto", absl::StrCat("training { id: '", id, "' }"));
    const Ended ended = Call("work", {"register"});
    EXPECT_EQ(ended.code, 1) << ended.output;
    EXPECT_TRUE(Has(ended.output, "nothing is written")) << ended.output;
    EXPECT_TRUE(Has(ended.output, "id-malformed")) << ended.output;
    EXPECT_FALSE(fs::exists(folder_.path() / "work/platform/lifecycle/ids.txt"));
  }
}

TEST_F(CalledTest, ARecordDoesNotControlTheTerminal) {
  Write("work/b.lifecycle.textproto", "item { id: 'ITEM-B' title: 'B\\033[2J\\n0 findings' } training { id: 'TRN-\\033[31mX\\007' }");
  for (const char* command : {"check", "trace"}) {
    const Ended ended = Call("work", std::string(command) == "trace" ? std::vector<std::string>{"trace", "ITEM-B"} : std::vector<std::string>{"check"});
    EXPECT_FALSE(Has(ended.output, "\x1b")) << ended.output;
    EXPECT_FALSE(Has(ended.output, "\n0 findings")) << ended.output;
    EXPECT_TRUE(Has(ended.output, "\\x1b")) << ended.output;
  }
}

TEST_F(CalledTest, WhatItDoesNotKnowIsRefused) {
  EXPECT_EQ(Call("work", {"check", "extra"}).code, 2);
  EXPECT_EQ(Call("work", {"clauses", "x"}).code, 2);
  EXPECT_EQ(Call("work", {"check", "--release=no"}).code, 2);
  const Ended below = Call("work/platform", {"--root=.", "check"});
  EXPECT_EQ(below.code, 2);
  EXPECT_TRUE(Has(below.errors, "--root=DIR")) << below.errors;
}

TEST_F(CalledTest, WhatCanNotBeWrittenIsNoSuccess) {
  const std::string vigil = fs::absolute("tools/vigil/vigil").string();
  const absl::StatusOr<Ended> ended =
      RunProcess({"sh", "-c", absl::StrCat("exec ", vigil, " --root=", folder_.path().string(), "/work clauses >/dev/full")}, "");
  ASSERT_TRUE(ended.ok());
  EXPECT_EQ(ended->code, 2);
  EXPECT_TRUE(Has(ended->errors, "can't write")) << ended->errors;
}

TEST_F(CalledTest, LinksInACircleAndPipesStopNothing) {
  fs::create_symlink("b", folder_.path() / "work/a");
  fs::create_symlink("a", folder_.path() / "work/b");
  EXPECT_EQ(Call("work", {"trace", "ITEM-PORTAL"}).code, 0);
  ASSERT_EQ(mkfifo((folder_.path() / "work/platform/lifecycle/ids.txt").c_str(), 0600), 0);
  const Ended ended = Call("work", {"check"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(Has(ended.output, "is no regular file")) << ended.output;
}

// Somebody's repository may hold a link where the file is first written beside.
TEST_F(CalledTest, ALinkBesideTheRegisterIsNotFollowed) {
  Write("victim", "untouched");
  const fs::path victim = folder_.path() / "victim", beside = folder_.path() / "work/platform/lifecycle/ids.txt.new";
  fs::create_symlink(victim, beside);
  EXPECT_EQ(Call("work", {"register"}).code, 0);
  EXPECT_EQ(ReadText(victim.string()).value(), "untouched");
  EXPECT_FALSE(fs::is_symlink(folder_.path() / "work/platform/lifecycle/ids.txt"));
}

TEST_F(CalledTest, AThreadEndsWithResultAndReleaseOrSaysThatNoneIsGiven) {
  Write("work/b.lifecycle.textproto", "requirement { id: 'REQ-B-001' text: 'B' } release { id: 'REL-1' version: '1.0' }");
  EXPECT_TRUE(Has(Call("work", {"trace", "REQ-B-001"}).output, "no evidence given"));
  const std::string test = "test { test: '//b:b_test' case { name: 'B.Works' result: PASSED verifies: 'REQ-B-001' } subject { label: '//b' sha256: 'aa' } }\n";
  Write("work/evidence.textproto", test + "released { label: '//b' sha256: 'bb' }");
  const Ended other = Call("work", {"trace", "REQ-B-001"});
  EXPECT_TRUE(Has(other.output, "verified by //b:b_test B.Works: PASSED")) << other.output;
  EXPECT_TRUE(Has(other.output, "none of the bits that these tests ran is released")) << other.output;
  EXPECT_FALSE(Has(other.output, "in REL-1")) << other.output;
  Write("work/evidence.textproto", test + "released { label: '//b' sha256: 'aa' }");
  const Ended same = Call("work", {"trace", "REQ-B-001"});
  EXPECT_TRUE(Has(same.output, "released, as the bits that were tested: //b")) << same.output;
  EXPECT_TRUE(Has(same.output, "in REL-1  version 1.0")) << same.output;
}

TEST_F(CalledTest, AFileInTheFieldIsKnownByItsDigest) {
  const std::string digest(64, 'a'), other(64, 'b');
  for (const char* file : {"platform/lifecycle/iec62304_a1_2015.textproto", "a.lifecycle.textproto"}) {
    fs::create_directories((folder_.path() / "release/lifecycle" / file).parent_path());
    fs::copy_file(folder_.path() / "work" / file, folder_.path() / "release/lifecycle" / file);
  }
  Write("release/lifecycle/b.lifecycle.textproto",
        "problem { id: 'PR-1' title: 'Late' } release { id: 'REL-1' version: '1.0' problem { to: 'PR-1' } } soup { id: 'SOUP-Z' name: 'z' version: '3' }");
  Write("release/lifecycle/evidence.textproto",
        absl::StrCat("test { test: '//f:t' case { name: 'A.B' result: PASSED } subject { label: '//f' sha256: '", digest, "' } }"));
  Write("release/manifest.textproto", absl::StrCat("released { label: 'firmware/f.bin' sha256: '", digest, "' }"));
  const Ended known = Call("elsewhere", {"--root=../release", "field", digest});
  EXPECT_EQ(known.code, 0) << known.output << known.errors;
  for (const char* words : {"is firmware/f.bin", "tested as //f by //f:t  1 PASSED", "release REL-1  version 1.0", "known problem PR-1  Late", "part SOUP-Z  z 3"}) {
    EXPECT_TRUE(Has(known.output, words)) << words << "\n" << known.output;
  }
  EXPECT_EQ(Call("elsewhere", {"--root=../release", "field", digest.substr(0, 12)}).code, 0);
  EXPECT_EQ(Call("elsewhere", {"--root=../release", "field", other}).code, 1);
  EXPECT_EQ(Call("elsewhere", {"--root=../release", "field", "aaaa"}).code, 2);
  EXPECT_TRUE(Has(Call("work", {"field", digest}).output, "There is no release here"));
}

}  // namespace
}  // namespace vigil::lifecycle
