// A table of figures by record, to read and to process.
//
//   FigureTable table("subject", {{"se_percent", "Se %", 1}, {"sp_percent", "Sp %", 1}});
//   table.Add("SA01", {98.7, 100.0});
//   table.Add("all", {98.7, std::nullopt});
//   std::cout << table.Text();            // what is not known is "-"
//   std::cout << table.JsonRows();        // what is not known is null
#ifndef VIGIL_TEST_BENCHMARK_FIGURE_TABLE_H_
#define VIGIL_TEST_BENCHMARK_FIGURE_TABLE_H_

#include <optional>
#include <string>
#include <vector>

namespace vigil::benchmark {

class FigureTable {
 public:
  struct Column {
    std::string key;    // in JSON
    std::string title;  // in text
    int decimals = 0;
  };

  FigureTable(std::string rows_title, std::vector<Column> columns);

  // One figure for each column.
  void Add(std::string row, std::vector<std::optional<double>> figures);

  // Titles, then a line for each row.
  std::string Text() const;
  // [{"subject":"SA01","se_percent":98.7,...},...], without line breaks.
  std::string JsonRows() const;

 private:
  struct Row {
    std::string name;
    std::vector<std::optional<double>> figures;
  };
  std::string rows_title_;
  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

// `text` as a string of JSON.
std::string JsonString(const std::string& text);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_FIGURE_TABLE_H_
