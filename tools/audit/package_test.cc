#include "tools/audit/package.h"

#include <fstream>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "test/system/temporary_folder.h"
#include "test/verifies.h"
#include "tools/audit/bills.h"
#include "tools/audit/data_files.h"
#include "tools/audit/drawing.h"
#include "tools/audit/pages.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

constexpr char kProfileText[] = R"(
title: "A standard"
measure { clause: "5.5.3" name: "branch_coverage" from: B least: 70 unit: "percent" }
measure { clause: "5.5.3" name: "branch_coverage" from: C least: 80 unit: "percent" }
approval { clause: "5.2.6" record: "requirement" from: A kind: REVIEW role: "Reviewer" }
clause { number: "5.2.1" title: "Requirements" from: A shown_by: "requirement" }
clause { number: "9.8" title: "Documentation" from: A })";

// A monitor: a display (B) and a sensor (C) on shared arithmetic (C), and a library.
constexpr char kRecordsText[] = R"(
item { id: "ITEM-MONITOR" title: "Monitor" safety_class: C package: "//monitor/..." }
item { id: "ITEM-DISPLAY" title: "Display" safety_class: B part_of { to: "ITEM-MONITOR" } package: "//monitor/display" }
item { id: "ITEM-SENSOR" title: "Sensor" safety_class: C part_of { to: "ITEM-MONITOR" } package: "//monitor/sensor" }
item { id: "ITEM-SHARED" title: "Arithmetic" safety_class: C part_of { to: "ITEM-MONITOR" } package: "//monitor/sensor:sum" }
hazard { id: "HAZ-1" title: "Wrong value" severity: SERIOUS controlled_by { to: "RC-1" } }
hazard { id: "HAZ-2" title: "No value" severity: MINOR }
control { id: "RC-1" title: "Range check" kind: PROTECTIVE_SOFTWARE effectiveness_test: "//monitor:range_test" }
requirement { id: "REQ-1" title: "Range" kind: RISK_CONTROL text: "See HAZ-1, and file monitor/sensor/range.cc."
              item { to: "ITEM-SENSOR" } implements { to: "RC-1" } }
requirement { id: "REQ-2" title: "Alone" kind: FUNCTIONAL text: "T" item { to: "ITEM-SENSOR" } source: "A need" }
unit { id: "UNIT-1" title: "Range" item { to: "ITEM-SENSOR" } source: "monitor/sensor/range.cc" implements { to: "REQ-1" } }
unit { id: "UNIT-2" title: "Sums" item { to: "ITEM-SHARED" } source: "monitor/sensor/sum.cc" }
soup { id: "SOUP-FONT" name: "font" version: "2.4" supplier: "Font people" accepted_up_to: B end_of_support: "2029-12-31"
       support_level: "Community" anomaly { reference: "Issue 112" text: "Accents are cut." }
       anomaly { reference: "Issue 113" text: "Slow." evaluation: "Not used." } }
)";

constexpr char kEvidenceText[] = R"(
test { test: "//monitor:range_test" environment: "x86_64"
       case { name: "Range.Refuses" result: PASSED verifies: "REQ-1" verifies: "RC-1" }
       subject { label: "//monitor/sensor" sha256: "aa" } }
test { test: "//monitor:old_test" case { name: "Old.Fails" result: FAILED verifies: "REQ-2" } }
)";

constexpr char kGraphText[] = R"(
target { label: "//monitor/display:display" safety_class: B dep: "//monitor/sensor:sum" dep: "//monitor/sensor:range"
         dep: "//third_party/font:font" }
target { label: "//monitor/sensor:range" safety_class: C source: "monitor/sensor/range.cc" dep: "//monitor/sensor:sum" }
target { label: "//monitor/sensor:sum" safety_class: C source: "monitor/sensor/sum.cc" }
target { label: "//monitor/sensor:range_test" is_test: true dep: "//monitor/display:display" }
target { label: "//third_party/font:font" safety_class: B is_soup: true dep: "@font_archive//:font" }
)";

constexpr char kLockText[] = R"(
    {
        "name": "font",
        "version": "2.4",
        "file": "font_2.4.tar.gz",
        "sha256": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
        "origin": "debian-source trixie font",
        "repository": "font_archive",
        "licence": "MIT",
        "purpose": "Digits",
    },
)";

