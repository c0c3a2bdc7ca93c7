// The thread from hazard to test result, and back from each file.
#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/audit/pages.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

Html Runs(const Dossier& dossier, const Record& record) {
  std::vector<Html> items;
  for (const CaseRun& run : dossier.RunsOf(record.id)) {
    items.push_back({ResultMark(run.run->result()), " ",
                     Anchor(Address(FileOf(Page::kTests), run.test->test()), Breakable(run.run->name()))});
  }
  return ItemList(items);
}

template <typename Texts>
Html Tests(const Dossier& dossier, const char* what, const Texts& labels) {
  std::vector<Html> items;
  for (const std::string& label : labels) {
    const TestEvidence* test = dossier.TestOf(label);
    const Html result = test == nullptr ? Gap("did not run") : ResultMark(HasPassed(*test) ? PASSED : FAILED);
    items.push_back({result, " ", TestLink(dossier, label), " ", Tag("small", what)});
  }
  return ItemList(items);
}

Html OrGap(const Html& content, const char* gap) { return content.empty() ? Gap(gap) : content; }

struct Units {
  Html names, files;
};

// Class A needs no units (5.4.1), and what other requirements spell out has theirs.
Units UnitsOn(const Dossier& dossier, const Record& requirement) {
  std::vector<Html> names, files;
  for (const Record* unit : LinkingBy(requirement, "unit", "implements")) {
    names.push_back(RecordLink(*unit));
    for (const std::string& file : unit->As<UnitDesign>()->source()) files.push_back(FileLink(dossier, file));
  }
  const auto derived = LinkingBy(requirement, "requirement", "derives_from");
  for (const Record* one : derived) names.push_back({"spelt out by ", IdLink(*one)});
  if (Records::ClassOf(requirement) == A || !derived.empty()) return {ItemList(names), ItemList(files)};
  return {OrGap(ItemList(names), "no unit"), OrGap(ItemList(files), "no file")};
}

class HazardThread {
 public:
  HazardThread(const Dossier& dossier, const Record& hazard) : dossier_(dossier), hazard_(hazard) {
    const auto controls = AllLinkedBy(hazard, "controlled_by");
    if (controls.empty()) AddRow(Gap("no control"), 1, {"", "", "", ""});
    for (const Record* control : controls) AddControl(*control);
  }

  Row Tags() const {
    Row row;
    row.tags = {{"severity", Words(Severity_Name(hazard_.As<Hazard>()->severity()))},
                {"thread", has_gap_ ? "with gaps" : "whole"}};
    return row;
  }

  Html html() const {
    const Html head = Tag(
        "tr", Tag("th", {{"colspan", "5"}, {"scope", "rowgroup"}},
                  {RecordLink(hazard_), " ", Mark("plain", Words(Severity_Name(hazard_.As<Hazard>()->severity()))),
                   has_gap_ ? Html{" ", Gap("gap")} : Html(), Causes()}));
    return Tag("tbody", {{"id", hazard_.id}, {"data-tags", TagsText(Tags())}}, {head, rows_});
  }

 private:
  Html Causes() const {
    std::vector<Html> items;
    for (const Hazard::Cause& cause : hazard_.As<Hazard>()->cause()) {
      const Record* item = dossier_.records().Find(cause.item().to());
      items.push_back({Tag("small", Words(CauseKind_Name(cause.kind()))), " ", Prose(dossier_, cause.text()), " ",
                       item == nullptr ? Html() : IdLink(*item)});
    }
    return Tag("div", {{"class", "causes"}}, items.empty() ? Gap("no cause") : ItemList(items));
  }

  void AddControl(const Record& record) {
    const auto& control = *record.As<RiskControl>();
    const Html verified = {Tests(dossier_, "it is there", control.implementation_test()),
                           Tests(dossier_, "it works", control.effectiveness_test()), Runs(dossier_, record)};
    const Html name = {RecordLink(record), " ", Tag("small", Words(ControlKind_Name(control.kind()))),
                       control.external() ? verified : OrGap(verified, "not verified")};
    const auto requirements = LinkingBy(record, "requirement", "implements");
    if (requirements.empty()) {
      AddRow(name, 1, {control.external() ? Html("outside of the software") : Gap("no requirement"), "", "", ""});
    }
    for (const Record* requirement : requirements) {
      AddRow(requirement == requirements.front() ? name : Html(), requirements.size(), RequirementCells(*requirement));
    }
  }

  std::vector<Html> RequirementCells(const Record& requirement) {
    const Units units = UnitsOn(dossier_, requirement);
    return {{RecordLink(requirement), " ", ClassMark(Records::ClassOf(requirement))}, units.names, units.files,
            OrGap(Runs(dossier_, requirement), "no case verifies it")};
  }

  // The control stands beside all of its requirements, in the first of their rows.
  void AddRow(const Html& control, std::size_t rows, const std::vector<Html>& cells) {
    constexpr const char* kColumns[] = {"Requirement", "Unit", "Code", "Tests and results"};
    Html row;
    if (!control.empty()) row += Tag("td", {{"data-label", "Control"}, {"rowspan", absl::StrCat(rows)}}, control);
    has_gap_ = has_gap_ || HasGap(control);
    for (std::size_t n = 0; n < cells.size(); ++n) {
      has_gap_ = has_gap_ || HasGap(cells[n]);
      row += Tag("td", {{"data-label", kColumns[n]}}, cells[n]);
    }
    rows_ += Tag("tr", row);
  }

