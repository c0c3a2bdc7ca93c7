// Ed25519 as RFC 8032 has it, keys as RFC 8410 has them, and statements of which no
// two are the same.
#include "platform/lifecycle/signature.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "openssl/curve25519.h"
#include "platform/lifecycle/subject_for_test.h"

namespace vigil::lifecycle {
namespace {

std::string Bytes(const std::string& hex) {
  std::string bytes;
  EXPECT_TRUE(absl::HexStringToBytes(hex, &bytes)) << hex;
  return bytes;
}

SigningKey KeyOf(const std::string& seed_hex) {
  const std::string bytes = Bytes(seed_hex);
  std::array<std::uint8_t, 32> seed = {};
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  return SigningKey::FromSeed(seed);
}

SigningKey KeyOf(std::uint8_t byte) {
  std::array<std::uint8_t, 32> seed = {};
  seed.fill(byte);
  return SigningKey::FromSeed(seed);
}

struct Vector {
  const char* name;
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};

class Rfc8032Test : public testing::TestWithParam<Vector> {};

TEST_P(Rfc8032Test, SignsAndVerifiesAsPublished) {
  const std::string message = Bytes(GetParam().message);
  const SigningKey key = KeyOf(GetParam().seed);
  EXPECT_EQ(key.PublicKey(), GetParam().public_key);
  EXPECT_EQ(key.Sign(message), GetParam().signature);
  EXPECT_TRUE(IsSignatureOf(message, GetParam().public_key, GetParam().signature));
  EXPECT_FALSE(IsSignatureOf(message + "x", GetParam().public_key, GetParam().signature));
}

// RFC 8032, 7.1, TEST 1 to 3.
INSTANTIATE_TEST_SUITE_P(
    Rfc8032, Rfc8032Test,
    testing::Values(
        Vector{"Test1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
               "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
               "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
               "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
        Vector{"Test2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
               "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
               "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
               "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
        Vector{"Test3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
               "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
               "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
               "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"}),
    [](const auto& info) { return info.param.name; });

TEST(IsSignatureOfTest, RefusesEachBitThatDiffersAndEachOtherKey) {
  const SigningKey key = KeyOf(1);
  const std::string signature = key.Sign("text");
  for (std::size_t bit = 0; bit < 8 * signature.size() / 2; ++bit) {
    std::string bytes = Bytes(signature);
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(IsSignatureOf("text", key.PublicKey(), absl::BytesToHexString(bytes))) << bit;
  }
  EXPECT_FALSE(IsSignatureOf("text", KeyOf(2).PublicKey(), signature));
}

TEST(IsSignatureOfTest, RefusesWhatIsNoSuchText) {
  const SigningKey key = KeyOf(1);
  const std::string signature = key.Sign("text");
  std::string capitals = signature;
  std::transform(capitals.begin(), capitals.end(), capitals.begin(), absl::ascii_toupper);
  for (const std::string& other : {std::string(), capitals, signature.substr(1), signature + "00",
                                   "g" + signature.substr(1)}) {
    EXPECT_FALSE(IsSignatureOf("text", key.PublicKey(), other)) << other;
  }
  EXPECT_FALSE(IsSignatureOf("text", "", signature));
  EXPECT_FALSE(IsSignatureOf("text", key.PublicKey() + "00", signature));
}

// RFC 8032, 5.1.7: S below the order of the group, or a signature would have a second
// spelling.
TEST(IsSignatureOfTest, RefusesASecondSpellingOfASignature) {
  // The order of the group, 2^252 + 27742317777372353535851937790883648493, little-endian.
  const std::string order =
      Bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  const SigningKey key = KeyOf(1);
  std::string bytes = Bytes(key.Sign("text"));
  int carry = 0;
  for (std::size_t n = 0; n < order.size(); ++n) {
    carry += static_cast<unsigned char>(bytes[32 + n]) + static_cast<unsigned char>(order[n]);
    bytes[32 + n] = static_cast<char>(carry);
    carry >>= 8;
  }
  EXPECT_FALSE(IsSignatureOf("text", key.PublicKey(), absl::BytesToHexString(bytes)));
}

// With R the neutral point and S = 0 a signature fits any message whose hash is a
// multiple of the key's order, at most 8: no private key is needed.
TEST(IsSoundPublicKeyTest, RefusesKeysForWhichAnybodyCanSign) {
  std::string forged(64, '\0');
  forged[0] = 1;
  int forgeable = 0;
  for (const char* key : {"0000000000000000000000000000000000000000000000000000000000000000",
                          "0000000000000000000000000000000000000000000000000000000000000080",
                          "0100000000000000000000000000000000000000000000000000000000000000",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    const std::string point = Bytes(key);
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(point.data());
    for (int n = 0; n < 100; ++n) {
      const std::string text = absl::StrCat("text ", n);
      if (ED25519_verify(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                         reinterpret_cast<const std::uint8_t*>(forged.data()), bytes) != 1) {
        continue;
      }
      ++forgeable;
      EXPECT_FALSE(IsSignatureOf(text, key, absl::BytesToHexString(forged))) << key;
      break;
    }
    EXPECT_FALSE(IsSoundPublicKey(key)) << key;
  }
  EXPECT_EQ(forgeable, 8) << "without the check all of them would do";
  EXPECT_TRUE(IsSoundPublicKey(KeyOf(1).PublicKey()));
}

// RFC 8410, 10.3, and the public key of 10.1.
TEST(SigningKeyTest, ReadsAndWritesTheKeyOfRfc8410) {
  constexpr char kPem[] =
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
      "-----END PRIVATE KEY-----\n";
  const auto key = SigningKey::FromPem(kPem);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->PublicKey(), "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
  EXPECT_EQ(key->Pem(), kPem);
}

TEST(SigningKeyTest, RefusesOtherFiles) {
  const std::string good = KeyOf(1).Pem();
  const std::string begin = "-----BEGIN PRIVATE KEY-----\n";
  const std::string end = "\n-----END PRIVATE KEY-----\n";
  for (const std::string& other :
       {std::string(), std::string("hello"), "x" + good, good + "x", good + good,
        begin + "MC4CAQ" + end, begin + "not base64!" + end,
        // X25519, 1.3.101.110.
        begin + "MC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC" + end,
        std::string("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4=\n-----END ENCRYPTED PRIVATE KEY-----\n"),
        std::string("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
                    "-----END PUBLIC KEY-----\n")}) {
    EXPECT_EQ(SigningKey::FromPem(other).status().code(), absl::StatusCode::kInvalidArgument) << other;
  }
}

TEST(SigningKeyTest, TwoGeneratedKeysDiffer) {
  EXPECT_NE(SigningKey::Generate().PublicKey(), SigningKey::Generate().PublicKey());
}

TEST(StatementOfTest, DiffersWithEachPartAndNeverRunsTogether) {
  const auto signatory = Given::Parse<Signatory>("id: 'SIG-1' name: 'n' public_key: 'k'");
  std::set<std::string> statements;
  const auto add = [&](const std::string& approval, const Signatory& by, const char* kind) {
    EXPECT_TRUE(statements.insert(StatementOf(Given::Parse<Approval>(approval), by, kind)).second) << approval;
  };
  const std::string rest = "role: 'r' date: 'd' kind: REVIEW";
  const std::string whole = "id: 'APP-1' record { to: 'REQ-1' digest: 'x' } " + rest;
  add(whole, signatory, "requirement");
  add(whole, signatory, "hazard");
  for (const char* other : {"id: 'SIG-2' name: 'n' public_key: 'k'", "id: 'SIG-1' name: 'm' public_key: 'k'",
                            "id: 'SIG-1' name: 'n' public_key: 'l'"}) {
    add(whole, Given::Parse<Signatory>(other), "requirement");
  }
  for (const char* other : {"id: 'APP-2' record { to: 'REQ-1' digest: 'x' } role: 'r' date: 'd' kind: REVIEW",
                            "id: 'APP-1' record { to: 'REQ-2' digest: 'x' } role: 'r' date: 'd' kind: REVIEW",
                            "id: 'APP-1' record { to: 'REQ-1' digest: 'y' } role: 'r' date: 'd' kind: REVIEW",
                            "id: 'APP-1' record { to: 'REQ-1' digest: 'x' } role: 's' date: 'd' kind: REVIEW",
                            "id: 'APP-1' record { to: 'REQ-1' digest: 'x' } role: 'r' date: 'e' kind: REVIEW",
                            "id: 'APP-1' record { to: 'REQ-1' digest: 'x' } role: 'r' date: 'd' kind: APPROVAL",
                            "id: 'APP-1' record { to: 'REQ-1' digest: 'x' } role: 'r\\ndate 1 d' kind: REVIEW"}) {
    add(other, signatory, "requirement");
  }
}

}  // namespace
}  // namespace vigil::lifecycle