class PackageTest : public testing::Test {
 protected:
  PackageTest() {
    Write(kProfile, kProfileText);
    Write("monitor/monitor.lifecycle.textproto", kRecordsText);
    Write("evidence.textproto", kEvidenceText);
    Write("build_graph.textproto", kGraphText);
    Write(kLock, kLockText);
  }

  std::string root() const { return folder_.path().string(); }

  void Write(const std::string& file, const std::string& text) {
    const auto path = folder_.path() / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }

  // As the files now are.
  const Dossier& dossier() {
    dossier_.reset();
    EXPECT_TRUE(workspace_.emplace().Load(root()).ok());
    return dossier_.emplace(*workspace_, ReadLock(lock_));
  }

  std::string lock_ = kLockText;

 private:
  TemporaryFolder folder_;
  std::optional<Workspace> workspace_;
  std::optional<Dossier> dossier_;
};

const Record& Find(const Dossier& dossier, const char* id) { return *dossier.records().Find(id); }

TEST_F(PackageTest, ItemsRestOnWhatTheirTargetsRestOnButNotTheirTests) {
  const Dossier& all = dossier();
  const Record* display = &Find(all, "ITEM-DISPLAY");
  const Record* sensor = &Find(all, "ITEM-SENSOR");
  EXPECT_EQ(all.item_deps().at(display), (std::set<const Record*>{sensor, &Find(all, "ITEM-SHARED")}));
  EXPECT_EQ(all.item_deps().at(sensor), (std::set<const Record*>{&Find(all, "ITEM-SHARED")}));
  EXPECT_EQ(all.ItemsOnRepository("font_archive"), (std::set<const Record*>{display}));
}

TEST_F(PackageTest, TheDrawingLeavesOutArrowsThatFollowFromOthers) {
  const Dossier& all = dossier();
  const ItemGraph reduced = Reduced(all.item_deps());
  EXPECT_EQ(reduced.at(&Find(all, "ITEM-DISPLAY")), (std::set<const Record*>{&Find(all, "ITEM-SENSOR")}));
  EXPECT_EQ(reduced.at(&Find(all, "ITEM-SENSOR")), (std::set<const Record*>{&Find(all, "ITEM-SHARED")}));
}

TEST_F(PackageTest, PartsAreDrawnWithinTheirWholeAndDoNotOverlap) {
  const std::vector<Box> boxes = LayOut(dossier());
  ASSERT_EQ(boxes.size(), 1u);
  const Box& whole = boxes.front();
  ASSERT_EQ(whole.parts.size(), 3u);
  for (const Box& part : whole.parts) {
    EXPECT_GT(part.x, whole.x);
    EXPECT_LT(part.x + part.width, whole.x + whole.width);
    EXPECT_LT(part.y + part.height, whole.y + whole.height);
    for (const Box& other : whole.parts) {
      const bool apart = part.x + part.width <= other.x || other.x + other.width <= part.x ||
                         part.y + part.height <= other.y || other.y + other.height <= part.y;
      EXPECT_TRUE(&part == &other || apart) << part.item->id << " " << other.item->id;
    }
  }
}

// What stands between the element with this id and the end of its kind.
std::string Element(const std::string& page, const std::string& id, const std::string& end) {
  const std::size_t at = page.find(absl::StrCat(" id=\"", id, "\""));
  EXPECT_NE(at, std::string::npos) << id;
  return at == std::string::npos ? "" : page.substr(at, page.find(end, at) - at);
}

TEST_F(PackageTest, AThreadGoesFromHazardToResult) {
  VIGIL_VERIFIES("REQ-AUDIT-001");
  const std::string page = AuditPackage(dossier()).at("trace.html");
  const std::string thread = Element(page, "HAZ-1", "</tbody>");
  for (const char* part : {"RC-1", "REQ-1", "UNIT-1", "monitor/sensor/range.cc", "//monitor:range_test", "Range.Refuses"}) {
    EXPECT_TRUE(absl::StrContains(thread, part)) << part;
  }
}

