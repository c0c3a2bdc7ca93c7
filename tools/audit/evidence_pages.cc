// Tests, measurements, clauses and the release: what the build knows.
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/audit/pages.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

Html RecordLinks(const Dossier& dossier, const std::set<std::string>& ids) {
  std::vector<Html> items;
  for (const std::string& id : ids) items.push_back(Prose(dossier, id));
  return ItemList(items);
}

std::set<std::string> Verified(const TestEvidence& test) {
  std::set<std::string> ids;
  for (const TestCase& one : test.case_()) ids.insert(one.verifies().begin(), one.verifies().end());
  return ids;
}

Html Digests(const char* title, const google::protobuf::RepeatedPtrField<FileDigest>& files) {
  Html rows;
  for (const FileDigest& file : files) {
    rows += Tag("li", {Tag("code", Breakable(file.label())), " ", Tag("code", {{"class", "digest"}}, file.sha256())});
  }
  return rows.empty() ? Html() : Html{Tag("h4", title), Tag("ul", {{"class", "plain"}}, rows)};
}

Html TestArticle(const Dossier& dossier, const TestEvidence& test) {
  Html rows;
  for (const TestCase& one : test.case_()) {
    rows += Tag("tr", {Tag("th", {{"scope", "row"}, {"data-label", "Case"}}, Breakable(one.name())),
                       Tag("td", {{"data-label", "Result"}}, ResultMark(one.result())),
                       Tag("td", {{"data-label", "Verifies"}}, Prose(dossier, absl::StrJoin(one.verifies(), " ")))});
  }
  const Html cases =
      rows.empty() ? Paragraph(Gap("no case"))
                   : Tag("table", {{"class", "cards"}},
                         {Tag("thead", Tag("tr", {Tag("th", {{"scope", "col"}}, "Case"), Tag("th", {{"scope", "col"}}, "Result"),
                                                  Tag("th", {{"scope", "col"}}, "Verifies")})),
                          Tag("tbody", rows)});
  return Tag("article", {{"id", test.test()}},
             {Tag("header", {Tag("h3", Anchor(Address(FileOf(Page::kTests), test.test()), test.test())),
                             Paragraph(Tag("small", test.environment()))}),
              cases, Tag("details", {Tag("summary", "What was tested, and with what, by digest"),
                                     Digests("Tested", test.subject()), Digests("Tools", test.tool())})});
}

std::size_t Passed(const TestEvidence& test) {
  return static_cast<std::size_t>(std::count_if(test.case_().begin(), test.case_().end(),
                                                [](const TestCase& one) { return one.result() == PASSED; }));
}

Html TestTable(const Dossier& dossier) {
  Table table{.id = "tests", .caption = "Tests that ran", .columns = {"Test", "Result", "Cases passed", "Verifies"}, .rows = {}};
  for (const TestEvidence& test : dossier.evidence()->test()) {
    const std::set<std::string> ids = Verified(test);
    const Result result = HasPassed(test) ? PASSED : FAILED;
    table.rows.push_back({.id = "",
                          .tags = {{"result", Words(Result_Name(result))}, {"verifies", ids.empty() ? "names nothing" : "names records"}},
                          .cells = {TestLink(dossier, test.test()), ResultMark(result),
                                    absl::StrCat(Passed(test), " / ", test.case__size()), RecordLinks(dossier, ids)}});
  }
  return TableHtml(table);
}

Html TextList(const std::vector<std::string>& texts) {
  return ItemList({texts.begin(), texts.end()});
}

// Records of plans that name the clause.
Html Plans(const Dossier& dossier, const std::string& number) {
  std::vector<Html> items;
  for (const Record* record : dossier.Of("plan")) {
    const auto& clauses = record->As<Plan>()->clause();
    if (std::find(clauses.begin(), clauses.end(), number) != clauses.end()) items.push_back(IdLink(*record));
  }
  return ItemList(items);
}

Html PackageVersions(const Dossier& dossier) {
  Table table{.id = "versions", .caption = "Third-party versions", .columns = {"Package", "Version", "SHA-256 of the file"}, .rows = {}};
  for (const Package& package : dossier.packages()) {
    table.rows.push_back({.id = "", .tags = {}, .cells = {package.name, package.version, Tag("code", {{"class", "digest"}}, package.sha256)}});
  }
  return TableHtml(table);
}

