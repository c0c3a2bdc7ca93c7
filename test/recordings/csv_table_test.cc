#include "test/recordings/csv_table.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace vigil::recordings {
namespace {

TEST(CsvTable, FindsColumnsByName) {
  const absl::StatusOr<CsvTable> table = CsvTable::Parse("minute,apnea\r\n0, 1\r\n\r\n1,0\r\n", {});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(*table->ColumnOf("apnea"), 1u);
  EXPECT_EQ(table->rows().size(), 2u);
  EXPECT_EQ(*table->NumberAt(0, 1), 1);
  const absl::Status none = table->ColumnOf("apnoea").status();
  EXPECT_EQ(none.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(none.message(), "no column apnoea; there are minute, apnea");
}

TEST(CsvTable, ReadsLinesThatEndInASign) {
  const absl::StatusOr<CsvTable> table = CsvTable::Parse("  17,-179;\n 15,-1.5;\n", {.has_names = false, .line_end = ';'});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(*table->NumberAt(0, 1), -179);
  EXPECT_EQ(*table->NumberAt(1, 1), -1.5);
}

TEST(CsvTable, NamesTheLineThatIsDifferent) {
  const absl::Status status = CsvTable::Parse("a,b\n1,2\n1,2,3\n", {}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "line 3 has 3 values, and the first one has 2");
}

TEST(CsvTable, TellsWhatIsNoNumber) {
  const absl::StatusOr<CsvTable> table = CsvTable::Parse("a,b\nx,nan\n", {});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->NumberAt(0, 0).status().message(), "row 1, column 1: \"x\" is no number");
  EXPECT_FALSE(table->NumberAt(0, 1).ok());
}

}  // namespace
}  // namespace vigil::recordings
