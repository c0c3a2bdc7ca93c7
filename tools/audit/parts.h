// What pages are put together from: the frame, links between records, tables with
// filters, records as articles.
//
//   Table table{.id = "soup", .caption = "Third-party packages", .columns = {"Package", "Version"}};
//   table.rows.push_back({.tags = {{"class", "B"}}, .cells = {IdLink(*record), soup.version()}});
//   Html main = TableHtml(table);
//   file << PageHtml(Page::kSoup, "Third-party packages", main);
#ifndef VIGIL_TOOLS_AUDIT_PARTS_H_
#define VIGIL_TOOLS_AUDIT_PARTS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "tools/audit/dossier.h"
#include "tools/audit/html.h"

namespace vigil::lifecycle {

// In the order of the navigation.
enum class Page {
  kOverview, kOpen, kTrace, kCode, kRisk, kRequirements, kArchitecture, kDesign, kSoup,
  kTests, kMeasurements, kChanges, kClauses, kRelease, kQuality,
};

std::string FileOf(Page page);
std::string TitleOf(Page page);
// Where records of a kind are told in full.
Page PageOf(const Record& record);
std::string AddressOf(const Record& record);

// A whole page. `main` stands below its title and `intro`.
std::string PageHtml(Page page, const Html& intro, const Html& main);

Html Section(const std::string& id, const std::string& title, const Html& content);
Html Paragraph(const Html& text);
// "12 findings", "1 finding".
std::string Counted(std::size_t count, const std::string& one, const std::string& many);

// The letter in a frame of its own shape for each class.
Html ClassMark(SafetyClass safety_class);
// Good, open, bad: with a sign each, so that colour is not needed.
Html Mark(const char* kind, const Html& text);
Html Gap(const Html& text);
// Whether a gap, or a result that is none, is marked in it.
bool HasGap(const Html& html);
Html ResultMark(Result result);
// "SOFTWARE_DEFECT" as "software defect".
std::string Words(absl::string_view name);

Html Anchor(const std::string& address, const Html& text);
Html IdLink(const Record& record);
// With its title behind it.
Html RecordLink(const Record& record);
Html TestLink(const Dossier& dossier, const std::string& label);
Html FileLink(const Dossier& dossier, const std::string& file);
Html ItemList(const std::vector<Html>& items);
// Each that is not empty on a line of its own.
Html Stacked(const std::vector<Html>& parts);
// Text in which ids of records, tests and files lead to them.
Html Prose(const Dossier& dossier, absl::string_view text);

struct Row {
  std::string id;  // of the element; may be empty
  std::vector<std::pair<std::string, std::string>> tags;  // group and value, for filters
  std::vector<Html> cells;  // the first one is the head of the row
};

struct Table {
  std::string id;
  std::string caption;
  std::vector<std::string> columns;
  std::vector<Row> rows;
};

// With a filter for each group of tags that has more than one value.
Html TableHtml(const Table& table);
// The filters alone, for what is no table: `id` is that of the element whose children
// have the tags.
Html Filters(const std::string& id, const std::vector<Row>& rows);
// As the attribute of a row with these tags.
std::string TagsText(const Row& row);

// A field of a record as the page shows it; empty when it is not set.
Html FieldHtml(const Dossier& dossier, const Record& record, const std::string& field);
// The class, whether it is approved, and what is open about it, as tags and as a cell.
Row StateOf(const Dossier& dossier, const Record& record);
// Everything that a record says, what leads to it, what verifies it and what is open.
Html Article(const Dossier& dossier, const Record& record);
Html Articles(const Dossier& dossier, const std::vector<const Record*>& records);
// How a control is disabled, and which cases of which test noticed (7.3.1). Empty: no
// break is declared.
Html Breaks(const Dossier& dossier, const Record& control);
// How far what the record is about is shown to be true of people, and the record that
// says so. Empty: no validation record speaks of it.
Html ShownOnPeople(const Dossier& dossier, const Record& record);
// A table of records with these fields between the title and the state.
Html RecordTable(const Dossier& dossier, const std::string& kind, const std::string& caption,
                 const std::vector<std::string>& fields);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_AUDIT_PARTS_H_