Html Parts(const Dossier& dossier) {
  Table table{.id = "parts", .caption = "Parts, by digest", .columns = {"Part", "SHA-256"}, .rows = {}};
  if (dossier.evidence() == nullptr) return Paragraph("No evidence was given.");
  for (const FileDigest& file : dossier.evidence()->released()) {
    table.rows.push_back({.id = "", .tags = {}, .cells = {Tag("code", Breakable(file.label())), Tag("code", {{"class", "digest"}}, file.sha256())}});
  }
  return TableHtml(table);
}

Html Environment(const Dossier& dossier) {
  std::set<std::string> tools, environments;
  if (dossier.evidence() == nullptr) return Paragraph("No evidence was given.");
  for (const TestEvidence& test : dossier.evidence()->test()) {
    for (const FileDigest& tool : test.tool()) tools.insert(absl::StrCat(tool.label(), " ", tool.sha256()));
    if (!test.environment().empty()) environments.insert(test.environment());
  }
  std::vector<Html> items;
  for (const std::string& tool : tools) items.push_back(Tag("code", {{"class", "digest"}}, tool));
  for (const std::string& environment : environments) items.push_back({"Tests ran in: ", environment});
  for (const Record* tool : dossier.Of("tool")) {
    items.push_back({RecordLink(*tool), " ", Tag("small", tool->As<Tool>()->version())});
  }
  return ItemList(items);
}

// Problems that are open, with why a release may have them.
Html Residual(const Dossier& dossier) {
  Table table{.id = "residual", .caption = "Open problems", .columns = {"Problem", "Effect on safety", "Why a release may have it"}, .rows = {}};
  for (const Record* record : dossier.Of("problem")) {
    const auto& problem = *record->As<ProblemReport>();
    if (problem.state() == CLOSED) continue;
    const Html why = problem.residual_evaluation().empty() ? Gap("not evaluated") : Prose(dossier, problem.residual_evaluation());
    table.rows.push_back({.id = "", .tags = {}, .cells = {RecordLink(*record), Prose(dossier, problem.effect_on_safety()), why}});
  }
  return TableHtml(table);
}

// What the profile wants of that measure in a class; null: nothing.
const Measure* Wanted(const Dossier& dossier, const std::string& name, SafetyClass safety_class) {
  const Measure* wanted = nullptr;
  for (const Measure& measure : dossier.profile().measure()) {
    const bool applies = measure.name() == name && measure.from() <= safety_class;
    if (applies && (wanted == nullptr || measure.from() > wanted->from())) wanted = &measure;
  }
  return wanted;
}

// Whether the text is still the one that was measured, as far as the graph knows it.
bool IsOfThisText(const Dossier& dossier, const MeasuredFile& file) {
  if (dossier.graph() == nullptr) return true;
  const auto& sources = dossier.graph()->source();
  const auto found = std::find_if(sources.begin(), sources.end(),
                                  [&file](const SourceFile& source) { return source.path() == file.path(); });
  return found == sources.end() || found->sha256() == file.sha256();
}

Html Holes(const MeasuredFile& file) {
  if (file.hole().empty()) return {};
  Html rows;
  for (const Hole& hole : file.hole()) {
    const std::string what = hole.what().empty() ? "" : ": " + hole.what();
    rows += Tag("li", {absl::StrCat("line ", hole.line(), what, " "), Tag("code", Breakable(hole.text()))});
  }
  return Tag("details", {Tag("summary", Counted(static_cast<std::size_t>(file.hole_size()), "line", "lines")),
                         Tag("ul", {{"class", "plain"}}, rows)});
}

Row MeasuredRow(const Dossier& dossier, const Measurement& measurement, const MeasuredFile& file) {
  const auto& units = dossier.UnitsOf(file.path());
  const SafetyClass safety_class = units.empty() ? SAFETY_CLASS_UNSPECIFIED : Records::ClassOf(*units.front());
  const Measure* wanted = Wanted(dossier, measurement.name(), safety_class);
  const bool holds = IsOfThisText(dossier, file);
  const bool enough = wanted == nullptr || std::uint64_t{file.covered()} * 100 >= std::uint64_t{wanted->least()} * file.total();
  const std::string share = absl::StrCat(file.covered(), " / ", file.total(), " (", std::uint64_t{file.covered()} * 100 / file.total(), " %)");
  return {.id = "",
          .tags = {{"measure", Words(measurement.name())},
                   {"state", !holds ? "of another text" : enough ? "enough" : "too little"}},
          .cells = {{FileLink(dossier, file.path()), " ", safety_class == SAFETY_CLASS_UNSPECIFIED ? Html() : ClassMark(safety_class)},
                    Words(measurement.name()),
                    Stacked({enough ? Mark("good", share) : Gap(share), holds ? Html() : Gap("of another text")}),
                    wanted == nullptr ? Html() : Html(absl::StrCat(wanted->least(), " ", wanted->unit())), Holes(file)}};
}

}  // namespace

