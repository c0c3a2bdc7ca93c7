// What is open comes first: an audit package that begins with what is well hides the rest.
#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/audit/pages.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

struct RuleCount {
  std::string clause;
  SafetyClass highest = SAFETY_CLASS_UNSPECIFIED;
  std::size_t count = 0;
};

SafetyClass ClassOf(const Dossier& dossier, const Finding& finding) {
  const Record* record = dossier.records().Find(finding.id);
  return record == nullptr ? SAFETY_CLASS_UNSPECIFIED : Records::ClassOf(*record);
}

// Of the highest class first, then the most frequent ones.
std::vector<std::pair<std::string, RuleCount>> ByRule(const Dossier& dossier) {
  std::map<std::string, RuleCount> rules;
  for (const Finding& finding : dossier.findings()) {
    RuleCount& rule = rules[finding.rule];
    rule.clause = finding.clause;
    rule.highest = std::max(rule.highest, ClassOf(dossier, finding));
    ++rule.count;
  }
  std::vector<std::pair<std::string, RuleCount>> sorted(rules.begin(), rules.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tie(a.second.highest, a.second.count, b.first) > std::tie(b.second.highest, b.second.count, a.first);
  });
  return sorted;
}

Html FindingsPart(const Dossier& dossier) {
  Table table{.id = "rules", .caption = "What the check found, by rule",
              .columns = {"Rule", "Clause", "Highest class", "Findings"}, .rows = {}};
  for (const auto& [rule, count] : ByRule(dossier)) {
    table.rows.push_back({.id = "", .tags = {},
                          .cells = {Anchor(Address(FileOf(Page::kOpen), rule), rule),
                                    Anchor(Address(FileOf(Page::kClauses), count.clause), count.clause),
                                    ClassMark(count.highest), absl::StrCat(count.count)}});
  }
  const Html none = Paragraph(Mark("good", "The check finds nothing."));
  return table.rows.empty() ? none : TableHtml(table);
}

// What the profile wants signed, and how much of it nobody has signed who may.
Html WaitingPart(const Dossier& dossier) {
  Table table{.id = "waiting", .caption = "Waits for a person", .columns = {"Kind", "Waits for", "Clause", "Records"}, .rows = {}};
  std::map<const ApprovalDemand*, std::pair<std::size_t, Page>> counts;
  for (const Waiting& one : dossier.waiting()) {
    auto& [count, page] = counts[one.demand];
    ++count;
    page = PageOf(*one.record);
  }
  for (const ApprovalDemand& demand : dossier.profile().approval()) {
    const auto found = counts.find(&demand);
    if (found == counts.end()) continue;
    const auto& [count, page] = found->second;
    table.rows.push_back({.id = "", .tags = {},
                          .cells = {Anchor(FileOf(page), Words(demand.record())), TextOf(demand),
                                    Anchor(Address(FileOf(Page::kClauses), demand.clause()), demand.clause()),
                                    absl::StrCat(count)}});
  }
  return TableHtml(table);
}

Html ClausePicture(const Dossier& dossier) {
  std::map<std::string, int> counts;
  Html cells;
  for (const ClauseRow& row : dossier.clauses()) {
    ++counts[row.status];
    const std::string& number = row.clause->number();
    cells += Tag("li", Tag("a", {{"class", "clause " + row.status},
                                 {"href", Address(FileOf(Page::kClauses), number)},
                                 {"title", absl::StrCat(number, " ", row.clause->title(), ": ", row.status)}},
                           {number, Tag("span", {{"class", "hidden-text"}}, " " + row.status)}));
  }
  return {Paragraph({Mark("good", absl::StrCat(counts["shown"], " shown")), " ",
                     Mark("open", absl::StrCat(counts["partly"], " partly")), " ",
                     Gap(absl::StrCat(counts["open"], " open"))}),
          Tag("ul", {{"class", "clauses"}}, cells)};
}

Html Figure(const std::string& number, const std::string& what, const std::string& address) {
  return Tag("li", Tag("a", {{"href", address}}, {Tag("b", number), " ", what}));
}

std::size_t Unverified(const Dossier& dossier) {
  const auto& requirements = dossier.Of("requirement");
  return static_cast<std::size_t>(std::count_if(
      requirements.begin(), requirements.end(), [&dossier](const Record* requirement) {
        const auto& runs = dossier.RunsOf(requirement->id);
        return std::none_of(runs.begin(), runs.end(),
                            [](const CaseRun& run) { return run.run->result() == PASSED; });
      }));
}

