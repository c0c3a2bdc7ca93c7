// What tests cover of sources, from what LLVM shows of them.
//
//   // llvm-cov show --show-branches=count --show-mcdc ...
//   for (const Coverage& file : CoverageIn(shown)) Tell(file.branches.covered);
//
// Statements are counted by line, branches by outcome, MC/DC by decision. Of code that
// is compiled several times, as templates are, it is enough when one of them is covered.
#ifndef VIGIL_TOOLS_COVERAGE_COVERAGE_OF_H_
#define VIGIL_TOOLS_COVERAGE_COVERAGE_OF_H_

#include <map>
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

// The same of what Node writes (--experimental-test-coverage, reporter "lcov"), with the
// text of each source by its path. V8 counts blocks: a branch is one whose block was run.
// A line of types alone counts as run, one of comments alone does not count; decisions
// are not looked at.
std::vector<Coverage> CoverageInLcov(const std::string& lcov, const std::map<std::string, std::string>& texts);

}  // namespace vigil::tools

#endif  // VIGIL_TOOLS_COVERAGE_COVERAGE_OF_H_
