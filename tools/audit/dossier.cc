#include "tools/audit/dossier.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace vigil::lifecycle {
namespace {

bool ById(const Record* a, const Record* b) { return a->id < b->id; }

// The value of `key`, or the empty one.
template <typename Map, typename Key>
const typename Map::mapped_type& At(const Map& map, const Key& key) {
  static const auto* empty = new typename Map::mapped_type();
  const auto found = map.find(key);
  return found == map.end() ? *empty : found->second;
}

std::vector<Package> PackagesOf(const Lock& lock) {
  std::vector<Package> packages;
  for (const auto& [name, values] : lock) {
    const auto of = [&lock, &name = name](const char* key) { return ValueOf(lock, name, key); };
    packages.push_back({.name = name, .version = of("version"), .file = of("file"), .sha256 = of("sha256"),
                        .origin = of("origin"), .repository = of("repository"), .licence = of("licence"),
                        .purpose = of("purpose"), .use = of("use")});
  }
  return packages;
}

// Whether a hazard has an alarm that the validation is about, or a cause in its item.
bool SpeaksForHazard(const Record& validation, const Record& record, const Hazard& hazard) {
  const auto& alarms = validation.As<Validation>()->alarm();
  const bool is_of_alarm = std::any_of(hazard.alarm().begin(), hazard.alarm().end(), [&alarms](const Hazard::Alarm& alarm) {
    return std::find(alarms.begin(), alarms.end(), "k" + alarm.name()) != alarms.end();
  });
  const Record* item = validation.Linked("item");
  return is_of_alarm || (item != nullptr && std::any_of(record.links.begin(), record.links.end(), [item](const Reference& link) {
    return link.target == item;
  }));
}

bool SpeaksFor(const Record& validation, const Record& record) {
  if (&validation == &record) return true;
  if (const auto* hazard = record.As<Hazard>()) return SpeaksForHazard(validation, record, *hazard);
  const bool is_of_item = record.As<Requirement>() != nullptr || record.As<SoftwareItem>() != nullptr;
  return is_of_item && Records::ItemOf(record) != nullptr && Records::ItemOf(record) == validation.Linked("item");
}

}  // namespace

bool HasPassed(const TestEvidence& test) {
  return !test.case_().empty() &&
         std::all_of(test.case_().begin(), test.case_().end(),
                     [](const TestCase& one) { return one.result() == PASSED; });
}

std::vector<const Record*> AllLinkedBy(const Record& record, absl::string_view field) {
  std::vector<const Record*> targets;
  for (const Reference& link : record.links) {
    if (link.field->name() == field && link.target != nullptr) targets.push_back(link.target);
  }
  return targets;
}

std::vector<const Record*> ValidationsOf(const Dossier& dossier, const Record& record) {
  std::vector<const Record*> found;
  for (const Record* validation : dossier.Of("validation")) {
    if (SpeaksFor(*validation, record)) found.push_back(validation);
  }
  return found;
}

std::vector<const Record*> LinkingBy(const Record& record, absl::string_view kind,
                                     absl::string_view field) {
  std::set<const Record*> from;
  for (const Record* one : record.linked_from) {
    if (one->kind->name() != kind) continue;
    const auto targets = AllLinkedBy(*one, field);
    if (std::find(targets.begin(), targets.end(), &record) != targets.end()) from.insert(one);
  }
  std::vector<const Record*> sorted(from.begin(), from.end());
  std::sort(sorted.begin(), sorted.end(), ById);
  return sorted;
}

Dossier::Dossier(const Workspace& workspace, const Lock& lock)
    : subject_(workspace.subject()), items_(subject_.records), packages_(PackagesOf(lock)),
      findings_(workspace.findings()) {
  Check(subject_, findings_);
  waiting_ = WaitingForApproval(subject_, findings_);
  for (const Waiting& one : waiting_) waits_for_[one.record].push_back(one.demand);
  clauses_ = ClauseRows(workspace, findings_, waiting_);
  for (const Finding& finding : findings_) {
    if (!finding.id.empty()) findings_of_[finding.id].push_back(&finding);
  }
  IndexRecords();
  IndexEvidence();
  IndexGraph();
}

