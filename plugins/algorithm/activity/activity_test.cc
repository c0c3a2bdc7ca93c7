#include "plugins/algorithm/activity/activity.h"

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/activity/activity.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class ActivityTest : public testing::Test {
 protected:
  void SetUp() override { Restart(Doing(sim::Motion::kWalking, 110)); }
  void Restart(const sim::Recording& patient) {
    patient_ = patient;
    ASSERT_EQ(bench_->Start(), Status::kOk);
    minutes_.clear();
  }
  static sim::Recording Doing(sim::Motion motion, double steps = 0, double seconds = 600) {
    sim::Scene scene;
    scene.seconds = seconds;
    scene.motion = motion;
    scene.steps_per_minute = steps;
    return sim::Simulate({scene}, {.seed = 2});
  }
  SampleBlock Block() const { return sim::BlockOf(patient_, ChannelId::kAcceleration, bench_->now()); }
  void Activate() {
    ASSERT_EQ(bench_->Activate(), Status::kOk);
    for (const Observation& said : bench_->said().observations) {
      EXPECT_EQ(said.code, ObservationCode::kStepRate);
      EXPECT_EQ(said.unit, Unit::kPerMinute);
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
  void Seconds10(int count) {
    for (int n = 0; n < count * 100; ++n) Frame(Block());
  }
  void Silent(int seconds) {
    for (int n = 0; n < seconds * 10; ++n) Activate();
  }
  void ExpectUnknown(Reason reason) const {
    ASSERT_FALSE(minutes_.empty());
    EXPECT_EQ(minutes_.back().validity, Validity::kUndeterminable);
    EXPECT_EQ(minutes_.back().reason, reason);
    EXPECT_EQ(minutes_.back().value, 0);
  }

  std::unique_ptr<PluginBench<Activity>> bench_ = std::make_unique<PluginBench<Activity>>(kActivityManifest);
  sim::Recording patient_;
  std::vector<Observation> minutes_;
};

TEST_F(ActivityTest, SaysSomethingEachSecond) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
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

TEST_F(ActivityTest, CountsTheStepsOfASyntheticPatient) {
  VIGIL_VERIFIES("REQ-ACTIVITY-001");
  for (const double rate : {70.0, 90.0, 110.0, 130.0}) {
    Restart(Doing(sim::Motion::kWalking, rate));
    Seconds10(31);
    ASSERT_EQ(minutes_.size(), 5u);
    for (const Observation& minute : minutes_) {
      const double end = static_cast<double>(minute.time.us) / 1e6;
      EXPECT_EQ(minute.validity, Validity::kValid);
      EXPECT_NEAR(minute.value, sim::CountIn(patient_.steps, end - 60, end), 4) << rate;
    }
  }
  Restart(Doing(sim::Motion::kRunning, 165));
  Seconds10(13);
  EXPECT_NEAR(minutes_.back().value, 165, 5);
}

TEST_F(ActivityTest, WhoDoesNotWalkMakesNoSteps) {
  VIGIL_VERIFIES("REQ-ACTIVITY-002");
  for (const sim::Motion motion : {sim::Motion::kStill, sim::Motion::kSleep, sim::Motion::kDesk}) {
    Restart(Doing(motion));
    Seconds10(55);
    ASSERT_EQ(minutes_.size(), 9u);
    int sum = 0;
    for (const Observation& minute : minutes_) {
      EXPECT_EQ(minute.validity, Validity::kValid);
      EXPECT_LE(minute.value, 8);
      sum += minute.value;
    }
    EXPECT_LE(sum, 9 * 2);
  }
}

TEST_F(ActivityTest, AWalkThatEndsCountsAsFarAsItGoes) {
  VIGIL_VERIFIES("REQ-ACTIVITY-001");
  sim::Scene walk;
  walk.seconds = 90;
  walk.motion = sim::Motion::kWalking;
  sim::Scene rest = walk;
  rest.motion = sim::Motion::kDesk;
  Restart(sim::Simulate({walk, rest}, {.seed = 2}));
  Seconds10(19);
  ASSERT_EQ(minutes_.size(), 3u);
  EXPECT_NEAR(minutes_[0].value, 110, 4);
  EXPECT_NEAR(minutes_[1].value, 55, 6);
  EXPECT_EQ(minutes_[2].value, 0);
}

TEST_F(ActivityTest, EachMinuteIsToldOnceWithinTwoSeconds) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  for (int n = 0; n < 3000; ++n) {
    const std::size_t before = minutes_.size();
    Frame(Block());
    if (minutes_.size() == before) continue;
    EXPECT_EQ(minutes_.back().time, Timestamp() + Activity::kMinute * static_cast<std::int64_t>(minutes_.size()));
    EXPECT_LE(bench_->now() - minutes_.back().time, Seconds(2));
    EXPECT_EQ(minutes_.back().valid_until - minutes_.back().time, Seconds(70));
  }
  EXPECT_EQ(minutes_.size(), 4u);
}

TEST_F(ActivityTest, AMinuteWithoutSamplesSaysWhy) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  Silent(63);
  ExpectUnknown(Reason::kStarting);
  Seconds10(13);
  EXPECT_EQ(minutes_.back().validity, Validity::kValid);
  Silent(63);
  ExpectUnknown(Reason::kDataGap);
}

