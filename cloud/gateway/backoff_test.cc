#include "cloud/gateway/backoff.h"

#include <chrono>

#include "gtest/gtest.h"

namespace vigil {
namespace {

using std::chrono::milliseconds;

TEST(BackoffTest, TheWaitGrowsUpToItsBound) {
  Backoff backoff(milliseconds(100), milliseconds(800), 1);
  for (const int bound : {100, 200, 400, 800, 800, 800}) {
    const milliseconds wait = backoff.Next();
    EXPECT_GE(wait.count(), bound / 2);
    EXPECT_LE(wait.count(), bound);
  }
}

TEST(BackoffTest, ASuccessStartsItAnew) {
  Backoff backoff(milliseconds(100), milliseconds(800), 1);
  for (int i = 0; i < 5; ++i) backoff.Next();
  backoff.Reset();
  EXPECT_LE(backoff.Next().count(), 100);
}

TEST(BackoffTest, TwoGatewaysWaitDifferently) {
  Backoff one(milliseconds(10000), milliseconds(10000), 1);
  Backoff other(milliseconds(10000), milliseconds(10000), 2);
  EXPECT_NE(one.Next(), other.Next());
}

}  // namespace
}  // namespace vigil
