// What a finder keeps from one peak to the next, and over a reset.
#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/qrs_detector/peak_finder.h"

namespace vigil::plugins {
namespace {

QrsFilter::Output WithEnergy(std::int32_t energy, std::int32_t slope = 0) {
  QrsFilter::Output out;
  out.energy = energy;
  out.slope = slope;
  return out;
}

class PeakSequenceTest : public testing::Test {
 protected:
  PeakSequenceTest() { finder_.Reset(); }

  // No peak is told while the energy is 0 for so many samples.
  void ExpectSilence(std::uint32_t samples) {
    for (std::uint32_t n = 0; n < samples; ++n) {
      EXPECT_FALSE(finder_.Next({}, next_++));
    }
  }
  // A peak of one sample, told with the next.
  void ExpectPeak(std::int32_t slope) {
    EXPECT_FALSE(finder_.Next(WithEnergy(100, slope), next_++));
    EXPECT_TRUE(finder_.Next({}, next_++));
  }

  PeakFinder finder_;
  std::uint32_t next_ = 0;
};

TEST_F(PeakSequenceTest, SteepnessOfAPeakIsNotThatOfAnEarlierOne) {
  ExpectPeak(500);
  EXPECT_EQ(finder_.peak().steepness, 500);
  ExpectSilence(60);
  ExpectPeak(0);
  EXPECT_EQ(finder_.peak().steepness, 0);
}

TEST_F(PeakSequenceTest, EnergyThatStaysHighIsToldInTimeWhereverThePeakIs) {
  ExpectSilence(70);
  EXPECT_FALSE(finder_.Next(WithEnergy(100), next_++));
  for (std::uint32_t n = 0; n < PeakFinder::kConfirmSamples; ++n) {
    EXPECT_FALSE(finder_.Next(WithEnergy(90), next_++));
  }
  EXPECT_TRUE(finder_.Next(WithEnergy(90), next_++));
  EXPECT_EQ(finder_.peak().at, 70u);
}

TEST_F(PeakSequenceTest, APeakThatWasRisingIsForgottenByReset) {
  EXPECT_FALSE(finder_.Next(WithEnergy(100), next_++));
  finder_.Reset();
  ExpectSilence(60);
}

}  // namespace
}  // namespace vigil::plugins
