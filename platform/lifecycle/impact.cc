#include "platform/lifecycle/impact.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace vigil::lifecycle {
namespace {

constexpr char kLock[] = "third_party/lock.bzl";

RecordChange ChangeOf(RecordChange::Kind kind, const Record& record) {
  RecordChange change = {kind, record.id, record.kind->name(), ""};
  for (const Reference& link : record.links) {
    // By name: the item may stand in a file that was not read.
    if (link.field->name() == "item" && link.field->containing_type() == record.message->GetDescriptor()) {
      change.item = link.link->to();
    }
  }
  return change;
}

template <typename Files>
bool HasAny(const Files& files, const std::set<std::string>& of) {
  return std::any_of(files.begin(), files.end(), [&](const std::string& file) { return of.count(file) != 0; });
}

// Whether the record says that one of the files is its own.
bool HasFile(const Record& record, const std::set<std::string>& files) {
  if (const auto* unit = record.As<UnitDesign>()) return HasAny(unit->source(), files);
  if (const auto* control = record.As<RiskControl>()) return HasAny(control->source(), files);
  return false;
}

class Spread {
 public:
  Spread(const Change& change, Impact& impact) : change_(change), impact_(impact) {}

  void Run() {
    impact_.records = Compare(change_.before, change_.after);
    SpreadInGraph();
    for (const RecordChange& record : impact_.records) Mark(change_.after.Find(record.id), true);
    for (const Record& record : change_.before.all()) {
      // A file that was taken out of its unit was still its own.
      if (HasFile(record, change_.files)) Mark(change_.after.Find(record.id), true);
    }
    for (const Record& record : change_.after.all()) MarkByFiles(record);
    while (!open_.empty()) {
      const Record* record = open_.front();
      open_.pop_front();
      Follow(*record, impact_.reached[record]);
    }
  }

 private:
  void SpreadInGraph() {
    for (const std::string& file : change_.files) {
      if (IsOfTheBuild(file)) impact_.of_all.insert(file);
    }
    if (change_.graph == nullptr) return;
    const GraphIndex& graph = *change_.graph;
    for (const std::string& file : change_.files) impact_.targets.merge(graph.Holding(file));
    for (const Record& record : change_.before.all()) AddTargetsOfGone(record);
    Labels changed = impact_.targets;
    for (const std::string& package : change_.packages) {
      const auto repository = change_.repositories.find(package);
      Labels used = graph.DepsThatBegin(
          absl::StrCat("@", repository == change_.repositories.end() ? package : repository->second, "//"));
      if (used.empty()) impact_.of_all.insert(absl::StrCat(kLock, ": ", package));
      changed.merge(used);
    }
    const ItemTargets items(change_.after);
    for (const std::string& label : graph.RestingOn(changed)) {
      const Target* target = graph.Find(label);
      if (target == nullptr) continue;
      const bool direct = impact_.targets.count(label) != 0;
      if (!direct) impact_.resting.insert(label);
      if (target->is_test()) impact_.tests.insert(label);
      if (target->is_test() || target->is_test_only()) continue;
      reached_files_.insert(target->source().begin(), target->source().end());
      Mark(items.Owner(label), direct);
    }
  }

  // A file that is gone is in no target; what it was a part of is where the unit's other
  // files are.
  void AddTargetsOfGone(const Record& record) {
    const auto* unit = record.As<UnitDesign>();
    if (unit == nullptr) return;
    const bool gone = std::any_of(unit->source().begin(), unit->source().end(), [&](const std::string& file) {
      return change_.files.count(file) != 0 && !change_.graph->HasFile(file);
    });
    if (!gone) return;
    for (const std::string& file : unit->source()) impact_.targets.merge(change_.graph->Holding(file));
  }

  void MarkByFiles(const Record& record) {
    if (HasFile(record, change_.files)) Mark(&record, true);
    if (HasFile(record, reached_files_)) Mark(&record, false);
    const auto* soup = record.As<Soup>();
    if (soup != nullptr && change_.packages.count(soup->name()) != 0) Mark(&record, true);
  }

  void Mark(const Record* record, bool direct) {
    if (record == nullptr) return;
    const auto [known, is_new] = impact_.reached.try_emplace(record, direct);
    const bool more = direct && !known->second;
    known->second = known->second || direct;
    if (is_new || more) open_.push_back(record);
  }

