// Checks the lifecycle's records against one another, against the profile of their
// class, and against what really is: sources, locked packages, results of tests.
//
//   Findings findings;
//   Subject subject = {.records = records, .profile = profile, ...};
//   Check(subject, findings);
//
// Each rule stands in one of the *_rules.cc files, with the clause it serves.
//
// Pure functions of the subject, which has to outlive the call: nothing is read, written
// or waited for. What is wrong is a finding; nothing else can fail. Any thread.
#ifndef VIGIL_PLATFORM_LIFECYCLE_CHECK_H_
#define VIGIL_PLATFORM_LIFECYCLE_CHECK_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "platform/lifecycle/build_graph.pb.h"
#include "platform/lifecycle/evidence.pb.h"
#include "platform/lifecycle/finding.h"
#include "platform/lifecycle/profile.pb.h"
#include "platform/lifecycle/records.h"

namespace vigil::lifecycle {

// Every id that was ever given; retired ones with why (id_register.h).
struct IdRegister {
  std::string file;
  std::map<std::string, int> lines;             // of each id
  std::map<std::string, std::string> retired;   // id, why
};

using SourceTexts = std::map<std::string, std::string>;  // path, text

// What is checked. What is not given is not checked against, but for a release, where
// that is a finding.
struct Subject {
  const Records& records;
  const Profile& profile;
  std::optional<IdRegister> ids;
  std::optional<std::map<std::string, std::string>> locked;  // package, version
  std::optional<std::map<std::string, std::string>> repositories;  // package, Bazel's name for it
  std::optional<Evidence> evidence;
  std::optional<BuildGraph> graph;
  std::optional<SourceTexts> source_texts;  // of the graph's sources
  std::optional<std::string> today;  // YYYY-MM-DD: what has ended by then
  // Of the profile as bytes, in hexadecimal; empty: not looked at.
  std::string profile_sha256;
  bool for_release = false;
};

// Everything that is wrong, in the order of files and lines.
void Check(const Subject& subject, Findings& findings);

// The parts of it.
void CheckIds(const Subject& subject, Findings& findings);
void CheckLinks(const Subject& subject, Findings& findings);
void CheckNeeds(const Subject& subject, Findings& findings);
void CheckInputs(const Subject& subject, Findings& findings);
void CheckClasses(const Subject& subject, Findings& findings);
void CheckRisks(const Subject& subject, Findings& findings);
void CheckSoup(const Subject& subject, Findings& findings);
void CheckSources(const Subject& subject, Findings& findings);
void CheckEvidence(const Subject& subject, Findings& findings);
void CheckMeasures(const Subject& subject, Findings& findings);
void CheckDeviations(const Subject& subject, Findings& findings);
void CheckEffectiveness(const Subject& subject, Findings& findings);
void CheckVerifications(const Subject& subject, Findings& findings);
void CheckApprovals(const Subject& subject, Findings& findings);
void CheckGraph(const Subject& subject, Findings& findings);
void CheckInterfaces(const Subject& subject, Findings& findings);
void CheckProblems(const Subject& subject, Findings& findings);
void CheckValidations(const Subject& subject, Findings& findings);
void CheckChanges(const Subject& subject, Findings& findings);
void CheckRelease(const Subject& subject, Findings& findings);

// The release that is being made: of those that are recorded that of the latest date,
// and of one date the last; null: there is none.
const Record* NewestRelease(const Records& records);

// YYYY-MM-DD up to which signatures count: for a release its date, else today. Empty
// when neither is known.
std::string LastDayOfApprovals(const Subject& subject);

// YYYY-MM-DD as of which it is judged what has ended: today, and for a release its date
// when that is later. Empty when neither is known.
std::string DayOf(const Subject& subject);

// Whether a record is a risk control that is code, whatever kind it is said to be: one
// that has sources, or that a requirement implements, is no hardware.
bool IsInSoftware(const Record& record);

// Whether a change in which a tool has a part touches code or records of class C, or a
// risk control: somebody else than its author reviews it before a release.
bool NeedsSecondReader(const Record& change);

// Which controls have to declare a break depends on more than the class of a record:
// CheckEffectiveness looks at such a need, not CheckNeeds.
bool IsOfBreaks(const Need& need);

// The SOUP records of the packages that each external repository is made from; empty when
// the subject does not say which those are.
using RecordsByRepository = std::map<std::string, std::vector<const Record*>>;
RecordsByRepository SoupByRepository(const Subject& subject);

// A finding at a record.
Finding At(const Record& record, std::string rule, std::string clause,
           std::string message, std::string mend);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_CHECK_H_