TEST_F(PackageTest, WhatIsMissingInAThreadIsAGap) {
  VIGIL_VERIFIES("REQ-AUDIT-001");
  const std::string page = AuditPackage(dossier()).at("trace.html");
  EXPECT_TRUE(absl::StrContains(Element(page, "HAZ-2", "</tbody>"), "no control"));
  EXPECT_TRUE(absl::StrContains(Element(page, "HAZ-2", "</tbody>"), "thread=with gaps"));
  EXPECT_TRUE(absl::StrContains(Element(page, "requirements", "</tbody>"), "no unit"));
  EXPECT_FALSE(absl::StrContains(Element(page, "HAZ-1", "</tbody>"), "no unit"));
}

TEST_F(PackageTest, ATestThatDidNotRunIsNoVerification) {
  VIGIL_VERIFIES("REQ-AUDIT-001");
  Write("evidence.textproto", "");
  const std::string page = AuditPackage(dossier()).at("risk.html");
  EXPECT_TRUE(absl::StrContains(Element(page, "controls", "</tbody>"), "did not run"));
}

constexpr char kBreak[] = R"(broken_by { file: "monitor/sensor/range.cc" line: "Check();" meaning: "Any value passes." })";

TEST_F(PackageTest, AControlShowsWhichCaseNoticedThatItWasDisabled) {
  VIGIL_VERIFIES("REQ-AUDIT-001");
  Write("monitor/monitor.lifecycle.textproto",
        absl::StrReplaceAll(kRecordsText, {{"kind: PROTECTIVE_SOFTWARE", absl::StrCat("kind: PROTECTIVE_SOFTWARE ", kBreak)}}));
  const std::string open = Element(AuditPackage(dossier()).at("risk.html"), "controls", "</tbody>");
  EXPECT_TRUE(absl::StrContains(open, "not noticed"));
  EXPECT_TRUE(absl::StrContains(open, "disabled=not noticed"));

  Write("evidence.textproto",
        absl::StrCat(kEvidenceText, "effectiveness { control: 'RC-1' test: '//monitor:range_test' failed: 'Range.Refuses' ", kBreak, "}"));
  const std::string shown = Element(AuditPackage(dossier()).at("risk.html"), "controls", "</tbody>");
  EXPECT_FALSE(absl::StrContains(shown, "not noticed"));
  for (const char* part : {"Any value passes.", "Range.Refuses", "disabled=noticed", "monitor/sensor/range.cc"}) {
    EXPECT_TRUE(absl::StrContains(shown, part)) << part;
  }
}

TEST_F(PackageTest, AControlThatNobodyDisabledSaysSo) {
  const std::string page = Element(AuditPackage(dossier()).at("risk.html"), "controls", "</tbody>");
  EXPECT_TRUE(absl::StrContains(page, "no break declared"));
}

TEST_F(PackageTest, CodeLeadsBackToHarm) {
  const std::string row = Element(AuditPackage(dossier()).at("code.html"), "monitor/sensor/range.cc", "</tr>");
  for (const char* id : {"UNIT-1", "REQ-1", "RC-1", "HAZ-1"}) EXPECT_TRUE(absl::StrContains(row, id)) << id;
}

TEST_F(PackageTest, TextLeadsToTheRecordsAndFilesThatItNames) {
  const std::string page = AuditPackage(dossier()).at("requirements.html");
  EXPECT_TRUE(absl::StrContains(page, "See <a class=\"id\" href=\"risk.html#HAZ-1\">HAZ-1</a>, and file <a href=\"code.html#monitor/sensor/range.cc\">"));
}

TEST_F(PackageTest, AnApprovalOfAnotherTextIsNone) {
  Write("monitor/approval.lifecycle.textproto",
        R"(approval { id: "APP-1" record { to: "REQ-1" digest: "0000000000000000" } role: "Reviewer" signature: "00" })");
  const Dossier& all = dossier();
  EXPECT_TRUE(all.ApprovalsOf(Find(all, "REQ-1")).empty());
}

TEST_F(PackageTest, AnApprovalThatTheCheckRefusesIsNone) {
  const std::string digest = Find(dossier(), "REQ-1").full_digest;
  Write("monitor/approval.lifecycle.textproto",
        absl::StrCat("approval { id: \"APP-1\" record { to: \"REQ-1\" digest: \"", digest, "\" } role: \"Reviewer\" signature: \"00\" }"));
  Workspace workspace;
  ASSERT_TRUE(workspace.Load(root()).ok());
  const Dossier again(workspace, {});
  EXPECT_TRUE(again.ApprovalsOf(Find(again, "REQ-1")).empty());
  EXPECT_EQ(again.WaitsFor(Find(again, "REQ-1")).size(), 1u);
}

