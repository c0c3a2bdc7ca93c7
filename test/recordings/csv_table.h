// Numbers in columns: lines of values between commas, under a line of names or not.
//
//   absl::StatusOr<CsvTable> table = CsvTable::Parse(text, {.has_names = true});
//   const std::size_t rate = *table->ColumnOf("heart_rate_bpm");
//   for (const std::vector<std::string>& row : table->rows()) Use(row[rate]);
#ifndef VIGIL_TEST_RECORDINGS_CSV_TABLE_H_
#define VIGIL_TEST_RECORDINGS_CSV_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil::recordings {

class CsvTable {
 public:
  struct Shape {
    bool has_names = true;  // the first line names the columns
    // A character that may end a line and says nothing, such as ';'; 0: none.
    char line_end = '\0';
  };

  // Values are text without blanks at their ends; empty lines are left out.
  // InvalidArgument: a line with another number of values than the first one, with its
  // number.
  static absl::StatusOr<CsvTable> Parse(absl::string_view text, const Shape& shape);

  // The place of a column. NotFound: there is none of that name; the message says which
  // there are.
  absl::StatusOr<std::size_t> ColumnOf(absl::string_view name) const;

  const std::vector<std::vector<std::string>>& rows() const { return rows_; }

  // The number in a place. InvalidArgument: it is none; the message names the place.
  absl::StatusOr<double> NumberAt(std::size_t row, std::size_t column) const;

 private:
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace vigil::recordings

#endif  // VIGIL_TEST_RECORDINGS_CSV_TABLE_H_
