#include "plugins/algorithm/beat_classifier/ecg_ring.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins::beats {
namespace {

TEST(EcgRingTest, HoldsTheLast1024Samples) {
  EcgRing ring;
  ring.Clear();
  EXPECT_FALSE(ring.Has(0));
  for (std::int32_t n = 0; n < 1500; ++n) ring.Add(n);
  EXPECT_EQ(ring.Ago(0), 1499);
  EXPECT_EQ(ring.Ago(1023), 1499 - 1023);
  EXPECT_TRUE(ring.Has(1023));
  EXPECT_FALSE(ring.Has(1024));
  EXPECT_FALSE(ring.Has(-1));
}

TEST(EcgRingTest, HasNoMoreThanWasAdded) {
  EcgRing ring;
  ring.Clear();
  ring.Add(7);
  ring.Add(8);
  EXPECT_TRUE(ring.Has(1));
  EXPECT_FALSE(ring.Has(2));
  EXPECT_EQ(ring.Ago(1), 7);
  ring.Clear();
  EXPECT_FALSE(ring.Has(0));
}

TEST(EcgRingTest, SamplesAreBoundedToOneVolt) {
  VIGIL_VERIFIES("REQ-BEAT-007");
  EcgRing ring;
  ring.Clear();
  for (const std::int32_t microvolt : {1'000'000, 1'000'001, -1'000'000, INT32_MIN}) ring.Add(microvolt);
  EXPECT_EQ(ring.Ago(3), 1'000'000);
  EXPECT_EQ(ring.Ago(2), 1'000'000);
  EXPECT_EQ(ring.Ago(1), -1'000'000);
  EXPECT_EQ(ring.Ago(0), -1'000'000);
}

}  // namespace
}  // namespace vigil::plugins::beats
