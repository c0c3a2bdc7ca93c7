// Which interfaces are demanded, and what counts as one.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/subject_for_test.h"
#include "test/verifies.h"

namespace vigil::lifecycle {
namespace {

constexpr char kItems[] =
    "item { id: 'ITEM-S' safety_class: C }"
    "item { id: 'ITEM-X' safety_class: C part_of { to: 'ITEM-S' } package: '//x' }"
    "item { id: 'ITEM-X-IN' safety_class: B part_of { to: 'ITEM-X' } package: '//x/in' }"
    "item { id: 'ITEM-Y' safety_class: B part_of { to: 'ITEM-S' } package: '//y' }"
    "item { id: 'ITEM-LOW' safety_class: A part_of { to: 'ITEM-S' } package: '//low' }"
    "item { id: 'ITEM-TOOL' safety_class: B package: '//tool' }"
    "unit { id: 'UNIT-IN' item { to: 'ITEM-X-IN' } } unit { id: 'UNIT-Y' item { to: 'ITEM-Y' } }"
    "soup { id: 'SOUP-ZIP' name: 'zip' } soup { id: 'SOUP-ZIP-HEADERS' name: 'zip-headers' }";

constexpr char kXInOnY[] = "target { label: '//x/in:in' dep: '//y' } target { label: '//y:y' }";

constexpr char kYOnZip[] =
    "target { label: '//y:y' dep: '//third_party/zip' }"
    "target { label: '//third_party/zip:zip' is_soup: true dep: '@zip//:zip' }";

class CheckInterfacesTest : public testing::Test {
 protected:
  Findings FindingsOf(const std::string& records, const std::string& targets) {
    Given given;
    given.profile = Given::Parse<Profile>(profile_);
    given.Read(absl::StrCat(kItems, records));
    given.graph = Given::Parse<BuildGraph>(targets);
    given.repositories = std::map<std::string, std::string>{{"zip", "zip"}, {"zip-headers", "zip"}};
    return given.FindingsOf(CheckInterfaces);
  }

  Rules RulesOf(const std::string& records, const std::string& targets) {
    Rules rules;
    for (const Finding& finding : FindingsOf(records, targets)) rules.push_back(absl::StrCat(finding.rule, " ", finding.id));
    return rules;
  }

  std::string profile_ = "clause { number: '5.3.2' from: B }";
};

TEST_F(CheckInterfacesTest, PartsThatRestOnOneAnotherHaveOne) {
  VIGIL_VERIFIES("REQ-LC-002");
  const Findings findings = FindingsOf("", kXInOnY);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].id, "ITEM-X") << "the part, not what lies deeper";
  EXPECT_EQ(findings[0].clause, "5.3.2");
  EXPECT_EQ(findings[0].message,
            "rests on ITEM-Y (//x/in:in on //y:y), and no interface says what passes between them");
  EXPECT_EQ(RulesOf("interface { id: 'IF-1' between { to: 'UNIT-Y' } with { to: 'UNIT-IN' } }", kXInOnY), Rules({}))
      << "units speak for their items, in either order";
  EXPECT_EQ(RulesOf("interface { id: 'IF-1' between { to: 'ITEM-X' } with { to: 'ITEM-Y' } }", kXInOnY), Rules({}));
  EXPECT_EQ(RulesOf("interface { id: 'IF-1' between { to: 'ITEM-X' } with { to: 'ITEM-LOW' } }", kXInOnY),
            Rules({"interface-missing ITEM-X"}));
  EXPECT_EQ(RulesOf("interface { id: 'IF-1' between { to: 'UNIT-Y' } }", kXInOnY), Rules({"interface-missing ITEM-X"}))
      << "one end alone is none";
}

TEST_F(CheckInterfacesTest, EachPairIsToldOnce) {
  VIGIL_VERIFIES("REQ-LC-002");
  EXPECT_EQ(RulesOf("", "target { label: '//x:x' dep: '//y' } target { label: '//x:other' dep: '//y' }"
                        "target { label: '//y:y' dep: '//x:data.txt' }"),
            Rules({"interface-missing ITEM-X"}));
}

