// Has no case for the lower limit, so that a break of it goes unnoticed.
#include "test/effectiveness/faults/limit.h"

#include "gtest/gtest.h"

namespace vigil {
namespace {

TEST(Limit, HoldsAbove) { EXPECT_EQ(Limited(101), 100); }

TEST(Limit, LeavesWhatIsWithin) { EXPECT_EQ(Limited(50), 50); }

}  // namespace
}  // namespace vigil
