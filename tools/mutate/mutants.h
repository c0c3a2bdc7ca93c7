// Makes mutants of a C++ source: copies with one small fault each, as a programmer
// makes them.
//
//   for (const Mutant& mutant : MutantsOf(text)) Test(mutant.Apply(text));
#ifndef VIGIL_TOOLS_MUTATE_MUTANTS_H_
#define VIGIL_TOOLS_MUTATE_MUTANTS_H_

#include <cstddef>
#include <string>
#include <vector>

namespace vigil::tools {

struct Mutant {
  std::size_t offset = 0;   // in the source
  std::size_t length = 0;   // of what is replaced
  std::string replacement;
  int line = 0;             // from 1
  std::string change;       // for a reader: "< becomes <="

  std::string Apply(const std::string& text) const;
};

// Swapped relations, arithmetic, bit and logical operators, dropped negations,
// negated conditions, numbers off by one, true for false, another Status returned,
// statements left out. Comments, text, preprocessor lines and static_asserts stay
// as they are. Expects binary operators between blanks, as clang-format puts them.
std::vector<Mutant> MutantsOf(const std::string& text);

}  // namespace vigil::tools

#endif  // VIGIL_TOOLS_MUTATE_MUTANTS_H_
