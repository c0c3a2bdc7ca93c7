// Annotation files: what is read is written and read to the same again.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/wfdb/annotation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using vigil::wfdb::Annotation;
  using vigil::wfdb::DecodeAnnotations;
  using vigil::wfdb::EncodeAnnotations;

  const absl::StatusOr<std::vector<Annotation>> read = DecodeAnnotations(
      std::string_view(reinterpret_cast<const char*>(data), size), "f");
  if (!read.ok()) return 0;
  const absl::StatusOr<std::string> bytes = EncodeAnnotations(*read);
  if (!bytes.ok()) return 0;  // places that fall are read, but never written
  const absl::StatusOr<std::vector<Annotation>> again =
      DecodeAnnotations(*bytes, "f");
  if (!again.ok() || again->size() != read->size()) __builtin_trap();
  for (std::size_t i = 0; i < read->size(); ++i) {
    const Annotation& a = (*read)[i];
    const Annotation& b = (*again)[i];
    if (a.sample != b.sample || a.code != b.code || a.subtype != b.subtype ||
        a.channel != b.channel || a.number != b.number ||
        a.auxiliary != b.auxiliary) {
      __builtin_trap();
    }
  }
  return 0;
}
