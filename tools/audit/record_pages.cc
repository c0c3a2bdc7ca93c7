// Pages that are tables of records with the records in full behind them.
#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tools/audit/pages.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

Html Full(const Dossier& dossier, const char* kind, const char* title) {
  const auto& records = dossier.Of(kind);
  return records.empty() ? Html() : Section(absl::StrCat(kind, "-records"), title, Articles(dossier, records));
}

// 7.3.1: that the control is there and that it works are verified apart.
Html Verification(const Dossier& dossier, const Record& control, bool effectiveness) {
  const auto& content = *control.As<RiskControl>();
  std::vector<Html> items;
  for (const std::string& label : effectiveness ? content.effectiveness_test() : content.implementation_test()) {
    const TestEvidence* test = dossier.TestOf(label);
    items.push_back({test == nullptr ? Gap("did not run") : ResultMark(HasPassed(*test) ? PASSED : FAILED), " ",
                     TestLink(dossier, label)});
  }
  if (!items.empty()) return ItemList(items);
  return content.external() ? Html("outside of the software") : Gap("no test");
}

Html Implementation(const Dossier& dossier, const Record& control) {
  std::vector<Html> files;
  for (const std::string& file : control.As<RiskControl>()->source()) files.push_back(FileLink(dossier, file));
  return Stacked({files.empty() ? Html() : Tag("small", ItemList(files)), Verification(dossier, control, false)});
}

// Whether each break that is declared was noticed; outside of the software there is none.
const char* BreakState(const Dossier& dossier, const Record& control) {
  const auto& content = *control.As<RiskControl>();
  const bool software = content.kind() == PROTECTIVE_SOFTWARE || content.kind() == INHERENT_DESIGN;
  if (content.external() || !software) return "not software";
  if (content.broken_by().empty()) return "no break declared";
  return HasGap(Breaks(dossier, control)) ? "not noticed" : "noticed";
}

Html Effect(const Dossier& dossier, const Record& control) {
  const Html breaks = Breaks(dossier, control);
  if (!breaks.empty()) return breaks;
  const std::string state = BreakState(dossier, control);
  return state == "not software" ? Html(state) : Mark("open", state);
}

Html Sequence(const Dossier& dossier, const Hazard& hazard) {
  Html steps;
  for (const std::string& step : hazard.sequence_of_events()) steps += Tag("li", Prose(dossier, step));
  return steps.empty() ? Html() : Tag("ol", steps);
}

Html Hazards(const Dossier& dossier) {
  Table table{.id = "hazards", .caption = "Hazards",
              .columns = {"Hazard", "Sequence of events, hazardous situation", "Severity, harm", "Causes", "Controls", "Residual risk"},
              .rows = {}};
  for (const Record* record : dossier.Of("hazard")) {
    const auto& hazard = *record->As<Hazard>();
    Row row = StateOf(dossier, *record);
    row.tags.insert(row.tags.begin(), {"severity", Words(Severity_Name(hazard.severity()))});
    std::vector<Html> causes, controls;
    for (const Hazard::Cause& cause : hazard.cause()) {
      causes.push_back({Tag("small", Words(CauseKind_Name(cause.kind()))), " ", Prose(dossier, cause.text())});
    }
    for (const Record* control : AllLinkedBy(*record, "controlled_by")) controls.push_back(RecordLink(*control));
    row.cells = {Stacked({RecordLink(*record), row.cells.front()}),
                 {Sequence(dossier, hazard), Paragraph(Prose(dossier, hazard.hazardous_situation()))},
                 Stacked({Tag("b", Words(Severity_Name(hazard.severity()))), Prose(dossier, hazard.harm())}), ItemList(causes),
                 controls.empty() ? Gap("no control") : ItemList(controls),
                 Stacked({Prose(dossier, hazard.residual_risk()), ShownOnPeople(dossier, *record)})};
    table.rows.push_back(std::move(row));
  }
  return TableHtml(table);
}

Html Controls(const Dossier& dossier) {
  Table table{.id = "controls", .caption = "Risk controls",
              .columns = {"Control", "For", "Required by", "Implemented in, verified by", "Effectiveness verified by",
                          "Disabled, and noticed by", "What it could cause itself"},
              .rows = {}};
  for (const Record* record : dossier.Of("control")) {
    const auto& control = *record->As<RiskControl>();
    Row row = StateOf(dossier, *record);
    row.tags.insert(row.tags.begin(), {"kind", Words(ControlKind_Name(control.kind()))});
    row.tags.push_back({"disabled", BreakState(dossier, *record)});
    std::vector<Html> hazards, requirements;
    for (const Record* one : LinkingBy(*record, "hazard", "controlled_by")) hazards.push_back(IdLink(*one));
    for (const Record* one : LinkingBy(*record, "requirement", "implements")) requirements.push_back(IdLink(*one));
    row.cells = {Stacked({RecordLink(*record), Tag("small", Words(ControlKind_Name(control.kind()))), row.cells.front()}),
                 ItemList(hazards), ItemList(requirements), Implementation(dossier, *record),
                 Verification(dossier, *record, true), Effect(dossier, *record), Prose(dossier, control.new_hazards())};
    table.rows.push_back(std::move(row));
  }
  return TableHtml(table);
}

}  // namespace

