// What a C++ source says to compilers and analyzers so that they look away: pragmas,
// line markers, attributes. It reads as a compiler does: lines that a backslash joins,
// blanks and comments between the words change nothing; what stands in a comment or in
// quotes says nothing to a compiler.
//
//   for (const Suppression& one : SuppressionsIn(text)) Refuse(one.line, one.text);
//
// Does not block; safe from several threads.
#ifndef VIGIL_TOOLS_CPP_TEXT_SUPPRESSIONS_H_
#define VIGIL_TOOLS_CPP_TEXT_SUPPRESSIONS_H_

#include <string>
#include <vector>

namespace vigil::tools {

struct Suppression {
  int line = 0;      // from 1, where it begins
  std::string text;  // the words, "# pragma clang system_header"
};

// In the order of lines: each pragma but `once` and `clang attribute`, each line marker
// (`#line 1 "x.h"`, `# 1 "x.h" 3`), each word that turns an analyzer, a sanitizer or the
// optimizer off or asks whether one looks, and ##, which makes words that nobody finds.
std::vector<Suppression> SuppressionsIn(const std::string& text);

}  // namespace vigil::tools

#endif  // VIGIL_TOOLS_CPP_TEXT_SUPPRESSIONS_H_