TEST_F(PackageTest, NothingInARecordBecomesMarkup) {
  VIGIL_VERIFIES("REQ-AUDIT-002");
  const std::string hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>";
  Write("monitor/monitor.lifecycle.textproto", absl::StrReplaceAll(kRecordsText, {{"\"Wrong value\"", absl::StrCat("\"", hostile, "\"")},
                                                                                   {"\"Monitor\"", absl::StrCat("\"", hostile, "\"")}}));
  for (const auto& [file, text] : AuditPackage(dossier())) {
    if (!absl::EndsWith(file, ".html")) continue;
    EXPECT_FALSE(absl::StrContains(text, "<script>alert")) << file;
    EXPECT_FALSE(absl::StrContains(text, "<img")) << file;
  }
}

TEST_F(PackageTest, TextOfARecordIsNotTakenForAGap) {
  VIGIL_VERIFIES("REQ-AUDIT-001");
  Write("monitor/monitor.lifecycle.textproto", absl::StrReplaceAll(kRecordsText, {{"\"Range check\"", "'class=\"mark bad\"'"}}));
  EXPECT_TRUE(absl::StrContains(Element(AuditPackage(dossier()).at("trace.html"), "HAZ-1", ">"), "thread=whole"));
}

TEST_F(PackageTest, TheSameInputGivesTheSameBytesWithoutItsPlace) {
  VIGIL_VERIFIES("REQ-AUDIT-003");
  const auto once = AuditPackage(dossier());
  Workspace workspace;
  ASSERT_TRUE(workspace.Load(root()).ok());
  const Dossier again(workspace, ReadLock(kLockText));
  EXPECT_EQ(once, AuditPackage(again));
  for (const auto& [file, text] : once) EXPECT_FALSE(absl::StrContains(text, root())) << file;
}

