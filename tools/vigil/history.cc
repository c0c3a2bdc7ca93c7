#include "tools/vigil/history.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/lifecycle/id_register.h"
#include "tools/vigil/lock_file.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

using FileAt = std::pair<std::string, std::string>;  // hash of a commit, file

class Reader {
 public:
  Reader(const Git& git, History& history) : git_(git), history_(history) {}

  absl::Status Run(const std::string& range) {
    absl::StatusOr<Range> resolved = git_.Resolve(range);
    if (!resolved.ok()) return resolved.status();
    history_.range = *std::move(resolved);
    for (const auto step : {&Reader::ReadEnds, &Reader::ReadRegister, &Reader::ReadFiles, &Reader::ReadCommits}) {
      if (const absl::Status status = (this->*step)(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status ReadEnds() {
    Findings before;
    absl::Status status = ReadRecords(history_.range.base, history_.before, before);
    if (!status.ok()) return status;
    for (const Finding& finding : before) {
      if (finding.rule != "unreadable") continue;
      history_.notes.push_back(absl::StrCat(finding.file, ":", finding.line, " of the range's begin can't be read with this schema (",
                                            finding.message, "): all its records count as new"));
    }
    return ReadRecords(history_.range.head, history_.after, history_.findings);
  }

  absl::Status ReadRecords(const std::string& hash, Records& records, Findings& findings) {
    const auto files = git_.Files(hash);
    if (!files.ok()) return files.status();
    std::vector<FileAt> asked;
    for (const std::string& file : *files) {
      if (absl::EndsWith(file, kRecordSuffix)) asked.emplace_back(hash, file);
    }
    const auto texts = git_.Read(asked);
    if (!texts.ok()) return texts.status();
    for (std::size_t n = 0; n < asked.size(); ++n) {
      if ((*texts)[n]) records.Read(asked[n].second, *(*texts)[n], findings);
    }
    records.Connect();
    return absl::OkStatus();
  }

  // Who takes a record out and its line in the register as well leaves no trace in what
  // is there now, and the id could be given again.
  absl::Status ReadRegister() {
    const auto texts = git_.Read({{history_.range.base, kIdRegister}, {history_.range.head, kIdRegister}});
    if (!texts.ok()) return texts.status();
    Findings of_base;
    const IdRegister before = ReadIdRegister(kIdRegister, (*texts)[0].value_or(""), of_base);
    const IdRegister after = ReadIdRegister(kIdRegister, (*texts)[1].value_or(""), history_.findings);
    for (const auto& [id, line] : before.lines) {
      const auto retired = before.retired.find(id);
      const bool stays = after.lines.count(id) != 0;
      const bool is_back = stays && retired != before.retired.end() && after.retired.count(id) == 0;
      if (stays && !is_back) continue;
      history_.findings.push_back({.rule = "register-line-removed", .clause = "8.1.1", .file = kIdRegister,
                                   .line = stays ? after.lines.at(id) : 0, .id = id,
                                   .message = stays ? absl::StrCat("was retired (", retired->second, ") and is no more")
                                                    : "was registered, and its line is gone",
                                   .mend = "bring the line back; of a record that is gone: retired: WHY"});
    }
    return absl::OkStatus();
  }

  absl::Status ReadFiles() {
    const auto files = git_.Differing(history_.range);
    if (!files.ok()) return files.status();
    history_.files.insert(files->begin(), files->end());
    const auto locks = git_.Read({{history_.range.base, kLock}, {history_.range.head, kLock}});
    if (!locks.ok()) return locks.status();
    const Lock before = ReadLock((*locks)[0].value_or(""));
    const Lock after = ReadLock((*locks)[1].value_or(""));
    history_.packages = DifferingPackages(before, after);
    for (const Lock* lock : {&before, &after}) {
      for (const auto& [name, package] : *lock) {
        const std::string repository = ValueOf(*lock, name, "repository");
        if (!repository.empty()) history_.repositories[name] = repository;
      }
    }
    return absl::OkStatus();
  }

  static std::string LastCommitOf(const Records& records, const Record*& of) {
    for (const Record& record : records.all()) {
      const auto* legacy = record.As<LegacySoftware>();
      if (legacy == nullptr || legacy->last_commit().empty()) continue;
      of = &record;
      return legacy->last_commit();
    }
    return "";
  }

  // From which commit on each names its request. What the range's begin says counts:
  // otherwise a range could excuse itself.
  absl::StatusOr<std::string> LastBeforeRule() {
    const Record* record = nullptr;
    const std::string now = LastCommitOf(history_.after, record);
    const Record* record_before = nullptr;
    const std::string before = LastCommitOf(history_.before, record_before);
    if (!before.empty() && before != now) {
      history_.findings.push_back({.rule = "history-moved", .clause = "8.2.4",
                                   .file = record == nullptr ? *record_before->file : *record->file,
                                   .line = record == nullptr ? 0 : record->line, .id = record_before->id,
                                   .message = absl::StrCat("last_commit was ", before, " and is ", now.empty() ? "gone" : now,
                                                           ": commits in between would need no change request"),
                                   .mend = "leave it; a commit of the past has its request or is a finding"});
    }
    // One that is new in the range says where the rule begins, and excuses nothing in it.
    const std::string& last = before;
    if (now.empty() && before.empty()) return last;
    if (before.empty()) return CheckKnown(now, *record);
    const absl::StatusOr<std::string> hash = git_.ResolveOne(last);
    if (hash.ok() || !absl::IsInvalidArgument(hash.status())) return hash;
    return Unknown(last, *record_before);
  }

  // Nothing in the range is of before it.
  absl::StatusOr<std::string> CheckKnown(const std::string& last, const Record& from) {
    const absl::StatusOr<std::string> hash = git_.ResolveOne(last);
    if (hash.ok()) return std::string();
    return absl::IsInvalidArgument(hash.status()) ? Unknown(last, from) : hash;
  }

  std::string Unknown(const std::string& last, const Record& from) {
    history_.findings.push_back({.rule = "history-unknown", .clause = "8.2.4", .file = *from.file,
                                 .line = from.line, .id = from.id,
                                 .message = absl::StrCat("its last_commit, ", last, ", is not in this repository"),
                                 .mend = "fetch the whole history, or name the commit as it is here"});
    return std::string();
  }

  absl::Status ReadCommits() {
    const absl::StatusOr<std::string> last = LastBeforeRule();
    if (!last.ok()) return last.status();
    const auto all = git_.Commits({history_.range.head, "^" + history_.range.base});
    if (!all.ok()) return all.status();
    history_.of_range = static_cast<int>(all->size());
    std::vector<std::string> bound = {history_.range.head, "^" + history_.range.base};
    if (!last->empty()) bound.push_back("^" + *last);
    auto commits = git_.Commits(bound);
    if (!commits.ok()) return commits.status();
    history_.before_rule = history_.of_range - static_cast<int>(commits->size());
    std::set<std::string> requests;
    for (const GitCommit& commit : *commits) requests.insert(commit.requests.begin(), commit.requests.end());
    if (const absl::Status status = Add(*commits, false); !status.ok() || requests.empty()) return status;
    return AddEarlier(requests);
  }

  absl::Status AddEarlier(const std::set<std::string>& requests) {
    auto earlier = git_.Commits({history_.range.base});
    if (!earlier.ok()) return earlier.status();
    std::vector<GitCommit> of_requests;
    std::copy_if(earlier->begin(), earlier->end(), std::back_inserter(of_requests), [&](const GitCommit& commit) {
      return std::any_of(commit.requests.begin(), commit.requests.end(),
                         [&](const std::string& id) { return requests.count(id) != 0; });
    });
    return Add(of_requests, true);
  }

  absl::Status Add(const std::vector<GitCommit>& commits, bool is_earlier) {
    for (const GitCommit& commit : commits) {
      // A merge that changes nothing by itself only brings commits together.
      if (commit.is_merge && commit.files.empty()) continue;
      CommitChange& change = history_.commits.emplace_back();
      change.hash = commit.hash;
      change.subject = commit.subject;
      change.requests = commit.requests;
      change.files.insert(commit.files.begin(), commit.files.end());
      change.is_earlier = is_earlier;
      if (const absl::Status status = AddRecords(commit, change); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // Of the files that the commit changed, on both sides.
  absl::Status AddRecords(const GitCommit& commit, CommitChange& change) {
    std::vector<FileAt> asked;
    for (const std::string& file : commit.files) {
      if (!absl::EndsWith(file, kRecordSuffix) && file != kLock) continue;
      // The root has no parent; what is asked of a commit's own tree there is never used.
      asked.emplace_back(commit.parent.empty() ? commit.hash : commit.parent, file);
      asked.emplace_back(commit.hash, file);
    }
    if (asked.empty()) return absl::OkStatus();
    const auto texts = git_.Read(asked);
    if (!texts.ok()) return texts.status();
    Records before, after;
    Findings unread;
    for (std::size_t n = 0; n < asked.size(); n += 2) {
      const std::string old = commit.parent.empty() ? "" : (*texts)[n].value_or("");
      const std::string now = (*texts)[n + 1].value_or("");
      if (asked[n].second == kLock) {
        change.packages = DifferingPackages(ReadLock(old), ReadLock(now));
      } else {
        before.Read(asked[n].second, old, unread);
        after.Read(asked[n].second, now, unread);
      }
    }
    change.records = Compare(before, after);
    return absl::OkStatus();
  }

  const Git& git_;
  History& history_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<History>> ReadHistory(const Git& git, const std::string& range) {
  auto history = std::make_unique<History>();
  if (const absl::Status status = Reader(git, *history).Run(range); !status.ok()) return status;
  return history;
}

}  // namespace vigil::lifecycle
