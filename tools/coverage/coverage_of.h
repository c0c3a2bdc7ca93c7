// What tests cover of sources, from what LLVM shows of them.
//
//   // llvm-cov show --show-branches=count --show-mcdc ...
//   for (const Coverage& file : CoverageIn(shown)) Tell(file.branches.covered);
//
// Statements are counted by line, branches by outcome, MC/DC by decision. Of code that
// is compiled several times, as templates are, it is enough when one of them is covered.
#ifndef VIGIL_TOOLS_COVERAGE_COVERAGE_OF_H_
#define VIGIL_TOOLS_COVERAGE_COVERAGE_OF_H_

#include <string>
#include <vector>

#include "tools/measure/measurement.h"

namespace vigil::tools {

// Of each file that is shown, in the order of paths; `holes` in the order of lines.
struct Coverage {
  MeasuredFile statements;
  MeasuredFile branches;
  MeasuredFile decisions;
};

std::vector<Coverage> CoverageIn(const std::string& shown);

}  // namespace vigil::tools

#endif  // VIGIL_TOOLS_COVERAGE_COVERAGE_OF_H_
