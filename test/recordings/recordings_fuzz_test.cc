// Files of recordings from outside: packed, archived, and as columns.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "test/recordings/byte_source.h"
#include "test/recordings/csv_table.h"
#include "test/recordings/tar_reader.h"

namespace vigil::recordings {
namespace {

constexpr std::size_t kLimit = 1 << 20;

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

void ReadColumns(const std::string& text) {
  const absl::StatusOr<CsvTable> table = CsvTable::Parse(text, {.has_names = false, .line_end = ';'});
  if (!table.ok() || table->rows().empty()) return;
  for (std::size_t row = 0; row < table->rows().size(); ++row) {
    Require(table->rows()[row].size() == table->rows()[0].size());
    (void)table->NumberAt(row, 0);
  }
}

}  // namespace
}  // namespace vigil::recordings

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vigil::recordings;
  const std::unique_ptr<ByteSource> bytes = BytesOf(std::string(reinterpret_cast<const char*>(data), size));
  const absl::StatusOr<std::string> content = ReadAll(*bytes, kLimit);
  if (!content.ok()) return 0;
  ReadColumns(*content);
  const std::unique_ptr<ByteSource> plain = BytesOf(*content);
  TarReader tar(*plain);
  while (true) {
    const auto file = tar.Next();
    if (!file.ok() || !*file) return 0;
    Require((*file)->content.size() <= content->size());
    ReadColumns((*file)->content);
  }
}
