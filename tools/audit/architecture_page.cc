// The architecture as the build has it (5.3): items, what they rest on, targets.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tools/audit/drawing.h"
#include "tools/audit/pages.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

constexpr char kLegend[] =
    " class of the item: letter and pattern. A box within a box is part of it. An arrow leads to what an item rests on; one "
    "that follows from others is left out. A dashed inner frame: segregated, with the record that says by what. "
    "A thick dashed arrow: rests on a lower class.";

Html Legend() {
  return Tag("p", {{"class", "legend"}}, {ClassMark(A), " ", ClassMark(B), " ", ClassMark(C), kLegend});
}

Html Matrix(const Dossier& dossier) {
  const auto& items = dossier.Of("item");
  Html heads = Tag("th", {{"scope", "col"}}, "rests on");
  for (std::size_t n = 0; n < items.size(); ++n) {
    heads += Tag("th", {{"scope", "col"}}, Tag("abbr", {{"title", items[n]->id}}, absl::StrCat(n + 1)));
  }
  Html rows;
  for (std::size_t n = 0; n < items.size(); ++n) {
    const auto deps = dossier.item_deps().find(items[n]);
    Html cells = Tag("th", {{"scope", "row"}}, {absl::StrCat(n + 1, " "), ClassMark(Records::ClassOf(*items[n])), " ", IdLink(*items[n])});
    for (const Record* other : items) {
      const bool rests = deps != dossier.item_deps().end() && deps->second.count(other) != 0;
      const bool lower = rests && Records::ClassOf(*other) < Records::ClassOf(*items[n]);
      const char* style = other == items[n] ? "self" : lower ? "dot lower" : rests ? "dot" : "";
      cells += Tag("td", {{"class", style}}, lower ? "!" : rests ? "x" : "");
    }
    rows += Tag("tr", cells);
  }
  return Tag("div", {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", "What rests on what"}},
             Tag("table", {{"class", "matrix"}},
                 {Tag("caption", "Which item (row) rests on which (column, by number)"), Tag("thead", Tag("tr", heads)), Tag("tbody", rows)}));
}

Html Targets(const Dossier& dossier) {
  Table table{.id = "targets", .caption = "Targets of the build", .columns = {"Target", "Item", "Class", "Rule", "Files"}, .rows = {}};
  for (const Target& target : dossier.graph()->target()) {
    const Record* item = dossier.ItemOf(target);
    const bool is_code = target.safety_class() != SAFETY_CLASS_UNSPECIFIED && !target.is_soup();
    if (item == nullptr && !is_code) continue;
    const bool tests = target.is_test() || target.is_test_only();
    std::vector<Html> files;
    for (const std::string& file : target.source()) files.push_back(FileLink(dossier, file));
    const std::string letter = SafetyClass_Name(target.safety_class());
    table.rows.push_back({.id = "",
                          .tags = {{"for", tests ? "tests" : "product and tools"}, {"class", is_code ? letter : "none"}},
                          .cells = {Tag("code", Breakable(target.label())),
                                    item != nullptr ? IdLink(*item) : tests ? Html() : Gap("no item"),
                                    is_code ? ClassMark(target.safety_class()) : Html(), target.rule(), ItemList(files)}});
  }
  return TableHtml(table);
}

}  // namespace

std::string ArchitecturePage(const Dossier& dossier) {
  const bool has_graph = dossier.graph() != nullptr;
  const Html note = has_graph ? Html() : Paragraph(Gap("No graph of the build was given: what rests on what is not shown."));
  return PageHtml(
      Page::kArchitecture, "Drawn from the build's own graph, so that it can't differ from the code.",
      {note, Section("drawing", "Drawing", {Legend(), Tag("div", {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", "Drawing"}},
                                                       Drawing(dossier, LayOut(dossier)))}),
       has_graph ? Section("dependencies", "What rests on what", Matrix(dossier)) : Html(),
       Section("items", "Items", RecordTable(dossier, "item", "Items", {"safety_class", "purpose", "part_of", "package"})),
       Section("segregations", "Segregations", RecordTable(dossier, "segregation", "Segregations", {"item", "segregated_from", "mechanism", "test"})),
       has_graph ? Section("target-list", "Targets", Targets(dossier)) : Html(),
       Section("item-records", "Items in full", Articles(dossier, dossier.Of("item"))),
       Section("segregation-records", "Segregations in full", Articles(dossier, dossier.Of("segregation")))});
}

}  // namespace vigil::lifecycle
