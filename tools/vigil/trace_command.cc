#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

// Walks one way and tells each record once; again it is only named.
class Walk {
 public:
  Walk(bool up, std::ostream& out) : up_(up), out_(out) {}

  void Tell(const Record& record, int depth, const std::string& as) {
    out_ << std::string(static_cast<std::size_t>(depth) * 2, ' ') << as << record.id;
    const bool again = !told_.insert(&record).second;
    out_ << (again ? "  (above)" : absl::StrCat("  ", Printable(Records::TitleOf(record)), "  ", *record.file, ":", record.line))
         << "\n";
    if (again) return;
    if (up_) {
      for (const Record* from : record.linked_from) {
        for (const Reference& link : from->links) {
          if (link.target == &record) Tell(*from, depth + 1, absl::StrCat(link.field->name(), " of "));
        }
      }
    } else {
      for (const Reference& link : record.links) {
        if (link.target != nullptr) Tell(*link.target, depth + 1, absl::StrCat(link.field->name(), " "));
      }
    }
  }

 private:
  bool up_;
  std::ostream& out_;
  std::set<const Record*> told_;
};

// What of the test's subjects is released as these bits.
std::vector<std::string> ReleasedOf(const TestEvidence& test, const Evidence& evidence) {
  std::vector<std::string> labels;
  for (const FileDigest& subject : test.subject()) {
    const bool is_released = std::any_of(evidence.released().begin(), evidence.released().end(), [&](const FileDigest& file) {
      return file.label() == subject.label() && file.sha256() == subject.sha256();
    });
    if (is_released) labels.push_back(subject.label());
  }
  return labels;
}

// From harm to result: a hazard's controls, what asks for each of them, the unit that
// does it, its files, the cases that verify it with their results, and the release.
class Thread {
 public:
  Thread(const Subject& subject, std::ostream& out) : subject_(subject), out_(out) {}

  // Where it ends: what was released with these results.
  void TellEnd() {
    if (!subject_.evidence) {
      out_ << "  no evidence given: results of tests and what is released are not known here\n"
              "    ./bazelw build //:lifecycle, then vigil --root=bazel-bin/lifecycle trace ...\n";
      return;
    }
    if (cases_ == 0) out_ << "  no case of a test verifies any of it\n";
    if (cases_ > 0 && released_.empty()) out_ << "  none of the bits that these tests ran is released\n";
    for (const std::string& label : released_) out_ << "  released, as the bits that were tested: " << label << "\n";
    for (const Record& record : subject_.records.all()) {
      const auto* release = record.As<Release>();
      if (release == nullptr || released_.empty()) continue;
      out_ << "  in " << record.id << "  version " << release->version() << ", known problems: " << release->problem_size() << "\n";
    }
  }

  void Tell(const Record& record, int depth) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    out_ << indent << record.id << "  " << Printable(Records::TitleOf(record)) << "\n";
    const std::string below = indent + "  ";
    if (const auto* control = record.As<RiskControl>()) {
      TellAll(below, "in ", control->source());
      TellAll(below, "is there, shown by ", control->implementation_test());
      TellAll(below, "works, shown by ", control->effectiveness_test());
    }
    if (const auto* unit = record.As<UnitDesign>()) TellAll(below, "in ", unit->source());
    TellTests(record, below);
    // By kinds, so that a link that points the wrong way leads nowhere.
    if (record.As<Hazard>() != nullptr) {
      for (const Reference& link : record.links) {
        if (link.field->name() != "controlled_by" || link.target == nullptr) continue;
        if (link.target->As<RiskControl>() != nullptr) Tell(*link.target, depth + 1);
      }
    }
    if (record.As<RiskControl>() != nullptr) TellWho<Requirement>(record, depth);
    if (record.As<Requirement>() != nullptr) TellWho<UnitDesign>(record, depth);
  }

 private:
  // Those of `Kind` that implement the record.
  template <typename Kind>
  void TellWho(const Record& record, int depth) {
    for (const Record* from : record.linked_from) {
      if (from->As<Kind>() == nullptr) continue;
      for (const Reference& link : from->links) {
        if (link.target == &record && link.field->name() == "implements") Tell(*from, depth + 1);
      }
    }
  }

  void TellTests(const Record& record, const std::string& indent) {
    if (!subject_.evidence) return;
    for (const TestEvidence& test : subject_.evidence->test()) {
      for (const TestCase& one : test.case_()) {
        if (std::find(one.verifies().begin(), one.verifies().end(), record.id) == one.verifies().end()) continue;
        ++cases_;
        out_ << indent << "verified by " << test.test() << " " << Printable(one.name()) << ": " << Result_Name(one.result()) << "\n";
        const std::vector<std::string> released = ReleasedOf(test, *subject_.evidence);
        released_.insert(released.begin(), released.end());
      }
    }
  }

  template <typename Texts>
  void TellAll(const std::string& indent, const char* as, const Texts& texts) {
    for (const std::string& text : texts) out_ << indent << as << text << "\n";
  }

  const Subject& subject_;
  std::ostream& out_;
  int cases_ = 0;
  std::set<std::string> released_;  // labels
};

// Of the words between the dashes of `a`, how many `b` has as well. A number is no word.
std::size_t SharedWords(const std::string& a, const std::string& b) {
  const std::set<std::string> of_a = absl::StrSplit(a, '-'), of_b = absl::StrSplit(b, '-');
  const auto is_shared = [&of_b](const std::string& part) {
    return !std::all_of(part.begin(), part.end(), absl::ascii_isdigit) && of_b.count(part) != 0;
  };
  return static_cast<std::size_t>(std::count_if(of_a.begin(), of_a.end(), is_shared));
}

}  // namespace

std::string IdsLike(const Workspace& workspace, const std::string& id) {
  if (!workspace.findings().empty()) return "; not all records can be read: vigil check";
  constexpr std::size_t kTold = 3;
  std::map<std::size_t, std::vector<std::string>, std::greater<>> like;  // by the words that they share
  for (const Record& record : workspace.records().all()) like[SharedWords(id, record.id)].push_back(record.id);
  std::vector<std::string> told;
  for (const auto& [shared, ids] : like) {
    if (shared < 2) break;  // the kind alone is nothing alike
    for (const std::string& each : ids) {
      if (told.size() < kTold) told.push_back(each);
    }
  }
  return told.empty() ? "" : absl::StrCat("; is it ", absl::StrJoin(told, ", or "), "?");
}

int RunTrace(const Workspace& workspace, const Call& call, std::ostream& out) {
  if (call.arguments.size() != 1) {
    out << "vigil trace ID: one id is needed\n";
    return 2;
  }
  const Record* record = workspace.records().Find(call.arguments[0]);
  if (record == nullptr) {
    out << "vigil trace: there is no record " << call.arguments[0] << IdsLike(workspace, call.arguments[0]) << "\n";
    return 1;
  }
  out << "leads to\n";
  Walk(false, out).Tell(*record, 1, "");
  out << "rests on it\n";
  Walk(true, out).Tell(*record, 1, "");
  if (record->As<Hazard>() == nullptr && record->As<RiskControl>() == nullptr &&
      record->As<Requirement>() == nullptr) {
    return 0;
  }
  const Subject subject = workspace.subject();
  out << "from harm to result\n";
  Thread thread(subject, out);
  thread.Tell(*record, 1);
  thread.TellEnd();
  return 0;
}

}  // namespace vigil::lifecycle