TEST_F(CheckInterfacesTest, ThroughATargetOfNobodyThereIsOneToo) {
  VIGIL_VERIFIES("REQ-LC-002");
  EXPECT_EQ(RulesOf("", "target { label: '//x:x' dep: '//shared:files' } target { label: '//shared:files' dep: '//y:y.h' }"),
            Rules({"interface-missing ITEM-X"}));
}

TEST_F(CheckInterfacesTest, TestsAndWhatIsInOnePartNeedNone) {
  VIGIL_VERIFIES("REQ-LC-002");
  EXPECT_EQ(RulesOf("", "target { label: '//x:t' is_test: true dep: '//y' } target { label: '//x:fake' is_test_only: true dep: '//y' }"
                        "target { label: '//x:x' dep: '//y:fake' } target { label: '//y:fake' is_test_only: true }"
                        "target { label: '//x:inner' dep: '//x/in' }"),
            Rules({}));
}

TEST_F(CheckInterfacesTest, TheClassOfWhatRestsDecides) {
  VIGIL_VERIFIES("REQ-LC-002");
  constexpr char kLowOnY[] = "target { label: '//low:low' dep: '//y' }";
  EXPECT_EQ(RulesOf("", kLowOnY), Rules({}));
  profile_ = "clause { number: '5.3.2' from: A }";
  EXPECT_EQ(RulesOf("", kLowOnY), Rules({"interface-missing ITEM-LOW"}));
  profile_ = "";
  EXPECT_EQ(RulesOf("", kXInOnY), Rules({})) << "another standard may not ask for it";
}

TEST_F(CheckInterfacesTest, ASystemHasOneWithWhatItRestsOnOutsideAndAToolAloneIsNoSystem) {
  VIGIL_VERIFIES("REQ-LC-002");
  EXPECT_EQ(RulesOf("", "target { label: '//x:x' dep: '//tool' }"), Rules({"interface-missing ITEM-S"}));
  EXPECT_EQ(RulesOf("interface { id: 'IF-1' between { to: 'UNIT-IN' } with { to: 'ITEM-TOOL' } }",
                    "target { label: '//x:x' dep: '//tool' }"), Rules({}));
  EXPECT_EQ(RulesOf("", "target { label: '//tool:tool' dep: '//x' }"), Rules({}));
}

TEST_F(CheckInterfacesTest, ThirdPartySoftwareHasOneWithThePartThatRestsOnIt) {
  VIGIL_VERIFIES("REQ-LC-002");
  const Findings findings = FindingsOf("", kYOnZip);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].id, "ITEM-Y");
  EXPECT_EQ(findings[0].message, "rests on SOUP-ZIP or SOUP-ZIP-HEADERS (//y:y on @zip//:zip), and no interface says "
                                 "what passes between them");
  EXPECT_EQ(RulesOf("interface { id: 'IF-1' between { to: 'UNIT-Y' } with { to: 'SOUP-ZIP-HEADERS' } }", kYOnZip), Rules({}));
  EXPECT_EQ(RulesOf("interface { id: 'IF-1' between { to: 'UNIT-IN' } with { to: 'SOUP-ZIP' } }", kYOnZip),
            Rules({"interface-missing ITEM-Y"}));
}

TEST_F(CheckInterfacesTest, ItemsThatAreAPartOfOneAnotherEndTheSearch) {
  VIGIL_VERIFIES("REQ-LC-002");
  EXPECT_EQ(RulesOf("item { id: 'ITEM-1' safety_class: B part_of { to: 'ITEM-2' } package: '//1' }"
                    "item { id: 'ITEM-2' safety_class: B part_of { to: 'ITEM-1' } package: '//2' }",
                    "target { label: '//1:1' dep: '//2' }"),
            Rules({"interface-missing ITEM-2"}));
}

}  // namespace
}  // namespace vigil::lifecycle
