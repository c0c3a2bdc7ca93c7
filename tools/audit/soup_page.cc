// Third-party packages: what is locked beside what is recorded of it.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tools/audit/pages.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

const Record* SoupRecord(const Dossier& dossier, const std::string& name) {
  const auto& records = dossier.Of("soup");
  const auto found = std::find_if(records.begin(), records.end(), [&name](const Record* record) {
    return record->As<Soup>()->name() == name;
  });
  return found == records.end() ? nullptr : *found;
}

Html UsedBy(const Dossier& dossier, const Package& package) {
  std::set<std::string> ids;
  for (const Record* item : dossier.ItemsOnRepository(package.repository)) ids.insert(item->id);
  std::vector<Html> items;
  for (const std::string& id : ids) items.push_back(IdLink(*dossier.records().Find(id)));
  return ItemList(items);
}

Row PackageRow(const Dossier& dossier, const Package& package) {
  const Record* record = SoupRecord(dossier, package.name);
  const Html what = Stacked({package.version, Tag("small", package.licence), Tag("small", package.use)});
  if (record == nullptr) {
    return {.id = "", .tags = {{"check", "open"}},
            .cells = {Stacked({package.name, Gap("no record")}), what, "", "", UsedBy(dossier, package), ""}};
  }
  const auto& soup = *record->As<Soup>();
  Row row = StateOf(dossier, *record);
  const bool reviewed = soup.anomalies_reviewed_for() == package.version;
  row.tags.push_back({"anomalies", soup.anomaly_size() > 0 ? "known" : reviewed ? "none known" : "not looked up"});
  row.cells = {Stacked({{package.name, " ", ClassMark(soup.accepted_up_to())}, Tag("small", IdLink(*record)), row.cells.front()}),
               what, soup.supplier(), Stacked({soup.end_of_support(), Tag("small", Prose(dossier, soup.support_level()))}),
               UsedBy(dossier, package),
               Stacked({absl::StrCat(soup.anomaly_size(), " known"), reviewed ? Html() : Gap("not looked up")})};
  return row;
}

std::string DecisionOn(const Soup::Anomaly& anomaly) {
  if (anomaly.state() == ANOMALY_STATE_UNSPECIFIED) return "undecided";
  return absl::StrReplaceAll(absl::AsciiStrToLower(AnomalyState_Name(anomaly.state())), {{"_", " "}});
}

Html Anomalies(const Dossier& dossier) {
  Table table{.id = "anomalies", .caption = "Known anomalies",
              .columns = {"Anomaly", "Package", "What it is", "Decided", "What it means here"}, .rows = {}};
  for (const Record* record : dossier.Of("soup")) {
    for (const Soup::Anomaly& anomaly : record->As<Soup>()->anomaly()) {
      const std::string decision = DecisionOn(anomaly);
      table.rows.push_back({.id = "", .tags = {{"decided", decision}},
                            .cells = {Prose(dossier, anomaly.reference()), RecordLink(*record), Prose(dossier, anomaly.text()), decision,
                                      anomaly.evaluation().empty() ? Gap("not evaluated") : Prose(dossier, anomaly.evaluation())}});
    }
  }
  return TableHtml(table);
}

}  // namespace

std::string SoupPage(const Dossier& dossier) {
  Table table{.id = "packages", .caption = "Locked packages",
              .columns = {"Package, up to class", "Version, licence, use", "Supplier", "End of support", "Named by items", "Anomalies"},
              .rows = {}};
  for (const Package& package : dossier.packages()) table.rows.push_back(PackageRow(dossier, package));
  const Html bills = {Anchor("data/sbom.spdx.json", "SPDX"), ", ", Anchor("data/sbom.cdx.json", "CycloneDX"), ", ",
                      Anchor("data/vex.cdx.json", "VEX")};
  return PageHtml(Page::kSoup,
                  {"Software of unknown provenance (8.1.2): every package that the build locks, with what is known to be wrong with it. "
                   "As bills of materials: ", bills, "."},
                  {TableHtml(table), Section("anomaly-list", "Known anomalies", Anomalies(dossier)),
                   Section("soup-records", "In full", Articles(dossier, dossier.Of("soup")))});
}

}  // namespace vigil::lifecycle
