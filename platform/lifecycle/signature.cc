#include "platform/lifecycle/signature.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "openssl/curve25519.h"
#include "openssl/mem.h"

namespace vigil::lifecycle {
namespace {

// Another text of it needs another version: what was signed stays what it was.
constexpr char kDomain[] = "vigil.lifecycle.approval.v1\n";
constexpr char kReviewed[] =
    "I have read this record, of which I am not the author, and find it right and complete.";
constexpr char kApproved[] =
    "I have read this record, of which I am not the author, and approve its use as it is.";

constexpr std::size_t kSeed = 32;
constexpr std::size_t kPublicKey = ED25519_PUBLIC_KEY_LEN;
constexpr std::size_t kSignature = ED25519_SIGNATURE_LEN;

constexpr absl::string_view kPemBegin = "-----BEGIN PRIVATE KEY-----";
constexpr absl::string_view kPemEnd = "-----END PRIVATE KEY-----";
// RFC 8410, 7: a sequence of version 0, the algorithm 1.3.101.112, and an octet string
// in an octet string; the 32 bytes of the seed follow.
constexpr absl::string_view kPkcs8(
    "\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20", 16);

// The encodings, but for the sign in the last bit, of all points whose order divides
// the cofactor 8; "Taming the Many EdDSAs" (2020), table 1.
constexpr absl::string_view kSmallOrder[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    // Not reduced modulo p: once more 0 and 1.
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

const std::uint8_t* BytesOf(absl::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::string HexOf(const std::uint8_t* bytes, std::size_t size) {
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes), size));
}

// `text` as that many bytes. Small letters only: one value has one spelling.
std::optional<std::string> BytesFrom(absl::string_view text, std::size_t size) {
  const bool is_hex = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
  });
  std::string bytes;
  if (!is_hex || text.size() != 2 * size || !absl::HexStringToBytes(text, &bytes)) return std::nullopt;
  return bytes;
}

void AppendLine(absl::string_view name, absl::string_view value, std::string& out) {
  absl::StrAppend(&out, name, " ", value.size(), " ", value, "\n");
}

}  // namespace

std::string StatementOf(const Approval& approval, const Signatory& signatory,
                        absl::string_view record_kind) {
  std::string out = kDomain;
  AppendLine("approval", approval.id(), out);
  AppendLine("kind", ApprovalKind_Name(approval.kind()), out);
  AppendLine("record", approval.record().to(), out);
  AppendLine("record_kind", record_kind, out);
  AppendLine("sha256", approval.record().digest(), out);
  AppendLine("signatory", signatory.id(), out);
  AppendLine("name", signatory.name(), out);
  AppendLine("public_key", signatory.public_key(), out);
  AppendLine("role", approval.role(), out);
  AppendLine("date", approval.date(), out);
  AppendLine("statement", approval.kind() == REVIEW ? kReviewed : kApproved, out);
  return out;
}

bool IsSoundPublicKey(absl::string_view public_key) {
  std::optional<std::string> point = BytesFrom(public_key, kPublicKey);
  if (!point) return false;
  point->back() = static_cast<char>(point->back() & 0x7f);
  const std::string y = absl::BytesToHexString(*point);
  return std::find(std::begin(kSmallOrder), std::end(kSmallOrder), y) == std::end(kSmallOrder);
}

bool IsSignatureOf(absl::string_view statement, absl::string_view public_key,
                   absl::string_view signature) {
  const std::optional<std::string> key = BytesFrom(public_key, kPublicKey);
  const std::optional<std::string> bytes = BytesFrom(signature, kSignature);
  if (!key || !bytes || !IsSoundPublicKey(public_key)) return false;
  return ED25519_verify(BytesOf(statement), statement.size(), BytesOf(*bytes), BytesOf(*key)) == 1;
}

SigningKey SigningKey::Generate() {
  std::uint8_t public_key[kPublicKey];
  Bytes bytes;
  ED25519_keypair(public_key, bytes.data());
  return SigningKey(bytes);
}

SigningKey SigningKey::FromSeed(const std::array<std::uint8_t, 32>& seed) {
  std::uint8_t public_key[kPublicKey];
  Bytes bytes;
  ED25519_keypair_from_seed(public_key, bytes.data(), seed.data());
  return SigningKey(bytes);
}

absl::StatusOr<SigningKey> SigningKey::FromPem(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (!absl::ConsumePrefix(&text, kPemBegin) || !absl::ConsumeSuffix(&text, kPemEnd)) {
    return absl::InvalidArgumentError(
        absl::StrCat("is no private key: it has to begin with ", kPemBegin, " and end with ", kPemEnd));
  }
  std::string lines = absl::StrReplaceAll(text, {{"\r", ""}, {"\n", ""}});
  std::string key;
  const bool fits = absl::Base64Unescape(lines, &key) && key.size() == kPkcs8.size() + kSeed &&
                    absl::StartsWith(key, kPkcs8);
  std::array<std::uint8_t, kSeed> seed = {};
  if (fits) std::copy_n(BytesOf(key) + kPkcs8.size(), kSeed, seed.begin());
  OPENSSL_cleanse(lines.data(), lines.size());
  OPENSSL_cleanse(key.data(), key.size());
  if (!fits) {
    return absl::InvalidArgumentError(
        "is no Ed25519 key as PKCS #8 without a password (RFC 8410); vigil keygen makes one");
  }
  SigningKey made = FromSeed(seed);
  OPENSSL_cleanse(seed.data(), seed.size());
  return made;
}

SigningKey::~SigningKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

std::string SigningKey::Pem() const {
  const absl::string_view seed(reinterpret_cast<const char*>(bytes_.data()), kSeed);
  return absl::StrCat(kPemBegin, "\n", absl::Base64Escape(absl::StrCat(kPkcs8, seed)), "\n",
                      kPemEnd, "\n");
}

std::string SigningKey::PublicKey() const { return HexOf(bytes_.data() + kSeed, kPublicKey); }

std::string SigningKey::PrivateKey() const { return HexOf(bytes_.data(), kSeed); }

std::string SigningKey::Sign(absl::string_view statement) const {
  std::uint8_t signature[kSignature];
  // Fails only without memory for its hash, which is on the stack.
  ED25519_sign(signature, BytesOf(statement), statement.size(), bytes_.data());
  return HexOf(signature, kSignature);
}

}  // namespace vigil::lifecycle
