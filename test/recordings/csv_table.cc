#include "test/recordings/csv_table.h"

#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace vigil::recordings {

absl::StatusOr<CsvTable> CsvTable::Parse(absl::string_view text, const Shape& shape) {
  CsvTable table;
  std::size_t columns = 0;
  std::size_t number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (shape.line_end != '\0' && !line.empty() && line.back() == shape.line_end) line.remove_suffix(1);
    if (line.empty()) continue;
    std::vector<std::string> values;
    for (const absl::string_view value : absl::StrSplit(line, ',')) values.emplace_back(absl::StripAsciiWhitespace(value));
    if (columns == 0) columns = values.size();
    if (values.size() != columns) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, " has ", values.size(), " values, and the first one has ", columns));
    }
    if (shape.has_names && table.names_.empty()) {
      table.names_ = std::move(values);
    } else {
      table.rows_.push_back(std::move(values));
    }
  }
  return table;
}

absl::StatusOr<std::size_t> CsvTable::ColumnOf(absl::string_view name) const {
  for (std::size_t column = 0; column < names_.size(); ++column) {
    if (names_[column] == name) return column;
  }
  return absl::NotFoundError(absl::StrCat("no column ", name, "; there are ", absl::StrJoin(names_, ", ")));
}

absl::StatusOr<double> CsvTable::NumberAt(std::size_t row, std::size_t column) const {
  double number = 0;
  const std::string& text = rows_[row][column];
  if (!absl::SimpleAtod(text, &number) || !std::isfinite(number)) {
    return absl::InvalidArgumentError(absl::StrCat("row ", row + 1, ", column ", column + 1, ": \"", text, "\" is no number"));
  }
  return number;
}

}  // namespace vigil::recordings