TEST_F(ActivityTest, TenUnknownSecondsAreBorne) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  Seconds10(7);
  Silent(5);  // and 4 s for a new window
  for (int n = 0; n < 500; ++n) Frame(Block());
  ASSERT_EQ(minutes_.size(), 2u);
  EXPECT_EQ(minutes_.back().validity, Validity::kValid);
  EXPECT_NEAR(minutes_.back().value, 110, 5);
  Silent(8);
  for (int n = 0; n < 600; ++n) Frame(Block());
  ASSERT_EQ(minutes_.size(), 3u);
  ExpectUnknown(Reason::kDataGap);
}

TEST_F(ActivityTest, UnusableSamplesAreTheReason) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  Seconds10(7);
  for (int n = 0; n < 600; ++n) {
    SampleBlock block = Block();
    block.quality = kQualityNotWorn;
    Frame(block);
  }
  ExpectUnknown(Reason::kNotWorn);
}

TEST_F(ActivityTest, AGapIsSeenByItsMarkAndByItsTime) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  for (const bool is_marked : {true, false}) {
    Restart(Doing(sim::Motion::kWalking, 110));
    // A break each three seconds: no window is ever full.
    for (int n = 0; n < 630; ++n) {
      SampleBlock block = Block();
      if (n % 30 == 0) {
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

TEST_F(ActivityTest, EmptyBlocksChangeNothing) {
  VIGIL_VERIFIES("REQ-ACTIVITY-004");
  for (int n = 0; n < 650; ++n) {
    SampleBlock empty = Block();
    empty.count = 0;
    ASSERT_EQ(bench_->Give(empty), Status::kOk);
    Frame(Block());
  }
  EXPECT_NEAR(minutes_.back().value, 110, 4);
}

TEST_F(ActivityTest, RefusesWhatItDidNotAskFor) {
  VIGIL_VERIFIES("REQ-ACTIVITY-004");
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
    Activity plugin;
    ASSERT_EQ(plugin.Init({}), Status::kOk);
    Inbox in;
    in.now = Timestamp() + Milliseconds(100);
    ASSERT_EQ(in.blocks.Add(block), Status::kOk);
    Outbox out;
    EXPECT_EQ(plugin.Process(in, out), Status::kInvalidArgument);
  }
}

TEST_F(ActivityTest, AFullOutboxIsToldToTheKernel) {
  VIGIL_VERIFIES("REQ-ACTIVITY-004");
  Outbox full;
  while (full.observations.Add(Observation()) == Status::kOk) {
  }
  Activity silent;
  ASSERT_EQ(silent.Init({}), Status::kOk);
  Inbox in;
  in.now = Timestamp() + Milliseconds(100);
  EXPECT_EQ(silent.Process(in, full), Status::kOk);
  in.now = Timestamp() + Seconds(63);
  EXPECT_EQ(silent.Process(in, full), Status::kInternal);

  Activity plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  int refused = 0;
  for (int n = 0; n < 620; ++n) {
    Inbox frame;
    const Timestamp begin = Timestamp() + Milliseconds(100) * n;
    frame.now = begin + Milliseconds(100);
    ASSERT_EQ(frame.blocks.Add(sim::BlockOf(patient_, ChannelId::kAcceleration, begin)), Status::kOk);
    if (plugin.Process(frame, full) == Status::kInternal) ++refused;
  }
  EXPECT_EQ(refused, 1);
}

TEST_F(ActivityTest, InitBringsAnyMemoryToTheSameState) {
  VIGIL_VERIFIES("REQ-ACTIVITY-004");
  alignas(Activity) unsigned char memory[sizeof(Activity)];
  std::memset(memory, 0xA5, sizeof(memory));
  auto* plugin = new (memory) Activity;
  ASSERT_EQ(plugin->Init({}), Status::kOk);
  std::vector<Observation> told;
  for (int n = 0; n < 1300; ++n) {
    Inbox in;
    in.now = bench_->now() + Milliseconds(100);
    ASSERT_EQ(in.blocks.Add(Block()), Status::kOk);
    Outbox out;
    ASSERT_EQ(plugin->Process(in, out), Status::kOk);
    for (const Observation& said : out.observations) Keep(said, told);
    Frame(Block());
  }
  ASSERT_EQ(told.size(), 2u);
  ASSERT_EQ(minutes_.size(), 2u);
  for (std::size_t n = 0; n < 2; ++n) {
    EXPECT_EQ(told[n].value, minutes_[n].value);
    EXPECT_EQ(told[n].validity, Validity::kValid);
  }
}

}  // namespace
}  // namespace vigil::plugins