TEST_F(PackageTest, AMeasurementBelowWhatTheClassNeedsIsAGap) {
  Write("evidence.textproto", absl::StrCat(kEvidenceText, R"text(
measurement { name: "branch_coverage" tool: "a tool"
              file { path: "monitor/sensor/range.cc" covered: 7 total: 9 hole { line: 4 text: "if (a < b)" } }
              file { path: "monitor/sensor/sum.cc" covered: 8 total: 10 } })text"));
  const std::string page = AuditPackage(dossier()).at("measurements.html");
  EXPECT_TRUE(absl::StrContains(page, "<span class=\"mark bad\">7 / 9 (77 %)</span>"));
  EXPECT_TRUE(absl::StrContains(page, "<span class=\"mark good\">8 / 10 (80 %)</span>"));
  EXPECT_TRUE(absl::StrContains(page, "if (a &lt; b)"));
}

TEST_F(PackageTest, WithoutEvidenceAndGraphThePagesSaySo) {
  std::filesystem::remove(root() + "/evidence.textproto");
  std::filesystem::remove(root() + "/build_graph.textproto");
  const auto files = AuditPackage(dossier());
  EXPECT_TRUE(absl::StrContains(files.at("tests.html"), "No evidence was given."));
  EXPECT_TRUE(absl::StrContains(files.at("architecture.html"), "No graph of the build was given"));
}

TEST_F(PackageTest, TheBillHasEachPackageWithDigestLicenceAndSupport) {
  VIGIL_VERIFIES("REQ-AUDIT-004");
  const std::string bill = SpdxBill(dossier());
  for (const char* part : {"\"versionInfo\": \"2.4\"", "\"checksumValue\": \"00112233", "\"licenseDeclared\": \"MIT\"",
                           "\"validUntilDate\": \"2029-12-31T00:00:00Z\"", "\"supplier\": \"Organization: Font people\""}) {
    EXPECT_TRUE(absl::StrContains(bill, part)) << part;
  }
}

TEST_F(PackageTest, TheBillsTellWhatIsShippedFromWhatOnlyBuilds) {
  VIGIL_VERIFIES("REQ-AUDIT-004");
  const struct {
    const char* use;
    const char* relation;  // null: it depends on it
    const char* scope;
  } kUses[] = {{"shipped", nullptr, "required"},
               {"build tool", "BUILD_TOOL_OF", "excluded"},
               {"build needs", "BUILD_DEPENDENCY_OF", "excluded"},
               {"tests", "TEST_DEPENDENCY_OF", "excluded"}};
  for (const auto& one : kUses) {
    lock_ = absl::StrReplaceAll(kLockText, {{"\"licence\"", absl::StrCat("\"use\": \"", one.use, "\",\n        \"licence\"")}});
    const std::string spdx = SpdxBill(dossier());
    EXPECT_EQ(absl::StrContains(spdx, "_OF\""), one.relation != nullptr) << one.use;
    if (one.relation != nullptr) EXPECT_TRUE(absl::StrContains(spdx, absl::StrCat("\"", one.relation, "\""))) << one.use;
    const std::string bill = CycloneDxBill(dossier());
    const std::string font = bill.substr(bill.find("\"name\": \"font\""));
    EXPECT_TRUE(absl::StrContains(font, absl::StrCat("\"scope\": \"", one.scope, "\""))) << one.use;
  }
}

TEST_F(PackageTest, TheProductIsTheItemWithTheMostParts) {
  VIGIL_VERIFIES("REQ-AUDIT-004");
  Write("monitor/other.lifecycle.textproto",
        R"(item { id: "ITEM-A" title: "Aids" safety_class: A } item { id: "ITEM-B" title: "Aid" safety_class: A part_of { to: "ITEM-A" } })");
  const std::string spdx = SpdxBill(dossier());
  EXPECT_TRUE(absl::StrContains(spdx, "\"name\": \"Monitor\",\n \"documentNamespace\"")) << spdx.substr(0, 300);
  EXPECT_TRUE(absl::StrContains(spdx, "DEV_TOOL_OF")) << "what is no part of the product is not in it";
}

TEST_F(PackageTest, TheVexSaysWhatIsDecidedOfAnAnomaly) {
  VIGIL_VERIFIES("REQ-AUDIT-004");
  const std::map<std::string, std::string> kStates = {
      {"state: RESOLVED", "\"state\": \"resolved\""},
      {"state: EXPLOITABLE", "\"state\": \"exploitable\""},
      {"state: FALSE_POSITIVE", "\"state\": \"false_positive\""},
      {"state: NOT_AFFECTED justification: CODE_NOT_PRESENT", "\"justification\": \"code_not_present\""},
      {"state: NOT_AFFECTED justification: PROTECTED_BY_MITIGATING_CONTROL",
       "\"justification\": \"protected_by_mitigating_control\""},
      {"", "\"state\": \"in_triage\""},
  };
  for (const auto& [decided, shown] : kStates) {
    Write("monitor/monitor.lifecycle.textproto",
          absl::StrReplaceAll(kRecordsText, {{"\"Not used.\"", absl::StrCat("\"Fixed, some say.\" ", decided)}}));
    const std::string vex = Vex(dossier());
    const std::size_t first = vex.find("Issue 112"), second = vex.find("Issue 113");
    EXPECT_TRUE(absl::StrContains(vex.substr(first, second - first), "in_triage")) << "nobody evaluated it";
    EXPECT_TRUE(absl::StrContains(vex.substr(second), shown)) << decided;
    EXPECT_EQ(absl::StrContains(vex.substr(second), "justification"), absl::StrContains(vex.substr(second), "not_affected"));
  }
}

TEST_F(PackageTest, WhatIsNotClinicallyValidatedSaysSoBesideRequirementsAndRisksAndInTheRelease) {
  VIGIL_VERIFIES("REQ-AUDIT-005");
  Write("monitor/validation.lifecycle.textproto", R"(
    validation { id: "VAL-SENSOR" title: "Value" item { to: "ITEM-SENSOR" } observation: "kValue" state: SYNTHETIC_SIGNALS text: "Made signals." }
    validation { id: "VAL-ALARM" title: "Alarm" item { to: "ITEM-DISPLAY" } alarm: "kNoValue" state: OPEN_RECORDINGS }
    validation { id: "VAL-STUDY" title: "Studied" item { to: "ITEM-SHARED" } state: CLINICAL_STUDY }
    hazard { id: "HAZ-3" title: "Value too high" residual_risk: "Open." cause { item { to: "ITEM-SENSOR" } } }
    hazard { id: "HAZ-4" title: "Nobody comes" alarm { name: "NoValue" } })");
  const Dossier& made = dossier();
  const auto ids = [&made](const char* id) {
    std::string found;
    for (const Record* one : ValidationsOf(made, Find(made, id))) found += one->id + " ";
    return found;
  };
  EXPECT_EQ(ids("REQ-1"), "VAL-SENSOR ");
  EXPECT_EQ(ids("ITEM-SENSOR"), "VAL-SENSOR ");
  EXPECT_EQ(ids("HAZ-3"), "VAL-SENSOR ");
  EXPECT_EQ(ids("HAZ-4"), "VAL-ALARM ");
  EXPECT_EQ(ids("HAZ-1"), "");
  EXPECT_EQ(ids("UNIT-1"), "");
  EXPECT_TRUE(absl::StrContains(RequirementsPage(made), "not clinically validated"));
  EXPECT_TRUE(absl::StrContains(RiskPage(made), "open recordings only, no clinical study"));
  EXPECT_TRUE(absl::StrContains(ReleasePage(made), "Made signals."));
  const std::string release = ReleaseData(made);
  EXPECT_TRUE(absl::StrContains(release, "\"not_clinically_validated\""));
  EXPECT_TRUE(absl::StrContains(release, "VAL-SENSOR"));
  EXPECT_TRUE(absl::StrContains(release, "VAL-ALARM"));
  EXPECT_FALSE(absl::StrContains(release, "VAL-STUDY"));
}

TEST_F(PackageTest, TheListOfAnomaliesSaysWhatIsDecided) {
  VIGIL_VERIFIES("REQ-AUDIT-004");
  Write("monitor/monitor.lifecycle.textproto",
        absl::StrReplaceAll(kRecordsText, {{"\"Not used.\"", "\"Not used.\" state: NOT_AFFECTED"}}));
  const std::string list = Element(AuditPackage(dossier()).at("soup.html"), "anomalies", "</tbody>");
  const std::size_t second = list.find("Issue 113");
  ASSERT_NE(second, std::string::npos);
  EXPECT_TRUE(absl::StrContains(list.substr(0, second), "undecided")) << list;
  EXPECT_TRUE(absl::StrContains(list.substr(second), "not affected")) << list;
}

TEST(PackageUrlTest, NamesThePackageAsItsManagerDoes) {
  Package package{.name = "types", .version = "1.0", .file = "types.tgz", .sha256 = "", .origin = "npm @types/node",
                        .repository = "", .licence = "", .purpose = "", .use = ""};
  EXPECT_EQ(PackageUrl(package), "pkg:npm/%40types/node@1.0");
  package.origin = "debian bookworm libsqlite3-dev";
  package.version = "3.40.1-2+deb12u2";
  package.file = "libsqlite3-dev_3.40.1-2+deb12u2_amd64.deb";
  EXPECT_EQ(PackageUrl(package), "pkg:deb/debian/libsqlite3-dev@3.40.1-2%2Bdeb12u2?arch=amd64&distro=bookworm");
  package.origin = "debian-source trixie abseil";
  EXPECT_EQ(PackageUrl(package), "pkg:generic/types@3.40.1-2%2Bdeb12u2");
}

TEST_F(PackageTest, AFolderThatIsNoWorkspaceIsAnError) {
  EXPECT_EQ(WriteAuditPackage(root() + "/nowhere", root() + "/out", {}).code(), absl::StatusCode::kNotFound);
}

TEST_F(PackageTest, WritesEachFileWithTheStaticOnes) {
  Write("extra.css", "a{}");
  ASSERT_TRUE(WriteAuditPackage(root(), root() + "/out", {root() + "/extra.css"}).ok());
  for (const char* file : {"index.html", "search_index.js", "data/records.json", "extra.css"}) {
    EXPECT_TRUE(std::filesystem::exists(root() + "/out/" + file)) << file;
  }
}

}  // namespace
}  // namespace vigil::lifecycle
