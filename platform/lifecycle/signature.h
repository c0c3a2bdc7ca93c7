// Reviews and approvals as Ed25519 signatures (RFC 8032) of what somebody read.
//
//   absl::StatusOr<SigningKey> key = SigningKey::FromPem(text);
//   const std::string statement = StatementOf(approval, signatory, "requirement");
//   approval.set_signature(key->Sign(statement));
//   ...
//   if (!IsSignatureOf(statement, signatory.public_key(), approval.signature())) Refuse();
//
// A private key is a file of its owner, never a part of the workspace; it may as well
// stay in a token that signs the statement. Nothing here blocks but Generate, which asks
// the system for random bytes; all of it may be called from any thread.
#ifndef VIGIL_PLATFORM_LIFECYCLE_SIGNATURE_H_
#define VIGIL_PLATFORM_LIFECYCLE_SIGNATURE_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/lifecycle/lifecycle.pb.h"

namespace vigil::lifecycle {

// What is signed, as lines of name, length in bytes and value: whatever a value holds,
// no two approvals have the same. It names all of the approval but its signature, and
// who the signatory is, so that no signature serves for another record, text, role,
// kind, day or person. `record_kind` is a field of LifecycleFile.
std::string StatementOf(const Approval& approval, const Signatory& signatory,
                        absl::string_view record_kind);

// Whether `signature` (128 hexadecimal digits in small letters) was made over
// `statement` with the private half of `public_key` (64 of them). False as well when
// one of them is no such text, or the key is not sound.
bool IsSignatureOf(absl::string_view statement, absl::string_view public_key,
                   absl::string_view signature);

// 64 hexadecimal digits in small letters, and none of the points of small order, for
// which anybody can make signatures (RFC 8032, 5.1.7 multiplies by the cofactor;
// RFC 7748, 6.1 on contributory behaviour).
bool IsSoundPublicKey(absl::string_view public_key);

// A key pair. Its private half is wiped when the object goes.
class SigningKey {
 public:
  static SigningKey Generate();

  // The key whose private half is `seed`, as RFC 8032 calls it.
  static SigningKey FromSeed(const std::array<std::uint8_t, 32>& seed);

  // From PKCS #8 as PEM (RFC 8410), as `vigil keygen` and
  // `openssl genpkey -algorithm ed25519` write it. InvalidArgument: it is something
  // else, is encrypted, or has text before or behind the key.
  static absl::StatusOr<SigningKey> FromPem(absl::string_view text);

  SigningKey(SigningKey&& other) noexcept : bytes_(other.bytes_) {}
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;
  ~SigningKey();

  std::string Pem() const;
  std::string PublicKey() const;   // 64 hexadecimal digits
  std::string PrivateKey() const;  // the seed, as well; to see whether it stands where it must not

  // 128 hexadecimal digits.
  std::string Sign(absl::string_view statement) const;

 private:
  using Bytes = std::array<std::uint8_t, 64>;
  explicit SigningKey(const Bytes& bytes) : bytes_(bytes) {}

  Bytes bytes_;  // the seed, then the public key
};

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_SIGNATURE_H_