void Dossier::IndexRecords() {
  for (const Record& record : records().all()) {
    by_kind_[record.kind->name()].push_back(&record);
    if (const auto* unit = record.As<UnitDesign>()) {
      for (const std::string& file : unit->source()) units_[file].push_back(&record);
      files_.insert(unit->source().begin(), unit->source().end());
    }
    if (const auto* control = record.As<RiskControl>()) {
      files_.insert(control->source().begin(), control->source().end());
    }
  }
  for (auto& [kind, records] : by_kind_) std::sort(records.begin(), records.end(), ById);
}

void Dossier::IndexEvidence() {
  if (evidence() == nullptr) return;
  for (const TestEvidence& test : evidence()->test()) {
    tests_[test.test()] = &test;
    for (const TestCase& one : test.case_()) {
      for (const std::string& id : one.verifies()) runs_[id].push_back({&test, &one});
    }
  }
}

void Dossier::IndexGraph() {
  if (graph() == nullptr) return;
  index_.emplace(*graph());
  for (const Target& one : graph()->target()) {
    const Target* target = &one;
    if (target->safety_class() != SAFETY_CLASS_UNSPECIFIED && !target->is_soup() && !target->is_test_only()) {
      files_.insert(target->source().begin(), target->source().end());
    }
    const Record* item = ItemOf(*target);
    if (item == nullptr) continue;
    targets_of_[item].push_back(target);
    if (target->is_test() || target->is_test_only()) continue;
    for (const std::string& dep : target->dep()) {
      const Target* to = index_->Find(FullLabel(dep));
      const Record* other = to == nullptr ? nullptr : ItemOf(*to);
      if (other != nullptr && other != item) item_deps_[item].insert(other);
    }
    std::set<std::string> seen, repositories;
    AddRepositories(*target, seen, repositories);
    for (const std::string& repository : repositories) on_repository_[repository].insert(item);
  }
}

// What the target names itself, and what wrappers of third-party code name for it.
void Dossier::AddRepositories(const Target& target, std::set<std::string>& seen,
                              std::set<std::string>& repositories) const {
  for (const std::string& dep : target.dep()) {
    if (absl::StartsWith(dep, "@")) {
      repositories.insert(RepositoryOf(dep));
      continue;
    }
    const Target* to = index_->Find(FullLabel(dep));
    const bool wrapper = to != nullptr && absl::StartsWith(dep, "//third_party");
    if (wrapper && seen.insert(dep).second) AddRepositories(*to, seen, repositories);
  }
}

const std::vector<const Record*>& Dossier::Of(absl::string_view kind) const {
  return At(by_kind_, kind);
}

const std::vector<CaseRun>& Dossier::RunsOf(const std::string& id) const { return At(runs_, id); }

const TestEvidence* Dossier::TestOf(const std::string& label) const { return At(tests_, label); }

const Effectiveness* Dossier::NoticedBreak(const Record& control, const RiskControl::Break& declared) const {
  if (evidence() == nullptr) return nullptr;
  const auto& tests = control.As<RiskControl>()->effectiveness_test();
  for (const Effectiveness& one : evidence()->effectiveness()) {
    const bool named = one.control() == control.id && std::find(tests.begin(), tests.end(), one.test()) != tests.end();
    if (named && one.broken_by().SerializeAsString() == declared.SerializeAsString()) return &one;
  }
  return nullptr;
}

const std::vector<const Record*>& Dossier::UnitsOf(const std::string& file) const {
  return At(units_, file);
}

const std::vector<const Target*>& Dossier::TargetsOf(const Record& item) const {
  return At(targets_of_, &item);
}

std::set<const Record*> Dossier::ItemsOnRepository(const std::string& repository) const {
  return At(on_repository_, repository);
}

const std::vector<const Finding*>& Dossier::FindingsOf(const std::string& id) const {
  return At(findings_of_, id);
}

std::vector<const Record*> Dossier::ApprovalsOf(const Record& record) const {
  std::vector<const Record*> approvals;
  for (const Record* approval : LinkingBy(record, "approval", "record")) {
    const bool stale = std::any_of(approval->links.begin(), approval->links.end(), [&record](const Reference& link) {
      return link.target == &record && link.IsSuspect();
    });
    if (!stale && FindingsOf(approval->id).empty()) approvals.push_back(approval);
  }
  return approvals;
}

std::vector<const ApprovalDemand*> Dossier::WaitsFor(const Record& record) const {
  return At(waits_for_, &record);
}

}  // namespace vigil::lifecycle
