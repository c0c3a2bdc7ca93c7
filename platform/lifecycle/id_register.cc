#include "platform/lifecycle/id_register.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace vigil::lifecycle {
namespace {

constexpr char kRetired[] = "retired: ";

bool IsComment(absl::string_view line) { return line.empty() || line[0] == '#'; }

absl::string_view IdIn(absl::string_view line) { return line.substr(0, line.find(' ')); }

}  // namespace

IdRegister ReadIdRegister(const std::string& file, const std::string& text,
                          Findings& findings) {
  IdRegister ids;
  ids.file = file;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (IsComment(line)) continue;
    const std::string id(IdIn(line));
    absl::string_view why = line.substr(id.size());
    absl::ConsumePrefix(&why, " ");
    const bool retired = absl::ConsumePrefix(&why, kRetired);
    const bool sound = retired ? !why.empty() : why.empty();
    if (!sound || ids.lines.count(id) != 0) {
      findings.push_back({.rule = "register-unreadable",
                          .clause = "8.1.1",
                          .file = file,
                          .line = number,
                          .id = id,
                          .message = sound ? "is registered twice"
                                           : "is followed by something else than why it retired",
                          .mend = absl::StrCat("one line each: ID, or ID ", kRetired, "WHY")});
      continue;
    }
    ids.lines[id] = number;
    if (retired) ids.retired[id] = std::string(why);
  }
  return ids;
}

std::string UpdatedIdRegister(const std::string& text, const Records& records) {
  std::vector<std::string> comments;
  std::set<std::string> lines;
  std::set<std::string> known;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    if (IsComment(line)) {
      comments.emplace_back(line);
      continue;
    }
    lines.emplace(line);
    known.emplace(IdIn(line));
  }
  for (const Record& record : records.all()) {
    if (known.insert(record.id).second) lines.insert(record.id);
  }
  return absl::StrCat(absl::StrJoin(comments, "\n"), comments.empty() ? "" : "\n",
                      absl::StrJoin(lines, "\n"), "\n");
}

}  // namespace vigil::lifecycle
