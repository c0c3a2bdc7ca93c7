#include "platform/lifecycle/test_text.h"

#include <algorithm>
#include <map>
#include <regex>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace vigil::lifecycle {
namespace {

using Bodies = std::map<std::string, std::string>;  // of functions and cases, by name

// Without what stands behind "//"; a text in quotes may hold one.
std::string WithoutComment(const std::string& line) {
  bool is_quoted = false;
  for (std::size_t at = 0; at + 1 < line.size(); ++at) {
    if (line[at] == '\\') {
      ++at;
    } else if (line[at] == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && line[at] == '/' && line[at + 1] == '/') {
      return line.substr(0, at);
    }
  }
  return line;
}

// The names that stand before an opening bracket.
std::set<std::string> CalledIn(const std::string& body) {
  static const auto* call = new std::regex("([A-Za-z_]\\w*)(?:<[\\w:, ]*>)?\\(");
  std::set<std::string> names;
  for (std::sregex_iterator it(body.begin(), body.end(), *call), end; it != end; ++it) names.insert((*it)[1]);
  return names;
}

bool IsAssertion(const std::string& name) {
  return absl::StartsWith(name, "EXPECT_") || absl::StartsWith(name, "ASSERT_") || name == "FAIL" ||
         name == "ADD_FAILURE" || name == "static_assert";
}

// The function whose definition begins with the line; empty: none does.
std::string FunctionOf(const std::string& line) {
  static const auto* header = new std::regex("^(?:  )?(?!return\\b|else\\b|new\\b)[A-Za-z_][^=(;\"]*[ &*]([A-Za-z_]\\w*)\\(.*$");
  std::smatch match;
  if (absl::EndsWith(line, ";") || !std::regex_match(line, match, *header)) return "";
  return match[1];
}

// A case begins with its macro, and its name may stand in the next line.
bool BeginsCase(const std::string& line) {
  return absl::StartsWith(line, "TEST(") || absl::StartsWith(line, "TEST_F(") || absl::StartsWith(line, "TEST_P(") ||
         absl::StartsWith(line, "TYPED_TEST(");
}

std::string NameOfCase(const std::string& body) {
  static const auto* name = new std::regex("^\\w+\\(\\s*(\\w+),\\s*(\\w+)\\)");
  std::smatch match;
  return std::regex_search(body, match, *name) ? absl::StrCat(match[1].str(), ".", match[2].str()) : "";
}

void Split(const std::string& text, Bodies& cases, Bodies& functions) {
  std::string name, body;
  bool in_case = false;
  const auto end = [&] {
    if (in_case) cases[NameOfCase(body)] = std::move(body);
    in_case = false;
    body.clear();
    name.clear();
  };
  for (const std::string& whole : std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    const std::string line = WithoutComment(whole);
    if (BeginsCase(line)) {
      end();
      in_case = true;
    } else if (!in_case) {
      if (const std::string function = FunctionOf(line); !function.empty()) name = function;
      if (!name.empty()) absl::StrAppend(&functions[name], line, "\n");
    }
    if (in_case) absl::StrAppend(&body, line, "\n");
    const bool is_one_line = BeginsCase(line) && absl::EndsWith(line, "}");
    if (absl::StartsWith(line, "}") || is_one_line) end();
  }
  end();
}

class Asserting {
 public:
  explicit Asserting(const Bodies& functions) {
    for (bool is_more = true; is_more;) {
      is_more = false;
      for (const auto& [name, body] : functions) {
        if (names_.count(name) == 0 && In(body)) is_more = names_.insert(name).second;
      }
    }
  }

  bool In(std::string body) const {
    body = absl::StrReplaceAll(body, {{"EXPECT_TRUE(true)", ""}, {"ASSERT_TRUE(true)", ""},
                                      {"EXPECT_FALSE(false)", ""}, {"ASSERT_FALSE(false)", ""}});
    const std::set<std::string> called = CalledIn(body);
    return std::any_of(called.begin(), called.end(), [this](const std::string& name) {
      return IsAssertion(name) || names_.count(name) != 0;
    });
  }

 private:
  std::set<std::string> names_;
};

}  // namespace

std::set<std::string> CasesWithoutAssertion(const std::string& text, const std::vector<std::string>& helpers) {
  Bodies cases, functions, none;
  Split(text, cases, functions);
  for (const std::string& helper : helpers) Split(helper, none, functions);
  const Asserting asserting(functions);
  std::set<std::string> idle;
  for (const auto& [name, body] : cases) {
    if (!asserting.In(body)) idle.insert(name);
  }
  return idle;
}

std::string CaseInSource(const std::string& reported) {
  const std::vector<std::string> parts = absl::StrSplit(reported, absl::MaxSplits('.', 1));
  if (parts.size() != 2) return reported;
  const std::vector<std::string> suite = absl::StrSplit(parts[0], '/');
  const bool is_typed = suite.size() > 1 && suite.back().find_first_not_of("0123456789") == std::string::npos;
  const std::string& name = is_typed ? suite[suite.size() - 2] : suite.back();
  return absl::StrCat(name, ".", parts[1].substr(0, parts[1].find('/')));
}

}  // namespace vigil::lifecycle
