#include "plugins/algorithm/sleep/sleep.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/motion/minute_bench.h"
#include "plugins/algorithm/sleep/sleep.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class SleepTest : public MinuteBench<Sleep> {
 protected:
  SleepTest() : MinuteBench(kSleepManifest) {}
  void SetUp() override { RestartWith({Doing(sim::Motion::kSleep, 3600)}); }
  void RestartWith(std::vector<sim::Scene> scenes) {
    Restart(sim::Simulate(std::move(scenes), {.seed = 6, .ecg_hz = 10, .light_hz = 1}));
  }
  static sim::Scene Doing(sim::Motion motion, double seconds) {
    sim::Scene scene;
    scene.seconds = seconds;
    scene.motion = motion;
    return scene;
  }
  SampleBlock Block() const override {
    SampleBlock block = MinuteBench::Block();
    block.quality = kQualityGood;  // it has to see for itself whether it is worn
    return block;
  }
  void Minutes(int count) { Frames(count * 600); }
  int Told(std::int32_t value) const {
    int count = 0;
    for (const Observation& minute : minutes_) {
      if (minute.validity == Validity::kValid && minute.value == value) ++count;
    }
    return count;
  }
};

TEST_F(SleepTest, SaysSomethingEachSecond) {
  VIGIL_VERIFIES("REQ-SLEEP-003");
  ExpectSaysSomethingEachSecond();
  EXPECT_GE(minutes_.size(), 2u);
}

TEST_F(SleepTest, ASleeperSleeps) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  Minutes(60);
  EXPECT_EQ(minutes_.size(), 59u);
  EXPECT_GE(Told(1), 38);  // it turns over each 5 to 20 minutes
  EXPECT_EQ(Told(0) + Told(1), 53);
}

TEST_F(SleepTest, WhoWalksOrWorksIsAwake) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  for (const sim::Motion motion : {sim::Motion::kWalking, sim::Motion::kBusy}) {
    RestartWith({Doing(motion, 1200)});
    Minutes(20);
    EXPECT_EQ(Told(1), 0);
    EXPECT_EQ(Told(0), 13);
  }
}

TEST_F(SleepTest, FallingAsleepShowsWithinMinutes) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  RestartWith({Doing(sim::Motion::kBusy, 900), Doing(sim::Motion::kSleep, 900)});
  Minutes(30);
  for (const Observation& minute : minutes_) {
    if (minute.validity != Validity::kValid) continue;
    const std::int64_t begin = minute.time.us / Sleep::kMinute.us;
    if (begin < 15) EXPECT_EQ(minute.value, 0) << begin;
    if (begin == 19) EXPECT_EQ(minute.value, 1) << begin;
  }
}

TEST_F(SleepTest, ADeskIsNotAsleep) {
  VIGIL_VERIFIES("REQ-SLEEP-002");
  for (const double noise : {1.0, 3.0, 4.0}) {
    sim::Scene desk = sim::OnDesk(7200);
    desk.motion_noise_mg = noise;
    RestartWith({desk});
    Minutes(120);
    EXPECT_EQ(Told(0) + Told(1), 0);
    ExpectUnknown(Reason::kNotWorn);
  }
}

TEST_F(SleepTest, TakenOffAndOnAgain) {
  VIGIL_VERIFIES("REQ-SLEEP-002");
  RestartWith({Doing(sim::Motion::kSleep, 900), sim::OnDesk(900), Doing(sim::Motion::kSleep, 900)});
  Minutes(45);
  for (const Observation& minute : minutes_) {
    const std::int64_t begin = minute.time.us / Sleep::kMinute.us;
    const bool is_on_desk = begin >= 16 && begin < 29;
    if (is_on_desk) EXPECT_EQ(minute.reason, Reason::kNotWorn) << begin;
    if (begin >= 31) EXPECT_EQ(minute.validity, Validity::kValid) << begin;
  }
}

TEST_F(SleepTest, EachMinuteIsToldOnceThreeMinutesAfterItsBegin) {
  VIGIL_VERIFIES("REQ-SLEEP-003");
  for (int n = 0; n < 20 * 600; ++n) {
    const std::size_t before = minutes_.size();
    Frame(Block());
    if (minutes_.size() == before) continue;
    const auto place = static_cast<std::int64_t>(minutes_.size());
    EXPECT_EQ(minutes_.back().time, Timestamp() + Sleep::kMinute * (place < 3 ? 0 : place - 3));
    EXPECT_LE(bench_->now() - Sleep::kMinute * place, Timestamp() + Seconds(1));
    if (place < 7) ExpectUnknown(Reason::kStarting);
    if (place >= 7) EXPECT_EQ(minutes_.back().validity, Validity::kValid);
  }
  EXPECT_EQ(minutes_.size(), 19u);
}

TEST_F(SleepTest, AMinuteWithoutSamplesBreaksTheRow) {
  VIGIL_VERIFIES("REQ-SLEEP-003");
  Minutes(12);
  Silent(62);
  EXPECT_EQ(minutes_.size(), 12u);
  EXPECT_EQ(minutes_.back().validity, Validity::kValid);
  Silent(1);
  EXPECT_EQ(minutes_.size(), 13u);
  ExpectUnknown(Reason::kDataGap);
  Minutes(6);
  ExpectUnknown(Reason::kDataGap);
  Minutes(1);
  EXPECT_EQ(minutes_.back().validity, Validity::kValid);
}

TEST_F(SleepTest, TenUnknownSecondsAreBorne) {
  VIGIL_VERIFIES("REQ-SLEEP-003");
  Minutes(12);
  Silent(8);
  Minutes(2);
  EXPECT_EQ(minutes_.back().validity, Validity::kValid);
  Silent(12);
  Minutes(1);
  ExpectUnknown(Reason::kDataGap);
}

TEST_F(SleepTest, UnusableSamplesAreTheReason) {
  VIGIL_VERIFIES("REQ-SLEEP-003");
  Minutes(12);
  for (int n = 0; n < 650; ++n) {
    SampleBlock block = Block();
    block.quality = kQualityStuck;
    Frame(block);
  }
  ExpectUnknown(Reason::kStuck);
  EXPECT_EQ(minutes_.back().validity, Validity::kUndeterminable);
}

TEST_F(SleepTest, AGapIsSeenByItsMarkAndByItsTime) {
  VIGIL_VERIFIES("REQ-SLEEP-003");
  for (const bool is_marked : {true, false}) {
    RestartWith({Doing(sim::Motion::kSleep, 900)});
    GiveWithGaps(9, is_marked);
    ExpectUnknown(Reason::kDataGap);
  }
  EXPECT_EQ(minutes_.size(), 1u);
}

TEST_F(SleepTest, EmptyBlocksChangeNothing) {
  VIGIL_VERIFIES("REQ-SLEEP-004");
  for (int n = 0; n < 10 * 600; ++n) {
    SampleBlock empty = Block();
    empty.count = 0;
    ASSERT_EQ(bench_->Give(empty), Status::kOk);
    Frame(Block());
  }
  EXPECT_EQ(minutes_.back().validity, Validity::kValid);
}

TEST_F(SleepTest, RefusesWhatItDidNotAskFor) {
  VIGIL_VERIFIES("REQ-SLEEP-004");
  ExpectRefusesWhatItDidNotAskFor();
  EXPECT_TRUE(minutes_.empty());
}

}  // namespace
}  // namespace vigil::plugins
