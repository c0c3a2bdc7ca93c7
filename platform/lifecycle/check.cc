#include "platform/lifecycle/check.h"

#include <algorithm>
#include <utility>

namespace vigil::lifecycle {

Finding At(const Record& record, std::string rule, std::string clause,
           std::string message, std::string mend) {
  return {std::move(rule), std::move(clause),  *record.file,   record.line,
          record.id,       std::move(message), std::move(mend)};
}

void Check(const Subject& subject, Findings& findings) {
  CheckIds(subject, findings);
  CheckLinks(subject, findings);
  CheckNeeds(subject, findings);
  CheckInputs(subject, findings);
  CheckClasses(subject, findings);
  CheckRisks(subject, findings);
  CheckSoup(subject, findings);
  CheckSources(subject, findings);
  CheckEvidence(subject, findings);
  CheckMeasures(subject, findings);
  CheckDeviations(subject, findings);
  CheckEffectiveness(subject, findings);
  CheckVerifications(subject, findings);
  CheckApprovals(subject, findings);
  CheckGraph(subject, findings);
  CheckInterfaces(subject, findings);
  CheckProblems(subject, findings);
  CheckValidations(subject, findings);
  CheckChanges(subject, findings);
  CheckRelease(subject, findings);
  std::sort(findings.begin(), findings.end());
}

}  // namespace vigil::lifecycle