  const Dossier& dossier_;
  const Record& hazard_;
  Html rows_;
  bool has_gap_ = false;
};

Html HazardTraces(const Dossier& dossier) {
  std::vector<Row> tags;
  Html bodies;
  for (const Record* hazard : dossier.Of("hazard")) {
    if (hazard->As<Hazard>() == nullptr) continue;
    const HazardThread thread(dossier, *hazard);
    tags.push_back(thread.Tags());
    bodies += thread.html();
  }
  Html heads;
  for (const char* column : {"Control", "Requirement", "Unit", "Code", "Tests and results"}) {
    heads += Tag("th", {{"scope", "col"}}, column);
  }
  return {Filters("threads", tags),
          Tag("table", {{"class", "cards threads"}, {"id", "threads"}},
              {Tag("caption", absl::StrCat("From hazard to result (", tags.size(), ")")), Tag("thead", Tag("tr", heads)), bodies})};
}

Html Requirements(const Dossier& dossier) {
  Table table{.id = "requirements", .caption = "From requirement to result",
              .columns = {"Requirement", "Comes from", "Unit", "Code", "Cases and results"}, .rows = {}};
  for (const Record* record : dossier.Of("requirement")) {
    const auto& requirement = *record->As<Requirement>();
    std::vector<Html> from;
    for (const char* field : {"implements", "derives_from"}) {
      for (const Record* one : AllLinkedBy(*record, field)) from.push_back(IdLink(*one));
    }
    if (!requirement.source().empty()) from.push_back(Prose(dossier, requirement.source()));
    const Units units = UnitsOn(dossier, *record);
    Row row;
    row.cells = {{RecordLink(*record), " ", ClassMark(Records::ClassOf(*record))},
                 OrGap(ItemList(from), "from nowhere"),
                 units.names, units.files,
                 OrGap(Runs(dossier, *record), "no case verifies it")};
    const bool gap = std::any_of(row.cells.begin(), row.cells.end(), HasGap);
    row.tags = {{"class", SafetyClass_Name(Records::ClassOf(*record))},
                {"kind", Words(RequirementKind_Name(requirement.kind()))},
                {"thread", gap ? "with gaps" : "whole"}};
    table.rows.push_back(std::move(row));
  }
  return TableHtml(table);
}

// Records that `from` links to by `field`, of all of them once, by id.
std::vector<const Record*> Up(const std::vector<const Record*>& from, const char* field) {
  std::set<std::pair<std::string, const Record*>> found;
  for (const Record* record : from) {
    for (const Record* one : AllLinkedBy(*record, field)) found.insert({one->id, one});
  }
  std::vector<const Record*> sorted;
  for (const auto& [id, record] : found) sorted.push_back(record);
  return sorted;
}

std::vector<const Record*> HazardsOf(const std::vector<const Record*>& controls) {
  std::set<std::pair<std::string, const Record*>> found;
  for (const Record* control : controls) {
    for (const Record* hazard : LinkingBy(*control, "hazard", "controlled_by")) found.insert({hazard->id, hazard});
  }
  std::vector<const Record*> sorted;
  for (const auto& [id, record] : found) sorted.push_back(record);
  return sorted;
}

Html Ids(const std::vector<const Record*>& records) {
  std::vector<Html> items;
  for (const Record* record : records) items.push_back(IdLink(*record));
  return ItemList(items);
}

std::vector<const Record*> ControlsIn(const Dossier& dossier, const std::string& file,
                                      std::vector<const Record*> controls) {
  for (const Record* control : dossier.Of("control")) {
    const auto& source = control->As<RiskControl>()->source();
    const bool here = std::find(source.begin(), source.end(), file) != source.end();
    const bool new_here = std::find(controls.begin(), controls.end(), control) == controls.end();
    if (here && new_here) controls.push_back(control);
  }
  return controls;
}

}  // namespace

std::string TracePage(const Dossier& dossier) {
  return PageHtml(Page::kTrace,
                  {"From each hazard over cause, control, requirement, unit and file to the result of its tests. "
                   "What is missing is marked as a gap. The way back: ", Anchor("code.html", "from code to harm"), "."},
                  {Section("hazards", "Hazards", HazardTraces(dossier)),
                   Section("by-requirement", "Requirements", Requirements(dossier))});
}

std::string CodePage(const Dossier& dossier) {
  Table table{.id = "files", .caption = "Files", .columns = {"File", "Unit", "Requirements", "Controls", "Hazards"}, .rows = {}};
  for (const std::string& file : dossier.files()) {
    const auto& units = dossier.UnitsOf(file);
    const auto requirements = Up(units, "implements");
    const auto controls = ControlsIn(dossier, file, Up(requirements, "implements"));
    const SafetyClass safety_class = units.empty() ? SAFETY_CLASS_UNSPECIFIED : Records::ClassOf(*units.front());
    table.rows.push_back({.id = file,
                          .tags = {{"class", units.empty() ? "no unit" : SafetyClass_Name(safety_class)},
                                   {"leads to", HazardsOf(controls).empty() ? "no hazard" : "a hazard"}},
                          .cells = {{Tag("code", Breakable(file)), units.empty() ? Html() : Html{" ", ClassMark(safety_class)}},
                                    units.empty() ? Mark("open", "no unit names it") : Ids(units), Ids(requirements),
                                    Ids(controls), Ids(HazardsOf(controls))}});
  }
  return PageHtml(Page::kCode,
                  "From each file back over unit, requirement and control to the hazards that it may lead to.",
                  TableHtml(table));
}

}  // namespace vigil::lifecycle
