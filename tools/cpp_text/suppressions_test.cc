#include "tools/cpp_text/suppressions.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace vigil::tools {
namespace {

using Texts = std::vector<std::string>;

Texts In(const std::string& text) {
  Texts texts;
  for (const Suppression& one : SuppressionsIn(text)) texts.push_back(std::to_string(one.line) + " " + one.text);
  return texts;
}

TEST(Suppressions, APragmaIsFoundHoweverItIsWritten) {
  EXPECT_EQ(In("a;\n#pragma clang system_header\n"), Texts({"2 # pragma clang system_header"}));
  EXPECT_EQ(In("  #  pragma\tGCC   diagnostic push"), Texts({"1 # pragma GCC diagnostic push"}));
  EXPECT_EQ(In("#/* */pragma /*\n*/ clang optimize off"), Texts({"1 # pragma clang optimize off"}));
  EXPECT_EQ(In("#pra\\\ngma cl\\  \nang optimize off\n#pragma x"), Texts({"1 # pragma clang optimize off", "4 # pragma x"}));
  EXPECT_EQ(In("%:pragma clang optimize off"), Texts({"1 %: pragma clang optimize off"}));
  EXPECT_EQ(In("#define LOOK_AWAY _Pragma(\"clang optimize off\")"), Texts({"1 _Pragma"}));
}

TEST(Suppressions, ALineMarkerIsOne) {
  EXPECT_EQ(In("# 1 \"x.h\" 3\n"), Texts({"1 # 1 3"}));
  EXPECT_EQ(In("#line 7 \"x.h\""), Texts({"1 # line 7"}));
}

TEST(Suppressions, AttributesAndQuestionsAreFound) {
  EXPECT_EQ(In("[[clang::suppress]] int a;"), Texts({"1 suppress"}));
  EXPECT_EQ(In("[[clang::optnone]] void F();\n__attribute__((optnone)) void G();"), Texts({"1 optnone", "2 optnone"}));
  EXPECT_EQ(In("__attribute__((no_sanitize(\"address\"))) void F();"), Texts({"1 no_sanitize"}));
  EXPECT_EQ(In("[[gnu::__no_sanitize_undefined__]] void F();"), Texts({"1 __no_sanitize_undefined__"}));
  EXPECT_EQ(In("#ifndef __clang_analyzer__"), Texts({"1 __clang_analyzer__"}));
  EXPECT_EQ(In("#if __has_feature(address_sanitizer)"), Texts({"1 address_sanitizer"}));
  EXPECT_EQ(In("#define JOIN(a, b) a##b"), Texts({"1 ##"}));
}

TEST(Suppressions, WhatTellsACompilerNothingIsNone) {
  EXPECT_EQ(In("#pragma once\n#pragma clang attribute pop\n#include \"x.h\"\n#if 1\n#endif\n"), Texts());
  EXPECT_EQ(In("// [[clang::suppress]]\n/*\n#pragma x\n*/ int a = 1'000; char b = '\"'; // \"\n"), Texts());
  EXPECT_EQ(In("const char* a = \"optnone \\\" ##\"; auto b = R\"x(\n#pragma x\n)\" optnone )x\";"), Texts());
  EXPECT_EQ(In("int suppressed; int my_optnone;"), Texts());
}

TEST(Suppressions, TheAttributePragmaHidesNothingElse) {
  EXPECT_EQ(In("#pragma clang attribute push(__attribute__((minsize)), apply_to = function)"), Texts());
  EXPECT_EQ(In("#pragma clang attribute push(__attribute__((optnone)), apply_to = function)"), Texts({"1 optnone"}));
}

TEST(Suppressions, WhatIsNotClosedEndsWithTheText) {
  EXPECT_EQ(In("/* optnone"), Texts());
  EXPECT_EQ(In("R\"x"), Texts());
  EXPECT_EQ(In("R\"x(optnone"), Texts());
  EXPECT_EQ(In("\"abc\\"), Texts());
  EXPECT_EQ(In("\""), Texts());
  EXPECT_EQ(In("optnone\\"), Texts({"1 optnone"}));
}

}  // namespace
}  // namespace vigil::tools