std::string NoticedBreaks(const Dossier& dossier) {
  std::size_t declared = 0, noticed = 0;
  for (const Record* control : dossier.Of("control")) {
    for (const RiskControl::Break& one : control->As<RiskControl>()->broken_by()) {
      ++declared;
      noticed += dossier.NoticedBreak(*control, one) != nullptr ? 1 : 0;
    }
  }
  return absl::StrCat(noticed, " / ", declared);
}

Html Figures(const Dossier& dossier) {
  std::size_t cases = 0, failed = 0;
  if (dossier.evidence() != nullptr) {
    for (const TestEvidence& test : dossier.evidence()->test()) {
      for (const TestCase& one : test.case_()) {
        ++cases;
        if (one.result() != PASSED) ++failed;
      }
    }
  }
  const auto requirements = dossier.Of("requirement").size();
  return Tag("ul", {{"class", "figures"}},
             {Figure(absl::StrCat(dossier.findings().size()), "findings of the check", "open.html"),
              Figure(absl::StrCat(requirements - Unverified(dossier), " / ", requirements),
                     "requirements verified by a case that passed", "trace.html"),
              Figure(absl::StrCat(dossier.Of("hazard").size()), "hazards", "risk.html"),
              Figure(absl::StrCat(dossier.Of("control").size()), "risk controls", "risk.html"),
              Figure(NoticedBreaks(dossier), "ways to disable a control noticed by its test", "risk.html"),
              Figure(absl::StrCat(cases - failed, " / ", cases), "test cases passed", "tests.html"),
              Figure(absl::StrCat(dossier.packages().size()), "third-party packages", "soup.html")});
}

Html DataPart() {
  const std::pair<const char*, const char*> kFiles[] = {
      {"data/records.json", "every record, with its links both ways, digest and state"},
      {"data/findings.json", "what is wrong: rule, clause, place, how to mend it"},
      {"data/trace.json", "requirements and hazards with what verifies and controls them"},
      {"data/tests.json", "each test that ran, its cases, results and digests"},
      {"data/clauses.json", "clauses: class, status, evidence, gaps"},
      {"data/release.json", "the release record: parts, versions and tools by digest, results, what is open"},
      {"data/sbom.spdx.json", "bill of materials, SPDX 2.3"},
      {"data/sbom.cdx.json", "bill of materials, CycloneDX 1.5"},
      {"data/vex.cdx.json", "known anomalies of third-party packages and what they mean here, CycloneDX 1.5"},
  };
  Html list;
  for (const auto& [file, what] : kFiles) list += Tag("li", {Anchor(file, Tag("code", file)), " ", what});
  return Tag("ul", list);
}

}  // namespace

std::string OverviewPage(const Dossier& dossier) {
  return PageHtml(
      Page::kOverview,
      "Made by the build from the records beside the code, from the tests that ran, and from the build's own graph. "
      "What is open comes first.",
      {Figures(dossier), Section("open", "Open points", {FindingsPart(dossier), WaitingPart(dossier)}),
       Section("clauses", "Clauses of " + dossier.profile().title(), ClausePicture(dossier)),
       Section("data", "The same as data", DataPart())});
}

std::string OpenPage(const Dossier& dossier) {
  Table table{.id = "findings", .caption = "Findings", .columns = {"Rule", "Where", "What", "To mend"}, .rows = {}};
  std::string before;
  std::vector<const Finding*> sorted;
  for (const Finding& finding : dossier.findings()) sorted.push_back(&finding);
  std::sort(sorted.begin(), sorted.end(), [](const Finding* a, const Finding* b) {
    return a->rule != b->rule ? a->rule < b->rule : *a < *b;
  });
  for (const Finding* finding : sorted) {
    const Record* record = dossier.records().Find(finding->id);
    const SafetyClass safety_class = ClassOf(dossier, *finding);
    Row row;
    // The first of each rule carries its name, for links to it.
    if (finding->rule != before) row.id = finding->rule;
    before = finding->rule;
    row.tags = {{"class", safety_class == SAFETY_CLASS_UNSPECIFIED ? "none" : SafetyClass_Name(safety_class)},
                {"rule", finding->rule}};
    const std::string place = finding->line > 0 ? absl::StrCat(finding->file, ":", finding->line) : finding->file;
    row.cells = {{finding->rule, finding->clause.empty() ? Html() : Html{" ", Tag("small", "clause " + finding->clause)}},
                 {record == nullptr ? Html() : Html{IdLink(*record), " "}, Tag("small", Prose(dossier, place))},
                 Prose(dossier, finding->message), Prose(dossier, finding->mend)};
    table.rows.push_back(std::move(row));
  }
  return PageHtml(Page::kOpen, "Each finding of the check, with the place and the way to mend it.", TableHtml(table));
}

}  // namespace vigil::lifecycle
