#include "safety_kernel/base/status.h"

#include <bit>
#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr Status kAll[] = {
    Status::kOk,           Status::kInvalidArgument,
    Status::kOutOfRange,   Status::kFull,
    Status::kUnavailable,  Status::kDataLoss,
    Status::kFailedPrecondition, Status::kIncompatible,
    Status::kDeadlineExceeded,   Status::kInternal,
};

TEST(StatusTest, NoThreeFlippedBitsTurnOneIntoAnother) {
  VIGIL_VERIFIES("REQ-BASE-001");
  for (const Status a : kAll) {
    EXPECT_GE(std::popcount(static_cast<unsigned>(a)), 4);
    for (const Status b : kAll) {
      if (a == b) continue;
      const auto differing =
          static_cast<unsigned>(a) ^ static_cast<unsigned>(b);
      EXPECT_GE(std::popcount(differing), 4)
          << static_cast<unsigned>(a) << " and " << static_cast<unsigned>(b);
    }
  }
}

TEST(ResultTest, CarriesAValue) {
  const Result<int> result = 7;
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result.status(), Status::kOk);
  EXPECT_EQ(result.value(), 7);
}

TEST(ResultTest, CarriesTheReasonForItsAbsence) {
  const Result<int> result = Status::kFull;
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.status(), Status::kFull);
  EXPECT_EQ(result.value(), 0);
}

TEST(ResultTest, AnAbsenceIsNeverOk) {
  const Result<int> result = Status::kOk;
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.status(), Status::kInternal);
}

}  // namespace
}  // namespace vigil
