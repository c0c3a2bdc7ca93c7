// A day in which nobody falls: what an accelerometer shows of nothing but itself.
#include <cstdint>
#include <random>

#include "gtest/gtest.h"
#include "plugins/algorithm/fall_detector/fall_decision.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr int kMomentsADay = 24 * 3600 * 50;

// Uniform in +-reach, the same on every machine.
class Noise {
 public:
  explicit Noise(std::int32_t reach) : reach_(reach) {}
  std::int32_t Next() {
    return static_cast<std::int32_t>(generator_() % static_cast<std::uint32_t>(2 * reach_ + 1)) - reach_;
  }

 private:
  const std::int32_t reach_;
  std::mt19937 generator_{1};
};

int FallsInADay(const Acceleration& rest, std::int32_t reach) {
  FallDecision decision;
  decision.Reset();
  Noise noise(reach);
  int falls = 0;
  for (int n = 0; n < kMomentsADay; ++n) {
    if (decision.Next({.x = rest.x + noise.Next(), .y = rest.y + noise.Next(), .z = rest.z + noise.Next()})) ++falls;
  }
  return falls;
}

TEST(FallNoiseTest, ADayOnADeskHasNoFall) {
  VIGIL_VERIFIES("REQ-FALL-003");
  EXPECT_EQ(FallsInADay({.x = 12, .y = -30, .z = 1004}, 15), 0);
}

// Impacts in nearly each slice, and no direction.
TEST(FallNoiseTest, ADayOfNoiseHasNoFall) {
  VIGIL_VERIFIES("REQ-FALL-003");
  EXPECT_EQ(FallsInADay({.x = 0, .y = 0, .z = 0}, 2000), 0);
}

// Impacts around a direction that stays.
TEST(FallNoiseTest, ADayOfShakingHasNoFall) {
  VIGIL_VERIFIES("REQ-FALL-003");
  EXPECT_EQ(FallsInADay({.x = 0, .y = -1000, .z = 0}, 2000), 0);
}

// Half hours of an arm that is used, in each of which one motion shows 1.7 g and turns.
TEST(FallNoiseTest, ASwingOfABusyArmIsNoFall) {
  VIGIL_VERIFIES("REQ-FALL-003");
  for (const std::uint64_t seed : {1021, 4023, 6023}) {
    sim::Scene busy;
    busy.seconds = 1800;
    busy.motion = sim::Motion::kBusy;
    FallDecision decision;
    decision.Reset();
    for (const sim::Moment& moment : sim::Simulate({busy}, {.seed = seed}).motion) {
      EXPECT_FALSE(decision.Next({.x = moment.x, .y = moment.y, .z = moment.z})) << seed;
    }
  }
}

}  // namespace
}  // namespace vigil::plugins
