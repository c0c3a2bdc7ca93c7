#include "tools/vigil/git_changes.h"

#include <algorithm>
#include <cstddef>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/vigil/run_process.h"

namespace vigil::lifecycle {
namespace {

// What Git reads as an option or as more than one name is none.
bool IsName(const std::string& name) {
  return !name.empty() && name[0] != '-' && !absl::StrContains(name, "..") &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || absl::StrContains("._/-~^@", std::string(1, static_cast<char>(c)));
         });
}

std::vector<std::string> Between(const std::string& text, char mark) {
  return absl::StrSplit(text, mark, absl::SkipEmpty());
}

bool IsHash(const std::string& text) {
  return (text.size() == 40 || text.size() == 64) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
}

}  // namespace

absl::StatusOr<std::string> Git::Run(const std::vector<std::string>& arguments, const std::string& input) const {
  std::vector<std::string> all = {"git", "-C", root_, "--no-pager", "--no-replace-objects",
                                  "-c", "core.quotePath=false"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  absl::StatusOr<Ended> ended = RunProcess(all, input);
  if (!ended.ok()) return ended.status();
  if (ended->code == 0) return std::move(ended->output);
  return absl::FailedPreconditionError(absl::StrCat(
      "git ", arguments[0], ": ", absl::StripAsciiWhitespace(ended->errors)));
}

absl::StatusOr<std::string> Git::ResolveOne(const std::string& name) const {
  if (!IsName(name)) {
    return absl::InvalidArgumentError(absl::StrCat("\"", name, "\" is no name of a commit"));
  }
  const absl::StatusOr<std::string> hash =
      Run({"rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"});
  if (absl::IsInternal(hash.status())) return hash.status();
  const std::string trimmed(absl::StripAsciiWhitespace(hash.value_or("")));
  if (IsHash(trimmed)) return trimmed;
  // Git says nothing of a name that it does not know, and much of a folder that is no repository.
  const std::string why(hash.status().message());
  return absl::InvalidArgumentError(absl::StrCat(
      absl::StrContains(why, "repository") ? why : absl::StrCat("there is no commit ", name)));
}

absl::StatusOr<Range> Git::Resolve(const std::string& range) const {
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos || dots == 0) {
    return absl::InvalidArgumentError(absl::StrCat("\"", range, "\" is no range: write BASE..HEAD"));
  }
  const std::string end = range.substr(dots + 2);
  const absl::StatusOr<std::string> base = ResolveOne(range.substr(0, dots));
  if (!base.ok()) return base.status();
  const absl::StatusOr<std::string> head = ResolveOne(end.empty() ? "HEAD" : end);
  if (!head.ok()) return head.status();
  const absl::StatusOr<std::string> fork = Run({"merge-base", *base, *head});
  if (!fork.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(range, ": the two have no commit in common"));
  }
  return Range{std::string(absl::StripAsciiWhitespace(*fork)), *head};
}

absl::StatusOr<std::vector<GitCommit>> Git::Commits(const std::vector<std::string>& hashes) const {
  // Fields end with NUL, which no message can hold.
  const absl::StatusOr<std::string> told =
      Run({"rev-list", "--reverse", "--topo-order", "--stdin", "--no-commit-header",
           "--format=%H%x00%P%x00%s%x00%(trailers:key=Change,valueonly,separator=%x20)%x00"},
          absl::StrCat(absl::StrJoin(hashes, "\n"), "\n"));
  if (!told.ok()) return told.status();
  const std::vector<std::string> fields = absl::StrSplit(*told, '\0');
  std::vector<GitCommit> commits;
  for (std::size_t n = 0; n + 3 < fields.size(); n += 4) {
    GitCommit commit;
    commit.hash = std::string(absl::StripAsciiWhitespace(fields[n]));
    const std::vector<std::string> parents = Between(fields[n + 1], ' ');
    commit.parent = parents.empty() ? "" : parents[0];
    commit.is_merge = parents.size() > 1;
    commit.subject = fields[n + 2];
    commit.requests = absl::StrSplit(fields[n + 3], absl::ByAnyChar(" ,;\n"), absl::SkipEmpty());
    if (!IsHash(commit.hash)) return absl::InternalError("git rev-list: its output can't be understood");
    commits.push_back(std::move(commit));
  }
  const absl::Status status = AddFiles(commits);
  if (!status.ok()) return status;
  return commits;
}

