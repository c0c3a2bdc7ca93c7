#include "plugins/algorithm/sleep/sleep.h"

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/sleep/sleep.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class SleepTest : public testing::Test {
 protected:
  void SetUp() override { Restart({Doing(sim::Motion::kSleep, 3600)}); }
  void Restart(std::vector<sim::Scene> scenes) {
    patient_ = sim::Simulate(std::move(scenes), {.seed = 6, .ecg_hz = 10, .light_hz = 1});
    ASSERT_EQ(bench_->Start(), Status::kOk);
    minutes_.clear();
  }
  static sim::Scene Doing(sim::Motion motion, double seconds) {
    sim::Scene scene;
    scene.seconds = seconds;
    scene.motion = motion;
    return scene;
  }
  SampleBlock Block() const {
    SampleBlock block = sim::BlockOf(patient_, ChannelId::kAcceleration, bench_->now());
    block.quality = kQualityGood;  // it has to see for itself whether it is worn
    return block;
  }
  void Activate() {
    ASSERT_EQ(bench_->Activate(), Status::kOk);
    for (const Observation& said : bench_->said().observations) {
      EXPECT_EQ(said.code, ObservationCode::kSleepMinute);
      EXPECT_EQ(said.unit, Unit::kOne);
      Keep(said, minutes_);
    }
  }
  // Minutes, once each: what is told in the seconds between repeats them, or says that there
  // is none, for a second.
  static void Keep(const Observation& said, std::vector<Observation>& minutes) {
    if (said.valid_until == said.time + Seconds(1)) return;
    if (!minutes.empty() && said.valid_until == minutes.back().valid_until) return;
    minutes.push_back(said);
  }
  void Frame(const SampleBlock& block) {
    ASSERT_EQ(bench_->Give(block), Status::kOk);
    Activate();
  }
  void Minutes(int count) {
    for (int n = 0; n < count * 600; ++n) Frame(Block());
  }
  void Silent(int seconds) {
    for (int n = 0; n < seconds * 10; ++n) Activate();
  }
  int Told(std::int32_t value) const {
    int count = 0;
    for (const Observation& minute : minutes_) {
      if (minute.validity == Validity::kValid && minute.value == value) ++count;
    }
    return count;
  }
  void ExpectUnknown(Reason reason) const {
    ASSERT_FALSE(minutes_.empty());
    EXPECT_EQ(minutes_.back().validity, Validity::kUndeterminable);
    EXPECT_EQ(minutes_.back().reason, reason);
    EXPECT_EQ(minutes_.back().value, 0);
  }

  std::unique_ptr<PluginBench<Sleep>> bench_ = std::make_unique<PluginBench<Sleep>>(kSleepManifest);
  sim::Recording patient_;
  std::vector<Observation> minutes_;
};

TEST_F(SleepTest, SaysSomethingEachSecond) {
  VIGIL_VERIFIES("REQ-SLEEP-003");
  Timestamp heard = bench_->now();
  for (int n = 0; n < 1300; ++n) {
    Frame(Block());
    if (bench_->said().observations.empty()) continue;
    EXPECT_LE(bench_->now() - heard, Seconds(1));
    heard = bench_->now();
    const Observation& said = bench_->said().observations[0];
    EXPECT_GE(said.valid_until, heard);
    if (!minutes_.empty()) EXPECT_EQ(said.value, minutes_.back().value);
  }
  EXPECT_LE(bench_->now() - heard, Seconds(1));
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
    Restart({Doing(motion, 1200)});
    Minutes(20);
    EXPECT_EQ(Told(1), 0);
    EXPECT_EQ(Told(0), 13);
  }
}

TEST_F(SleepTest, FallingAsleepShowsWithinMinutes) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  Restart({Doing(sim::Motion::kBusy, 900), Doing(sim::Motion::kSleep, 900)});
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
    Restart({desk});
    Minutes(120);
    EXPECT_EQ(Told(0) + Told(1), 0);
    ExpectUnknown(Reason::kNotWorn);
  }
}

