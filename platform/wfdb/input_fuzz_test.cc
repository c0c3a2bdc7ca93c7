// The other files that feed a device: NumPy arrays, and streams for the converter,
// of which what is read is written to the same bytes again.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/npy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using vigil::wfdb::AdcStream;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);

  const auto counts = vigil::wfdb::DecodeNpy(bytes, "f");
  if (counts.ok() && counts->size() > size / 2) __builtin_trap();

  const absl::StatusOr<AdcStream> stream = vigil::wfdb::DecodeAdcStream(bytes);
  if (!stream.ok()) return 0;
  const absl::StatusOr<std::string> again = vigil::wfdb::EncodeAdcStream(*stream);
  if (!again.ok() || *again != bytes) __builtin_trap();
  return 0;
}
