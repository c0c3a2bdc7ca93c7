#include "test/benchmark/apnea_run.h"

#include <cmath>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace vigil::benchmark {
namespace {

constexpr double kTwoPi = 6.283185307179586;

TEST(ApneaRunTest, ReadsMinutesAndBeatsASecond) {
  const absl::StatusOr<ApneaNight> night =
      ReadApneaNight("time_s,heart_rate_bpm\n0.017,1.25\n0.030,1.25\n0.5,1.0\n0.6,0\n", "minute,apnea\n0,0\n1,1\n");
  ASSERT_TRUE(night.ok()) << night.status();
  ASSERT_EQ(night->beats.size(), 3u);
  EXPECT_EQ(night->beats[0], Timestamp{1'020'000});
  EXPECT_EQ(night->beats[1], Timestamp{1'820'000});
  EXPECT_EQ(night->beats[2], Timestamp{30'000'000});
  ASSERT_EQ(night->minutes.size(), 2u);
  EXPECT_FALSE(night->minutes[0]);
  EXPECT_TRUE(night->minutes[1]);
}

TEST(ApneaRunTest, RefusesOtherColumns) {
  EXPECT_FALSE(ReadApneaNight("time_s,pulse\n1,1\n", "minute,apnea\n0,0\n").ok());
  EXPECT_FALSE(ReadApneaNight("time_s,heart_rate_bpm\n1,1\n", "minute,label\n0,0\n").ok());
  EXPECT_FALSE(ReadApneaNight("time_s,heart_rate_bpm\n1,x\n", "minute,apnea\n0,0\n").ok());
}

// Half an hour with respiration, then half an hour in which the rate rises and falls once
// in 45 s.
TEST(ApneaRunTest, FindsThePartOfANightWithCyclicalVariation) {
  ApneaNight night;
  for (int minute = 0; minute < 60; ++minute) night.minutes.push_back(minute >= 30);
  double now = 0;
  while (now < 3600) {
    const bool is_apnea = now >= 1800;
    now += 0.9 + (is_apnea ? 0.08 * std::sin(kTwoPi * now / 45) : 0.04 * std::sin(kTwoPi * now / 4));
    night.beats.push_back(Timestamp{static_cast<std::int64_t>(now * 1e6)});
  }
  const absl::StatusOr<ApneaRun> run = RunApnea(night);
  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_GE(*run->minutes.Accuracy(), 90);
  EXPECT_EQ(run->length, 60);
  EXPECT_GE(run->answered, 50);
}

}  // namespace
}  // namespace vigil::benchmark