std::string TestsPage(const Dossier& dossier) {
  const Html intro = "Each test ran as an action of the build. Its record names the bits that it tested; evidence of other bits is refused by the check.";
  if (dossier.evidence() == nullptr) return PageHtml(Page::kTests, intro, Paragraph(Gap("No evidence was given.")));
  Html articles;
  for (const TestEvidence& test : dossier.evidence()->test()) articles += TestArticle(dossier, test);
  return PageHtml(Page::kTests, intro, {TestTable(dossier), Section("cases", "Cases", articles)});
}

std::string MeasurementsPage(const Dossier& dossier) {
  const Html intro = "How much of the code the tests reach, and how much of it they notice being changed. A measurement holds for the text that it was made of.";
  if (dossier.evidence() == nullptr || dossier.evidence()->measurement().empty()) {
    return PageHtml(Page::kMeasurements, intro, Paragraph(Mark("open", "The evidence has no measurements.")));
  }
  Table table{.id = "measured", .caption = "Measured files", .columns = {"File", "Measure", "Covered", "Wanted", "Holes"}, .rows = {}};
  std::vector<Html> tools;
  for (const Measurement& measurement : dossier.evidence()->measurement()) {
    tools.push_back({Words(measurement.name()), ": ", measurement.tool()});
    for (const MeasuredFile& file : measurement.file()) {
      if (file.total() > 0) table.rows.push_back(MeasuredRow(dossier, measurement, file));
    }
  }
  return PageHtml(Page::kMeasurements, intro, {Section("measured-with", "Measured with", ItemList(tools)), TableHtml(table)});
}

std::string ClausesPage(const Dossier& dossier) {
  Table table{.id = "clauses", .caption = dossier.profile().title(), .columns = {"Clause", "Title", "From class", "Status", "Shown by", "Open"}, .rows = {}};
  for (const ClauseRow& row : dossier.clauses()) {
    const std::string& number = row.clause->number();
    const Html status = row.status == "shown" ? Mark("good", row.status) : row.status == "open" ? Gap(row.status) : Mark("open", row.status);
    table.rows.push_back({.id = number,
                          .tags = {{"status", row.status}, {"from class", SafetyClass_Name(row.clause->from())}, {"chapter", number.substr(0, number.find('.'))}},
                          .cells = {number, row.clause->title(), ClassMark(row.clause->from()), status,
                                    {TextList(row.evidence), Plans(dossier, number)}, TextList(row.gaps)}});
  }
  return PageHtml(Page::kClauses, "What shows that each clause is met: rules that the check runs, and records. A clause without any is open.", TableHtml(table));
}

namespace {

Html Validations(const Dossier& dossier) {
  return {RecordTable(dossier, "validation", "Values and alarms", {"observation", "alarm", "text", "figures", "benchmark"}),
          Articles(dossier, dossier.Of("validation"))};
}

}  // namespace

std::string ReleasePage(const Dossier& dossier) {
  const auto& releases = dossier.Of("release");
  const Html recorded = releases.empty()
      ? Paragraph(Mark("open", "No release is recorded: what stands here is the state that this package was made from."))
      : Html{RecordTable(dossier, "release", "Releases", {"version", "configuration", "database_migration", "environment", "install"}), Articles(dossier, releases)};
  return PageHtml(Page::kRelease,
                  "What exactly this is: each part by digest, what built it, third-party versions, the tests that ran, and what is known to be wrong.",
                  {Section("recorded", "Release records", recorded), Section("residual-problems", "Residual problems", Residual(dossier)),
                   Section("shown-on-people", "What is shown on people, and what is not clinically validated", Validations(dossier)),
                   Section("environment", "Build and test environment", Environment(dossier)),
                   Section("third-party", "Third-party versions", PackageVersions(dossier)), Section("bits", "Parts", Parts(dossier)),
                   Section("tests-run", "Tests that ran", dossier.evidence() == nullptr ? Paragraph("No evidence was given.") : TestTable(dossier))});
}

}  // namespace vigil::lifecycle