std::string RiskPage(const Dossier& dossier) {
  return PageHtml(Page::kRisk,
                  "After ISO 14971: what can harm, how it comes to it, what is done against it, and what is left. "
                  "Software that can fail is taken to fail.",
                  {Section("hazard-table", "Hazards", Hazards(dossier)),
                   Section("control-table", "Risk controls", Controls(dossier)),
                   Full(dossier, "hazard", "Hazards in full"), Full(dossier, "control", "Risk controls in full")});
}

std::string RequirementsPage(const Dossier& dossier) {
  return PageHtml(Page::kRequirements,
                  {"What the software shall do, and why. What verifies each one: ",
                   Anchor(FileOf(Page::kTrace), "from harm to result"),
                   ". A test verifies that the software does it; how far what it tells is true of people says the label: ",
                   Anchor(Address(FileOf(Page::kRelease), "shown-on-people"), "what is shown on people"), "."},
                  {RecordTable(dossier, "requirement", "Requirements", {"kind", "text", "item"}),
                   Full(dossier, "requirement", "In full")});
}

std::string DesignPage(const Dossier& dossier) {
  return PageHtml(Page::kDesign, "Units with their files and, of class C, the answers to 5.5.4 a to h; interfaces between them.",
                  {Section("units", "Units", RecordTable(dossier, "unit", "Units", {"item", "source"})),
                   Section("interfaces", "Interfaces", RecordTable(dossier, "interface", "Interfaces", {"between", "with"})),
                   Full(dossier, "unit", "Units in full"), Full(dossier, "interface", "Interfaces in full")});
}

std::string ChangesPage(const Dossier& dossier) {
  return PageHtml(
      Page::kChanges, "What is known to be wrong, what was done about it, and where a rule is not kept.",
      {Section("problems", "Problem reports", RecordTable(dossier, "problem", "Problem reports", {"state", "effect_on_safety", "residual_evaluation"})),
       Section("changes", "Change requests", RecordTable(dossier, "change", "Change requests", {"effect_on_safety", "resolves", "changes"})),
       Section("capas", "Corrective and preventive actions", RecordTable(dossier, "capa", "Actions", {"root_cause", "action"})),
       Section("feedback", "Feedback", RecordTable(dossier, "feedback", "Feedback", {"evaluation"})),
       Section("deviations", "Deviations", RecordTable(dossier, "deviation", "Deviations", {"rule", "file", "rationale"})),
       Section("legacy", "Legacy software", RecordTable(dossier, "legacy", "Legacy software", {"version", "rationale"})),
       Full(dossier, "problem", "Problem reports in full"), Full(dossier, "change", "Change requests in full"),
       Full(dossier, "capa", "Actions in full"), Full(dossier, "feedback", "Feedback in full"),
       Full(dossier, "deviation", "Deviations in full"), Full(dossier, "legacy", "Legacy software in full")});
}

// Every kind that has no page of its own, so that a new kind is not lost.
std::string QualityPage(const Dossier& dossier) {
  const std::map<std::string, std::vector<std::string>> fields = {
      {"plan", {"clause", "tool"}},       {"tool", {"version", "could_hide", "qualification"}},
      {"training", {"text"}},             {"supplier", {"evaluation"}},
      {"assistance_policy", {"approved_tool", "ownership"}}, {"approval", {"record", "by", "role", "kind", "date"}},
      {"signatory", {"role", "valid_from", "revoked_from"}},
  };
  Html tables, full;
  const auto* file = LifecycleFile::descriptor();
  for (int n = 0; n < file->field_count(); ++n) {
    const std::string kind = file->field(n)->name();
    const auto& records = dossier.Of(kind);
    const bool is_here = records.empty() ? fields.count(kind) != 0 : PageOf(*records.front()) == Page::kQuality;
    if (!is_here) continue;
    std::string title = Words(kind);
    title[0] = absl::ascii_toupper(title[0]);
    const auto columns = fields.find(kind);
    tables += Section(kind + "-section", title,
                      RecordTable(dossier, kind, title, columns == fields.end() ? std::vector<std::string>() : columns->second));
    full += Full(dossier, kind.c_str(), (title + " in full").c_str());
  }
  return PageHtml(Page::kQuality, "How the work is done and with what, who was taught, and who approved.", {tables, full});
}

}  // namespace vigil::lifecycle
