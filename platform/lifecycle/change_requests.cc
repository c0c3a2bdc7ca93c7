#include "platform/lifecycle/change_requests.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

// One thing that a commit touched.
struct Touch {
  std::string id;    // of a record, or of a package without one
  std::string item;  // that it belongs to; itself for an item
  // What stands for it in a request: the record itself alone, or its item as well.
  bool by_item = false;
  bool removed = false;
  std::string how;  // "whose text commit 1a2b changed"
};

std::string ShortHash(const CommitChange& commit) { return commit.hash.substr(0, 12); }

// Kinds whose text a request can name.
bool CanBeNamed(const std::string& record) {
  for (const char* kind : {"item", "requirement", "hazard", "control", "unit", "interface", "segregation", "soup"}) {
    if (record == kind) return true;
  }
  return false;
}

// What decides how everything is built and judged, and what is written down once and
// believed: a request names it by its path, or by its folder.
bool DecidesForAll(const std::string& file) {
  return absl::StartsWith(file, "tools/build_rules/") || absl::EndsWith(file, ".measured.textproto") ||
         (absl::StartsWith(file, "platform/lifecycle/") && absl::EndsWith(file, ".textproto") &&
          !absl::EndsWith(file, ".lifecycle.textproto"));
}

class Commits {
 public:
  Commits(const Change& change, const std::vector<CommitChange>& commits, Findings& findings)
      : change_(change), commits_(commits), findings_(findings), items_(change.after) {
    AddOwners(change.before);
    AddOwners(change.after);
  }

  void Check() {
    for (const CommitChange& commit : commits_) {
      if (!commit.is_earlier) CheckCommit(commit);
    }
    for (const Record* request : seen_) CheckMade(*request);
  }

 private:
  void AddOwners(const Records& records) {
    for (const Record& record : records.all()) {
      if (const auto* unit = record.As<UnitDesign>()) {
        for (const std::string& file : unit->source()) units_[file] = &record;
      }
      if (const auto* soup = record.As<Soup>()) soup_[soup->name()] = &record;
    }
  }

  void CheckCommit(const CommitChange& commit) {
    std::vector<const Record*> requests;
    for (const std::string& id : commit.requests) {
      const Record* request = change_.after.Find(id);
      if (request != nullptr && request->As<ChangeRequest>() != nullptr) {
        requests.push_back(request);
        seen_.insert(request);
      } else {
        AtCommit(commit, "change-unknown", "8.2.4", absl::StrCat("names ", id, ", which is no change request"),
                 "write the request, or name the one it is");
      }
    }
    if (commit.requests.empty()) {
      AtCommit(commit, "commit-without-change", "8.2.1", absl::StrCat("\"", commit.subject, "\" names no change request"),
               "write a change record, and \"Change: CR-...\" as the last line of the commit's message");
    }
    if (requests.empty()) return;
    for (const Touch& touch : TouchesOf(commit)) {
      const bool named = std::any_of(requests.begin(), requests.end(),
                                     [&](const Record* request) { return Names(*request, touch); });
      if (!named) Forgot(*requests[0], touch);
      if (ClassOf(touch) >= B) DemandEffect(*requests[0], touch);
    }
    for (const std::string& file : commit.files) {
      const bool named = !DecidesForAll(file) || std::any_of(requests.begin(), requests.end(), [&](const Record* request) {
        return MentionsFile(*request, file);
      });
      if (named || !told_.insert({requests[0], file}).second) continue;
      findings_.push_back(At(*requests[0], "change-forgot", "6.2.3",
                             absl::StrCat("does not name ", file, ", which commit ", ShortHash(commit), " changed"),
                             "say in its text what becomes of that file, by its path or its folder; or make it a change of its own"));
    }
    CheckControls(commit, requests);
  }

