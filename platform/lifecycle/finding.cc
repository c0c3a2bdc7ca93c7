#include "platform/lifecycle/finding.h"

#include "absl/strings/str_cat.h"

namespace vigil::lifecycle {

std::string TextOf(const Finding& finding) {
  const std::string place =
      finding.line > 0 ? absl::StrCat(finding.file, ":", finding.line) : finding.file;
  return absl::StrCat(
      place, ": ", finding.id, finding.id.empty() ? "" : ": ", finding.message, " [",
      finding.rule, finding.clause.empty() ? "" : ", clause ", finding.clause, "]",
      finding.mend.empty() ? "" : "\n    to mend: ", finding.mend, "\n");
}

}  // namespace vigil::lifecycle
