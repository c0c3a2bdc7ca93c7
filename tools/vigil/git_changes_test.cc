#include "tools/vigil/git_changes.h"

#include <filesystem>

#include "gtest/gtest.h"
#include "test/lifecycle/git_for_test.h"
#include "test/system/temporary_folder.h"

namespace vigil::lifecycle {
namespace {

using Names = std::vector<std::string>;

class GitTest : public testing::Test {
 protected:
  GitTest() {
    repository_.Write("a.txt", "one\n");
    first_ = repository_.Commit("First\n");
  }

  // Of the commits behind the first one.
  std::vector<GitCommit> Commits() const {
    const auto commits = git_.Commits({repository_.Run({"rev-parse", "HEAD"}), "^" + first_});
    EXPECT_TRUE(commits.ok()) << commits.status();
    return commits.value_or(std::vector<GitCommit>());
  }

  TemporaryFolder folder_;
  GitForTest repository_{folder_.path().string()};
  Git git_{folder_.path().string()};
  std::string first_;
};

class BadRangeTest : public GitTest, public testing::WithParamInterface<std::string> {};

TEST_P(BadRangeTest, IsRefused) {
  const auto range = git_.Resolve(GetParam());
  EXPECT_TRUE(absl::IsInvalidArgument(range.status())) << range.status();
}

INSTANTIATE_TEST_SUITE_P(Ranges, BadRangeTest,
                         testing::Values("", "HEAD", "..HEAD", "HEAD...HEAD", "--output=x..HEAD", "HEAD..--all",
                                         "HEAD;id..HEAD", "$(id)..HEAD", "HEAD@{0}..HEAD", ":/First..HEAD",
                                         "HEAD^{tree}..HEAD", "gone..HEAD", "HEAD..gone", "HEAD\n..HEAD"));

TEST_F(GitTest, ARangeBeginsWhereTheTwoParted) {
  repository_.Run({"checkout", "--quiet", "-b", "side"});
  repository_.Write("b.txt", "side\n");
  repository_.Commit("Side\n");
  repository_.Run({"checkout", "--quiet", "main"});
  repository_.Write("c.txt", "main\n");
  repository_.Commit("Main\n");
  const auto range = git_.Resolve("main..side");
  ASSERT_TRUE(range.ok()) << range.status();
  EXPECT_EQ(range->base, first_);
  EXPECT_EQ(git_.Differing(*range).value_or(Names()), Names({"b.txt"}));
}

TEST_F(GitTest, AFolderThatIsNoRepositorySaysSo) {
  const TemporaryFolder other;
  const auto range = Git(other.path().string()).Resolve("HEAD~1..HEAD");
  EXPECT_TRUE(absl::IsInvalidArgument(range.status()));
  EXPECT_NE(range.status().message().find("repository"), std::string::npos) << range.status();
}

TEST_F(GitTest, RequestsStandInTrailersAlone) {
  repository_.Commit("Change: CR-9 in the subject\n\nChange: CR-8 is discussed here.\n\nMore.\n");
  repository_.Commit("Two\n\nWhy.\n\nReviewed-by: reviewer\nChange: CR-1\nChange: CR-2, CR-3\n");
  const std::vector<GitCommit> commits = Commits();
  ASSERT_EQ(commits.size(), 2U);
  EXPECT_EQ(commits[0].requests, Names());
  EXPECT_EQ(commits[1].requests, Names({"CR-1", "CR-2", "CR-3"}));
  EXPECT_EQ(commits[1].subject, "Two");
}

TEST_F(GitTest, AMessageCannotForgeAnotherCommit) {
  repository_.Write("b.txt", "x");
  repository_.Commit("One\n\n" + first_ + "\x1e\nb.txt\n\nChange: CR-1\n");
  ASSERT_EQ(Commits().size(), 1U);
  EXPECT_EQ(Commits()[0].files, Names({"b.txt"}));
}

TEST_F(GitTest, AFileNamedAsAnEarlierCommitHidesNothing) {
  repository_.Write("b.txt", "x");
  const std::string earlier = repository_.Commit("One\n");
  repository_.Write(earlier, "x");
  repository_.Write("z.txt", "x");
  repository_.Commit("Two\n");
  ASSERT_EQ(Commits().size(), 2U);
  EXPECT_EQ(Commits()[0].files, Names({"b.txt"}));
  EXPECT_EQ(Commits()[1].files, Names({earlier, "z.txt"}));
}

TEST_F(GitTest, OfAMergeOnlyWhatItChangesItselfCounts) {
  repository_.Run({"checkout", "--quiet", "-b", "side"});
  repository_.Write("b.txt", "side\n");
  repository_.Commit("Side\n");
  repository_.Run({"checkout", "--quiet", "main"});
  repository_.Write("c.txt", "main\n");
  repository_.Commit("Main\n");
  repository_.Run({"merge", "--quiet", "--no-commit", "side"});
  const std::string clean = repository_.Commit("Merge\n");
  EXPECT_EQ(Commits().back().hash, clean);
  EXPECT_TRUE(Commits().back().is_merge);
  EXPECT_EQ(Commits().back().files, Names());
  repository_.Run({"reset", "--quiet", "--hard", "HEAD~1"});
  repository_.Run({"merge", "--quiet", "--no-commit", "side"});
  repository_.Write("b.txt", "neither\n");
  repository_.Commit("Merge with more\n");
  EXPECT_EQ(Commits().back().files, Names({"b.txt"}));
}

TEST_F(GitTest, KnowsSymbolicLinks) {
  std::filesystem::create_symlink("a.txt", folder_.path() / "b link");
  const std::string second = repository_.Commit("Second\n");
  EXPECT_EQ(git_.SymbolicLinks(first_).value_or(Names({"?"})), Names());
  EXPECT_EQ(git_.SymbolicLinks(second).value_or(Names()), Names({"b link"}));
}

TEST_F(GitTest, ReadsFilesAsTheyWere) {
  repository_.Write("a.txt", "two\nlines\n");
  repository_.Write("b \xc3\xa4.txt", "");
  const std::string second = repository_.Commit("Second\n");
  repository_.Write("a.txt", "three\n");
  const auto read = git_.Read({{first_, "a.txt"}, {second, "a.txt"}, {second, "gone.txt"},
                               {second, "b \xc3\xa4.txt"}, {second, "a\nb"}, {first_, "a.txt"}});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ((*read)[0], "one\n");
  EXPECT_EQ((*read)[1], "two\nlines\n");
  EXPECT_EQ((*read)[2], std::nullopt);
  EXPECT_EQ((*read)[3], "");
  EXPECT_EQ((*read)[4], std::nullopt);
  EXPECT_EQ((*read)[5], "one\n");
  EXPECT_EQ(git_.Files(second).value_or(Names()), Names({"a.txt", "b \xc3\xa4.txt"}));
}

}  // namespace
}  // namespace vigil::lifecycle
