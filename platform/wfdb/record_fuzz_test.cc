// A header and the signal file it describes, divided by the first zero byte.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/wfdb/header.h"
#include "platform/wfdb/signal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using vigil::wfdb::DecodeSignalFile;
  using vigil::wfdb::FormatHeader;
  using vigil::wfdb::Header;
  using vigil::wfdb::ParseHeader;
  using vigil::wfdb::Samples;

  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\0'), input.size());
  const absl::StatusOr<Header> header = ParseHeader(input.substr(0, end), "f");
  if (!header.ok()) return 0;
  // What is written is read to the same again.
  const std::string text = FormatHeader(*header);
  const absl::StatusOr<Header> again = ParseHeader(text, "f");
  if (!again.ok() || FormatHeader(*again) != text) __builtin_trap();
  if (header->signals.empty()) return 0;

  const std::string_view bytes =
      input.substr(std::min(end + 1, input.size()));
  const absl::StatusOr<std::vector<Samples>> samples =
      DecodeSignalFile(*header, header->signals[0].file_name, bytes);
  if (!samples.ok()) return 0;
  // Never more samples than the bytes hold.
  std::size_t count = 0;
  for (const Samples& signal : *samples) count += signal.size();
  if (count > bytes.size()) __builtin_trap();
  return 0;
}
