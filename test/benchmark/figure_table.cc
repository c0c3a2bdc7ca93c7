#include "test/benchmark/figure_table.h"

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace vigil::benchmark {
namespace {

std::string Number(std::optional<double> figure, int decimals, const char* absent) {
  return figure ? absl::StrFormat("%.*f", decimals, *figure) : absent;
}

}  // namespace

std::string JsonString(const std::string& text) {
  constexpr unsigned char kFirstPrintable = 0x20;  // RFC 8259, 7
  std::string json = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < kFirstPrintable) {
      absl::StrAppendFormat(&json, "\\u%04x", static_cast<unsigned>(c));
    } else {
      absl::StrAppend(&json, c == '"' || c == '\\' ? "\\" : "", std::string(1, c));
    }
  }
  return json + "\"";
}

FigureTable::FigureTable(std::string rows_title, std::vector<Column> columns)
    : rows_title_(std::move(rows_title)), columns_(std::move(columns)) {}

void FigureTable::Add(std::string row, std::vector<std::optional<double>> figures) {
  figures.resize(columns_.size());
  rows_.push_back({std::move(row), std::move(figures)});
}

std::string FigureTable::Text() const {
  std::string text = absl::StrFormat("%-14s", rows_title_);
  for (const Column& column : columns_) absl::StrAppendFormat(&text, " %9s", column.title);
  text += "\n";
  for (const Row& row : rows_) {
    absl::StrAppendFormat(&text, "%-14s", row.name);
    for (std::size_t n = 0; n < columns_.size(); ++n) {
      absl::StrAppendFormat(&text, " %9s", Number(row.figures[n], columns_[n].decimals, "-"));
    }
    text += "\n";
  }
  return text;
}

std::string FigureTable::JsonRows() const {
  std::string json = "[";
  for (const Row& row : rows_) {
    absl::StrAppend(&json, json.size() > 1 ? "," : "", "{", JsonString(rows_title_), ":", JsonString(row.name));
    for (std::size_t n = 0; n < columns_.size(); ++n) {
      absl::StrAppend(&json, ",", JsonString(columns_[n].key), ":",
                      Number(row.figures[n], columns_[n].decimals + 1, "null"));
    }
    json += "}";
  }
  return json + "]";
}

}  // namespace vigil::benchmark
