#include "tools/effectiveness/demand.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace vigil::lifecycle {
namespace {

std::set<std::string> Passed(const TestEvidence& evidence) {
  std::set<std::string> names;
  for (const TestCase& one : evidence.case_()) {
    if (one.result() == PASSED) names.insert(one.name());
  }
  return names;
}

// It crashed, or did not end: what its cases said until then is no judgement.
bool EndedEarly(const TestEvidence& evidence) {
  return std::any_of(evidence.case_().begin(), evidence.case_().end(),
                     [](const TestCase& one) { return one.name() == "(program)"; });
}

}  // namespace

absl::StatusOr<Effectiveness> DemandNoticed(const BrokenRun& run) {
  const std::set<std::string> passed = Passed(run.in_place);
  if (passed.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("no case of ", run.test, " passes with ", run.control, " in place"));
  }
  Effectiveness noticed;
  noticed.set_control(run.control);
  noticed.set_test(run.test);
  *noticed.mutable_broken_by() = run.declared;
  noticed.set_ended_early(EndedEarly(run.broken));
  for (const TestCase& one : run.broken.case_()) {
    if (one.result() == FAILED && passed.count(one.name()) != 0) noticed.add_failed(one.name());
  }
  if (noticed.failed_size() > 0) return noticed;
  if (!noticed.ended_early()) {
    return absl::FailedPreconditionError(
        absl::StrCat(run.control, " can be disabled and ", run.test, " does not notice: ", run.declared.meaning(),
                     "\n  Write the case that does, or name a test that does as effectiveness_test."));
  }
  if (!run.declared.crash_is_noticed().empty()) return noticed;
  return absl::FailedPreconditionError(absl::StrCat(
      run.test, " crashed or did not end with ", run.control,
      " disabled: choose a break that a case can judge, or say in crash_is_noticed why that is enough"));
}

}  // namespace vigil::lifecycle
