// Measures (5.5.2, 5.5.3, 5.5.4): what the profile wants to be measured of a class's
// sources was measured, on the sources and tests as they are now, and is enough. What
// need not be covered has a deviation, by line.
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/source_classes.h"

namespace vigil::lifecycle {
namespace {

using Digests = std::map<std::string, std::string>;  // path, sha256
using ByFolder = std::map<std::pair<const Measure*, std::string>, std::vector<std::string>>;

// Rule, file, line's text, change.
using Excuse = std::tuple<std::string, std::string, std::string, std::string>;

struct Measured {
  const MeasuredFile* file = nullptr;
  bool same_source = false;
  std::string changed_tests;

  bool Holds() const { return same_source && changed_tests.empty(); }
};

// What its statements and mutants count is in each of these; an interface may have none.
bool HasCode(const MeasuredFile& file) { return HasSuffix(file.path(), ".c .cc"); }

// Of a measurement that counts something in each file with code.
bool CountsCode(const std::string& measure) {
  return measure == "mutation_score" || measure == "sanitizers" || measure == "statement_coverage";
}

// Of two that hold for one file, whatever is open in one of them is open.
bool IsWorse(const MeasuredFile& file, const MeasuredFile& than) {
  return std::uint64_t{file.covered()} * than.total() < std::uint64_t{than.covered()} * file.total();
}

std::string FolderOf(const std::string& path) { return path.substr(0, path.rfind('/')); }
std::string NameOf(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// The tests of a measurement that are not as they were.
std::string ChangedTests(const Measurement& measurement, const Digests& now) {
  std::vector<std::string> changed;
  for (const FileDigest& test : measurement.test()) {
    const auto found = now.find(test.label());
    if (found == now.end() || found->second != test.sha256()) changed.push_back(test.label());
  }
  if (changed.size() > 3) changed = {changed[0], absl::StrCat(changed.size() - 1, " other tests")};
  return absl::StrJoin(changed, ", ");
}

// The entry for a measure and a class: that with the highest class it still applies to.
const Measure* Strictest(const Profile& profile, const std::string& name, SafetyClass safety_class) {
  const Measure* strictest = nullptr;
  for (const Measure& measure : profile.measure()) {
    if (measure.name() != name || measure.from() > safety_class) continue;
    if (strictest == nullptr || measure.from() > strictest->from()) strictest = &measure;
  }
  return strictest;
}

class MeasureCheck {
 public:
  MeasureCheck(const Subject& subject, Findings& findings) : subject_(subject), findings_(findings) {
    for (const SourceFile& source : subject.graph->source()) now_[source.path()] = source.sha256();
    for (const Measurement& measurement : subject.evidence->measurement()) Add(measurement);
    for (const Record& record : subject.records.all()) {
      const auto* deviation = record.As<Deviation>();
      if (deviation == nullptr) continue;
      excuses_[{deviation->rule(), deviation->file(), deviation->text(), deviation->what()}] = &record;
    }
  }

  void Run() {
    std::set<std::string> names;
    for (const Measure& measure : subject_.profile.measure()) names.insert(measure.name());
    for (const auto& [path, safety_class] : SourceClasses(*subject_.graph, Part::kProduct)) {
      for (const std::string& name : names) {
        const Measure* measure = Strictest(subject_.profile, name, safety_class);
        if (measure != nullptr && HasSuffix(path, measure->files())) CheckFile(*measure, path);
      }
    }
    Tell("measurement-missing", "was not measured of ", missing_);
    Tell("measurement-stale", "was measured before a change of ", stale_);
    Tell("measurement-stale", "was measured with tests that changed since: ", older_tests_);
    TellUnused();
  }

 private:
  void Add(const Measurement& measurement) {
    if (measurement.test().empty()) {
      const std::string first = measurement.file().empty() ? "" : measurement.file(0).path();
      findings_.push_back({.rule = "measurement-without-tests", .clause = "5.5.3", .file = first, .line = 0, .id = "",
                           .message = absl::StrCat(measurement.name(), " names no test that it was measured with"),
                           .mend = "measure it again with --record: without its tests nothing says when it is stale"});
    }
    const std::string tests = ChangedTests(measurement, now_);
    for (const MeasuredFile& file : measurement.file()) {
      CheckSums(measurement, file);
      const auto found = now_.find(file.path());
      const bool same = found != now_.end() && found->second == file.sha256();
      Measured& measured = measured_[{measurement.name(), file.path()}];
      const bool holds = same && tests.empty();
      if (measured.file == nullptr || !measured.Holds() || (holds && IsWorse(file, *measured.file))) {
        measured = {&file, same, tests};
      }
    }
  }

  // The tools name a hole for all that is not covered.
  void CheckSums(const Measurement& measurement, const MeasuredFile& file) {
    std::uint64_t sum = file.covered();
    for (const Hole& hole : file.hole()) sum += hole.count();
    const bool is_nothing = file.total() == 0 && HasCode(file) && CountsCode(measurement.name());
    if (sum == file.total() && !is_nothing) return;
    findings_.push_back({.rule = "measurement-impossible", .clause = "5.5.3", .file = file.path(), .line = 0, .id = "",
                         .message = absl::StrCat(measurement.name(), " can't be ", file.covered(), " of ",
                                                 file.total(), " with ", sum - file.covered(), " in holes"),
                         .mend = "measure it again with --record; nobody edits what a tool wrote"});
  }

  void CheckFile(const Measure& measure, const std::string& path) {
    const auto found = measured_.find({measure.name(), path});
    if (found == measured_.end()) {
      missing_[{&measure, FolderOf(path)}].push_back(NameOf(path));
    } else if (!found->second.same_source) {
      stale_[{&measure, FolderOf(path)}].push_back(NameOf(path));
    } else if (!found->second.changed_tests.empty()) {
      std::vector<std::string>& tests = older_tests_[{&measure, FolderOf(path)}];
      if (tests.empty() || tests.back() != found->second.changed_tests) tests.push_back(found->second.changed_tests);
    } else {
      CheckFigure(measure, *found->second.file);
    }
  }

  void CheckFigure(const Measure& measure, const MeasuredFile& file) {
    looked_at_.insert({measure.name(), file.path()});
    std::uint64_t covered = file.covered();
    std::uint64_t open = 0;
    const Hole* first = nullptr;
    for (const Hole& hole : file.hole()) {
      const auto excuse = excuses_.find({measure.name(), file.path(), hole.text(), hole.what()});
      if (excuse != excuses_.end()) {
        used_.insert(excuse->second);
        covered += hole.count();
      } else {
        if (first == nullptr) first = &hole;
        open += hole.count();
      }
    }
    if (100 * covered >= std::uint64_t{measure.least()} * file.total()) return;
    Finding finding = {.rule = "measurement-below",
                       .clause = measure.clause(),
                       .file = file.path(),
                       .line = first == nullptr ? 0 : static_cast<int>(first->line()),
                       .id = "",
                       .message = absl::StrFormat("%s is %.1f %s (%d of %d), and class %s needs %d", measure.name(),
                                                  100.0 * static_cast<double>(covered) / file.total(), measure.unit(),
                                                  covered, file.total(), SafetyClass_Name(measure.from()),
                                                  measure.least()),
                       .mend = measure.mend()};
    if (first != nullptr) {
      absl::StrAppend(&finding.message, "; ", open, " open, the first in \"", first->text(), "\"",
                      first->what().empty() ? "" : ": ", first->what());
    }
    findings_.push_back(finding);
  }

  // One finding a folder: a folder is measured in one go.
  void Tell(const char* rule, const char* what, const ByFolder& files) {
    for (const auto& [key, names] : files) {
      const auto& [measure, folder] = key;
      findings_.push_back({.rule = rule,
                           .clause = measure->clause(),
                           .file = folder,
                           .line = 0,
                           .id = "",
                           .message = absl::StrCat(measure->name(), ", which class ", SafetyClass_Name(measure->from()),
                                                   " needs, ", what, absl::StrJoin(names, ", ")),
                           .mend = absl::StrCat("./bazelw run ", measure->tool(), " -- --record //", folder, "/...")});
    }
  }

  // An excuse that nothing needs any more would hide the next hole of that line.
  void TellUnused() {
    for (const auto& [excuse, record] : excuses_) {
      const bool looked_at = looked_at_.count({std::get<0>(excuse), std::get<1>(excuse)}) != 0;
      if (!looked_at || used_.count(record) != 0) continue;
      findings_.push_back(At(*record, "deviation-unused", "5.1.4",
                             absl::StrCat("excuses nothing: ", std::get<0>(excuse), " finds that line covered"),
                             "retire it"));
    }
  }

  const Subject& subject_;
  Findings& findings_;
  Digests now_;
  std::map<std::pair<std::string, std::string>, Measured> measured_;  // by measure and path
  std::map<Excuse, const Record*> excuses_;
  std::set<const Record*> used_;
  std::set<std::pair<std::string, std::string>> looked_at_;  // measure and path
  ByFolder missing_, stale_, older_tests_;
};

}  // namespace

void CheckMeasures(const Subject& subject, Findings& findings) {
  if (subject.graph && subject.evidence) MeasureCheck(subject, findings).Run();
}

}  // namespace vigil::lifecycle
