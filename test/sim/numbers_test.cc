#include <cmath>
#include <numbers>

#include "gtest/gtest.h"
#include "test/sim/exact_math.h"
#include "test/sim/random.h"

namespace vigil::sim {
namespace {

TEST(ExactMath, IsThatOfTheStandardLibraryToTenDigits) {
  for (double x = -20; x < 20; x += 0.0137) {
    EXPECT_NEAR(SineOfTurns(x), std::sin(2 * std::numbers::pi * x), 1e-9) << x;
    EXPECT_NEAR(Exponential(x) / std::exp(x), 1, 1e-9) << x;
  }
  EXPECT_DOUBLE_EQ(Bell(0), 1);
  EXPECT_EQ(Bell(6.1), 0);
}

TEST(Random, IsTheSameFromASeed) {
  Random one(5);
  Random same(5);
  Random other(6);
  Random stream(5, 1);
  const auto first = one.Next();

  EXPECT_EQ(first, same.Next());
  EXPECT_NE(first, other.Next());
  EXPECT_NE(first, stream.Next());
}

TEST(Random, HasTheMeansThatItPromises) {
  constexpr int kCount = 100'000;
  Random random(1);
  double uniform = 0;
  double sum = 0;
  double squares = 0;
  for (int n = 0; n < kCount; ++n) {
    uniform += random.Between(2, 4);
    const double normal = random.Normal();
    sum += normal;
    squares += normal * normal;
  }

  EXPECT_NEAR(uniform / kCount, 3, 0.01);
  EXPECT_NEAR(sum / kCount, 0, 0.01);
  EXPECT_NEAR(squares / kCount, 1, 0.02);
}

}  // namespace
}  // namespace vigil::sim
