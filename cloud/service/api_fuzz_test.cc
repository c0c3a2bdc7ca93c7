// Bytes of HTTP requests: the first byte says which part they are.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "cloud/http/url.h"
#include "cloud/service/api.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const absl::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  if (data[0] == 'u') {
    const auto upload = vigil::ParseUpload(text);
    // What is taken has to come back the same.
    if (upload.ok() && !vigil::ParseUpload(upload->SerializeAsString()).ok()) {
      __builtin_trap();
    }
    return 0;
  }
  const auto target = vigil::ParseTarget(text);
  if (!target.ok()) return 0;
  // No path that is taken leads out of the folder.
  if (target->path.find("/../") != target->path.npos) __builtin_trap();
  const auto query = vigil::ParseMessagesQuery(*target);
  if (query.ok() && query->limit > vigil::kMaxMessagesPerAnswer) {
    __builtin_trap();
  }
  return 0;
}