  // 7.4.2: controls whose code is touched.
  void CheckControls(const CommitChange& commit, const std::vector<const Record*>& requests) {
    for (const Record& record : change_.after.all()) {
      const auto* control = record.As<RiskControl>();
      if (control == nullptr) continue;
      const auto file = std::find_if(control->source().begin(), control->source().end(),
                                     [&](const std::string& one) { return commit.files.count(one) != 0; });
      const bool named = std::any_of(requests.begin(), requests.end(), [&](const Record* request) {
        return NamesId(*request, record.id) || Mentions(*request, record.id);
      });
      if (file == control->source().end() || named || !told_.insert({requests[0], record.id}).second) continue;
      findings_.push_back(At(*requests[0], "change-control-unmentioned", "7.4.2",
                             absl::StrCat("says nothing of ", record.id, ", whose ", *file, " commit ",
                                          ShortHash(commit), " changed"),
                             "say in effect_on_safety what becomes of that control"));
    }
  }

  std::vector<Touch> TouchesOf(const CommitChange& commit) const {
    std::vector<Touch> touches;
    const std::string by = absl::StrCat(" commit ", ShortHash(commit), " changed");
    for (const std::string& file : commit.files) {
      if (const auto unit = units_.find(file); unit != units_.end()) {
        touches.push_back({unit->second->id, ItemIdOf(*unit->second), true, false,
                           absl::StrCat("whose ", file, by)});
      } else if (const Record* item = ItemOfFile(file)) {
        touches.push_back({item->id, item->id, true, false, absl::StrCat("whose ", file, by)});
      }
    }
    for (const std::string& package : commit.packages) {
      const auto soup = soup_.find(package);
      touches.push_back({soup == soup_.end() ? package : soup->second->id, "", false, false,
                         absl::StrCat("whose entry in third_party/lock.bzl", by)});
    }
    for (const RecordChange& record : commit.records) {
      if (CanBeNamed(record.record)) touches.push_back(TouchOf(record, commit));
    }
    return touches;
  }

  Touch TouchOf(const RecordChange& record, const CommitChange& commit) const {
    const bool changed = record.kind == RecordChange::Kind::kChanged;
    const bool removed = record.kind == RecordChange::Kind::kRemoved;
    const std::string item = record.record == "item" ? record.id : record.item;
    return {record.id, item, !changed || record.record == "unit", removed,
            absl::StrCat(changed ? "whose text commit " : "which commit ", ShortHash(commit),
                         changed ? " changed" : removed ? " took out" : " added")};
  }

  // Of a file that is in a product and in no unit.
  const Record* ItemOfFile(const std::string& file) const {
    if (change_.graph == nullptr) return nullptr;
    for (const std::string& label : change_.graph->Holding(file)) {
      const Target* target = change_.graph->Find(label);
      if (target == nullptr || target->is_test() || target->is_test_only()) continue;
      if (const Record* item = items_.Owner(label)) return item;
    }
    return nullptr;
  }

  static std::string ItemIdOf(const Record& record) {
    const Record* item = Records::ItemOf(record);
    return item == nullptr ? "" : item->id;
  }

  // The item and its wholes, by id.
  std::set<std::string> WholesOf(const std::string& item) const {
    std::set<std::string> ids;
    const Record* record = change_.after.Find(item);
    while (record != nullptr && ids.insert(record->id).second) {
      const Record* whole = nullptr;
      for (const Reference& link : record->links) {
        if (link.field->name() == "part_of") whole = link.target;
      }
      record = whole;
    }
    return ids;
  }

  static bool NamesId(const Record& request, const std::string& id) {
    return std::any_of(request.links.begin(), request.links.end(), [&](const Reference& link) {
      return link.field->name() == "changes" && link.link->to() == id;
    });
  }

  static bool Mentions(const Record& request, const std::string& id) {
    const auto& text = *request.As<ChangeRequest>();
    for (const std::string& part : {text.title(), text.text(), text.effect_on_safety()}) {
      const std::size_t at = part.find(id);
      if (at == std::string::npos) continue;
      const std::size_t end = at + id.size();
      const bool goes_on = end < part.size() && (absl::ascii_isalnum(static_cast<unsigned char>(part[end])) || part[end] == '-');
      if (!goes_on) return true;
    }
    return false;
  }

  // By its path, or by a folder that is more than one word.
  static bool MentionsFile(const Record& request, const std::string& file) {
    std::string path = file;
    while (path.find('/') != std::string::npos) {
      if (Mentions(request, path)) return true;
      path.resize(path.rfind('/'));
    }
    return false;
  }

