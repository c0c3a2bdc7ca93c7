#include "platform/device_codec/observation_digest.h"

#include <string>

#include "gtest/gtest.h"

namespace vigil {
namespace {

Observation Beat() {
  Observation beat;
  beat.code = ObservationCode::kQrsDetected;
  beat.value = -2;
  beat.unit = Unit::kMicrovolt;
  beat.validity = Validity::kValid;
  beat.reason = Reason::kNone;
  beat.sequence = 0x01020304;
  beat.time = Timestamp{0x0102030405060708};
  beat.valid_until = Timestamp{-1};
  return beat;
}

TEST(ObservationDigest, OfNothingIsThatOfTheEmptyMessage) {
  // FIPS 180-4, SHA-256 of no bytes.
  EXPECT_EQ(ObservationDigest().Hex(),
            "e3b0c44298fc1c149afbf4c8996fb924"
            "27ae41e4649b934ca495991b7852b855");
}

TEST(ObservationDigest, IsThatOfTheDocumentedBytes) {
  ObservationDigest digest;

  digest.Add(Beat());

  // sha256sum of 00f00200 feffffff 0200 01 00 04030201 0807060504030201
  // ffffffffffffffff, written as bytes.
  EXPECT_EQ(digest.Hex(),
            "10d5d438f9ced3c1d140a377cfffeec5"
            "20281cf5a94dd88bcc75f54b41055cec");
  EXPECT_EQ(digest.count(), 1u);
}

TEST(ObservationDigest, CanBeReadWhileMoreFollows) {
  ObservationDigest read_in_between;
  ObservationDigest read_at_the_end;
  for (int n = 0; n < 3; ++n) {
    read_in_between.Add(Beat());
    read_at_the_end.Add(Beat());
    EXPECT_FALSE(read_in_between.Hex().empty());
  }

  EXPECT_EQ(read_in_between.Hex(), read_at_the_end.Hex());
}

TEST(ObservationDigest, EachFieldChangesIt) {
  const auto digest_of = [](auto change) {
    Observation beat = Beat();
    change(beat);
    ObservationDigest digest;
    digest.Add(beat);
    return digest.Hex();
  };
  const std::string reference = digest_of([](Observation&) {});

  EXPECT_NE(digest_of([](Observation& o) { o.code = ObservationCode::kNone; }),
            reference);
  EXPECT_NE(digest_of([](Observation& o) { ++o.value; }), reference);
  EXPECT_NE(digest_of([](Observation& o) { o.unit = Unit::kNone; }), reference);
  EXPECT_NE(digest_of([](Observation& o) {
              o.validity = Validity::kQuestionable;
            }),
            reference);
  EXPECT_NE(digest_of([](Observation& o) { o.reason = Reason::kNoise; }),
            reference);
  EXPECT_NE(digest_of([](Observation& o) { ++o.sequence; }), reference);
  EXPECT_NE(digest_of([](Observation& o) { ++o.time.us; }), reference);
  EXPECT_NE(digest_of([](Observation& o) { ++o.valid_until.us; }), reference);
}

}  // namespace
}  // namespace vigil