absl::Status Git::AddFiles(std::vector<GitCommit>& commits) const {
  if (commits.empty()) return absl::OkStatus();
  std::map<std::string, std::size_t> order;
  std::string input;
  for (std::size_t n = 0; n < commits.size(); ++n) {
    order[commits[n].hash] = n;
    absl::StrAppend(&input, commits[n].hash, "\n");
  }
  // -c: of a merge only what differs from each parent, so what somebody did in it.
  const absl::StatusOr<std::string> told =
      Run({"diff-tree", "--stdin", "-z", "-r", "-c", "--root", "--name-only", "--no-renames"}, input);
  if (!told.ok()) return told.status();
  std::optional<std::size_t> commit;
  for (const std::string& part : Between(*told, '\0')) {
    // A hash begins each commit's part, in the order in which they were asked for; behind
    // it come files. A file may have the hash of an earlier commit as its name, and of a
    // later one nobody can.
    const auto found = order.find(std::string(absl::StripAsciiWhitespace(part)));
    if (found != order.end() && (!commit || found->second > *commit)) {
      commit = found->second;
    } else if (commit) {
      commits[*commit].files.push_back(part);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Git::Differing(const Range& range) const {
  const absl::StatusOr<std::string> told =
      Run({"diff-tree", "-z", "-r", "--name-only", "--no-renames", range.base, range.head});
  if (!told.ok()) return told.status();
  return Between(*told, '\0');
}

absl::StatusOr<std::vector<std::string>> Git::Files(const std::string& hash) const {
  const absl::StatusOr<std::string> told = Run({"ls-tree", "-r", "-z", "--name-only", "--full-tree", hash});
  if (!told.ok()) return told.status();
  return Between(*told, '\0');
}

absl::StatusOr<std::vector<std::string>> Git::SymbolicLinks(const std::string& hash) const {
  const absl::StatusOr<std::string> told = Run({"ls-tree", "-r", "-z", "--full-tree", hash});
  if (!told.ok()) return told.status();
  std::vector<std::string> links;
  for (const std::string& entry : Between(*told, '\0')) {
    // "MODE TYPE HASH\tFILE"
    const std::size_t tab = entry.find('\t');
    if (absl::StartsWith(entry, "120000 ") && tab != std::string::npos) links.push_back(entry.substr(tab + 1));
  }
  return links;
}

absl::StatusOr<std::vector<std::optional<std::string>>> Git::Read(
    const std::vector<std::pair<std::string, std::string>>& files) const {
  std::vector<std::optional<std::string>> read(files.size());
  std::string input;
  std::vector<std::size_t> asked;
  for (std::size_t n = 0; n < files.size(); ++n) {
    // A name with a line break can't be asked for in a line; it stays unread.
    if (absl::StrContains(files[n].second, '\n')) continue;
    absl::StrAppend(&input, files[n].first, ":", files[n].second, "\n");
    asked.push_back(n);
  }
  if (asked.empty()) return read;
  const absl::StatusOr<std::string> told = Run({"cat-file", "--batch"}, input);
  if (!told.ok()) return told.status();
  std::size_t at = 0;
  for (const std::size_t n : asked) {
    const std::size_t end = told->find('\n', at);
    if (end == std::string::npos) return absl::InternalError("git cat-file: its output ends too soon");
    const std::string line = told->substr(at, end - at);
    at = end + 1;
    // "HASH blob SIZE"; else "... missing", or a folder's tree.
    const std::vector<std::string> parts = absl::StrSplit(line, ' ');
    std::size_t size = 0;
    if (parts.size() != 3 || !IsHash(parts[0]) || !absl::SimpleAtoi(parts[2], &size)) continue;
    if (parts[1] == "blob") read[n] = told->substr(at, size);
    at += size + 1;
  }
  return read;
}

}  // namespace vigil::lifecycle
