#include "test/lifecycle/gallery.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/lifecycle/approval_rules.h"
#include "platform/lifecycle/id_register.h"
#include "test/system/temporary_folder.h"
#include "tools/vigil/commands.h"
#include "tools/vigil/signing.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

constexpr char kClean[] = ".clean";
constexpr char kEdit[] = ".edit";
constexpr absl::string_view kForRelease = "check: --release";
constexpr char kToday[] = "2026-06-30";  // of all repositories of the gallery

struct Hunk {
  int line = 0;  // in the edit
  std::vector<std::string> before;  // what is looked for
  std::vector<std::string> after;   // what stands there instead
};

absl::Status Write(const fs::path& path, absl::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return file.fail() ? absl::InternalError(absl::StrCat("can't write ", path.string()))
                     : absl::OkStatus();
}

bool Fits(absl::string_view line, absl::string_view pattern) {
  if (absl::ConsumeSuffix(&pattern, "...")) return absl::StartsWith(line, pattern);
  return line == pattern;
}

bool FitsAt(const std::vector<std::string>& lines, std::size_t at, const Hunk& hunk) {
  if (at + hunk.before.size() > lines.size()) return false;
  return std::equal(hunk.before.begin(), hunk.before.end(), lines.begin() + static_cast<long>(at),
                    [](const std::string& pattern, const std::string& line) { return Fits(line, pattern); });
}

// A line that stays is written as it was, not as it was looked for.
std::vector<std::string> Replacement(const std::vector<std::string>& lines, std::size_t at, const Hunk& hunk) {
  std::vector<std::string> out;
  for (const std::string& line : hunk.after) {
    const auto kept = std::find(hunk.before.begin(), hunk.before.end(), line);
    out.push_back(kept == hunk.before.end()
                      ? line
                      : lines[at + static_cast<std::size_t>(kept - hunk.before.begin())]);
  }
  return out;
}

absl::Status ApplyHunk(const Hunk& hunk, const fs::path& path) {
  const auto text = ReadText(path.string());
  if (!text.ok()) return text.status();
  std::vector<std::string> lines = absl::StrSplit(*text, '\n');
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (FitsAt(lines, at, hunk)) places.push_back(at);
  }
  if (hunk.before.empty() || places.size() != 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "line ", hunk.line, ": fits ", hunk.before.empty() ? 0 : places.size(), " times, not once"));
  }
  const std::vector<std::string> after = Replacement(lines, places[0], hunk);
  const auto begin = lines.begin() + static_cast<long>(places[0]);
  lines.insert(lines.erase(begin, begin + static_cast<long>(hunk.before.size())), after.begin(), after.end());
  return Write(path, absl::StrJoin(lines, "\n"));
}

// Without the last line, which counts records: one more in the clean twin is not what
// a golden file is about.
std::string WithoutCount(const std::string& said) {
  const std::size_t end = said.rfind('\n', said.size() - 2);
  return end == std::string::npos ? "" : said.substr(0, end + 1);
}

// Accepts each suspect link, as somebody does who has read neither end.
absl::Status AcceptAll(const Workspace& workspace) {
  for (const Record& record : workspace.records().all()) {
    for (const Reference& link : record.links) {
      if (!link.IsSuspect()) continue;
      std::ostringstream said;
      const Call call = {.arguments = {record.id, link.link->to()}, .json = false, .options = {}};
      const bool refused = RunAccept(workspace, call, said) != 0;
      // An approval is no link that somebody else may renew.
      const bool is_approval = record.As<Approval>() != nullptr;
      if (refused != is_approval) return absl::InvalidArgumentError(said.str());
    }
  }
  return absl::OkStatus();
}

// Puts another signature into the file where the one of `id` stands.
absl::Status SignAgain(const Workspace& workspace, absl::string_view id) {
  const Record* record = workspace.records().Find(id);
  const auto* approval = record == nullptr ? nullptr : record->As<Approval>();
  const Record* by = approval == nullptr ? nullptr : record->Linked("by");
  const Record* target = approval == nullptr ? nullptr : record->Linked("record");
  if (by == nullptr || target == nullptr) return absl::InvalidArgumentError(absl::StrCat("can't sign ", id));
  const std::string statement = StatementOf(*approval, *by->As<Signatory>(), target->kind->name());
  const std::string path = absl::StrCat(workspace.root(), "/", *record->file);
  const auto text = ReadText(path);
  if (!text.ok()) return text.status();
  return Write(path, absl::StrReplaceAll(*text, {{approval->signature(), TestKey(by->id).Sign(statement)}}));
}

absl::Status Then(absl::string_view what, const std::string& root) {
  Workspace workspace;
  if (const absl::Status status = workspace.Load(root); !status.ok()) return status;
  if (what == "accept") return AcceptAll(workspace);
  if (absl::ConsumePrefix(&what, "sign ")) return SignAgain(workspace, what);
  std::ostringstream said;
  if (what == "register" && RunRegister(workspace, {}, said) == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("then: ", what, ": ", said.str()));
}

// By the first signatory who may; their public keys are those of TestKey.
absl::StatusOr<Approval> Signed(const Workspace& workspace, const Waiting& waiting) {
  Approval approval;
  approval.set_id(absl::StrCat("APP-", waiting.record->id, waiting.demand->kind() == REVIEW ? "-REVIEW" : ""));
  approval.mutable_record()->set_to(waiting.record->id);
  approval.mutable_record()->set_digest(waiting.record->full_digest);
  approval.set_kind(waiting.demand->kind());
  approval.set_date("2026-01-15");
  for (const Record& by : workspace.records().all()) {
    const auto* signatory = by.As<Signatory>();
    for (const std::string& role : waiting.demand->role()) {
      approval.set_role(role);
      if (signatory == nullptr || !ObjectionsTo(approval, *waiting.record, by, workspace.profile()).empty()) continue;
      approval.mutable_by()->set_to(by.id);
      approval.set_signature(TestKey(by.id).Sign(StatementOf(approval, *signatory, waiting.record->kind->name())));
      return approval;
    }
  }
  return absl::NotFoundError(absl::StrCat("nobody may sign ", waiting.record->id, ": ", TextOf(*waiting.demand)));
}

}  // namespace

