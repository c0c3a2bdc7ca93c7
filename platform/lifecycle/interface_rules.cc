// Interfaces (5.3.2): where one part of a system rests on another, on another system, or
// on third-party software, as the build's graph says, a record says what passes between.
//
// A part is what lies directly below a system, with all that is in it: what its own parts
// say to each other is their detailed design. An item that has no parts and is none is no
// system. What only tests rest on does not count.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/source_classes.h"

namespace vigil::lifecycle {
namespace {

constexpr char kClause[] = "5.3.2";
constexpr char kMend[] =
    "interface { between ... with ... }, with inputs, outputs and errors, beside the code that offers it";

// A record with all that it is a part of, the outermost first.
std::vector<const Record*> Nest(const Record& innermost) {
  std::vector<const Record*> nest;
  for (const Record* item = &innermost; item != nullptr; item = item->Linked("part_of")) {
    if (std::find(nest.begin(), nest.end(), item) != nest.end()) break;  // told as a cycle
    nest.push_back(item);
  }
  std::reverse(nest.begin(), nest.end());
  return nest;
}

using Pair = std::pair<const Record*, const Record*>;

Pair InOrder(const Record* one, const Record* other) { return one < other ? Pair(one, other) : Pair(other, one); }

class Interfaces {
 public:
  explicit Interfaces(const Subject& subject)
      : graph_(*subject.graph), index_(graph_), owners_(subject.records), soup_(SoupByRepository(subject)) {
    for (const Clause& clause : subject.profile.clause()) {
      if (clause.number() == kClause) from_ = clause.from();
    }
    for (const Record& record : subject.records.all()) {
      if (const Record* whole = record.Linked("part_of")) wholes_.insert(whole);
      if (record.As<InterfaceDesign>() != nullptr) AddRecorded(record);
    }
  }

  void Run(Findings& findings) {
    if (from_ == SAFETY_CLASS_UNSPECIFIED) return;
    for (const Target& target : graph_.target()) {
      const Record* owner = IsProduct(target) ? owners_.Owner(FullLabel(target.label())) : nullptr;
      if (owner == nullptr || Records::ClassOf(*owner) < from_) continue;
      const std::vector<const Record*> nest = Nest(*owner);
      if (nest.size() > 1 || wholes_.count(owner) != 0) Follow(target, nest, findings);
    }
  }

 private:
  void AddRecorded(const Record& interface) {
    const Record* between = EndOf(interface.Linked("between"));
    const Record* with = EndOf(interface.Linked("with"));
    if (between == nullptr || with == nullptr) return;
    for (const Record* one : Nest(*between)) {
      for (const Record* other : Nest(*with)) recorded_.insert(InOrder(one, other));
    }
  }

  // A unit speaks for its item.
  static const Record* EndOf(const Record* end) {
    return end == nullptr || end->As<Soup>() != nullptr ? end : Records::ItemOf(*end);
  }

  // Through targets that belong to no item, and wrappers of third-party code, to what
  // the target rests on.
  void Follow(const Target& from, const std::vector<const Record*>& nest, Findings& findings) {
    std::set<std::string> seen;
    std::vector<const Target*> open = {&from};
    while (!open.empty()) {
      const Target& target = *open.back();
      open.pop_back();
      for (const std::string& written : target.dep()) {
        const std::string dep = FullLabel(written);
        const Target* next = index_.Find(dep);
        if ((next != nullptr && IsForTests(*next)) || !seen.insert(dep).second) continue;
        const Record* owner = next != nullptr && next->is_soup() ? nullptr : owners_.Owner(dep);
        if (owner != nullptr) {
          DemandBetween(nest, Nest(*owner), EdgeOf(from, dep), findings);
        } else if (next != nullptr) {
          open.push_back(next);
        } else {
          DemandOfSoup(*nest[std::min<std::size_t>(1, nest.size() - 1)], dep, EdgeOf(from, dep), findings);
        }
      }
    }
  }

  static std::string EdgeOf(const Target& from, const std::string& dep) {
    return absl::StrCat(FullLabel(from.label()), " on ", dep);
  }

  void DemandBetween(const std::vector<const Record*>& one, const std::vector<const Record*>& other,
                     const std::string& edge, Findings& findings) {
    if (one[0] != other[0]) {
      Demand(*one[0], *other[0], edge, findings);
    } else if (one.size() > 1 && other.size() > 1 && one[1] != other[1]) {
      Demand(*one[1], *other[1], edge, findings);
    }
  }

  void Demand(const Record& item, const Record& other, const std::string& edge, Findings& findings) {
    if (!recorded_.insert(InOrder(&item, &other)).second) return;
    findings.push_back(Missing(item, other.id, edge));
  }

  // One package is enough where a repository is made from several.
  void DemandOfSoup(const Record& item, const std::string& dep, const std::string& edge, Findings& findings) {
    const auto found = soup_.find(RepositoryOf(dep));
    if (found == soup_.end()) return;
    for (const Record* package : found->second) {
      if (recorded_.count(InOrder(&item, package)) != 0) return;
    }
    for (const Record* package : found->second) recorded_.insert(InOrder(&item, package));
    const auto id = [](std::string* out, const Record* record) { out->append(record->id); };
    findings.push_back(Missing(item, absl::StrJoin(found->second, " or ", id), edge));
  }

  static Finding Missing(const Record& item, const std::string& other, const std::string& edge) {
    return At(item, "interface-missing", kClause,
              absl::StrCat("rests on ", other, " (", edge, "), and no interface says what passes between them"), kMend);
  }

  const BuildGraph& graph_;
  const GraphIndex index_;
  const ItemTargets owners_;
  const RecordsByRepository soup_;
  SafetyClass from_ = SAFETY_CLASS_UNSPECIFIED;
  std::set<const Record*> wholes_;
  std::set<Pair> recorded_;  // and those that were told
};

}  // namespace

void CheckInterfaces(const Subject& subject, Findings& findings) {
  if (subject.graph) Interfaces(subject).Run(findings);
}

}  // namespace vigil::lifecycle
