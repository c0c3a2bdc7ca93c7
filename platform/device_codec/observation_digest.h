// One digest of a whole run's observations. Two runs gave the same bits exactly
// when their digests are equal, whatever target they ran on.
//
//   ObservationDigest digest;
//   for (const Observation& observation : run) digest.Add(observation);
//   std::string hex = digest.Hex();
//
// It is the SHA-256 (FIPS 180-4) of the observations in their order, each as 32
// bytes, little-endian: code u32, value i32, unit u16, validity u8, reason u8,
// sequence u32, time i64, valid_until i64, both times in us.
#ifndef VIGIL_PLATFORM_DEVICE_CODEC_OBSERVATION_DIGEST_H_
#define VIGIL_PLATFORM_DEVICE_CODEC_OBSERVATION_DIGEST_H_

#include <cstdint>
#include <string>

#include "openssl/sha.h"
#include "safety_kernel/algorithm/observation.h"

namespace vigil {

// One thread at a time.
class ObservationDigest {
 public:
  ObservationDigest();

  void Add(const Observation& observation);

  // Of what was added so far: 64 characters of [0-9a-f]. More may follow.
  std::string Hex() const;

  std::uint64_t count() const { return count_; }

 private:
  SHA256_CTX state_ = {};
  std::uint64_t count_ = 0;
};

}  // namespace vigil

#endif  // VIGIL_PLATFORM_DEVICE_CODEC_OBSERVATION_DIGEST_H_