  bool Names(const Record& request, const Touch& touch) const {
    if (NamesId(request, touch.id)) return true;
    // There is nothing left that a link could point at.
    if (touch.removed && Mentions(request, touch.id)) return true;
    if (!touch.by_item) return false;
    for (const std::string& whole : WholesOf(touch.item)) {
      if (NamesId(request, whole)) return true;
    }
    // A file beside the units of its item goes with any of them.
    return touch.id == touch.item &&
           std::any_of(request.links.begin(), request.links.end(), [&](const Reference& link) {
             return link.field->name() == "changes" && link.target != nullptr && ItemIdOf(*link.target) == touch.item;
           });
  }

  SafetyClass ClassOf(const Touch& touch) const {
    const Record* record = change_.after.Find(touch.id);
    return record == nullptr ? SAFETY_CLASS_UNSPECIFIED : Records::ClassOf(*record);
  }

  void Forgot(const Record& request, const Touch& touch) {
    if (!told_.insert({&request, touch.id}).second) return;
    findings_.push_back(At(request, "change-forgot", "6.2.3",
                           absl::StrCat("does not name ", touch.id, ", ", touch.how),
                           "analyse what that does, and name it in changes; or make it a change of its own"));
  }

  void DemandEffect(const Record& request, const Touch& touch) {
    const std::string& effect = request.As<ChangeRequest>()->effect_on_safety();
    if (!absl::StripAsciiWhitespace(effect).empty() || !told_.insert({&request, "effect"}).second) return;
    findings_.push_back(At(request, "change-effect-missing", "7.4.1",
                           absl::StrCat("says nothing of its effect on safety, and touches ", touch.id, " of class ",
                                        SafetyClass_Name(ClassOf(touch)), ", ", touch.how),
                           "say which causes are new, which controls it touches, and whether a class changes"));
  }

  // What a request names has been touched by one of its commits.
  void CheckMade(const Record& request) {
    std::set<std::string> touched, files;
    for (const CommitChange& commit : commits_) {
      if (std::find(commit.requests.begin(), commit.requests.end(), request.id) == commit.requests.end()) continue;
      files.insert(commit.files.begin(), commit.files.end());
      for (const Touch& touch : TouchesOf(commit)) {
        touched.insert(touch.id);
        const std::set<std::string> wholes = WholesOf(touch.item);
        touched.insert(wholes.begin(), wholes.end());
      }
    }
    for (const Reference& link : request.links) {
      if (link.field->name() != "changes" || link.target == nullptr || IsMade(*link.target, touched, files)) continue;
      findings_.push_back(At(request, "change-not-made", "8.2.2",
                             absl::StrCat("names ", link.link->to(), ", which none of its commits touches"),
                             "make the change, or take it out of the request"));
    }
  }

  static bool IsMade(const Record& named, const std::set<std::string>& touched, const std::set<std::string>& files) {
    if (touched.count(named.id) != 0) return true;
    if (const auto* control = named.As<RiskControl>()) {
      for (const std::string& file : control->source()) {
        if (files.count(file) != 0) return true;
      }
    }
    // A requirement, by the units that implement it; a control, by its requirements.
    return std::any_of(named.linked_from.begin(), named.linked_from.end(), [&](const Record* from) {
      return touched.count(from->id) != 0 && (from->As<UnitDesign>() != nullptr || from->As<Requirement>() != nullptr);
    });
  }

  void AtCommit(const CommitChange& commit, std::string rule, std::string clause, std::string message, std::string mend) {
    findings_.push_back({.rule = std::move(rule), .clause = std::move(clause),
                         .file = absl::StrCat("commit ", ShortHash(commit)), .line = 0, .id = "",
                         .message = std::move(message), .mend = std::move(mend)});
  }

  const Change& change_;
  const std::vector<CommitChange>& commits_;
  Findings& findings_;
  const ItemTargets items_;
  std::map<std::string, const Record*> units_;  // of a file
  std::map<std::string, const Record*> soup_;   // of a package's name
  std::set<const Record*> seen_;
  std::set<std::pair<const Record*, std::string>> told_;
};

}  // namespace

void CheckChanges(const Change& change, const std::vector<CommitChange>& commits, Findings& findings) {
  Commits(change, commits, findings).Check();
}

}  // namespace vigil::lifecycle
