// What a change reaches (6.2.3, 7.4.1, 7.4.2, 8.2.3): from the files that differ through
// the build graph and the records to items, units, requirements, risk controls, hazards,
// third-party packages, the tests to run again and the approvals that fall away.
//
//   const Change change = {.before = before, .after = after, .graph = &index,
//                          .files = {"safety_kernel/base/frame.cc"}};
//   const Impact impact = ImpactOf(change, evidence);
//   for (const std::string& test : impact.tests) RunAgain(test);
//
// "Direct" is what the change itself touches; the rest is reached because it rests on
// that. Nothing here blocks or fails; any thread. The records have to outlive what is returned.
#ifndef VIGIL_PLATFORM_LIFECYCLE_IMPACT_H_
#define VIGIL_PLATFORM_LIFECYCLE_IMPACT_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "platform/lifecycle/evidence.pb.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/records.h"

namespace vigil::lifecycle {

struct RecordChange {
  enum class Kind { kAdded, kChanged, kRemoved };
  Kind kind = Kind::kChanged;
  std::string id;
  std::string record;  // a field of LifecycleFile: "requirement"
  std::string item;    // that it names as its own; may be empty
};

// Records whose content digest differs, by id; a record in another file or at another
// place is the same.
std::vector<RecordChange> Compare(const Records& before, const Records& after);

struct Change {
  const Records& before;
  const Records& after;
  const GraphIndex* graph = nullptr;  // of `after`; null: what rests on what is unknown
  std::set<std::string> files;
  std::set<std::string> packages;               // locked ones, by name
  std::map<std::string, std::string> repositories;  // of those: "com_google_absl"
};

struct Impact {
  std::vector<RecordChange> records;
  Labels targets;  // that have one of the files
  Labels resting;  // on those
  // A file of the build itself, or a package that no target names: whatever is built may
  // be built differently, so all tests run again.
  std::set<std::string> of_all;
  std::map<const Record*, bool> reached;  // whether directly
  Labels tests;
  std::vector<const Record*> approvals;  // of what another text stands in now

  // Of one kind, by id.
  std::vector<const Record*> Of(const std::string& record, bool direct) const;
};

// `evidence` may be null: then which tests verify what is taken from the records alone.
Impact ImpactOf(const Change& change, const Evidence* evidence);

// Whether the file says how everything is built.
bool IsOfTheBuild(const std::string& file);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_IMPACT_H_
