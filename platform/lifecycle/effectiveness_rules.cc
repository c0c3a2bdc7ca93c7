// Effectiveness by breaking it (7.3.1): each risk control in software declares how it
// is disabled, and a test that is linked as its verification noticed. One that noticed
// may be the test of the implementation as well; else there are two.
#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

using Break = RiskControl::Break;

// The highest class of an item of which a requirement implements the control.
SafetyClass ClassOfControl(const Record& record) {
  SafetyClass highest = A;
  for (const Record* from : record.linked_from) {
    if (from->As<Requirement>() != nullptr) highest = std::max(highest, Records::ClassOf(*from));
  }
  return highest;
}

void DemandBreak(const Record& record, const RiskControl& control, const Profile& profile,
                 Findings& findings) {
  if (!IsInSoftware(record) || !control.broken_by().empty()) return;
  for (const Need& need : profile.need()) {
    if (!IsOfBreaks(need) || ClassOfControl(record) < need.from()) continue;
    findings.push_back(At(record, "control-not-broken", need.clause(),
                          absl::StrCat("declares no way to disable it, which class ",
                                       SafetyClass_Name(ClassOfControl(record)), " needs"),
                          need.mend()));
  }
}

void CheckBreak(const Record& record, const RiskControl& control, const Break& declared,
                Findings& findings) {
  const bool own = std::count(control.source().begin(), control.source().end(), declared.file()) > 0;
  if (!own) {
    findings.push_back(At(record, "break-outside", "7.3.1",
                          absl::StrCat("is broken in \"", declared.file(), "\", which is none of its sources"),
                          "break a file in which it is implemented, or name the file as its source"));
  }
  const bool changes = !declared.line().empty() && declared.line() != declared.instead();
  if (!changes || declared.meaning().empty()) {
    findings.push_back(At(record, "break-of-nothing", "7.3.1",
                          absl::StrCat("its break of ", declared.file(), " changes nothing, or does not say what"),
                          "line: what stands there; instead: another text; meaning: what it no longer does"));
  }
}

bool IsOf(const Effectiveness& noticed, const Record& record, const RiskControl& control,
          const Break& declared) {
  const auto& tests = control.effectiveness_test();
  return noticed.control() == record.id &&
         std::count(tests.begin(), tests.end(), noticed.test()) > 0 &&
         noticed.broken_by().SerializeAsString() == declared.SerializeAsString() &&
         (!noticed.failed().empty() || (noticed.ended_early() && !declared.crash_is_noticed().empty()));
}

// A test that fails without the control shows more than that the control is there.
// Records alone don't say which test noticed: there each declared break counts.
bool NoticedBy(const std::string& test, const Record& record, const RiskControl& control,
               const std::optional<Evidence>& evidence) {
  if (!evidence) return !control.broken_by().empty();
  return std::any_of(
      evidence->effectiveness().begin(), evidence->effectiveness().end(), [&](const Effectiveness& one) {
        return one.test() == test &&
               std::any_of(control.broken_by().begin(), control.broken_by().end(),
                           [&](const Break& declared) { return IsOf(one, record, control, declared); });
      });
}

// That it is there and that it works are two questions. One test answers both when it
// noticed a break, or when a person says why.
void CheckTests(const Record& record, const RiskControl& control, const std::optional<Evidence>& evidence,
                Findings& findings) {
  if (!control.same_test_because().empty()) return;
  const auto& effective = control.effectiveness_test();
  for (const std::string& test : control.implementation_test()) {
    if (std::count(effective.begin(), effective.end(), test) == 0) continue;
    if (NoticedBy(test, record, control, evidence)) continue;
    findings.push_back(At(record, "control-one-test", "7.3.1",
                          absl::StrCat(test, " shows both that it is there and that it works"),
                          "broken_by: a break that this test notices; or two tests; or same_test_because: "
                          "why one answers both"));
  }
}

// The digest of each source file as the build has it now.
using Sources = std::map<std::string, std::string>;

void DemandNoticed(const Record& record, const RiskControl& control, const Break& declared,
                   const Evidence& evidence, const Sources& sources, Findings& findings) {
  const auto noticed = std::find_if(
      evidence.effectiveness().begin(), evidence.effectiveness().end(),
      [&](const Effectiveness& one) { return IsOf(one, record, control, declared); });
  if (noticed == evidence.effectiveness().end()) {
    findings.push_back(At(record, "break-unnoticed", "7.3.1",
                          absl::StrCat("no effectiveness_test noticed this break of it: ", declared.meaning()),
                          "an effectiveness target (tools/build_rules/effectiveness.bzl) for this break, "
                          "and a case that fails then"));
    return;
  }
  const auto now = sources.find(declared.file());
  if (now == sources.end() || now->second == noticed->source().sha256()) return;
  findings.push_back(At(record, "break-of-other-source", "7.3.1",
                        absl::StrCat("was broken in another version of ", declared.file()),
                        "run it again on what is released"));
}

}  // namespace

bool IsOfBreaks(const Need& need) {
  return need.record() == "control" && need.field() == "broken_by";
}

void CheckEffectiveness(const Subject& subject, Findings& findings) {
  Sources sources;
  if (subject.graph) {
    for (const SourceFile& source : subject.graph->source()) sources[source.path()] = source.sha256();
  }
  for (const Record& record : subject.records.all()) {
    const auto* control = record.As<RiskControl>();
    if (control == nullptr) continue;
    CheckTests(record, *control, subject.evidence, findings);
    DemandBreak(record, *control, subject.profile, findings);
    for (const Break& declared : control->broken_by()) {
      CheckBreak(record, *control, declared, findings);
      if (!subject.evidence) continue;
      DemandNoticed(record, *control, declared, *subject.evidence, sources, findings);
    }
  }
}

}  // namespace vigil::lifecycle
