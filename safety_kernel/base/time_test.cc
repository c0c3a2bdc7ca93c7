#include "safety_kernel/base/time.h"

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

TEST(TimeTest, UnitsAreMicroseconds) {
  VIGIL_VERIFIES("REQ-BASE-006");
  EXPECT_EQ(Microseconds(5).us, 5);
  EXPECT_EQ(Milliseconds(5).us, 5'000);
  EXPECT_EQ(Seconds(-5).us, -5'000'000);
}

TEST(TimeTest, SpansAddSubtractAndMultiply) {
  VIGIL_VERIFIES("REQ-BASE-006");
  EXPECT_EQ(Seconds(2) + Milliseconds(500), Milliseconds(2500));
  EXPECT_EQ(Seconds(2) - Milliseconds(500), Milliseconds(1500));
  EXPECT_EQ(Milliseconds(4) * 25, Milliseconds(100));
  EXPECT_LT(Milliseconds(1), Milliseconds(2));
}

TEST(TimeTest, MomentsAndSpansGoTogether) {
  VIGIL_VERIFIES("REQ-BASE-006");
  const Timestamp t{1'000'000};
  EXPECT_EQ(t + Seconds(1), Timestamp{2'000'000});
  EXPECT_EQ(t - Seconds(1), Timestamp{0});
  EXPECT_EQ(Timestamp{3'000'000} - t, Seconds(2));
  EXPECT_GT(t, Timestamp{999'999});
}

TEST(TimeTest, AreOrderedByTheirLength) {
  VIGIL_VERIFIES("REQ-BASE-006");
  const Duration spans[] = {Seconds(-1), Microseconds(-1), Duration{},
                            Microseconds(1), Seconds(1)};
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < 5; ++j) {
      const Timestamp a = Timestamp{} + spans[i];
      const Timestamp b = Timestamp{} + spans[j];
      EXPECT_EQ(spans[i] < spans[j], i < j);
      EXPECT_EQ(spans[i] <= spans[j], i <= j);
      EXPECT_EQ(spans[i] > spans[j], i > j);
      EXPECT_EQ(spans[i] >= spans[j], i >= j);
      EXPECT_EQ(spans[i] == spans[j], i == j);
      EXPECT_EQ(a < b, i < j);
      EXPECT_EQ(a <= b, i <= j);
      EXPECT_EQ(a > b, i > j);
      EXPECT_EQ(a >= b, i >= j);
      EXPECT_EQ(a == b, i == j);
    }
  }
}

}  // namespace
}  // namespace vigil
