#include "tools/cpp_text/code_of.h"

#include <cstddef>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace vigil::tools {
namespace {

// `text` with a dot for each character that is no code.
std::string Shown(std::string text) {
  const std::vector<bool> code = CodeOf(text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!code[at] && text[at] != '\n') text[at] = '.';
  }
  return text;
}

TEST(CodeOf, CommentsAreNone) {
  EXPECT_EQ(Shown("a; // while\nb; /* for\n */ c"), "a; ........\nb; ......\n... c");
}

TEST(CodeOf, LiteralsAreNone) {
  EXPECT_EQ(Shown("f(\"while \\\" (\", 'x', '\\'');"), "f(............, ..., ....);");
}

TEST(CodeOf, AQuoteInANumberSeparatesDigits) {
  EXPECT_EQ(Shown("x = 1'000'000 + '0';"), "x = 1'000'000 + ...;");
}

TEST(CodeOf, PreprocessorLinesAreNoneWithWhatContinuesThem) {
  EXPECT_EQ(Shown("#define A \\\n  while\nb"), "...........\n.......\nb");
}

TEST(CodeOf, WhatIsNotEndedGoesToTheEnd) {
  EXPECT_EQ(Shown("a /* b"), "a ....");
  EXPECT_EQ(Shown("a \"b"), "a ..");
}

}  // namespace
}  // namespace vigil::tools
