// What a GoogleTest's source says: which of its cases compare nothing, and so pass
// whatever the code does.
//
//   const std::set<std::string> idle = CasesWithoutAssertion(text_of_the_test, texts_of_its_helpers);
//   if (idle.count("Rate.IsBounded") != 0) ...
//
// It reads lines as clang-format sets them: a case ends with the first "}" of a line's
// own. Does not block; safe from several threads.
#ifndef VIGIL_PLATFORM_LIFECYCLE_TEST_TEXT_H_
#define VIGIL_PLATFORM_LIFECYCLE_TEST_TEXT_H_

#include <set>
#include <string>
#include <vector>

namespace vigil::lifecycle {

// "Suite.Case" of each TEST, TEST_F, TEST_P and TYPED_TEST of `text` without EXPECT_…,
// ASSERT_…, FAIL or static_assert in it or in a function of `text` or `helpers` that it
// calls. What can't fail, as EXPECT_TRUE(true) and SUCCEED(), is none.
std::set<std::string> CasesWithoutAssertion(const std::string& text, const std::vector<std::string>& helpers);

// "Suite.Case" as a source has it, of a name in a report: "All/Suite.Case/7".
std::string CaseInSource(const std::string& reported);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_TEST_TEXT_H_
