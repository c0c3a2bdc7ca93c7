// The pages of docs/ name what is there: a record that was renamed or retired, or a rule
// that nothing finds any more, leads a reader who follows a page nowhere.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

std::string Read(const fs::path& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.is_open()) << path;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::set<std::string> Matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), regex); it != std::sregex_iterator(); ++it) {
    found.insert((*it)[1]);
  }
  return found;
}

// Of write_an_item.md and change.md: made while they are followed, and thrown away.
bool IsExample(const std::string& id) { return id.find("-BEAT-COUNTER") != std::string::npos; }

std::vector<std::string> UnknownIds(const std::string& page, const std::set<std::string>& known) {
  std::vector<std::string> unknown;
  for (const std::string& id : Matches(page, "\\b((?:ITEM|REQ|RC|HAZ|UNIT|IF|SEG|SOUP|PR|CR|CAPA|TRN|SUP|LEG|PLAN|AI|"
                                             "TOOL|DEV|REL|VAL)-[A-Z0-9]+(?:-[A-Z0-9]+)*)\\b")) {
    if (known.count(id) == 0 && !IsExample(id)) unknown.push_back(id);
  }
  return unknown;
}

// In the first column of a table.
std::vector<std::string> UnknownRules(const std::string& page, const std::set<std::string>& known) {
  std::vector<std::string> unknown;
  for (const std::string& cell : Matches(page, "\n\\| (`[^|]*) \\|")) {
    for (const std::string& rule : Matches(cell, "`([a-z]+(?:-[a-z]+)+)`")) {
      if (known.count(rule) == 0) unknown.push_back(rule);
    }
  }
  return unknown;
}

std::map<std::string, std::string> Pages() {
  std::map<std::string, std::string> pages;
  for (const auto& entry : fs::recursive_directory_iterator("docs")) {
    if (entry.path().extension() == ".md") pages[entry.path().string()] = Read(entry.path());
  }
  return pages;
}

std::set<std::string> RegisteredIds() { return Matches("\n" + Read("platform/lifecycle/ids.txt"), "\n([A-Z0-9-]+)"); }

// Each rule is shown to find something by one of the galleries.
std::set<std::string> RulesThatFind() {
  std::set<std::string> rules;
  for (const auto& entry : fs::recursive_directory_iterator("test/lifecycle")) {
    if (entry.path().extension() != ".txt") continue;
    rules.merge(Matches(Read(entry.path()), "\\[([a-z-]+), clause"));
  }
  return rules;
}

TEST(PagesTest, EachRecordThatAPageNamesIsThere) {
  const std::set<std::string> known = RegisteredIds();
  const auto pages = Pages();
  ASSERT_EQ(pages.count("docs/lifecycle/approve.md"), 1u);
  for (const auto& [page, text] : pages) EXPECT_THAT(UnknownIds(text, known), testing::IsEmpty()) << page;
}

TEST(PagesTest, EachRuleThatAPageExplainsFindsSomething) {
  const std::set<std::string> known = RulesThatFind();
  ASSERT_EQ(known.count("link-suspect"), 1u);
  for (const auto& [page, text] : Pages()) {
    if (page.rfind("docs/lifecycle/", 0) != 0) continue;
    EXPECT_THAT(UnknownRules(text, known), testing::IsEmpty()) << page;
  }
}

TEST(PagesTest, ARecordThatWasRenamedIsSeen) {
  EXPECT_THAT(UnknownIds("vigil sign ITEM-RUNTIME --as=SIG-...", {"ITEM-KERNEL-RUNTIME"}), testing::ElementsAre("ITEM-RUNTIME"));
  EXPECT_THAT(UnknownIds("`ITEM-RUNTIME`: it", {"ITEM-RUNTIME"}), testing::IsEmpty());
}

TEST(PagesTest, ARuleThatFindsNothingIsSeen) {
  EXPECT_THAT(UnknownRules("\n| `id-twice`, `id-doubled` | a new id |\n", {"id-twice"}), testing::ElementsAre("id-doubled"));
}

}  // namespace
}  // namespace vigil::lifecycle
