// Says in a test which requirement or risk control it verifies.
//
//   TEST(HeartRateLimits, ALowRateIsAlarmed) {
//     VIGIL_VERIFIES("REQ-HRL-001");
//     ...
//
// It comes after gtest/gtest.h, which every test includes. The id becomes a part of the
// test's record; one that there is no record of is found by `vigil check`. A test may
// verify several.
#ifndef VIGIL_TEST_VERIFIES_H_
#define VIGIL_TEST_VERIFIES_H_

#include <string>

#define VIGIL_VERIFIES(id) ::testing::Test::RecordProperty(std::string("verifies ") + (id), "1")

#endif  // VIGIL_TEST_VERIFIES_H_
