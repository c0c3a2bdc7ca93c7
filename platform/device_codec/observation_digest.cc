#include "platform/device_codec/observation_digest.h"

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace vigil {
namespace {

// Appends the low `bytes` bytes of `value`, the lowest first.
void Append(std::uint64_t value, int bytes, std::string& out) {
  for (int n = 0; n < bytes; ++n) {
    out.push_back(static_cast<char>(value >> (8 * n)));
  }
}

std::string CanonicalBytes(const Observation& observation) {
  std::string bytes;
  Append(static_cast<std::uint32_t>(observation.code), 4, bytes);
  Append(static_cast<std::uint32_t>(observation.value), 4, bytes);
  Append(static_cast<std::uint16_t>(observation.unit), 2, bytes);
  Append(static_cast<std::uint8_t>(observation.validity), 1, bytes);
  Append(static_cast<std::uint8_t>(observation.reason), 1, bytes);
  Append(observation.sequence, 4, bytes);
  Append(static_cast<std::uint64_t>(observation.time.us), 8, bytes);
  Append(static_cast<std::uint64_t>(observation.valid_until.us), 8, bytes);
  return bytes;
}

}  // namespace

ObservationDigest::ObservationDigest() { SHA256_Init(&state_); }

void ObservationDigest::Add(const Observation& observation) {
  const std::string bytes = CanonicalBytes(observation);
  SHA256_Update(&state_, bytes.data(), bytes.size());
  ++count_;
}

std::string ObservationDigest::Hex() const {
  SHA256_CTX state = state_;  // finishing it would end the count
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256_Final(digest, &state);
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest), sizeof digest));
}

}  // namespace vigil
