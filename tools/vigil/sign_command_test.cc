// vigil keygen, sign and verify, over a small workspace on the disk.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/signature.h"
#include "test/system/temporary_folder.h"
#include "test/verifies.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

constexpr char kRecords[] = "a/a.lifecycle.textproto";
constexpr char kApprovals[] = "a/approvals.lifecycle.textproto";

class SignTest : public testing::Test {
 protected:
  SignTest() {
    Write(kProfile, "approval { clause: '5.2.6' record: 'requirement' from: A kind: APPROVAL role: 'Lead' }"
                    "approval { clause: '5.3.6' record: 'requirement' from: A kind: REVIEW role: 'Reviewer' }");
    EXPECT_EQ(Run(RunKeygen, {}, {{"out", key()}}), 0) << said_;
    public_key_ = said_.substr(said_.find("public_key: \"") + 13, 64);
    WriteRecords("role: 'Lead'", public_key_);
  }

  std::string root() const { return folder_.path().string(); }
  std::string key() const { return keys_.path().string() + "/key.pem"; }

  void Write(const std::string& file, const std::string& text) {
    const fs::path path = fs::path(root()) / file;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  void WriteRecords(const std::string& role, const std::string& public_key) {
    Write(kRecords, absl::StrCat("requirement { id: 'REQ-1' text: 'T' author: 'author-1' }\n"
                                 "requirement { id: 'REQ-2' text: 'T' author: 'reviewer-1' }\n"
                                 "signatory { id: 'SIG-1' name: 'reviewer-1' ", role, " valid_from: '2026-01-01' public_key: '",
                                 public_key, "' }\n"));
  }

  std::string Read(const std::string& file) const {
    const auto text = ReadText(root() + "/" + file);
    return text.ok() ? *text : "";
  }

  // What it said is in said_.
  int Run(int (*command)(const Workspace&, const Call&, std::ostream&), const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& options, bool json = false) {
    Workspace workspace;
    const absl::Status status = workspace.Load(root());
    EXPECT_TRUE(status.ok()) << status;
    std::ostringstream out;
    const int code = command(workspace, {.arguments = arguments, .json = json, .options = options}, out);
    said_ = out.str();
    return code;
  }

  int Sign(std::map<std::string, std::string> options, const std::string& id = "REQ-1") {
    options.insert({{"as", "SIG-1"}, {"date", "2026-01-15"}});
    return Run(RunSign, {id}, options);
  }

  bool Said(const std::string& words) const { return said_.find(words) != std::string::npos; }

  TemporaryFolder folder_, keys_;
  std::string public_key_, said_;
};

TEST_F(SignTest, RefusesADayToComeAndWhatNobodyWrote) {
  EXPECT_EQ(Sign({{"key", key()}, {"date", "2999-12-31"}}), 1);
  EXPECT_TRUE(Said("2999-12-31 is still to come")) << said_;
  Write(kRecords, absl::StrReplaceAll(Read(kRecords), {{"author: 'author-1'", ""}}));
  EXPECT_EQ(Sign({{"key", key()}}), 1);
  EXPECT_TRUE(Said("nobody is named who wrote REQ-1")) << said_;
  EXPECT_TRUE(Said("author: in the record or, for all of them, in a/a.lifecycle.textproto")) << said_;
}

TEST_F(SignTest, KeepsThePrivateKeyToItsOwnerAndNeverWritesOverOne) {
  struct stat about = {};
  ASSERT_EQ(stat(key().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  const auto before = ReadText(key());
  ASSERT_TRUE(before.ok());
  EXPECT_EQ(said_.find(before->substr(30, 60)), std::string::npos) << "the private key is told to nobody";
  EXPECT_EQ(Run(RunKeygen, {}, {{"out", key()}}), 2);
  EXPECT_TRUE(Said("never written over")) << said_;
  EXPECT_EQ(*ReadText(key()), *before);
}

TEST_F(SignTest, MakesNoKeyInTheWorkspaceOrNobodyKnowsWhere) {
  fs::create_directory_symlink(root(), keys_.path() / "link");
  for (const std::string& path : {root() + "/key.pem", root() + "/a/../key.pem", keys_.path().string() + "/link/key.pem"}) {
    EXPECT_EQ(Run(RunKeygen, {}, {{"out", path}}), 2);
    EXPECT_TRUE(Said("lies in the workspace")) << said_;
  }
  EXPECT_EQ(Run(RunKeygen, {}, {{"out", "key.pem"}}), 2);
  EXPECT_TRUE(Said("give the whole path")) << said_;
  EXPECT_EQ(Run(RunKeygen, {}, {{"out", keys_.path().string() + "/none/key.pem"}}), 2);
  EXPECT_TRUE(Said("can't write it")) << said_;
  EXPECT_EQ(Run(RunKeygen, {}, {}), 2);
}

TEST_F(SignTest, ASignatureHoldsUntilTheTextChanges) {
  VIGIL_VERIFIES("REQ-LC-010");
  ASSERT_EQ(Sign({{"key", key()}}), 0) << said_;
  EXPECT_TRUE(Said("text: \"T\"")) << "shows what is signed: " << said_;
  EXPECT_EQ(Run(RunVerify, {}, {}), 0) << said_;
  EXPECT_TRUE(Said("APP-REQ-1: approval of REQ-1 by reviewer-1 (SIG-1) as Lead, 2026-01-15: holds")) << said_;
  EXPECT_TRUE(Said("1 approval, 1 hold; 3 wait (--waiting lists them)")) << said_;
  Write(kRecords, absl::StrReplaceAll(Read(kRecords), {{"id: 'REQ-1' text: 'T'", "id: 'REQ-1' text: 'U'"}}));
  EXPECT_EQ(Run(RunVerify, {"REQ-1"}, {}), 1);
  EXPECT_TRUE(Said("does not hold\n  a/approvals.lifecycle.textproto:7: APP-REQ-1: record points at REQ-1, which says "
                   "something else")) << said_;
  EXPECT_EQ(Run(RunVerify, {"REQ-2"}, {}), 0) << said_;
  EXPECT_TRUE(Said("REQ-2 waits for an approval as Lead [clause 5.2.6]")) << said_;
}

TEST_F(SignTest, CountsWhenWhoSignedIsApproved) {
  Write(kProfile, Read(kProfile) + "approval { clause: '4.1' record: 'signatory' from: A kind: APPROVAL role: 'Boss' }");
  ASSERT_EQ(Sign({{"key", key()}}), 0) << said_;
  EXPECT_EQ(Run(RunVerify, {"REQ-1"}, {}), 0);
  EXPECT_TRUE(Said("2026-01-15: holds, and counts when who signed is approved as signatory")) << said_;
  EXPECT_EQ(Run(RunVerify, {"REQ-1"}, {}, true), 0);
  EXPECT_TRUE(Said("\"counts\": false")) << said_;
}

TEST_F(SignTest, OneCharacterOfAnApprovalIsEnoughForItNotToHold) {
  VIGIL_VERIFIES("REQ-LC-010");
  ASSERT_EQ(Sign({{"key", key()}}), 0) << said_;
  Write(kApprovals, absl::StrReplaceAll(Read(kApprovals), {{"2026-01-15", "2026-01-14"}}));
  EXPECT_EQ(Run(RunVerify, {}, {}, true), 1);
  EXPECT_TRUE(Said("\"holds\": false")) << said_;
  EXPECT_TRUE(Said("\"rule\": \"approval-forged\"")) << said_;
}

TEST_F(SignTest, AReviewIsNoApproval) {
  WriteRecords("role: 'Lead' role: 'Reviewer'", public_key_);
  ASSERT_EQ(Sign({{"key", key()}, {"review", ""}, {"role", "Reviewer"}}), 0) << said_;
  ASSERT_EQ(Sign({{"key", key()}, {"role", "Lead"}}), 0) << said_;
  EXPECT_EQ(Run(RunVerify, {}, {}), 0);
  EXPECT_TRUE(Said("APP-REQ-1-2: approval of")) << said_;
  EXPECT_TRUE(Said("2 approvals, 2 hold; 2 wait")) << said_;
}

TEST_F(SignTest, AKeyThatIsElsewhereSignsTheStatement) {
  ASSERT_EQ(Sign({{"statement", ""}}), 0);
  const auto pem = ReadText(key());
  ASSERT_TRUE(pem.ok());
  const auto elsewhere = SigningKey::FromPem(*pem);
  ASSERT_TRUE(elsewhere.ok());
  const std::string signature = elsewhere->Sign(said_);
  EXPECT_EQ(Sign({{"signature", signature}, {"date", "2026-01-16"}}), 1);
  EXPECT_TRUE(Said("this is no signature of SIG-1")) << said_;
  EXPECT_EQ(Sign({{"signature", signature}}), 0) << said_;
  EXPECT_EQ(Run(RunVerify, {}, {}), 0) << said_;
}

TEST_F(SignTest, RefusesTheAuthorAndOtherRoles) {
  EXPECT_EQ(Sign({{"key", key()}}, "REQ-2"), 1);
  EXPECT_TRUE(Said("reviewer-1 approves what reviewer-1 wrote, REQ-2")) << said_;
  EXPECT_EQ(Sign({{"key", key()}, {"role", "Reviewer"}}), 1);
  EXPECT_TRUE(Said("signs as Reviewer, which SIG-1 is not")) << said_;
  EXPECT_EQ(Sign({{"key", key()}, {"date", "2025-12-31"}}), 1);
  EXPECT_TRUE(Said("signs from 2026-01-01 on")) << said_;
  EXPECT_EQ(Read(kApprovals), "");
}

TEST_F(SignTest, SignsSeveralOrNone) {
  EXPECT_EQ(Run(RunSign, {"SIG-1", "REQ-2"}, {{"as", "SIG-1"}, {"key", key()}, {"role", "Lead"}}), 1);
  EXPECT_EQ(Read(kApprovals), "") << "one of them may not";
  Write(kRecords, absl::StrReplaceAll(Read(kRecords), {{"author: 'reviewer-1'", "author: 'author-2'"}}));
  ASSERT_EQ(Run(RunSign, {"REQ-1", "REQ-2"}, {{"as", "SIG-1"}, {"key", key()}, {"date", "2026-01-15"}}), 0) << said_;
  EXPECT_EQ(Run(RunVerify, {}, {}), 0) << said_;
  EXPECT_TRUE(Said("2 approvals, 2 hold")) << said_;
  EXPECT_EQ(Run(RunSign, {"REQ-1", "REQ-2"}, {{"as", "SIG-1"}, {"statement", ""}}), 2);
}

TEST_F(SignTest, RefusesTheSameTwice) {
  ASSERT_EQ(Sign({{"key", key()}}), 0);
  EXPECT_EQ(Sign({{"key", key()}}), 1);
  EXPECT_TRUE(Said("SIG-1 has signed this: APP-REQ-1")) << said_;
}

TEST_F(SignTest, SaysWhichOlderOneRetires) {
  ASSERT_EQ(Sign({{"key", key()}}), 0);
  Write(kRecords, absl::StrReplaceAll(Read(kRecords), {{"text: 'T'", "text: 'U'"}}));
  ASSERT_EQ(Sign({{"key", key()}}), 0);
  EXPECT_TRUE(Said("a/approvals.lifecycle.textproto:5: APP-REQ-1 is of an older text")) << said_;
}

TEST_F(SignTest, RefusesAKeyThatOthersMayReadOrThatIsAnother) {
  chmod(key().c_str(), 0640);
  EXPECT_EQ(Sign({{"key", key()}}), 1);
  EXPECT_TRUE(Said("others than its owner may use this key")) << said_;
  chmod(key().c_str(), 0600);
  const std::string other = keys_.path().string() + "/other.pem";
  ASSERT_EQ(Run(RunKeygen, {}, {{"out", other}}), 0);
  EXPECT_EQ(Sign({{"key", other}}), 1);
  EXPECT_TRUE(Said("is not the key of SIG-1")) << said_;
  EXPECT_EQ(Sign({{"key", keys_.path().string()}}), 1);
  EXPECT_TRUE(Said("there is no such file")) << said_;
  EXPECT_EQ(Sign({{"key", root() + "/" + kRecords}}), 1);
  EXPECT_TRUE(Said("lies in the workspace")) << said_;
}

TEST_F(SignTest, SeesAPrivateKeyThatStandsWhereThePublicOneBelongs) {
  const auto pem = ReadText(key());
  ASSERT_TRUE(pem.ok());
  WriteRecords("role: 'Lead'", SigningKey::FromPem(*pem)->PrivateKey());
  EXPECT_EQ(Sign({{"key", key()}}), 1);
  EXPECT_TRUE(Said("the public_key of SIG-1 is the private one: everybody has it now")) << said_;
}

TEST_F(SignTest, WhoMayOnlyReviewIsToldHow) {
  WriteRecords("role: 'Reviewer'", public_key_);
  EXPECT_EQ(Sign({{"key", key()}}), 1);
  EXPECT_TRUE(Said("it takes an approval as Lead; such a role reviews: sign --review")) << said_;
  EXPECT_EQ(Sign({{"key", key()}, {"review", ""}}), 0) << said_;
}

TEST_F(SignTest, RefusesWhatThereIsNot) {
  EXPECT_EQ(Sign({{"key", key()}}, "REQ-9"), 1);
  EXPECT_TRUE(Said("there is no record REQ-9")) << said_;
  EXPECT_EQ(Sign({{"key", key()}, {"as", "SIG-9"}}), 1);
  EXPECT_TRUE(Said("there is no signatory SIG-9")) << said_;
  EXPECT_EQ(Sign({{"key", key()}, {"as", "REQ-2"}}), 1);
  EXPECT_EQ(Run(RunVerify, {"REQ-9"}, {}), 1);
}

TEST_F(SignTest, RefusesWhenNotAllCanBeRead) {
  Write("b/b.lifecycle.textproto", "approval { nonsense }");
  EXPECT_EQ(Sign({{"key", key()}}), 1);
  EXPECT_TRUE(Said("not all records can be read")) << said_;
  EXPECT_EQ(Run(RunVerify, {}, {}), 1) << "what is in it could be anything";
}

TEST_F(SignTest, TellsHowItIsCalled) {
  EXPECT_EQ(Run(RunSign, {"REQ-1"}, {{"as", "SIG-1"}}), 2);
  EXPECT_EQ(Run(RunSign, {"REQ-1"}, {{"key", key()}}), 2);
  EXPECT_EQ(Run(RunSign, {}, {{"as", "SIG-1"}, {"key", key()}}), 2);
  EXPECT_EQ(Run(RunSign, {"REQ-1"}, {{"as", "SIG-1"}, {"key", key()}, {"statement", ""}}), 2);
  EXPECT_EQ(Run(RunSign, {"REQ-1"}, {{"as", "SIG-1"}, {"signature", "00"}}), 2) << "without the day that was signed";
  EXPECT_EQ(Run(RunSign, {"REQ-1"}, {{"as", "SIG-1"}, {"key", key()}, {"date", "today"}}), 2);
  EXPECT_TRUE(Said("--key=FILE")) << said_;
  EXPECT_EQ(Run(RunVerify, {"REQ-1", "REQ-2"}, {}), 2);
}

TEST_F(SignTest, CheckCountsWhatWaitsAndAReleaseDemandsIt) {
  VIGIL_VERIFIES("REQ-LC-011");
  Run(RunCheck, {}, {});
  EXPECT_TRUE(Said("; waits for an approval: 4 (vigil verify --waiting)")) << said_;
  EXPECT_FALSE(Said("approval-missing")) << said_;
  EXPECT_EQ(Run(RunCheck, {}, {{"release", ""}}), 1);
  EXPECT_TRUE(Said("REQ-1: waits for an approval as Lead [approval-missing, clause 5.2.6]")) << said_;
  EXPECT_TRUE(Said("vigil -- sign REQ-1 --as=SIG-... --key=FILE --review")) << said_;
  EXPECT_TRUE(Said("is not checked against the evidence of tests")) << said_;
}

}  // namespace
}  // namespace vigil::lifecycle
