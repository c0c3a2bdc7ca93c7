// What of a C++ source is code, for tools that look at sources as text.
//
//   const std::vector<bool> code = CodeOf(text);
//   if (code[at]) ...                  // no comment, literal or preprocessor line
#ifndef VIGIL_TOOLS_CPP_TEXT_CODE_OF_H_
#define VIGIL_TOOLS_CPP_TEXT_CODE_OF_H_

#include <string>
#include <vector>

namespace vigil::tools {

// Of each character of `text` whether it is code: no comment, no text or character
// in quotes, no preprocessor line with what it continues in.
std::vector<bool> CodeOf(const std::string& text);

// True for what names and numbers consist of.
bool IsWord(char c);

}  // namespace vigil::tools

#endif  // VIGIL_TOOLS_CPP_TEXT_CODE_OF_H_