absl::Status WriteCleanTwin(const std::string& folder, const std::string& root) {
  const fs::path clean = fs::path(folder) / "clean";
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(clean)) {
    if (!fs::is_regular_file(entry.path())) continue;
    std::string name = entry.path().lexically_relative(clean).string();
    if (!absl::EndsWith(name, kClean)) continue;
    name.resize(name.size() - (sizeof kClean - 1));
    const auto text = ReadText(entry.path().string());
    if (!text.ok()) return text.status();
    if (const absl::Status status = Write(fs::path(root) / name, *text); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Apply(absl::string_view edit, const std::string& root) {
  std::string file;
  Hunk hunk;
  int number = 0;
  const auto finish = [&]() {
    const Hunk done = std::exchange(hunk, {});
    return done.line == 0 ? absl::OkStatus() : ApplyHunk(done, fs::path(root) / file);
  };
  for (absl::string_view line : absl::StrSplit(edit, '\n')) {
    ++number;
    absl::Status status;
    if (absl::StartsWith(line, "--- ")) {
      status = finish();
      file = std::string(line.substr(4));
      hunk.line = number;
    } else if (absl::StartsWith(line, "remove: ")) {
      status = finish();
      const bool is_there = fs::remove(fs::path(root) / std::string(line.substr(8)));
      if (status.ok() && !is_there) status = absl::NotFoundError(absl::StrCat("line ", number, ": there is no such file"));
    } else if (line == kForRelease) {
      status = finish();
    } else if (absl::StartsWith(line, "then: ")) {
      status = finish();
      if (status.ok()) status = Then(line.substr(6), root);
    } else if (hunk.line != 0 && !line.empty()) {
      const std::string text(line.substr(1));
      if (line[0] != '+') hunk.before.push_back(text);
      if (line[0] != '-') hunk.after.push_back(text);
    } else if (!line.empty() && line[0] != '#') {
      status = absl::InvalidArgumentError(absl::StrCat("line ", number, ": is no part of an edit"));
    }
    if (!status.ok()) return status;
  }
  return finish();
}

std::vector<std::string> Gallery::Faults() const {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_ + "/faults")) {
    if (entry.path().extension() == kEdit) names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

SigningKey TestKey(absl::string_view signatory) {
  std::array<std::uint8_t, 32> seed = {};
  std::copy_n(signatory.begin(), std::min(signatory.size(), seed.size()), seed.begin());
  return SigningKey::FromSeed(seed);
}

absl::Status Gallery::CopyTo(const std::string& root) const {
  if (const absl::Status status = WriteCleanTwin(folder_, root); !status.ok()) return status;
  const auto profile = ReadText(profile_);
  return profile.ok() ? Write(root + "/" + kProfile, *profile) : profile.status();
}

absl::StatusOr<Checked> Gallery::CheckFolder(const std::string& fault, bool for_release,
                                              const std::vector<std::string>& without) const {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  if (const absl::Status status = CopyTo(root); !status.ok()) return status;
  Call call;
  call.options["today"] = kToday;
  if (for_release) call.options["release"] = "";
  if (!fault.empty()) {
    const auto edit = ReadText(absl::StrCat(folder_, "/faults/", fault, kEdit));
    if (!edit.ok()) return edit.status();
    const absl::Status status = Apply(*edit, root);
    if (!status.ok()) return absl::InvalidArgumentError(absl::StrCat(fault, kEdit, ": ", status.message()));
    if (absl::StrContains(*edit, kForRelease)) call.options["release"] = "";
  }
  for (const std::string& file : without) fs::remove(fs::path(root) / file);
  Workspace workspace;
  if (const absl::Status status = workspace.Load(root); !status.ok()) return status;
  std::ostringstream said;
  const int code = RunCheck(workspace, call, said);
  return Checked{code, WithoutCount(said.str())};
}

absl::StatusOr<std::map<std::string, std::string>> Gallery::SignedApprovals() const {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  if (const absl::Status status = CopyTo(root); !status.ok()) return status;
  fs::remove_all(root + "/approvals");
  Workspace workspace;
  if (const absl::Status status = workspace.Load(root); !status.ok()) return status;
  std::map<std::string, std::string> files;
  for (const Waiting& waiting : WaitingForApproval(workspace.subject(), {})) {
    const auto approval = Signed(workspace, waiting);
    if (!approval.ok()) return approval.status();
    files[absl::StrCat(approval->id(), ".lifecycle.textproto", kClean)] = TextOf(*approval);
  }
  return files;
}

absl::StatusOr<std::string> Gallery::Register() const {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  if (const absl::Status status = CopyTo(root); !status.ok()) return status;
  Workspace workspace;
  if (const absl::Status status = workspace.Load(root); !status.ok()) return status;
  const auto before = ReadText(ids());
  return before.ok() ? UpdatedIdRegister(*before, workspace.records()) : before;
}

std::string Gallery::GoldenFile(const std::string& fault) const {
  return absl::StrCat(folder_, "/golden/", fault, ".txt");
}

}  // namespace vigil::lifecycle
