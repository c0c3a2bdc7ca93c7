// Tables and their filters.
#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

using Values = std::map<std::string, int>;  // and how many rows have it

// Groups in the order in which rows name them first.
std::vector<std::pair<std::string, Values>> GroupsOf(const std::vector<Row>& rows) {
  std::vector<std::pair<std::string, Values>> groups;
  for (const Row& row : rows) {
    for (const auto& [group, value] : row.tags) {
      auto at = std::find_if(groups.begin(), groups.end(),
                             [&name = group](const auto& one) { return one.first == name; });
      if (at == groups.end()) at = groups.insert(groups.end(), {group, {}});
      ++at->second[value];
    }
  }
  return groups;
}

std::string TagText(const std::string& group, const std::string& value) {
  return absl::StrReplaceAll(absl::StrCat(group, "=", value), {{"|", "/"}});
}

Html RowHtml(const Table& table, const Row& row) {
  Html cells;
  for (std::size_t n = 0; n < row.cells.size(); ++n) {
    const Attributes label = {{"data-label", table.columns[n]}};
    cells += n == 0 ? Tag("th", {{"scope", "row"}, label.front()}, row.cells[n])
                    : Tag("td", label, row.cells[n]);
  }
  Attributes attributes;
  if (!row.id.empty()) attributes.push_back({"id", row.id});
  if (!row.tags.empty()) attributes.push_back({"data-tags", TagsText(row)});
  return Tag("tr", attributes, cells);
}

}  // namespace

std::string TagsText(const Row& row) {
  std::vector<std::string> texts;
  for (const auto& [group, value] : row.tags) texts.push_back(TagText(group, value));
  return absl::StrJoin(texts, "|");
}

Html Filters(const std::string& id, const std::vector<Row>& rows) {
  Html groups;
  for (const auto& [group, values] : GroupsOf(rows)) {
    if (values.size() < 2) continue;
    Html chips = Tag("span", {{"class", "group"}}, group);
    for (const auto& [value, count] : values) {
      chips += Tag("button", {{"type", "button"}, {"aria-pressed", "false"}, {"data-tag", TagText(group, value)}},
                   {value, " ", Tag("small", absl::StrCat(count))});
    }
    groups += Tag("div", {{"role", "group"}, {"aria-label", "Filter by " + group}}, chips);
  }
  if (groups.empty()) return {};
  return Tag("div", {{"class", "filters"}, {"data-for", id}, {"hidden", ""}},
             {groups, Tag("p", {{"role", "status"}}, "")});
}

Html TableHtml(const Table& table) {
  if (table.rows.empty()) return Tag("p", {{"class", "none"}}, table.caption + ": none.");
  Html heads, rows;
  for (const std::string& column : table.columns) heads += Tag("th", {{"scope", "col"}}, column);
  for (const Row& row : table.rows) rows += RowHtml(table, row);
  return {Filters(table.id, table.rows),
          Tag("table", {{"class", "cards"}},
              {Tag("caption", absl::StrCat(table.caption, " (", table.rows.size(), ")")),
               Tag("thead", Tag("tr", heads)), Tag("tbody", {{"id", table.id}}, rows)})};
}

}  // namespace vigil::lifecycle
