#include "platform/lifecycle/records.h"

#include <string>

#include "gtest/gtest.h"
#include "platform/lifecycle/content_digest.h"
#include "platform/lifecycle/subject_for_test.h"

namespace vigil::lifecycle {
namespace {

TEST(RecordsTest, KnowWhereARecordAndItsLinksStand) {
  Records records;
  Findings findings;
  records.Read("a/b.textproto", "# Why\nitem { id: 'ITEM-A' }\n\nrequirement {\n  id: 'REQ-1'\n"
               "  item { to: 'ITEM-A' digest: 'x' }\n}\n", findings);
  records.Connect();
  EXPECT_TRUE(findings.empty());
  const Record* requirement = records.Find("REQ-1");
  ASSERT_NE(requirement, nullptr);
  EXPECT_EQ(*requirement->file, "a/b.textproto");
  EXPECT_EQ(requirement->line, 4);
  ASSERT_EQ(requirement->links.size(), 1U);
  EXPECT_EQ(requirement->links[0].line, 6);
  EXPECT_EQ(requirement->links[0].field->name(), "item");
  EXPECT_EQ(requirement->links[0].target, records.Find("ITEM-A"));
  EXPECT_EQ(requirement->kind->name(), "requirement");
  EXPECT_EQ(requirement->digest, ContentDigest(*requirement->message));
  ASSERT_EQ(records.Find("ITEM-A")->linked_from.size(), 1U);
  EXPECT_EQ(records.Find("ITEM-A")->linked_from[0], requirement);
}

TEST(RecordsTest, ConnectAcrossFilesInAnyOrder) {
  Records records;
  Findings findings;
  records.Read("a", "requirement { id: 'REQ-1' item { to: 'ITEM-A' } }", findings);
  records.Read("b", "item { id: 'ITEM-A' }", findings);
  records.Connect();
  EXPECT_EQ(records.Find("REQ-1")->links[0].target, records.Find("ITEM-A"));
}

TEST(RecordsTest, FindLinksHoweverDeepTheyLie) {
  Records records;
  Findings findings;
  records.Read("a", "hazard { id: 'HAZ-1' cause { text: 'T' }\ncause { text: 'U'\nitem { to: 'ITEM-A' } } }", findings);
  records.Connect();
  const Record* hazard = records.Find("HAZ-1");
  ASSERT_EQ(hazard->links.size(), 1U);
  EXPECT_EQ(hazard->links[0].line, 3);
  EXPECT_EQ(hazard->links[0].target, nullptr);
}

TEST(RecordsTest, WhatCannotBeReadIsToldWithItsLine) {
  Records records;
  Findings findings;
  records.Read("a", "item { id: 'ITEM-A' }\nitem {\n  identity: 'ITEM-B'\n}\n", findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "unreadable");
  EXPECT_EQ(findings[0].file, "a");
  EXPECT_EQ(findings[0].line, 3);
  EXPECT_TRUE(records.all().empty()) << "a file counts as a whole";
}

TEST(RecordsTest, AnIdBelongsToWhoHadItFirst) {
  Records records;
  Findings findings;
  records.Read("a", "item { id: 'ITEM-A' title: 'First' }", findings);
  records.Read("b", "\nitem { id: 'ITEM-A' title: 'Second' }", findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "id-twice");
  EXPECT_EQ(findings[0].file, "b");
  EXPECT_EQ(findings[0].line, 2);
  EXPECT_NE(findings[0].message.find("a:1"), std::string::npos);
  ASSERT_EQ(records.all().size(), 1U);
  EXPECT_EQ(records.Find("ITEM-A")->As<SoftwareItem>()->title(), "First");
}

TEST(RecordsTest, TwoWithoutAnIdHaveTheSame) {
  Given given;
  given.Read("item { title: 'A' } item { title: 'B' }");
  EXPECT_EQ(given.RulesOfReading(), Rules({"id-twice"}));
}

TEST(RecordsTest, AnEmptyFileHasNoRecords) {
  Given given;
  given.Read("# Nothing yet.\n");
  EXPECT_TRUE(given.records().all().empty());
  EXPECT_TRUE(given.RulesOfReading().empty());
}

TEST(RecordsTest, ARecordIsOfTheClassOfItsItem) {
  Given given;
  given.Read("item { id: 'ITEM-A' safety_class: C } requirement { id: 'REQ-1' item { to: 'ITEM-A' } }"
             "requirement { id: 'REQ-2' } hazard { id: 'HAZ-1' cause { item { to: 'ITEM-A' } } }");
  given.records().Connect();
  const auto class_of = [&](const char* id) { return Records::ClassOf(*given.records().Find(id)); };
  EXPECT_EQ(class_of("ITEM-A"), C);
  EXPECT_EQ(class_of("REQ-1"), C);
  EXPECT_EQ(class_of("REQ-2"), SAFETY_CLASS_UNSPECIFIED);
  EXPECT_EQ(class_of("HAZ-1"), SAFETY_CLASS_UNSPECIFIED) << "the item of a cause is not its own";
}

TEST(RecordsTest, AnInterfaceIsOfTheHigherClassOfItsEnds) {
  Given given;
  given.Read("item { id: 'ITEM-C' safety_class: C } item { id: 'ITEM-B' safety_class: B }"
             "unit { id: 'UNIT-C' item { to: 'ITEM-C' } } soup { id: 'SOUP-A' accepted_up_to: A }"
             "interface { id: 'IF-1' between { to: 'ITEM-B' } with { to: 'UNIT-C' } }"
             "interface { id: 'IF-2' between { to: 'SOUP-A' } with { to: 'ITEM-B' } }"
             "interface { id: 'IF-3' between { to: 'IF-3' } with { to: 'ITEM-X' } }");
  given.records().Connect();
  const auto class_of = [&](const char* id) { return Records::ClassOf(*given.records().Find(id)); };
  EXPECT_EQ(class_of("IF-1"), C);
  EXPECT_EQ(class_of("IF-2"), B);
  EXPECT_EQ(class_of("IF-3"), SAFETY_CLASS_UNSPECIFIED);
}

}  // namespace
}  // namespace vigil::lifecycle
