// All that the pages and files of an audit package tell, found once: what is wrong,
// who verifies what, to which item a target of the build belongs.
//
//   const Dossier dossier(workspace, ReadLock(lock_text));
//   for (const Record* hazard : dossier.Of("hazard")) Show(*hazard);
//
// Lives no longer than the workspace. Reading it from several threads is safe.
#ifndef VIGIL_TOOLS_AUDIT_DOSSIER_H_
#define VIGIL_TOOLS_AUDIT_DOSSIER_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "platform/lifecycle/approval_rules.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/graph_index.h"
#include "tools/vigil/clauses.h"
#include "tools/vigil/lock_file.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {

// A locked package; what the lock does not say is empty.
struct Package {
  std::string name, version, file, sha256, origin, repository, licence, purpose, use;
};

// A case of a test, as it ran.
struct CaseRun {
  const TestEvidence* test = nullptr;
  const TestCase* run = nullptr;
};

class Dossier {
 public:
  Dossier(const Workspace& workspace, const Lock& lock);
  Dossier(const Dossier&) = delete;
  Dossier& operator=(const Dossier&) = delete;

  const Records& records() const { return subject_.records; }
  const Profile& profile() const { return subject_.profile; }
  const Findings& findings() const { return findings_; }
  const std::vector<ClauseRow>& clauses() const { return clauses_; }
  const std::vector<Package>& packages() const { return packages_; }
  // Null when the workspace has none.
  const Evidence* evidence() const { return subject_.evidence ? &*subject_.evidence : nullptr; }
  const BuildGraph* graph() const { return subject_.graph ? &*subject_.graph : nullptr; }

  // Of a kind, "requirement", by their ids.
  const std::vector<const Record*>& Of(absl::string_view kind) const;
  // What names `id` as verified.
  const std::vector<CaseRun>& RunsOf(const std::string& id) const;
  // Null: it did not run.
  const TestEvidence* TestOf(const std::string& label) const;
  // The test that noticed this break of a control, as it is declared now. Null: none did.
  const Effectiveness* NoticedBreak(const Record& control, const RiskControl::Break& declared) const;
  const std::vector<const Finding*>& FindingsOf(const std::string& id) const;
  // Units whose source `file` is.
  const std::vector<const Record*>& UnitsOf(const std::string& file) const;
  // Every file that a unit or a control names, and every file of a classified target.
  const std::set<std::string>& files() const { return files_; }

  // Approvals of what the record says now that the check has nothing against.
  std::vector<const Record*> ApprovalsOf(const Record& record) const;
  // What the profile wants signed and nobody has who may, in its order.
  const std::vector<Waiting>& waiting() const { return waiting_; }
  std::vector<const ApprovalDemand*> WaitsFor(const Record& record) const;

  // The item that names the target most exactly. Null: none.
  const Record* ItemOf(const Target& target) const { return items_.Owner(FullLabel(target.label())); }
  // Items that one of their targets, tests left out, makes rest on another one.
  const std::map<const Record*, std::set<const Record*>>& item_deps() const { return item_deps_; }
  // Targets of an item, by their labels.
  const std::vector<const Target*>& TargetsOf(const Record& item) const;
  // Items of which a target rests on something in an external repository, "@name//...";
  // first-party wrappers of it are seen through.
  std::set<const Record*> ItemsOnRepository(const std::string& repository) const;

 private:
  void IndexRecords();
  void IndexEvidence();
  void IndexGraph();
  void AddRepositories(const Target& target, std::set<std::string>& seen,
                       std::set<std::string>& repositories) const;

  Subject subject_;
  ItemTargets items_;
  std::vector<Package> packages_;
  Findings findings_;
  std::map<std::string, std::vector<const Finding*>> findings_of_;
  std::vector<Waiting> waiting_;
  std::map<const Record*, std::vector<const ApprovalDemand*>> waits_for_;
  std::vector<ClauseRow> clauses_;
  std::map<std::string, std::vector<const Record*>, std::less<>> by_kind_;
  std::map<std::string, std::vector<CaseRun>> runs_;
  std::map<std::string, const TestEvidence*> tests_;
  std::map<std::string, std::vector<const Record*>> units_;
  std::set<std::string> files_;
  std::optional<GraphIndex> index_;
  std::map<const Record*, std::vector<const Target*>> targets_of_;
  std::map<const Record*, std::set<const Record*>> item_deps_;
  std::map<std::string, std::set<const Record*>> on_repository_;
};

// Whether every case of it passed, and there is one.
bool HasPassed(const TestEvidence& test);

// The records that `field` of `record` links to, as far as they are there.
std::vector<const Record*> AllLinkedBy(const Record& record, absl::string_view field);
// Validation records that speak of what `record` is about: of a requirement's or an item's
// plugin, of the alarms of a hazard and of the items that cause it; of itself.
std::vector<const Record*> ValidationsOf(const Dossier& dossier, const Record& record);
// Records of `kind` of which `field` links to `record`, by their ids.
std::vector<const Record*> LinkingBy(const Record& record, absl::string_view kind,
                                     absl::string_view field);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_AUDIT_DOSSIER_H_
