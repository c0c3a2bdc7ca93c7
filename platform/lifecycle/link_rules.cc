// Links: to what there is, of the kind that belongs there, as it was read (7.3.3,
// 8.2.4), and never around in a circle.
#include <cstddef>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

Finding AtLink(const Record& record, const Reference& link, std::string rule,
               std::string message, std::string mend) {
  Finding finding = At(record, std::move(rule), "7.3.3", std::move(message), std::move(mend));
  if (link.line > 0) finding.line = link.line;
  return finding;
}

bool MayPointAt(const Reference& link) {
  const std::string& prefix = link.target->kind->options().GetExtension(lifecycle::prefix);
  const std::vector<std::string> allowed =
      absl::StrSplit(link.field->options().GetExtension(lifecycle::to), ' ');
  for (const std::string& one : allowed) {
    if (one == prefix) return true;
  }
  return false;
}

void CheckLink(const Record& record, const Reference& link, Findings& findings) {
  const std::string& to = link.link->to();
  const std::string& name = link.field->name();
  if (link.target == nullptr) {
    findings.push_back(AtLink(record, link, "link-broken",
                              absl::StrCat(name, " points at ", to.empty() ? "nothing" : to,
                                           ", and there is no such record"),
                              "name a record that there is"));
  } else if (link.target == &record) {
    findings.push_back(AtLink(record, link, "link-to-itself",
                              absl::StrCat(name, " points at itself"), "name another record"));
  } else if (!MayPointAt(link)) {
    findings.push_back(AtLink(record, link, "link-kind",
                              absl::StrCat(name, " points at ", to, ", which is a ",
                                           link.target->kind->name()),
                              absl::StrCat("it may point at: ",
                                           link.field->options().GetExtension(lifecycle::to))));
  } else if (link.IsSuspect()) {
    const bool never = link.link->digest().empty();
    findings.push_back(AtLink(
        record, link, "link-suspect",
        absl::StrCat(name, " points at ", to,
                     never ? ", which nobody has read yet for this link"
                           : ", which says something else than when the link was made"),
        record.As<Approval>() != nullptr
            ? "whoever approves what is said now signs a new approval; this one retires"
            : absl::StrCat("read both; if they fit: ./bazelw run //:vigil -- accept ", record.id, " ",
                           to, " (digest ", link.target->digest, ")")));
  }
}

// Follows links of one field as long as they lead on; a circle is told once, at its
// first record in the order of ids.
class Circles {
 public:
  explicit Circles(Findings& findings) : findings_(findings) {}

  // Goes without recursion: a chain of links may be as long as there are records.
  void Visit(const Record& first) {
    Enter(first);
    while (!path_.empty()) {
      Step& step = path_.back();
      if (step.next == step.record->links.size()) {
        states_[step.record] = State::kDone;
        path_.pop_back();
      } else {
        Follow(*step.record, step.record->links[step.next++]);
      }
    }
  }

 private:
  enum class State { kNew, kOpen, kDone };
  struct Step {
    const Record* record;
    std::size_t next;  // of its links
  };

  void Enter(const Record& record) {
    State& state = states_[&record];
    if (state != State::kNew) return;
    state = State::kOpen;
    path_.push_back({&record, 0});
  }

  void Follow(const Record& record, const Reference& link) {
    if (link.target == nullptr || link.target == &record) return;
    if (!link.field->options().GetExtension(lifecycle::acyclic)) return;
    const auto known = states_.find(link.target);
    if (known != states_.end() && known->second == State::kOpen) {
      Tell(*link.target);
    } else {
      Enter(*link.target);
    }
  }

  void Tell(const Record& begin) {
    std::vector<std::string> ids;
    bool in = false;
    for (const Step& step : path_) {
      in = in || step.record == &begin;
      if (in) ids.push_back(step.record->id);
    }
    ids.push_back(begin.id);
    findings_.push_back(At(begin, "link-circle", "7.3.3",
                           absl::StrCat("rests on itself: ", absl::StrJoin(ids, " -> ")),
                           "take out the link that points the wrong way"));
  }

  absl::flat_hash_map<const Record*, State> states_;
  std::vector<Step> path_;
  Findings& findings_;
};

}  // namespace

void CheckLinks(const Subject& subject, Findings& findings) {
  Circles circles(findings);
  for (const Record& record : subject.records.all()) {
    for (const Reference& link : record.links) CheckLink(record, link, findings);
    circles.Visit(record);
  }
}

}  // namespace vigil::lifecycle