TEST_F(SleepTest, TakenOffAndOnAgain) {
  VIGIL_VERIFIES("REQ-SLEEP-002");
  Restart({Doing(sim::Motion::kSleep, 900), sim::OnDesk(900), Doing(sim::Motion::kSleep, 900)});
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
}

TEST_F(SleepTest, AGapIsSeenByItsMarkAndByItsTime) {
  VIGIL_VERIFIES("REQ-SLEEP-003");
  for (const bool is_marked : {true, false}) {
    Restart({Doing(sim::Motion::kSleep, 900)});
    for (int n = 0; n < 650; ++n) {
      SampleBlock block = Block();
      if (n % 9 == 0) {
        if (is_marked) {
          block.quality = kQualityGap;
        } else {
          block.first_sample = block.first_sample + Milliseconds(1);
        }
      }
      Frame(block);
    }
    ExpectUnknown(Reason::kDataGap);
  }
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
  SampleBlock channel = Block();
  channel.channel = ChannelId::kEcg;
  SampleBlock unit = Block();
  unit.unit = Unit::kMicrovolt;
  SampleBlock slow = Block();
  slow.period_us = 40'000;
  SampleBlock many = Block();
  many.count = kMaxSamplesPerBlock + 1;
  SampleBlock part = Block();
  part.count = 14;
  for (const SampleBlock& block : {channel, unit, slow, many, part}) {
    Sleep plugin;
    ASSERT_EQ(plugin.Init({}), Status::kOk);
    Inbox in;
    in.now = Timestamp() + Milliseconds(100);
    ASSERT_EQ(in.blocks.Add(block), Status::kOk);
    Outbox out;
    EXPECT_EQ(plugin.Process(in, out), Status::kInvalidArgument);
  }
}

TEST_F(SleepTest, AFullOutboxIsToldToTheKernel) {
  VIGIL_VERIFIES("REQ-SLEEP-004");
  Outbox full;
  while (full.observations.Add(Observation()) == Status::kOk) {
  }
  for (const bool has_samples : {true, false}) {
    Sleep plugin;
    ASSERT_EQ(plugin.Init({}), Status::kOk);
    int refused = 0;
    for (int n = 0; n < 630; ++n) {
      Inbox in;
      const Timestamp begin = Timestamp() + Milliseconds(100) * n;
      in.now = begin + Milliseconds(100);
      if (has_samples) {
        ASSERT_EQ(in.blocks.Add(sim::BlockOf(patient_, ChannelId::kAcceleration, begin)), Status::kOk);
      }
      if (plugin.Process(in, full) == Status::kInternal) ++refused;
    }
    EXPECT_EQ(refused, 1);
  }
}

TEST_F(SleepTest, InitBringsAnyMemoryToTheSameState) {
  VIGIL_VERIFIES("REQ-SLEEP-004");
  alignas(Sleep) unsigned char memory[sizeof(Sleep)];
  std::memset(memory, 0xA5, sizeof(memory));
  auto* plugin = new (memory) Sleep;
  ASSERT_EQ(plugin->Init({}), Status::kOk);
  std::vector<Observation> told;
  for (int n = 0; n < 12 * 600; ++n) {
    Inbox in;
    in.now = bench_->now() + Milliseconds(100);
    ASSERT_EQ(in.blocks.Add(Block()), Status::kOk);
    Outbox out;
    ASSERT_EQ(plugin->Process(in, out), Status::kOk);
    for (const Observation& said : out.observations) Keep(said, told);
    Frame(Block());
  }
  ASSERT_EQ(told.size(), minutes_.size());
  for (std::size_t n = 0; n < told.size(); ++n) {
    EXPECT_EQ(told[n].value, minutes_[n].value);
    EXPECT_EQ(told[n].reason, minutes_[n].reason);
  }
}

}  // namespace
}  // namespace vigil::plugins
