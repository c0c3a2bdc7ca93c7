#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "platform/lifecycle/id_register.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

bool Write(const std::string& path, const std::string& text, std::ostream& out) {
  const absl::Status status = WriteText(path, text);
  if (!status.ok()) out << "vigil: " << status.message() << "\n";
  return status.ok();
}

// A line that holds the whole link, as the data are laid out: `{ to: "..." }` or
// `{ to: "..." digest: "..." }`. False when it is laid out otherwise.
bool SetDigest(const std::string& to, const std::string& digest, std::string& line) {
  const std::string quoted = absl::StrCat("to: \"", to, "\"");
  const std::size_t at = line.find(quoted);
  const std::size_t close = at == std::string::npos ? at : line.find('}', at);
  if (close == std::string::npos) return false;
  line = absl::StrCat(line.substr(0, at), quoted, " digest: \"", digest, "\" ", line.substr(close));
  return true;
}

}  // namespace

int RunAccept(const Workspace& workspace, const Call& call, std::ostream& out) {
  if (call.arguments.size() != 2) {
    out << "vigil accept ID TO: the record with the link, and the one it points at\n";
    return 2;
  }
  const Record* record = workspace.records().Find(call.arguments[0]);
  if (record == nullptr) {
    out << "vigil accept: there is no record " << call.arguments[0] << IdsLike(workspace, call.arguments[0]) << "\n";
    return 1;
  }
  if (record->As<Approval>() != nullptr) {
    out << "vigil accept: " << record->id << " is an approval: it is of what was read then; whoever "
        << "approves what is said now signs a new one\n";
    return 1;
  }
  const std::string path = absl::StrCat(workspace.root(), "/", *record->file);
  const auto text = ReadText(path);
  if (!text.ok()) return 2;
  std::vector<std::string> lines = absl::StrSplit(*text, '\n');
  int set = 0;
  for (const Reference& link : record->links) {
    if (link.link->to() != call.arguments[1] || link.target == nullptr) continue;
    if (!SetDigest(link.link->to(), link.target->digest, lines[static_cast<std::size_t>(link.line) - 1])) {
      out << *record->file << ":" << link.line
          << ": write the link on one line, { to: \"...\" }, or its digest by hand: "
          << link.target->digest << "\n";
      return 1;
    }
    ++set;
  }
  if (set == 0) {
    out << "vigil accept: " << record->id << " has no link to " << call.arguments[1] << "\n";
    return 1;
  }
  if (!Write(path, absl::StrJoin(lines, "\n"), out)) return 2;
  out << *record->file << ": " << record->id << " -> " << call.arguments[1] << " accepted\n";
  return 0;
}

int RunRegister(const Workspace& workspace, const Call& call, std::ostream& out) {
  if (!call.arguments.empty()) {
    out << "vigil register: takes no argument\n";
    return 2;
  }
  if (!workspace.findings().empty()) {
    out << "vigil register: not all records can be read: vigil check\n";
    return 1;
  }
  // An id is registered for ever.
  Findings findings;
  CheckIds(workspace.subject(), findings);
  for (const Finding& finding : findings) {
    if (finding.rule != "id-malformed") continue;
    out << "vigil register: nothing is written\n" << TextOf(finding);
    return 1;
  }
  const std::string path = absl::StrCat(workspace.root(), "/", kIdRegister);
  const auto before = ReadText(path);
  const std::string after = UpdatedIdRegister(before.ok() ? *before : "", workspace.records());
  if (before.ok() && after == *before) {
    out << kIdRegister << ": every id is there\n";
    return 0;
  }
  if (!Write(path, after, out)) return 2;
  out << kIdRegister << ": written\n";
  return 0;
}

}  // namespace vigil::lifecycle