  // From code upwards to harm, and from a text downwards to what implements it.
  void Follow(const Record& record, bool direct) {
    for (const Reference& link : record.links) {
      const bool of_unit = record.As<UnitDesign>() != nullptr;
      const std::string& field = link.field->name();
      if (field == "implements" || (of_unit && field == "item")) Mark(link.target, direct);
    }
    for (const Record* from : record.linked_from) {
      for (const Reference& link : from->links) {
        if (link.target != &record) continue;
        const std::string& field = link.field->name();
        if (from->As<Hazard>() != nullptr) Mark(from, direct);
        if (field == "implements" || field == "derives_from") Mark(from, false);
        if (from->As<InterfaceDesign>() != nullptr || from->As<Segregation>() != nullptr) Mark(from, false);
      }
    }
  }

  const Change& change_;
  Impact& impact_;
  std::set<std::string> reached_files_;
  std::deque<const Record*> open_;
};

template <typename Texts>
void AddTests(const Texts& labels, Labels& tests) {
  for (const std::string& label : labels) tests.insert(FullLabel(label));
}

// Those that records name for what the change touches directly.
void AddNamedTests(const Evidence* evidence, Impact& impact) {
  std::set<std::string> ids;
  for (const auto& [record, direct] : impact.reached) {
    if (const auto* segregation = record->As<Segregation>()) AddTests(segregation->test(), impact.tests);
    if (!direct) continue;
    ids.insert(record->id);
    if (const auto* control = record->As<RiskControl>()) {
      AddTests(control->implementation_test(), impact.tests);
      AddTests(control->effectiveness_test(), impact.tests);
    }
  }
  if (evidence == nullptr) return;
  for (const TestEvidence& test : evidence->test()) {
    for (const TestCase& one : test.case_()) {
      if (HasAny(one.verifies(), ids)) impact.tests.insert(FullLabel(test.test()));
    }
  }
}

void AddApprovals(const Change& change, Impact& impact) {
  for (const RecordChange& changed : impact.records) {
    const Record* record = change.after.Find(changed.id);
    if (record == nullptr) continue;
    for (const Record* from : record->linked_from) {
      if (from->As<Approval>() == nullptr) continue;
      for (const Reference& link : from->links) {
        if (link.target == record && link.IsSuspect()) impact.approvals.push_back(from);
      }
    }
  }
}

}  // namespace

bool IsOfTheBuild(const std::string& file) {
  // The packages of the lock are looked at one by one.
  if (file == kLock) return false;
  for (const char* name : {"WORKSPACE", "WORKSPACE.bazel", ".bazelrc", ".bazelversion", "bazelw"}) {
    if (file == name) return true;
  }
  return absl::EndsWith(file, ".bzl") || absl::EndsWith(file, ".BUILD") ||
         absl::StartsWith(file, "tools/toolchain/");
}

std::vector<RecordChange> Compare(const Records& before, const Records& after) {
  std::vector<RecordChange> changes;
  for (const Record& record : after.all()) {
    const Record* old = before.Find(record.id);
    if (old == nullptr) {
      changes.push_back(ChangeOf(RecordChange::Kind::kAdded, record));
    } else if (old->digest != record.digest) {
      changes.push_back(ChangeOf(RecordChange::Kind::kChanged, record));
    }
  }
  for (const Record& record : before.all()) {
    if (after.Find(record.id) == nullptr) changes.push_back(ChangeOf(RecordChange::Kind::kRemoved, record));
  }
  std::sort(changes.begin(), changes.end(),
            [](const RecordChange& a, const RecordChange& b) { return a.id < b.id; });
  return changes;
}

std::vector<const Record*> Impact::Of(const std::string& record, bool direct) const {
  std::vector<const Record*> found;
  for (const auto& [one, is_direct] : reached) {
    if (one->kind->name() == record && is_direct == direct) found.push_back(one);
  }
  std::sort(found.begin(), found.end(), [](const Record* a, const Record* b) { return a->id < b->id; });
  return found;
}

Impact ImpactOf(const Change& change, const Evidence* evidence) {
  Impact impact;
  Spread(change, impact).Run();
  if (!impact.of_all.empty() && change.graph != nullptr) {
    for (const auto& [package, targets] : change.graph->packages()) {
      for (const Target* target : targets) {
        if (target->is_test()) impact.tests.insert(FullLabel(target->label()));
      }
    }
  }
  AddNamedTests(evidence, impact);
  AddApprovals(change, impact);
  return impact;
}

}  // namespace vigil::lifecycle
