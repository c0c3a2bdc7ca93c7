#include "safety_kernel/runtime/runtime.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "safety_kernel/plugin/partition.h"
#include "safety_kernel/runtime/scripted_system.h"
#include "test/verifies.h"

namespace vigil {

// Flips bits as radiation would: anywhere in the kernel's state.
class RuntimeForTest {
 public:
  static constexpr std::size_t kStateBits = sizeof(Runtime::State) * 8;

  static void Flip(Runtime& runtime, std::size_t bit) {
    auto* bytes = reinterpret_cast<unsigned char*>(&runtime.state_);
    bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ 1u << bit % 8);
  }
  static void FlipPending(Runtime& runtime, std::size_t bit) {
    auto* bytes = reinterpret_cast<unsigned char*>(&runtime.pending_);
    bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ 1u << bit % 8);
  }
  static constexpr std::size_t kPendingBits = sizeof(Runtime::pending_) * 8;
  static unsigned char* Pointers(Runtime& runtime) {
    return reinterpret_cast<unsigned char*>(&runtime.system_);
  }
  static constexpr std::size_t kPointerBits =
      (sizeof(Runtime::system_) + sizeof(Runtime::host_)) * 8;
};

namespace {

// Source -> acquisition -> detector -> alerting, each scripted by the test.
class RuntimeTest : public testing::Test {
 protected:
  enum Place : std::uint32_t { kAcquisition, kDetector, kAlerting };

  RuntimeTest() {
    for (ScriptedPlugin* plugin : {&acquisition_, &detector_, &alerting_}) {
      plugin->manifest.interface_version = kKernelInterfaceVersion;
      plugin->manifest.period_us = kFrameUs;
      plugin->manifest.state_bytes = sizeof(ScriptedPlugin);
    }
    acquisition_.manifest.kind = PluginKind::kAcquisition;
    acquisition_.manifest.channels_in[0] = ChannelId::kEcgAdc;
    acquisition_.manifest.channels_out[0] = ChannelId::kEcg;
    acquisition_.process = [](const Inbox& in, Outbox& out) {
      for (const SampleBlock& raw : in.blocks) {
        EXPECT_EQ(out.blocks.Add(EcgOf(raw)), Status::kOk);
      }
      return Status::kOk;
    };
    detector_.manifest.kind = PluginKind::kAlgorithm;
    detector_.manifest.channels_in[0] = ChannelId::kEcg;
    detector_.manifest.observations_out[0] = {.code = ObservationCode::kHeartRate,
                                              .valid_ms = 8000};
    detector_.manifest.observations_out[1] = {.code = ObservationCode::kQrsDetected};
    detector_.process = [](const Inbox& in, Outbox& out) {
      return out.observations.Add(RateAt(in.now));
    };
    alerting_.manifest.kind = PluginKind::kAlerting;
    alerting_.manifest.observations_in[0] = ObservationCode::kHeartRate;
    alerting_.manifest.conditions_out[0] = AlarmId::kHeartRateLow;
    alerting_.process = [this](const Inbox& in, Outbox& out) {
      return out.conditions.Add(Low(low_priority_, in.now));
    };
    system_.plugins = entries_;
    system_.plugin_count = 3;
    system_.frame_us = kFrameUs;
    system_.channels = kChannels;
    system_.channel_count = 2;
    system_.values = kValues;
    system_.value_count = 1;
  }

  static SampleBlock EcgOf(const SampleBlock& raw) {
    SampleBlock ecg = raw;
    ecg.channel = ChannelId::kEcg;
    ecg.unit = Unit::kMicrovolt;
    Seal(ecg);
    return ecg;
  }

  static Observation RateAt(Timestamp time) {
    Observation rate;
    rate.code = ObservationCode::kHeartRate;
    rate.value = 72;
    rate.unit = Unit::kPerMinute;
    rate.validity = Validity::kValid;
    rate.time = time;
    rate.valid_until = time + Seconds(5);
    return rate;
  }

  // Absent when the priority is kNone.
  static AlarmCondition Low(AlarmPriority priority, Timestamp since) {
    AlarmCondition low;
    low.id = AlarmId::kHeartRateLow;
    low.priority = priority;
    low.present = priority != AlarmPriority::kNone;
    low.since = since;
    return low;
  }

  void Start() {
    ASSERT_EQ(runtime_.Start(system_, host_, Timestamp{0}), Status::kOk);
  }

  void Run(int frames) {
    for (int i = 0; i < frames; ++i) {
      ASSERT_EQ(runtime_.RunFrame(FrameStart(frame_), source_, sink_),
                Status::kOk);
      ++frame_;
    }
  }

  // RunFrame does nothing.
  void ExpectStopped() {
    EXPECT_EQ(runtime_.RunFrame(FrameStart(frame_), source_, sink_),
              Status::kFailedPrecondition);
  }

  // The next activation of `plugin` does `fault`, the others what they did.
  static void FailOnce(ScriptedPlugin& plugin,
                       std::function<Status(const Inbox&, Outbox&)> fault) {
    plugin.process = [&plugin, fault, before = plugin.process](
                         const Inbox& in, Outbox& out) {
      const auto go_on = before;
      const Status status = fault(in, out);
      plugin.process = go_on;
      return status;
    };
  }

  static void FailAlways(ScriptedPlugin& plugin) {
    plugin.process = [](const Inbox&, Outbox&) { return Status::kInternal; };
  }

  std::vector<AlarmEvent> AlarmsOf(AlarmId id) const {
    std::vector<AlarmEvent> events;
    for (const AlarmEvent& event : sink_.alarms) {
      if (event.condition.id == id) events.push_back(event);
    }
    return events;
  }

  // One plugin failed in this frame and nothing else is wrong.
  void ExpectOneFailure(const ScriptedPlugin& plugin) {
    EXPECT_EQ(runtime_.counters().plugin_failures, 1u);
    EXPECT_EQ(plugin.inits, 2);
    EXPECT_EQ(runtime_.counters().undelivered, 0u);
  }

  static constexpr ChannelDescription kChannels[] = {
      {.channel = ChannelId::kEcgAdc,
       .period_us = kSamplePeriodUs,
       .from_source = true},
      {.channel = ChannelId::kEcg,
       .period_us = kSamplePeriodUs,
       .reported = true,
       .alarms = {.silent = AlarmId::kEcgSignalLost,
                  .max_silence_us = 2'000'000,
                  .contact_off = AlarmId::kEcgLeadOff,
                  .not_worn = AlarmId::kNotWorn,
                  .contact_delay_us = 1'000'000}},
  };
  static constexpr ValueWatch kValues[] = {
      {.code = ObservationCode::kHeartRate,
       .max_age_us = 8'000'000,
       .alarm = AlarmId::kHeartRateUnavailable},
  };

  AlarmPriority low_priority_ = AlarmPriority::kNone;
  Partition<ScriptedPlugin> partitions_[3];
  ScriptedPlugin& acquisition_ = partitions_[kAcquisition].object;
  ScriptedPlugin& detector_ = partitions_[kDetector].object;
  ScriptedPlugin& alerting_ = partitions_[kAlerting].object;
  PluginEntry entries_[3] = {EntryOf(partitions_[0], acquisition_.manifest),
                             EntryOf(partitions_[1], detector_.manifest),
                             EntryOf(partitions_[2], alerting_.manifest)};
  SystemDescription system_;
  DirectHost host_;
  ScriptedSource source_;
  RecordingSink sink_;
  Runtime runtime_;
  std::int64_t frame_ = 0;
};

// --- start ---

TEST_F(RuntimeTest, RunsNothingBeforeStart) {
  ExpectStopped();
  EXPECT_TRUE(sink_.order.empty());
  EXPECT_TRUE(acquisition_.inboxes.empty());
  EXPECT_FALSE(runtime_.InService(kAcquisition));
}

TEST_F(RuntimeTest, StartsEachPluginOnceWithTheSettings) {
  std::int32_t limit = 0;
  alerting_.init = [&limit](const Settings& settings) {
    limit = SettingOr(settings, SettingId::kHeartRateLowLimit, 50);
    return Status::kOk;
  };
  EXPECT_EQ(system_.settings.Add({SettingId::kHeartRateLowLimit, 45}),
            Status::kOk);
  Start();
  EXPECT_EQ(limit, 45);
  EXPECT_EQ(acquisition_.inits, 1);
  EXPECT_EQ(detector_.inits, 1);
  EXPECT_EQ(alerting_.inits, 1);
  for (std::uint32_t place = 0; place < 3; ++place) {
    EXPECT_TRUE(runtime_.InService(place));
  }
  EXPECT_FALSE(runtime_.InService(3));
  EXPECT_FALSE(runtime_.InService(kMaxPlugins));
}

TEST_F(RuntimeTest, TellsWhichPluginIsOfAnotherVersionAndCallsNone) {
  VIGIL_VERIFIES("REQ-RUN-001");
  detector_.manifest.interface_version.major += 1;
  EXPECT_EQ(runtime_.Start(system_, host_, Timestamp{0}),
            Status::kIncompatible);
  EXPECT_EQ(runtime_.refused_plugin(), kDetector);
  EXPECT_EQ(acquisition_.inits, 0);
  ExpectStopped();
  EXPECT_TRUE(sink_.order.empty());
}

TEST_F(RuntimeTest, APluginThatDoesNotStartIsRefused) {
  alerting_.init = [](const Settings&) { return Status::kInvalidArgument; };
  EXPECT_EQ(runtime_.Start(system_, host_, Timestamp{0}),
            Status::kInvalidArgument);
  EXPECT_EQ(runtime_.refused_plugin(), kAlerting);
  ExpectStopped();
  EXPECT_TRUE(sink_.order.empty());
}

TEST_F(RuntimeTest, AFailedStartAfterAGoodOneStopsTheSystem) {
  Start();
  Run(1);
  system_.frame_us = 0;
  EXPECT_EQ(runtime_.Start(system_, host_, Timestamp{0}),
            Status::kInvalidArgument);
  EXPECT_EQ(runtime_.refused_plugin(), 3u);
  ExpectStopped();
  EXPECT_EQ(acquisition_.inboxes.size(), 1u);
  EXPECT_FALSE(runtime_.InService(kAcquisition));
}

TEST_F(RuntimeTest, SilenceCountsFromTheStart) {
  frame_ = 1000;
  source_.frame = 1000;
  ASSERT_EQ(runtime_.Start(system_, host_, FrameStart(999)), Status::kOk);
  source_.answers.push_back({Status::kUnavailable, {}});
  Run(1);
  EXPECT_TRUE(sink_.alarms.empty());
  EXPECT_EQ(acquisition_.inboxes[0].now, FrameStart(1000));
  EXPECT_EQ(runtime_.counters().clock_faults, 0u);
}

TEST_F(RuntimeTest, StartsAnew) {
  // given: a run with faults and alarms
  Start();
  FailAlways(detector_);
  low_priority_ = AlarmPriority::kHigh;
  Run(10);
  EXPECT_FALSE(runtime_.InService(kDetector));
  // when
  detector_.process = [](const Inbox& in, Outbox& out) {
    return out.observations.Add(RateAt(in.now));
  };
  low_priority_ = AlarmPriority::kNone;
  source_.frame = 0;
  frame_ = 0;
  sink_ = RecordingSink();
  Start();
  // then: it is as if nothing had been
  EXPECT_EQ(runtime_.counters().frames_run, 0u);
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
  Run(3);
  EXPECT_TRUE(runtime_.InService(kDetector));
  EXPECT_TRUE(sink_.alarms.empty());
  ASSERT_EQ(sink_.blocks.size(), 3u);
  EXPECT_EQ(sink_.blocks[0].sequence, 0u);
  EXPECT_EQ(sink_.blocks[0].quality, kQualityGood);
  ASSERT_EQ(sink_.observations.size(), 3u);
  EXPECT_EQ(sink_.observations[0].sequence, 0u);
  EXPECT_EQ(runtime_.counters().samples_acquired, 75u);
}

// --- the way of a sample ---

TEST_F(RuntimeTest, ASampleBecomesAnAlarmWithinOneFrame) {
  VIGIL_VERIFIES("REQ-RUN-025");
  // given: a detector that tells the first sample, an alert that judges it
  detector_.process = [](const Inbox& in, Outbox& out) {
    Observation rate = RateAt(in.now);
    rate.value = in.blocks[0].samples[0];
    return out.observations.Add(rate);
  };
  alerting_.process = [](const Inbox& in, Outbox& out) {
    AlarmCondition low = Low(AlarmPriority::kHigh, in.now);
    low.value = in.observations[0].value;
    return out.conditions.Add(low);
  };
  Start();
  // when
  Run(1);
  // then
  EXPECT_EQ(sink_.order, "soa");
  EXPECT_EQ(sink_.blocks[0].channel, ChannelId::kEcg);
  EXPECT_TRUE(IsIntact(sink_.blocks[0]));
  EXPECT_TRUE(IsIntact(sink_.observations[0]));
  EXPECT_EQ(sink_.alarms[0].condition.value, RawBlock(0).samples[0]);
  EXPECT_EQ(sink_.alarms[0].time, FrameStart(0));
  EXPECT_EQ(runtime_.counters().frames_run, 1u);
  EXPECT_EQ(runtime_.counters().samples_acquired, 25u);
  EXPECT_EQ(runtime_.counters().observations_made, 1u);
  EXPECT_EQ(runtime_.counters().alarms_signalled, 1u);
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
}

TEST_F(RuntimeTest, EachPluginSeesWhatItsManifestNamesAndNothingElse) {
  Start();
  Run(2);
  ASSERT_EQ(acquisition_.inboxes.size(), 2u);
  EXPECT_EQ(acquisition_.inboxes[1].now, FrameStart(1));
  ASSERT_EQ(acquisition_.inboxes[1].blocks.size(), 1u);
  EXPECT_EQ(acquisition_.inboxes[1].blocks[0].channel, ChannelId::kEcgAdc);
  EXPECT_EQ(acquisition_.inboxes[1].observations.size(), 0u);
  ASSERT_EQ(detector_.inboxes[1].blocks.size(), 1u);
  EXPECT_EQ(detector_.inboxes[1].blocks[0].channel, ChannelId::kEcg);
  EXPECT_EQ(detector_.inboxes[1].observations.size(), 0u);
  EXPECT_EQ(alerting_.inboxes[1].blocks.size(), 0u);
  ASSERT_EQ(alerting_.inboxes[1].observations.size(), 1u);
  EXPECT_EQ(alerting_.inboxes[1].observations[0].code,
            ObservationCode::kHeartRate);
}

TEST_F(RuntimeTest, OnlyReportedChannelsLeaveTheKernel) {
  Start();
  Run(3);
  ASSERT_EQ(sink_.blocks.size(), 3u);
  for (const SampleBlock& block : sink_.blocks) {
    EXPECT_EQ(block.channel, ChannelId::kEcg);
  }
}

TEST_F(RuntimeTest, TheKernelNumbersEachCodeByItself) {
  detector_.process = [](const Inbox& in, Outbox& out) {
    Observation beat = RateAt(in.now);
    beat.code = ObservationCode::kQrsDetected;
    beat.unit = Unit::kMicrovolt;
    beat.sequence = 99;
    EXPECT_EQ(out.observations.Add(beat), Status::kOk);
    EXPECT_EQ(out.observations.Add(beat), Status::kOk);
    return out.observations.Add(RateAt(in.now));
  };
  Start();
  Run(2);
  std::vector<std::uint32_t> beats;
  std::vector<std::uint32_t> rates;
  for (const Observation& o : sink_.observations) {
    (o.code == ObservationCode::kHeartRate ? rates : beats).push_back(o.sequence);
    EXPECT_TRUE(IsIntact(o));
  }
  EXPECT_EQ(beats, (std::vector<std::uint32_t>{0, 1, 2, 3}));
  EXPECT_EQ(rates, (std::vector<std::uint32_t>{0, 1}));
}

TEST_F(RuntimeTest, ASlowerPluginRunsInItsPeriodAndMissesNothing) {
  detector_.manifest.period_us = 2 * kFrameUs;
  Start();
  Run(5);  // frames 0, 2 and 4
  ASSERT_EQ(detector_.inboxes.size(), 3u);
  EXPECT_EQ(detector_.inboxes[0].blocks.size(), 1u);
  ASSERT_EQ(detector_.inboxes[1].blocks.size(), 2u);
  EXPECT_EQ(detector_.inboxes[1].blocks[0].sequence, 1u);
  EXPECT_EQ(detector_.inboxes[1].blocks[1].sequence, 2u);
  EXPECT_EQ(detector_.inboxes[2].blocks.size(), 2u);
  EXPECT_EQ(detector_.inboxes[2].now, FrameStart(4));
  EXPECT_EQ(runtime_.counters().undelivered, 0u);
}

TEST_F(RuntimeTest, AnInboxHoldsAllThatAProducerMaySay) {
  alerting_.manifest.period_us = 2 * kFrameUs;
  detector_.process = [](const Inbox& in, Outbox& out) {
    for (int i = 0; i < 8; ++i) {
      EXPECT_EQ(out.observations.Add(RateAt(in.now)), Status::kOk);
    }
    return Status::kOk;
  };
  Start();
  Run(3);
  EXPECT_EQ(alerting_.inboxes[1].observations.size(), 16u);
  EXPECT_EQ(runtime_.counters().undelivered, 0u);
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
}

TEST_F(RuntimeTest, AnOutboxIsEmptyAtEachActivation) {
  std::vector<std::uint32_t> sizes;
  const auto look = [&sizes](const Outbox& out) {
    sizes.push_back(out.blocks.size() + out.observations.size() +
                    out.conditions.size());
  };
  detector_.process = [&look](const Inbox& in, Outbox& out) {
    look(out);
    return out.observations.Add(RateAt(in.now));
  };
  alerting_.process = [&look](const Inbox& in, Outbox& out) {
    look(out);
    return out.conditions.Add(Low(AlarmPriority::kHigh, in.now));
  };
  Start();
  Run(2);
  EXPECT_EQ(sizes, (std::vector<std::uint32_t>{0, 0, 0, 0}));
}

// --- what the source gives ---

TEST_F(RuntimeTest, NothingConvertedIsNoBlock) {
  source_.answers.push_back({Status::kUnavailable, {}});
  Start();
  Run(1);
  ASSERT_EQ(acquisition_.inboxes.size(), 1u);
  EXPECT_TRUE(acquisition_.inboxes[0].blocks.empty());
  EXPECT_EQ(runtime_.counters().samples_acquired, 0u);
  EXPECT_EQ(runtime_.counters().blocks_damaged, 0u);
}

TEST_F(RuntimeTest, ADamagedBlockIsSeenAsDamagedAndWithoutSamples) {
  SampleBlock damaged = RawBlock(0);
  damaged.samples[7] ^= 1 << 20;
  source_.answers.push_back({Status::kOk, damaged});
  Start();
  Run(2);
  const SampleBlock& seen = acquisition_.inboxes[0].blocks[0];
  EXPECT_EQ(seen.quality, kQualityDamaged);
  EXPECT_EQ(seen.count, 0);
  EXPECT_EQ(runtime_.counters().blocks_damaged, 1u);
  EXPECT_EQ(runtime_.counters().samples_acquired, 25u);
  // and on the way out, where the next one tells of the gap
  ASSERT_EQ(sink_.blocks.size(), 2u);
  EXPECT_EQ(sink_.blocks[0].quality, kQualityDamaged);
  EXPECT_EQ(sink_.blocks[1].quality, kQualityGap);
  EXPECT_EQ(sink_.blocks[1].sequence, 1u);
}

TEST_F(RuntimeTest, WhatTheDriverLostIsSeenAsDamaged) {
  for (const Status status : {Status::kDataLoss, Status::kInternal}) {
    source_.answers.push_back({status, {}});
  }
  Start();
  Run(3);
  EXPECT_EQ(acquisition_.inboxes[0].blocks[0].quality, kQualityDamaged);
  EXPECT_EQ(acquisition_.inboxes[1].blocks[0].quality, kQualityDamaged);
  EXPECT_EQ(acquisition_.inboxes[2].blocks[0].quality, kQualityGap);
  EXPECT_EQ(runtime_.counters().blocks_damaged, 2u);
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
}

TEST_F(RuntimeTest, ALostBlockIsCountedAndMarked) {
  source_.answers.push_back({Status::kOk, RawBlock(0)});
  source_.answers.push_back({Status::kUnavailable, {}});
  Start();
  Run(3);
  EXPECT_EQ(runtime_.counters().blocks_lost, 1u);
  ASSERT_EQ(sink_.blocks.size(), 2u);
  EXPECT_EQ(sink_.blocks[1].quality, kQualityGap);
  EXPECT_EQ(sink_.blocks[1].sequence, 2u);
}

TEST_F(RuntimeTest, ARepeatedBlockIsDroppedAndCounted) {
  source_.answers.push_back({Status::kOk, RawBlock(0)});
  source_.answers.push_back({Status::kOk, RawBlock(0)});
  Start();
  Run(2);
  EXPECT_EQ(runtime_.counters().blocks_duplicated, 1u);
  EXPECT_EQ(runtime_.counters().samples_acquired, 25u);
  EXPECT_TRUE(acquisition_.inboxes[1].blocks.empty());
  EXPECT_EQ(sink_.blocks.size(), 1u);
}

// Acceleration and light beside the ECG, which the detector takes.
class SeveralChannelsTest : public RuntimeTest {
 protected:
  SeveralChannelsTest() {
    system_.channels = kBeside;
    system_.channel_count = 4;
    detector_.manifest.channels_in[0] = ChannelId::kAcceleration;
    detector_.manifest.channels_in[1] = ChannelId::kPpgGreen;
  }

  static SampleBlock BlockOf(ChannelId channel, std::int64_t frame) {
    SampleBlock block = RawBlock(frame);
    block.channel = channel;
    block.unit = UnitOf(channel);
    block.period_us = kSlowPeriodUs;
    block.count = static_cast<std::uint16_t>(5 * DimensionsOf(channel));
    Seal(block);
    return block;
  }

  void Give(const SampleBlock& block) {
    source_.others[block.channel].push_back({Status::kOk, block});
  }
  void GiveNothing(ChannelId channel, Status status) {
    source_.others[channel].push_back({status, {}});
  }

  static constexpr std::uint32_t kSlowPeriodUs = 20'000;
  // The channel of a plugin stands between those of the source.
  static constexpr ChannelDescription kBeside[] = {
      {.channel = ChannelId::kAcceleration,
       .period_us = kSlowPeriodUs,
       .from_source = true,
       .alarms = {.silent = AlarmId::kEcgSignalLost, .max_silence_us = 300'000}},
      kChannels[0],
      {.channel = ChannelId::kEcg, .period_us = kSamplePeriodUs},
      {.channel = ChannelId::kPpgGreen,
       .period_us = kSlowPeriodUs,
       .from_source = true,
       .reported = true},
  };
};

TEST_F(SeveralChannelsTest, EachIsAskedForOnceInAFrameInTheOrderOfTheDescription) {
  VIGIL_VERIFIES("REQ-RUN-028");
  Start();
  Run(2);
  const std::vector<ChannelId> frame = {ChannelId::kAcceleration, ChannelId::kEcgAdc,
                                        ChannelId::kPpgGreen};
  std::vector<ChannelId> two_frames = frame;
  two_frames.insert(two_frames.end(), frame.begin(), frame.end());
  EXPECT_EQ(source_.asked, two_frames);
}

TEST_F(SeveralChannelsTest, EachBlockReachesWhoTakesItsChannel) {
  VIGIL_VERIFIES("REQ-RUN-028");
  Give(BlockOf(ChannelId::kAcceleration, 0));
  Give(BlockOf(ChannelId::kPpgGreen, 0));
  Start();
  Run(2);
  ASSERT_EQ(detector_.inboxes[0].blocks.size(), 2u);
  EXPECT_EQ(detector_.inboxes[0].blocks[0].channel, ChannelId::kAcceleration);
  EXPECT_EQ(detector_.inboxes[0].blocks[0].count, 15);
  EXPECT_EQ(detector_.inboxes[0].blocks[1].channel, ChannelId::kPpgGreen);
  ASSERT_EQ(acquisition_.inboxes[0].blocks.size(), 1u);
  EXPECT_EQ(acquisition_.inboxes[0].blocks[0].channel, ChannelId::kEcgAdc);
  // Of what is reported only.
  ASSERT_EQ(sink_.blocks.size(), 1u);
  EXPECT_EQ(sink_.blocks[0].channel, ChannelId::kPpgGreen);
  // Nothing was converted of them in the second frame.
  EXPECT_TRUE(detector_.inboxes[1].blocks.empty());
  EXPECT_EQ(runtime_.counters().samples_acquired, 2 * 25u + 15u + 5u);
}

TEST_F(SeveralChannelsTest, WhatIsWrongIsCountedOverAllOfThem) {
  VIGIL_VERIFIES("REQ-RUN-028");
  // Lost: one of the ECG, two of the light. Doubled: one of each of two. Damaged: two.
  source_.answers = {{Status::kOk, RawBlock(0)},
                     {Status::kOk, RawBlock(0)},
                     {Status::kOk, RawBlock(2)},
                     {Status::kDataLoss, {}}};
  Give(BlockOf(ChannelId::kPpgGreen, 0));
  Give(BlockOf(ChannelId::kPpgGreen, 0));
  GiveNothing(ChannelId::kPpgGreen, Status::kUnavailable);
  Give(BlockOf(ChannelId::kPpgGreen, 3));
  source_.others[ChannelId::kAcceleration].push_back(
      {Status::kOk, BlockOf(ChannelId::kPpgGreen, 0)});
  Start();
  Run(4);
  EXPECT_EQ(runtime_.counters().blocks_lost, 3u);
  EXPECT_EQ(runtime_.counters().blocks_duplicated, 2u);
  EXPECT_EQ(runtime_.counters().blocks_damaged, 2u);
  EXPECT_EQ(runtime_.counters().samples_acquired, 2 * 25u + 2 * 5u);
}

TEST_F(SeveralChannelsTest, TheSilenceOfOneIsAlarmedWhileTheOthersGoOn) {
  VIGIL_VERIFIES("REQ-RUN-028");
  for (std::int64_t frame = 0; frame < 8; ++frame) {
    if (frame < 2) Give(BlockOf(ChannelId::kAcceleration, frame));
    Give(BlockOf(ChannelId::kPpgGreen, frame));
  }
  Start();
  Run(4);
  EXPECT_TRUE(AlarmsOf(AlarmId::kEcgSignalLost).empty());
  Run(4);
  EXPECT_EQ(AlarmsOf(AlarmId::kEcgSignalLost).size(), 1u);
  EXPECT_EQ(sink_.blocks.size(), 8u);
  EXPECT_EQ(runtime_.counters().blocks_damaged, 0u);
}

// --- a plugin that breaks its promise ---

TEST_F(RuntimeTest, TheOutputsOfAFailedActivationAreDropped) {
  VIGIL_VERIFIES("REQ-RUN-003");
  FailOnce(detector_, [](const Inbox& in, Outbox& out) {
    EXPECT_EQ(out.observations.Add(RateAt(in.now)), Status::kOk);
    return Status::kDataLoss;
  });
  Start();
  Run(1);
  ExpectOneFailure(detector_);
  for (const Observation& o : sink_.observations) {
    EXPECT_EQ(o.validity, Validity::kUndeterminable);
  }
}

TEST_F(RuntimeTest, AFailureIsToldInPlaceOfEachOutput) {
  VIGIL_VERIFIES("REQ-RUN-004");
  FailOnce(detector_,
           [](const Inbox&, Outbox&) { return Status::kDeadlineExceeded; });
  Start();
  Run(1);
  ASSERT_EQ(sink_.observations.size(), 2u);
  EXPECT_EQ(sink_.observations[0].code, ObservationCode::kHeartRate);
  EXPECT_EQ(sink_.observations[0].unit, Unit::kPerMinute);
  EXPECT_EQ(sink_.observations[1].code, ObservationCode::kQrsDetected);
  for (const Observation& o : sink_.observations) {
    EXPECT_EQ(o.validity, Validity::kUndeterminable);
    EXPECT_EQ(o.reason, Reason::kDataGap);
    EXPECT_EQ(o.value, 0);
    EXPECT_EQ(o.time, FrameStart(0));
    EXPECT_EQ(o.valid_until, FrameStart(0));
    EXPECT_TRUE(IsIntact(o));
  }
  // who rests on it learns of it
  ASSERT_EQ(alerting_.inboxes[0].observations.size(), 1u);
  EXPECT_EQ(alerting_.inboxes[0].observations[0].reason, Reason::kDataGap);
  // and the plugin goes on
  Run(1);
  EXPECT_EQ(sink_.observations[2].validity, Validity::kValid);
  EXPECT_EQ(sink_.observations[2].sequence, 1u);
}

// Each of these activations breaks the contract in one way only.
TEST_F(RuntimeTest, UnsoundObservationsAreFailures) {
  VIGIL_VERIFIES("REQ-RUN-012");
  struct Fault {
    const char* name;
    std::function<void(Observation&, Timestamp)> apply;
  };
  const Fault faults[] = {
      {"undeclared code",
       [](Observation& o, Timestamp) {
         o.code = static_cast<ObservationCode>(5);
         o.unit = Unit::kNone;
       }},
      {"no code", [](Observation& o,
                     Timestamp) { o.code = ObservationCode::kNone; }},
      {"wrong unit",
       [](Observation& o, Timestamp) { o.unit = Unit::kMillisecond; }},
      {"unknown validity",
       [](Observation& o, Timestamp) { o.validity = static_cast<Validity>(3); }},
      {"unknown reason",
       [](Observation& o, Timestamp) { o.reason = static_cast<Reason>(13); }},
      {"undeterminable without a reason",
       [](Observation& o, Timestamp) { o.validity = Validity::kUndeterminable; }},
      {"from the future",
       [](Observation& o, Timestamp now) { o.time = now + Microseconds(1); }},
      {"ends before it begins",
       [](Observation& o, Timestamp now) {
         o.valid_until = now - Microseconds(1);
       }},
      {"before the device started",
       [](Observation& o, Timestamp) { o.time = Timestamp{-1}; }},
      {"over already",
       [](Observation& o, Timestamp now) {
         o.time = now - Microseconds(2);
         o.valid_until = now - Microseconds(1);
       }},
      {"without end",
       [](Observation& o, Timestamp) { o.valid_until = Timestamp{INT64_MAX}; }},
      {"longer than declared",
       [](Observation& o, Timestamp) {
         o.valid_until = o.time + Milliseconds(8000) + Microseconds(1);
       }},
  };
  for (const Fault& fault : faults) {
    FailOnce(detector_, [&fault](const Inbox& in, Outbox& out) {
      EXPECT_EQ(out.observations.Add(RateAt(in.now)), Status::kOk);
      Observation observation = RateAt(in.now);
      fault.apply(observation, in.now);
      return out.observations.Add(observation);
    });
    detector_.inits = 0;
    Start();
    frame_ = 0;
    source_.frame = 0;
    sink_ = RecordingSink();
    SCOPED_TRACE(fault.name);
    Run(1);
    ExpectOneFailure(detector_);
    ASSERT_EQ(sink_.observations.size(), 2u);  // the kernel's own two
  }
}

TEST_F(RuntimeTest, TheLimitsOfSoundnessAreSound) {
  VIGIL_VERIFIES("REQ-RUN-012");
  detector_.process = [](const Inbox& in, Outbox& out) {
    Observation observation = RateAt(in.now);
    observation.validity = Validity::kQuestionable;
    observation.reason = Reason::kStale;
    observation.valid_until = in.now;
    return out.observations.Add(observation);
  };
  Start();
  Run(1);
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
}

TEST_F(RuntimeTest, WhatIsUndeterminableLosesItsValueOnTheWayOut) {
  VIGIL_VERIFIES("REQ-RUN-004");
  detector_.process = [](const Inbox& in, Outbox& out) {
    Observation rate = RateAt(in.now);
    rate.validity = Validity::kUndeterminable;
    rate.reason = Reason::kNoise;
    rate.unit = Unit::kNone;
    return out.observations.Add(rate);
  };
  Start();
  Run(1);
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
  ASSERT_EQ(sink_.observations.size(), 1u);
  EXPECT_EQ(sink_.observations[0].value, 0);
  EXPECT_EQ(sink_.observations[0].unit, Unit::kPerMinute);
  EXPECT_EQ(sink_.observations[0].reason, Reason::kNoise);
}

TEST_F(RuntimeTest, UnsoundConditionsAreFailures) {
  VIGIL_VERIFIES("REQ-RUN-013");
  struct Fault {
    const char* name;
    std::function<void(AlarmCondition&, Timestamp)> apply;
  };
  const Fault faults[] = {
      {"undeclared",
       [](AlarmCondition& c, Timestamp) { c.id = AlarmId::kHeartRateHigh; }},
      {"the kernel's own",
       [](AlarmCondition& c, Timestamp) { c.id = AlarmId::kEcgSignalLost; }},
      {"without priority",
       [](AlarmCondition& c, Timestamp) { c.priority = AlarmPriority::kNone; }},
      {"unknown priority",
       [](AlarmCondition& c, Timestamp) {
         c.priority = static_cast<AlarmPriority>(4);
       }},
      {"from the future",
       [](AlarmCondition& c, Timestamp now) { c.since = now + Seconds(1); }},
      {"before the device started",
       [](AlarmCondition& c, Timestamp) { c.since = Timestamp{-1}; }},
  };
  for (const Fault& fault : faults) {
    FailOnce(alerting_, [&fault](const Inbox& in, Outbox& out) {
      AlarmCondition condition = Low(AlarmPriority::kHigh, in.now);
      fault.apply(condition, in.now);
      if (condition.id != AlarmId::kHeartRateLow) {  // that one is owed
        EXPECT_EQ(out.conditions.Add(Low(AlarmPriority::kNone, in.now)),
                  Status::kOk);
      }
      return out.conditions.Add(condition);
    });
    alerting_.inits = 0;
    Start();
    frame_ = 0;
    source_.frame = 0;
    sink_ = RecordingSink();
    SCOPED_TRACE(fault.name);
    Run(1);
    ExpectOneFailure(alerting_);
    ASSERT_EQ(sink_.alarms.size(), 1u);
    EXPECT_EQ(sink_.alarms[0].condition.id, AlarmId::kPluginRestarted);
  }
}

TEST_F(RuntimeTest, SilenceAboutAConditionIsAFailure) {
  VIGIL_VERIFIES("REQ-RUN-013");
  FailOnce(alerting_, [](const Inbox&, Outbox&) { return Status::kOk; });
  Start();
  Run(1);
  ExpectOneFailure(alerting_);
}

TEST_F(RuntimeTest, APluginWithoutConditionsOwesNone) {
  alerting_.manifest.conditions_out[0] = AlarmId::kNone;
  alerting_.process = [](const Inbox&, Outbox&) { return Status::kOk; };
  Start();
  Run(2);
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
}

TEST_F(RuntimeTest, UnsoundBlocksAreFailures) {
  const auto resealed = [](SampleBlock block) {
    Seal(block);
    return block;
  };
  struct Fault {
    const char* name;
    std::function<SampleBlock(SampleBlock)> apply;
  };
  const Fault faults[] = {
      {"undeclared channel",
       [&](SampleBlock b) {
         b.channel = ChannelId::kEcgAdc;
         b.unit = Unit::kAdcCount;
         return resealed(b);
       }},
      {"unknown channel",
       [&](SampleBlock b) {
         b.channel = static_cast<ChannelId>(77);
         return resealed(b);
       }},
      {"wrong unit",
       [&](SampleBlock b) {
         b.unit = Unit::kMillisecond;
         return resealed(b);
       }},
      {"not sealed",
       [](SampleBlock b) {
         b.samples[0] ^= 1;
         return b;
       }},
      {"more samples than there is room",
       [&](SampleBlock b) {
         b.count = kMaxSamplesPerBlock + 1;
         return resealed(b);
       }},
      {"from the future",
       [&](SampleBlock b) {
         b.first_sample = b.first_sample + Milliseconds(20);
         return resealed(b);
       }},
  };
  for (const Fault& fault : faults) {
    FailOnce(acquisition_, [&fault](const Inbox& in, Outbox& out) {
      return out.blocks.Add(fault.apply(EcgOf(in.blocks[0])));
    });
    acquisition_.inits = 0;
    detector_.inboxes.clear();
    Start();
    frame_ = 0;
    source_.frame = 0;
    sink_ = RecordingSink();
    SCOPED_TRACE(fault.name);
    Run(1);
    ExpectOneFailure(acquisition_);
    EXPECT_TRUE(sink_.blocks.empty());
    EXPECT_TRUE(detector_.inboxes[0].blocks.empty());
    Run(1);
    ASSERT_EQ(sink_.blocks.size(), 1u);
    EXPECT_EQ(sink_.blocks[0].quality, kQualityGap);
  }
}

TEST_F(RuntimeTest, TwoBlocksOfOneChannelInAnActivationAreAFailure) {
  FailOnce(acquisition_, [](const Inbox& in, Outbox& out) {
    SampleBlock first = EcgOf(in.blocks[0]);
    SampleBlock second = first;
    first.count = 10;
    Seal(first);
    second.count = 15;
    second.sequence += 1;
    second.first_sample = SampleTime(first, 10);
    Seal(second);
    EXPECT_EQ(out.blocks.Add(first), Status::kOk);
    return out.blocks.Add(second);
  });
  Start();
  Run(1);
  ExpectOneFailure(acquisition_);
  EXPECT_TRUE(sink_.blocks.empty());
}

TEST_F(RuntimeTest, AnUndeclaredBlockBesideAGoodOneIsAFailure) {
  VIGIL_VERIFIES("REQ-RUN-003");
  FailOnce(acquisition_, [](const Inbox& in, Outbox& out) {
    EXPECT_EQ(out.blocks.Add(EcgOf(in.blocks[0])), Status::kOk);
    return out.blocks.Add(in.blocks[0]);
  });
  Start();
  Run(1);
  ExpectOneFailure(acquisition_);
  EXPECT_TRUE(sink_.blocks.empty());
  Run(1);
  ASSERT_EQ(sink_.blocks.size(), 1u);
  EXPECT_EQ(sink_.blocks[0].quality, kQualityGap);
}

TEST_F(RuntimeTest, ABlockThatComesAgainIsAFailureOfThePlugin) {
  Start();
  Run(1);
  FailOnce(acquisition_, [](const Inbox&, Outbox& out) {
    return out.blocks.Add(EcgOf(RawBlock(0)));
  });
  Run(1);
  ExpectOneFailure(acquisition_);
  EXPECT_EQ(sink_.blocks.size(), 1u);
}

TEST_F(RuntimeTest, GoodOutputsBesideABadOneAreDroppedToo) {
  VIGIL_VERIFIES("REQ-RUN-003");
  FailOnce(acquisition_, [](const Inbox& in, Outbox& out) {
    EXPECT_EQ(out.blocks.Add(EcgOf(in.blocks[0])), Status::kOk);
    return out.observations.Add(RateAt(in.now));  // not declared
  });
  Start();
  Run(1);
  ExpectOneFailure(acquisition_);
  EXPECT_TRUE(sink_.blocks.empty());
}

TEST_F(RuntimeTest, WhatCameForAFailedActivationIsNotGivenAgain) {
  FailOnce(acquisition_, [](const Inbox&, Outbox&) { return Status::kInternal; });
  Start();
  Run(2);
  ASSERT_EQ(acquisition_.inboxes[1].blocks.size(), 1u);
  EXPECT_EQ(acquisition_.inboxes[1].blocks[0].sequence, 1u);
}

// --- restart and out of service ---

TEST_F(RuntimeTest, APluginIsStartedAgainSoOftenAndThenTakenOutOfService) {
  VIGIL_VERIFIES("REQ-RUN-005");
  Start();
  FailAlways(detector_);
  for (std::uint32_t failure = 1; failure <= FaultPolicy().restarts; ++failure) {
    Run(1);
    EXPECT_TRUE(runtime_.InService(kDetector));
    EXPECT_EQ(detector_.inits, 1 + static_cast<int>(failure));
    EXPECT_TRUE(AlarmsOf(AlarmId::kPluginFailed).empty());
  }
  Run(1);
  EXPECT_FALSE(runtime_.InService(kDetector));
  EXPECT_EQ(detector_.inits, 1 + static_cast<int>(FaultPolicy().restarts));
  EXPECT_EQ(runtime_.counters().plugin_failures, FaultPolicy().restarts + 1);
  const std::vector<AlarmEvent> events = AlarmsOf(AlarmId::kPluginFailed);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].condition.value, static_cast<std::int32_t>(kDetector));
  EXPECT_EQ(events[0].condition.limit,
            static_cast<std::int32_t>(FaultPolicy().restarts));
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kHigh);
  EXPECT_EQ(events[0].transition, AlarmTransition::kRaised);
  EXPECT_EQ(events[0].condition.since, FrameStart(FaultPolicy().restarts));
  EXPECT_EQ(events[0].time, FrameStart(FaultPolicy().restarts));
}

TEST_F(RuntimeTest, APluginOutOfServiceIsNotCalledAndTheOthersGoOn) {
  VIGIL_VERIFIES("REQ-RUN-006");
  Start();
  FailAlways(detector_);
  Run(4);
  const std::size_t calls = detector_.inboxes.size();
  const std::size_t observations = sink_.observations.size();
  detector_.process = [](const Inbox& in, Outbox& out) {
    return out.observations.Add(RateAt(in.now));
  };
  Run(10);
  EXPECT_EQ(detector_.inboxes.size(), calls);
  EXPECT_EQ(sink_.observations.size(), observations);
  EXPECT_EQ(acquisition_.inboxes.size(), 14u);
  EXPECT_EQ(alerting_.inboxes.size(), 14u);
  EXPECT_EQ(sink_.blocks.size(), 14u);
  EXPECT_EQ(AlarmsOf(AlarmId::kPluginFailed).size(), 1u);
  EXPECT_EQ(runtime_.counters().undelivered, 0u);
}

TEST_F(RuntimeTest, FailuresFarApartCountTogether) {
  Start();
  for (int i = 0; i < 3; ++i) {
    FailOnce(alerting_, [](const Inbox&, Outbox&) { return Status::kInternal; });
    Run(20);
  }
  EXPECT_TRUE(runtime_.InService(kAlerting));
  FailOnce(alerting_, [](const Inbox&, Outbox&) { return Status::kInternal; });
  Run(1);
  EXPECT_FALSE(runtime_.InService(kAlerting));
}

TEST_F(RuntimeTest, WhatDoesNotStartIsStartedAgainInPlaceOfItsActivation) {
  Start();
  FailOnce(detector_, [](const Inbox&, Outbox&) { return Status::kInternal; });
  int refusals = 2;
  detector_.init = [&refusals](const Settings&) {
    return refusals-- > 0 ? Status::kInternal : Status::kOk;
  };
  Run(1);  // fails, and does not start
  EXPECT_EQ(runtime_.counters().plugin_failures, 1u);
  EXPECT_EQ(detector_.inits, 2);
  Run(1);  // does not start
  EXPECT_EQ(runtime_.counters().plugin_failures, 2u);
  EXPECT_EQ(detector_.inits, 3);
  Run(1);  // starts
  EXPECT_EQ(runtime_.counters().plugin_failures, 2u);
  EXPECT_EQ(detector_.inits, 4);
  EXPECT_EQ(detector_.inboxes.size(), 1u);
  Run(1);
  EXPECT_EQ(detector_.inboxes.size(), 2u);
  EXPECT_TRUE(runtime_.InService(kDetector));
  // Each of its activations was answered for.
  ASSERT_EQ(sink_.observations.size(), 7u);
  for (std::size_t n = 0; n < 6; ++n) {
    EXPECT_EQ(sink_.observations[n].validity, Validity::kUndeterminable) << n;
  }
  EXPECT_EQ(sink_.observations[6].validity, Validity::kValid);
}

TEST_F(RuntimeTest, APluginThatNeverStartsAgainIsTakenOutOfService) {
  Start();
  FailOnce(detector_, [](const Inbox&, Outbox&) { return Status::kInternal; });
  detector_.init = [](const Settings&) { return Status::kInternal; };
  Run(3);
  EXPECT_TRUE(runtime_.InService(kDetector));
  Run(1);
  EXPECT_FALSE(runtime_.InService(kDetector));
  EXPECT_EQ(runtime_.counters().plugin_failures, 4u);
  EXPECT_EQ(AlarmsOf(AlarmId::kPluginFailed).size(), 1u);
  EXPECT_EQ(sink_.observations.size(), 8u);
  Run(5);
  EXPECT_EQ(sink_.observations.size(), 8u);
  EXPECT_EQ(detector_.inits, 5);
}

TEST_F(RuntimeTest, WhatAPluginWroteIntoItsMailboxDoesNotOutliveIt) {
  Setting limit = {SettingId::kHeartRateLowLimit, 45};
  ASSERT_EQ(system_.settings.Add(limit), Status::kOk);
  Start();
  Run(1);
  FailOnce(alerting_, [this](const Inbox&, Outbox&) {
    // On the device it can write its own settings.
    EXPECT_EQ(entries_[kAlerting].mailbox->settings.Replace(
                  0, {SettingId::kHeartRateLowLimit, 1}),
              Status::kOk);
    return Status::kInternal;
  });
  std::int32_t told = 0;
  alerting_.init = [&told](const Settings& settings) {
    told = SettingOr(settings, SettingId::kHeartRateLowLimit, 0);
    return Status::kOk;
  };
  Run(1);
  EXPECT_EQ(told, 45);
}

TEST_F(RuntimeTest, AfterDamageEachPluginBeginsAnewWhateverAnotherDoes) {
  VIGIL_VERIFIES("REQ-RUN-016");
  Start();
  Run(10);
  acquisition_.init = [](const Settings&) { return Status::kInternal; };
  const std::size_t activations = acquisition_.inboxes.size();
  RuntimeForTest::Flip(runtime_, 4321);
  Run(4);
  EXPECT_EQ(detector_.inits, 2);
  EXPECT_EQ(alerting_.inits, 2);
  // It never ran without a start, and each try that failed was counted.
  EXPECT_EQ(acquisition_.inboxes.size(), activations);
  EXPECT_FALSE(runtime_.InService(kAcquisition));
  EXPECT_EQ(AlarmsOf(AlarmId::kPluginFailed).size(), 1u);
}

TEST_F(RuntimeTest, NoNumberOfAnEventComesTwiceAfterDamage) {
  VIGIL_VERIFIES("REQ-RUN-027");
  Start();
  low_priority_ = AlarmPriority::kHigh;
  Run(5);
  ASSERT_EQ(sink_.alarms.size(), 1u);
  EXPECT_EQ(sink_.alarms[0].sequence, 0u);
  RuntimeForTest::Flip(runtime_, 4321);
  Run(1);
  ASSERT_EQ(sink_.alarms.size(), 3u);
  EXPECT_EQ(sink_.alarms[1].sequence, 1u << 24);
  EXPECT_EQ(sink_.alarms[2].sequence, (1u << 24) + 1);
}

TEST_F(RuntimeTest, AnOrderThatIsDoneIsNotDoneAgain) {
  VIGIL_VERIFIES("REQ-RUN-019");
  for (std::uint32_t bit = 0; bit < RuntimeForTest::kPendingBits; ++bit) {
    Runtime runtime;
    runtime_ = runtime;
    frame_ = 1;
    sink_ = RecordingSink();
    low_priority_ = AlarmPriority::kNone;
    Start();
    Run(1);
    ASSERT_EQ(runtime_.Order({.action = OperatorAction::kSwitchOff,
                              .quiet = Quiet::kAlarm}),
              Status::kOk);
    Run(1);
    ASSERT_EQ(runtime_.Order({.action = OperatorAction::kSwitchOn,
                              .quiet = Quiet::kAlarm}),
              Status::kOk);
    Run(1);
    RuntimeForTest::FlipPending(runtime_, bit);
    EXPECT_EQ(runtime_.Order({}), Status::kDataLoss) << bit;
    EXPECT_EQ(runtime_.NoteFault(AlarmId::kSelfTestFailed, 0), Status::kDataLoss);
    low_priority_ = AlarmPriority::kHigh;
    Run(1);
    EXPECT_EQ(runtime_.surface().sound, AlarmPriority::kHigh) << bit;
    Run(3);
    EXPECT_EQ(AlarmsOf(AlarmId::kKernelStateDamaged).size(), 1u) << bit;
    EXPECT_EQ(runtime_.recoveries(), 1u) << bit;
  }
}

TEST_F(RuntimeTest, AnOrderThatWaitsAmongDamageIsNotDone) {
  VIGIL_VERIFIES("REQ-RUN-019");
  Start();
  low_priority_ = AlarmPriority::kHigh;
  Run(1);
  ASSERT_EQ(runtime_.Order({.action = OperatorAction::kSwitchOff, .quiet = Quiet::kAlarm}),
            Status::kOk);
  RuntimeForTest::FlipPending(runtime_, RuntimeForTest::kPendingBits - 1);
  Run(1);
  EXPECT_EQ(runtime_.recoveries(), 1u);
  EXPECT_EQ(runtime_.surface().sound, AlarmPriority::kHigh);
}

TEST_F(RuntimeTest, AFlippedPointerIsMendedAndTold) {
  VIGIL_VERIFIES("REQ-BASE-005");
  for (std::size_t bit = 0; bit < RuntimeForTest::kPointerBits; bit += 7) {
    Runtime runtime;
    runtime_ = runtime;
    frame_ = 1;
    sink_ = RecordingSink();
    Start();
    Run(1);
    unsigned char* bytes = RuntimeForTest::Pointers(runtime_);
    const unsigned char before = bytes[bit / 8];
    bytes[bit / 8] = static_cast<unsigned char>(before ^ 1u << bit % 8);
    Run(1);
    EXPECT_EQ(bytes[bit / 8], before) << bit;
    ASSERT_EQ(AlarmsOf(AlarmId::kKernelStateDamaged).size(), 1u) << bit;
    EXPECT_EQ(AlarmsOf(AlarmId::kKernelStateDamaged)[0].condition.value, 0);
    EXPECT_EQ(runtime_.recoveries(), 0u);
  }
}

TEST_F(RuntimeTest, ConditionsThatContradictEachOtherAreAFailure) {
  VIGIL_VERIFIES("REQ-RUN-013");
  alerting_.process = [](const Inbox& in, Outbox& out) {
    EXPECT_EQ(out.conditions.Add(Low(AlarmPriority::kHigh, in.now)), Status::kOk);
    return out.conditions.Add(Low(AlarmPriority::kNone, in.now));
  };
  Start();
  Run(1);
  EXPECT_EQ(runtime_.counters().plugin_failures, 1u);
}

TEST_F(RuntimeTest, AConditionThatFlickersIsAFailure) {
  VIGIL_VERIFIES("REQ-RUN-014");
  alerting_.process = [n = 0](const Inbox& in, Outbox& out) mutable {
    const bool present = ++n % 2 == 0;
    return out.conditions.Add(
        Low(present ? AlarmPriority::kHigh : AlarmPriority::kNone, in.now));
  };
  Start();
  Run(17);  // eight changes within a second are room enough for who decides
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
  Run(1);
  EXPECT_EQ(runtime_.counters().plugin_failures, 1u);
}

TEST_F(RuntimeTest, LeadsThatComeOffInTurnAreAlarmed) {
  VIGIL_VERIFIES("REQ-RUN-010");
  acquisition_.process = [](const Inbox& in, Outbox& out) {
    for (const SampleBlock& raw : in.blocks) {
      SampleBlock ecg = EcgOf(raw);
      ecg.quality = raw.sequence % 2 == 0 ? kQualityLeadOff : kQualityNotWorn;
      Seal(ecg);
      EXPECT_EQ(out.blocks.Add(ecg), Status::kOk);
    }
    return Status::kOk;
  };
  Start();
  Run(100);
  const std::size_t alarms = AlarmsOf(AlarmId::kEcgLeadOff).size() +
                             AlarmsOf(AlarmId::kNotWorn).size() +
                             AlarmsOf(AlarmId::kEcgSignalLost).size();
  EXPECT_GE(alarms, 1u);
}

TEST_F(RuntimeTest, WhatLatchedStaysWhenItsPluginIsGone) {
  VIGIL_VERIFIES("REQ-ALM-008");
  static constexpr AlarmRule kLatching[] = {
      {.id = AlarmId::kHeartRateLow, .latching = true}};
  system_.rules = kLatching;
  system_.rule_count = 1;
  Start();
  low_priority_ = AlarmPriority::kHigh;
  Run(5);
  FailAlways(alerting_);
  Run(10);
  EXPECT_FALSE(runtime_.InService(kAlerting));
  const std::vector<AlarmEvent> events = AlarmsOf(AlarmId::kHeartRateLow);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].transition, AlarmTransition::kLatched);
}

TEST_F(RuntimeTest, WhoMadeTheSignalsQuietIsTold) {
  VIGIL_VERIFIES("REQ-ALM-007");
  Start();
  Run(1);
  ASSERT_EQ(runtime_.Order({.action = OperatorAction::kPause,
                            .quiet = Quiet::kAudio,
                            .by = 12,
                            .duration = Seconds(2)}),
            Status::kOk);
  Run(30);
  const std::vector<AlarmEvent> events = AlarmsOf(AlarmId::kAudioQuiet);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kRaised);
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kLow);
  EXPECT_EQ(events[0].condition.value, static_cast<std::int32_t>(QuietState::kPaused));
  EXPECT_EQ(events[0].condition.limit, 2);
  EXPECT_EQ(events[0].by, 12);
  EXPECT_EQ(events[1].transition, AlarmTransition::kEnded);
  EXPECT_EQ(events[1].by, 0);
  EXPECT_EQ(events[1].condition.since, events[0].condition.since);
}

TEST_F(RuntimeTest, ASettingIsChangedWhenThePluginsAcceptIt) {
  VIGIL_VERIFIES("REQ-RUN-020");
  ASSERT_EQ(system_.settings.Add({SettingId::kHeartRateLowLimit, 45}), Status::kOk);
  std::vector<std::int32_t> told;
  alerting_.init = [&told](const Settings& settings) {
    told.push_back(SettingOr(settings, SettingId::kHeartRateLowLimit, 0));
    return told.back() > 100 ? Status::kInvalidArgument : Status::kOk;
  };
  Start();
  const auto order = [this](SettingId id, std::int32_t value) {
    ASSERT_EQ(runtime_.Order({.action = OperatorAction::kChangeSetting,
                              .setting = {id, value}}),
              Status::kOk);
    Run(1);
  };
  order(SettingId::kHeartRateLowLimit, 50);
  EXPECT_EQ(SettingOr(runtime_.settings(), SettingId::kHeartRateLowLimit, 0), 50);
  order(SettingId::kHeartRateLowLimit, 101);  // refused, and taken back at once
  EXPECT_EQ(told.size(), 4u);
  EXPECT_EQ(SettingOr(runtime_.settings(), SettingId::kHeartRateLowLimit, 0), 50);
  order(SettingId::kHeartRateHighLimit, 120);  // the product has no such setting
  EXPECT_EQ(told, (std::vector<std::int32_t>{45, 50, 101, 50}));
  EXPECT_EQ(detector_.inits, 1);
  Run(3);
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
}

TEST_F(RuntimeTest, LightAndSounderFollowTheirPatterns) {
  VIGIL_VERIFIES("REQ-RUN-024");
  Start();
  Run(1);
  ASSERT_EQ(sink_.indications.size(), 1u);
  EXPECT_EQ(sink_.indications[0].light, LightColour::kNone);
  EXPECT_EQ(sink_.indications[0].tone_hz, 0u);
  low_priority_ = AlarmPriority::kHigh;
  Run(10);
  std::string light, sound;
  for (std::size_t n = 1; n < sink_.indications.size(); ++n) {
    light += sink_.indications[n].light == LightColour::kRed ? '#' : '.';
    sound += sink_.indications[n].tone_hz != 0 ? '#' : '.';
  }
  EXPECT_EQ(light, "##...##...");
  EXPECT_EQ(sound, "#.#.#.#.#.");
}

TEST_F(RuntimeTest, ARestartedPluginMayCountItsBlocksAnew) {
  std::uint32_t sequence = 0;
  acquisition_.process = [&sequence](const Inbox& in, Outbox& out) {
    SampleBlock ecg = EcgOf(in.blocks[0]);
    ecg.sequence = sequence++;
    Seal(ecg);
    return out.blocks.Add(ecg);
  };
  acquisition_.init = [&sequence](const Settings&) {
    sequence = 0;
    return Status::kOk;
  };
  Start();
  Run(5);
  FailOnce(acquisition_, [](const Inbox&, Outbox&) { return Status::kInternal; });
  Run(3);
  EXPECT_EQ(runtime_.counters().plugin_failures, 1u);
  ASSERT_EQ(sink_.blocks.size(), 7u);
  EXPECT_EQ(sink_.blocks[5].quality, kQualityGap);
  EXPECT_EQ(sink_.blocks[5].sequence, 5u);
  EXPECT_EQ(sink_.blocks[6].quality, kQualityGood);
}

TEST_F(RuntimeTest, TheAlarmsOfAPluginOutOfServiceEndAndItsFailureComesFirst) {
  VIGIL_VERIFIES("REQ-RUN-005");
  low_priority_ = AlarmPriority::kMedium;
  Start();
  Run(1);
  ASSERT_EQ(AlarmsOf(AlarmId::kHeartRateLow).size(), 1u);
  FailAlways(alerting_);
  Run(3);
  EXPECT_EQ(AlarmsOf(AlarmId::kHeartRateLow).size(), 1u);  // a restart ends none
  sink_.alarms.clear();
  Run(1);
  ASSERT_EQ(sink_.alarms.size(), 3u);
  EXPECT_EQ(sink_.alarms[0].condition.id, AlarmId::kPluginFailed);
  EXPECT_EQ(sink_.alarms[1].condition.id, AlarmId::kHeartRateLow);
  EXPECT_EQ(sink_.alarms[1].transition, AlarmTransition::kEnded);
  EXPECT_EQ(sink_.alarms[2].condition.id, AlarmId::kPluginRestarted);
  EXPECT_EQ(sink_.alarms[2].transition, AlarmTransition::kEnded);
  EXPECT_EQ(sink_.alarms[1].time, sink_.alarms[2].time);
}

// --- staleness ---

TEST_F(RuntimeTest, StaleObservationsReachAnAlertAsUndeterminable) {
  VIGIL_VERIFIES("REQ-RUN-007");
  // given: an alert that runs after the validity has ended
  alerting_.manifest.period_us = 2 * kFrameUs;
  detector_.process = [](const Inbox& in, Outbox& out) {
    Observation rate = RateAt(in.now);
    rate.valid_until = in.now + Microseconds(kFrameUs - 1);
    return out.observations.Add(rate);
  };
  Start();
  // when
  Run(3);
  // then: of the two that came the older one is stale
  ASSERT_EQ(alerting_.inboxes[1].observations.size(), 2u);
  const Observation& stale = alerting_.inboxes[1].observations[0];
  EXPECT_EQ(stale.validity, Validity::kUndeterminable);
  EXPECT_EQ(stale.reason, Reason::kStale);
  EXPECT_EQ(stale.value, 0);
  EXPECT_TRUE(IsIntact(stale));
  const Observation& current = alerting_.inboxes[1].observations[1];
  EXPECT_EQ(current.validity, Validity::kValid);
  EXPECT_EQ(current.value, 72);
  EXPECT_EQ(current.reason, Reason::kNone);
  // and what left the kernel is what the plugin said
  EXPECT_EQ(sink_.observations[1].validity, Validity::kValid);
  EXPECT_EQ(runtime_.counters().undelivered, 0u);
}

TEST_F(RuntimeTest, AnObservationIsNotStaleAtTheLastMomentOfItsValidity) {
  VIGIL_VERIFIES("REQ-RUN-007");
  alerting_.manifest.period_us = 2 * kFrameUs;
  detector_.process = [](const Inbox& in, Outbox& out) {
    Observation rate = RateAt(in.now);
    rate.valid_until = in.now + Microseconds(kFrameUs);
    return out.observations.Add(rate);
  };
  Start();
  Run(3);
  EXPECT_EQ(alerting_.inboxes[1].observations[0].validity, Validity::kValid);
}

TEST_F(RuntimeTest, AStaleQuestionableObservationIsStaleToo) {
  VIGIL_VERIFIES("REQ-RUN-007");
  alerting_.manifest.period_us = 2 * kFrameUs;
  detector_.process = [](const Inbox& in, Outbox& out) {
    Observation rate = RateAt(in.now);
    rate.valid_until = in.now;
    rate.validity = Validity::kQuestionable;
    return out.observations.Add(rate);
  };
  Start();
  Run(3);
  EXPECT_EQ(alerting_.inboxes[1].observations[0].reason, Reason::kStale);
}

TEST_F(RuntimeTest, TheReasonOfAnUndeterminableObservationSurvivesItsTime) {
  detector_.process = [](const Inbox& in, Outbox& out) {
    Observation rate = RateAt(in.now);
    rate.time = Timestamp();
    rate.valid_until = Timestamp();
    rate.validity = Validity::kUndeterminable;
    rate.reason = Reason::kLeadOff;
    return out.observations.Add(rate);
  };
  Start();
  Run(1);
  EXPECT_EQ(alerting_.inboxes[0].observations[0].reason, Reason::kLeadOff);
}

TEST_F(RuntimeTest, AnAlgorithmSeesNothingStaleEither) {
  VIGIL_VERIFIES("REQ-RUN-007");
  alerting_.manifest.kind = PluginKind::kAlgorithm;
  alerting_.manifest.conditions_out[0] = AlarmId::kNone;
  alerting_.manifest.period_us = 2 * kFrameUs;
  alerting_.process = [](const Inbox&, Outbox&) { return Status::kOk; };
  detector_.process = [](const Inbox& in, Outbox& out) {
    Observation rate = RateAt(in.now);
    rate.valid_until = rate.time;
    return out.observations.Add(rate);
  };
  Start();
  Run(3);
  EXPECT_EQ(alerting_.inboxes[1].observations[0].reason, Reason::kStale);
  EXPECT_EQ(alerting_.inboxes[1].observations[1].validity, Validity::kValid);
}

// --- alarms of the kernel ---

TEST_F(RuntimeTest, ASourceThatStopsIsAlarmedInTime) {
  VIGIL_VERIFIES("REQ-RUN-009");
  Start();
  Run(10);
  for (int i = 0; i < 40; ++i) {
    source_.answers.push_back({Status::kUnavailable, {}});
  }
  Run(20);
  EXPECT_TRUE(sink_.alarms.empty());
  Run(1);
  const std::vector<AlarmEvent> events = AlarmsOf(AlarmId::kEcgSignalLost);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kRaised);
  EXPECT_EQ(events[0].condition.since, FrameStart(9));
  EXPECT_EQ(events[0].time - events[0].condition.since,
            Seconds(2) + Microseconds(kFrameUs));
  Run(19);
  Run(1);  // it is back, after a gap
  EXPECT_EQ(AlarmsOf(AlarmId::kEcgSignalLost).size(), 1u);
  Run(1);
  ASSERT_EQ(AlarmsOf(AlarmId::kEcgSignalLost).size(), 2u);
  EXPECT_EQ(sink_.alarms.back().transition, AlarmTransition::kEnded);
}

TEST_F(RuntimeTest, ASystemWithoutEcgHasNoEcgAlarms) {
  static constexpr ChannelDescription kRawOnly[] = {
      {.channel = ChannelId::kEcgAdc,
       .period_us = kSamplePeriodUs,
       .from_source = true,
       .reported = true}};
  system_.channels = kRawOnly;
  system_.channel_count = 1;
  acquisition_.manifest.channels_out[0] = ChannelId::kNone;
  acquisition_.process = [](const Inbox&, Outbox&) { return Status::kOk; };
  detector_.manifest.channels_in[0] = ChannelId::kNone;
  Start();
  Run(100);
  EXPECT_TRUE(sink_.alarms.empty());
  EXPECT_EQ(sink_.blocks.size(), 100u);
  EXPECT_EQ(sink_.blocks[0].channel, ChannelId::kEcgAdc);
}

TEST_F(RuntimeTest, LeadsThatStayOffAreAlarmed) {
  VIGIL_VERIFIES("REQ-RUN-010");
  acquisition_.process = [](const Inbox& in, Outbox& out) {
    SampleBlock ecg = EcgOf(in.blocks[0]);
    ecg.quality = kQualityLeadOff;
    Seal(ecg);
    return out.blocks.Add(ecg);
  };
  Start();
  Run(30);
  EXPECT_EQ(AlarmsOf(AlarmId::kEcgLeadOff).size(), 1u);
  EXPECT_TRUE(AlarmsOf(AlarmId::kEcgSignalLost).empty());
}

TEST_F(RuntimeTest, AHeartRateThatStopsIsAlarmedThoughThePluginRuns) {
  VIGIL_VERIFIES("REQ-RUN-008");
  Start();
  Run(10);
  detector_.process = [](const Inbox&, Outbox&) { return Status::kOk; };
  Run(80);
  EXPECT_TRUE(sink_.alarms.empty());
  Run(1);
  ASSERT_EQ(AlarmsOf(AlarmId::kHeartRateUnavailable).size(), 1u);
  EXPECT_EQ(sink_.alarms[0].condition.since, FrameStart(9));
  EXPECT_EQ(sink_.alarms[0].condition.priority, AlarmPriority::kHigh);
}

TEST_F(RuntimeTest, ASystemWithoutHeartRateHasNoAlarmOfIt) {
  detector_.manifest.observations_out[0] = {.code = ObservationCode::kNone};
  detector_.process = [](const Inbox&, Outbox&) { return Status::kOk; };
  alerting_.manifest.observations_in[0] = ObservationCode::kNone;
  system_.value_count = 0;
  Start();
  Run(100);
  EXPECT_TRUE(sink_.alarms.empty());
}

TEST_F(RuntimeTest, TheOnlyAlarmOfASystemIsToldOnce) {
  static constexpr ChannelDescription kRawOnly[] = {
      {.channel = ChannelId::kEcgAdc,
       .period_us = kSamplePeriodUs,
       .from_source = true}};
  system_.channels = kRawOnly;
  system_.channel_count = 1;
  system_.value_count = 0;
  system_.plugins = &entries_[kAlerting];
  system_.plugin_count = 1;
  alerting_.manifest.observations_in[0] = ObservationCode::kNone;
  low_priority_ = AlarmPriority::kHigh;
  Start();
  Run(2);
  EXPECT_EQ(sink_.order, "a");
}

TEST_F(RuntimeTest, InOneFrameTheHigherAlarmComesFirst) {
  VIGIL_VERIFIES("REQ-RUN-025");
  // given: a low alarm of a plugin in the frame of a lost signal
  Start();
  for (int i = 0; i < 40; ++i) {
    source_.answers.push_back({Status::kUnavailable, {}});
  }
  Run(20);
  ASSERT_TRUE(sink_.alarms.empty());
  low_priority_ = AlarmPriority::kLow;
  Run(1);
  // then
  ASSERT_EQ(sink_.alarms.size(), 2u);
  EXPECT_EQ(sink_.alarms[0].condition.id, AlarmId::kEcgSignalLost);
  EXPECT_EQ(sink_.alarms[1].condition.id, AlarmId::kHeartRateLow);
  EXPECT_EQ(sink_.alarms[0].sequence, 0u);
  EXPECT_EQ(sink_.alarms[1].sequence, 1u);
  EXPECT_EQ(runtime_.counters().alarms_signalled, 2u);
}

// --- clock ---

TEST_F(RuntimeTest, AClockThatStandsStillIsCountedAndSilenceStillAlarmed) {
  VIGIL_VERIFIES("REQ-RUN-018");
  Start();
  for (int i = 0; i < 40; ++i) {
    source_.answers.push_back({Status::kUnavailable, {}});
  }
  EXPECT_EQ(runtime_.RunFrame(FrameStart(0), source_, sink_), Status::kOk);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(runtime_.RunFrame(FrameStart(0), source_, sink_), Status::kOk);
  }
  EXPECT_EQ(runtime_.counters().clock_faults, 20u);
  EXPECT_EQ(AlarmsOf(AlarmId::kEcgSignalLost).size(), 1u);
  ASSERT_FALSE(AlarmsOf(AlarmId::kClockFault).empty());
  EXPECT_EQ(AlarmsOf(AlarmId::kClockFault)[0].condition.value, 0);
  EXPECT_EQ(acquisition_.inboxes.back().now, FrameStart(20));
}

TEST_F(RuntimeTest, AClockThatRunsBackNeverTurnsTheTimeBack) {
  VIGIL_VERIFIES("REQ-RUN-018");
  Start();
  Run(3);
  EXPECT_EQ(runtime_.RunFrame(FrameStart(0), source_, sink_), Status::kOk);
  EXPECT_EQ(acquisition_.inboxes.back().now, FrameStart(3));
  EXPECT_EQ(runtime_.counters().clock_faults, 1u);
  frame_ = 4;
  Run(1);
  EXPECT_EQ(acquisition_.inboxes.back().now, FrameStart(4));
  EXPECT_EQ(runtime_.counters().clock_faults, 1u);
}

TEST_F(RuntimeTest, AClockThatJumpsAheadIsAFault) {
  Start();
  Run(1);
  frame_ = 2;
  Run(1);  // two frames at once may happen
  EXPECT_EQ(runtime_.counters().clock_faults, 0u);
  frame_ = 7;
  Run(1);
  EXPECT_EQ(runtime_.counters().clock_faults, 1u);
  EXPECT_EQ(acquisition_.inboxes.back().now, FrameStart(3));
  ASSERT_EQ(AlarmsOf(AlarmId::kClockFault).size(), 1u);
  EXPECT_EQ(AlarmsOf(AlarmId::kClockFault)[0].time, FrameStart(3));
}

TEST_F(RuntimeTest, AGlitchOfTheClockMakesNoDataOld) {
  VIGIL_VERIFIES("REQ-RUN-018");
  Start();
  Run(5);
  frame_ += 100;
  Run(20);
  EXPECT_EQ(acquisition_.inboxes.back().now, FrameStart(24));
  frame_ -= 100;
  Run(1);
  EXPECT_EQ(acquisition_.inboxes.back().now, FrameStart(25));
  EXPECT_EQ(runtime_.counters().clock_faults, 20u);
  EXPECT_EQ(runtime_.counters().blocks_damaged, 0u);
  EXPECT_TRUE(AlarmsOf(AlarmId::kEcgSignalLost).empty());
}

TEST_F(RuntimeTest, AClockThatStaysAheadIsBelievedAtLast) {
  VIGIL_VERIFIES("REQ-RUN-018");
  Start();
  Run(5);
  frame_ += 1000;
  Run(100);
  EXPECT_EQ(acquisition_.inboxes.back().now, FrameStart(104));
  Run(1);
  EXPECT_EQ(acquisition_.inboxes.back().now, FrameStart(1105));
  Run(10);
  EXPECT_EQ(runtime_.counters().clock_faults, 101u);
}

// --- faults of the device ---

TEST_F(RuntimeTest, WhatTheBoardFindsIsToldWithTheNextFrame) {
  VIGIL_VERIFIES("REQ-RUN-026");
  Start();
  Run(1);
  ASSERT_EQ(runtime_.NoteFault(AlarmId::kScheduleOverrun, 7), Status::kOk);
  EXPECT_TRUE(AlarmsOf(AlarmId::kScheduleOverrun).empty());
  Run(1);
  ASSERT_EQ(AlarmsOf(AlarmId::kScheduleOverrun).size(), 1u);
  EXPECT_EQ(AlarmsOf(AlarmId::kScheduleOverrun)[0].condition.value, 7);
  Run(100);
  EXPECT_EQ(AlarmsOf(AlarmId::kScheduleOverrun).size(), 1u);
  Run(1);  // 10 s after the fault
  ASSERT_EQ(AlarmsOf(AlarmId::kScheduleOverrun).size(), 2u);
  EXPECT_EQ(AlarmsOf(AlarmId::kScheduleOverrun)[1].transition,
            AlarmTransition::kEnded);
}

TEST_F(RuntimeTest, NotesAreBounded) {
  Start();
  EXPECT_EQ(runtime_.NoteFault(AlarmId::kHeartRateLow, 0),
            Status::kInvalidArgument);
  // However many of a low one come, the high one has its place.
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(runtime_.NoteFault(AlarmId::kAlarmLogDamaged, i), Status::kOk);
  }
  EXPECT_EQ(runtime_.NoteFault(AlarmId::kSelfTestFailed, 4), Status::kOk);
  Run(1);
  ASSERT_EQ(AlarmsOf(AlarmId::kSelfTestFailed).size(), 1u);
  ASSERT_EQ(AlarmsOf(AlarmId::kAlarmLogDamaged).size(), 1u);
  EXPECT_EQ(AlarmsOf(AlarmId::kAlarmLogDamaged)[0].condition.value, 9);
  // What failed at the start stays; the other has been told.
  Run(200);
  EXPECT_EQ(AlarmsOf(AlarmId::kSelfTestFailed).size(), 1u);
  EXPECT_EQ(AlarmsOf(AlarmId::kAlarmLogDamaged).size(), 2u);
}

// --- the fault policy ---

TEST_F(RuntimeTest, ARestartIsAnAlarmOfItsOwnThatEndsByItself) {
  Start();
  Run(1);
  FailOnce(detector_, [](const Inbox&, Outbox&) { return Status::kInternal; });
  Run(101);
  ASSERT_EQ(AlarmsOf(AlarmId::kPluginRestarted).size(), 1u);
  const AlarmEvent event = AlarmsOf(AlarmId::kPluginRestarted)[0];
  EXPECT_EQ(event.condition.value, static_cast<std::int32_t>(kDetector));
  EXPECT_EQ(event.condition.priority, AlarmPriority::kLow);
  EXPECT_EQ(event.time, FrameStart(1));
  Run(1);
  EXPECT_EQ(AlarmsOf(AlarmId::kPluginRestarted).back().transition,
            AlarmTransition::kEnded);
}

TEST_F(RuntimeTest, EachPluginHasItsOwnNumberOfRestarts) {
  VIGIL_VERIFIES("REQ-RUN-005");
  system_.policies[kDetector].restarts = 0;
  system_.policies[kAlerting].restarts = 5;
  Start();
  FailAlways(detector_);
  FailAlways(alerting_);
  Run(1);
  EXPECT_FALSE(runtime_.InService(kDetector));
  EXPECT_EQ(detector_.inits, 1);
  Run(4);
  EXPECT_TRUE(runtime_.InService(kAlerting));
  Run(1);
  EXPECT_FALSE(runtime_.InService(kAlerting));
  EXPECT_EQ(alerting_.inits, 6);
}

TEST_F(RuntimeTest, FailuresOfLongAgoAreForgiven) {
  system_.policies[kDetector] = {.restarts = 1, .forgive_after_us = 1'000'000};
  const auto fail = [](const Inbox&, Outbox&) { return Status::kInternal; };
  Start();
  for (int i = 0; i < 5; ++i) {
    FailOnce(detector_, fail);
    Run(11);
    EXPECT_TRUE(runtime_.InService(kDetector)) << i;
  }
  FailOnce(detector_, fail);
  Run(10);
  FailOnce(detector_, fail);
  Run(1);
  EXPECT_FALSE(runtime_.InService(kDetector));
}

TEST_F(RuntimeTest, APluginThatFallsSilentHasFailed) {
  VIGIL_VERIFIES("REQ-RUN-015");
  detector_.manifest.observations_out[0].silence_ms = 500;
  Start();
  Run(1);
  detector_.process = [](const Inbox&, Outbox&) { return Status::kOk; };
  Run(5);
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
  Run(1);
  EXPECT_EQ(runtime_.counters().plugin_failures, 1u);
  EXPECT_EQ(detector_.inits, 2);
  Run(5);  // silence counts anew
  EXPECT_EQ(runtime_.counters().plugin_failures, 1u);
}

// --- memory that changes by itself ---

TEST_F(RuntimeTest, AnyFlippedBitOfItsStateIsFoundAndAlarmed) {
  VIGIL_VERIFIES("REQ-RUN-016");
  for (std::size_t bit = 0; bit < RuntimeForTest::kStateBits; ++bit) {
    sink_ = RecordingSink();
    source_ = ScriptedSource();
    frame_ = 0;
    Start();
    Run(2);
    RuntimeForTest::Flip(runtime_, bit);
    Run(1);
    ASSERT_EQ(runtime_.recoveries(), 1u) << bit;
    ASSERT_EQ(AlarmsOf(AlarmId::kKernelStateDamaged).size(), 1u) << bit;
    ASSERT_EQ(AlarmsOf(AlarmId::kKernelStateDamaged)[0].time, FrameStart(2));
  }
}

TEST_F(RuntimeTest, ItGoesOnAfterAFlippedBit) {
  VIGIL_VERIFIES("REQ-RUN-016");
  Start();
  Run(2);
  RuntimeForTest::Flip(runtime_, 4321);
  const std::size_t before = sink_.blocks.size();
  Run(10);
  EXPECT_EQ(runtime_.recoveries(), 1u);
  EXPECT_EQ(detector_.inits, 2);
  EXPECT_EQ(sink_.blocks.size(), before + 10);
  EXPECT_TRUE(runtime_.InService(kAlerting));
}

TEST_F(RuntimeTest, AFlippedBitOfAPointerChangesNothing) {
  VIGIL_VERIFIES("REQ-BASE-005");
  for (std::size_t bit = 0; bit < RuntimeForTest::kPointerBits; ++bit) {
    Start();
    frame_ = 0;
    unsigned char* bytes = RuntimeForTest::Pointers(runtime_);
    bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ 1u << bit % 8);
    source_ = ScriptedSource();
    Run(1);
    ASSERT_EQ(runtime_.counters().frames_run, 1u) << bit;
    ASSERT_EQ(runtime_.recoveries(), 0u) << bit;
  }
}

TEST_F(RuntimeTest, MemoryThatIsBrokenForGoodEndsInTheSafeState) {
  VIGIL_VERIFIES("REQ-RUN-017");
  Start();
  for (int i = 0; i < 3; ++i) {
    RuntimeForTest::Flip(runtime_, 100);
    Run(1);
  }
  RuntimeForTest::Flip(runtime_, 100);
  sink_ = RecordingSink();
  EXPECT_EQ(runtime_.RunFrame(FrameStart(3), source_, sink_), Status::kDataLoss);
  EXPECT_EQ(runtime_.RunFrame(FrameStart(4), source_, sink_), Status::kDataLoss);
  EXPECT_TRUE(sink_.order.empty());
}

// --- memory of a plugin that holds what no type allows ---

// Ones over the last bytes of an object: of a list, its size.
template <typename T>
void FillEndWithOnes(T& object) {
  auto* end = reinterpret_cast<unsigned char*>(&object) + sizeof object;
  for (std::size_t n = 1; n <= 8; ++n) end[-static_cast<std::ptrdiff_t>(n)] = 0xFF;
}

TEST_F(RuntimeTest, AListThatClaimsToBeLongerThanItIsIsAFailure) {
  const std::function<void(Outbox&)> faults[] = {
      [](Outbox& out) { FillEndWithOnes(out.blocks); },
      [](Outbox& out) { FillEndWithOnes(out.observations); },
      [](Outbox& out) { FillEndWithOnes(out.conditions); },
  };
  for (const auto& fault : faults) {
    Start();
    FailOnce(detector_, [&](const Inbox& in, Outbox& out) {
      EXPECT_EQ(out.observations.Add(RateAt(in.now)), Status::kOk);
      fault(out);
      return Status::kOk;
    });
    frame_ = 0;
    source_ = ScriptedSource();
    Run(1);
    EXPECT_EQ(runtime_.counters().plugin_failures, 1u);
  }
}

TEST_F(RuntimeTest, TheOrderInWhichConditionsAreReportedDoesNotMatter) {
  alerting_.manifest.conditions_out[1] = AlarmId::kHeartRateHigh;
  alerting_.process = [](const Inbox& in, Outbox& out) {
    AlarmCondition high = Low(AlarmPriority::kLow, in.now);
    high.id = AlarmId::kHeartRateHigh;
    EXPECT_EQ(out.conditions.Add(high), Status::kOk);
    return out.conditions.Add(Low(AlarmPriority::kLow, in.now));
  };
  Start();
  Run(1);
  EXPECT_EQ(runtime_.counters().plugin_failures, 0u);
  EXPECT_EQ(sink_.alarms.size(), 2u);
}

TEST_F(RuntimeTest, ABoolThatIsNeitherIsAFailure) {
  VIGIL_VERIFIES("REQ-RUN-013");
  FailOnce(alerting_, [](const Inbox& in, Outbox& out) {
    AlarmCondition low = Low(AlarmPriority::kLow, in.now);
    const unsigned char neither = 0x55;
    __builtin_memcpy(&low.present, &neither, sizeof neither);
    return out.conditions.Add(low);
  });
  Start();
  Run(1);
  EXPECT_EQ(runtime_.counters().plugin_failures, 1u);
  EXPECT_TRUE(AlarmsOf(AlarmId::kHeartRateLow).empty());
}

// --- operators ---

class OperatorTest : public RuntimeTest {
 protected:
  void Order(const OperatorOrder& order) {
    ASSERT_EQ(runtime_.Order(order), Status::kOk);
  }
  OperatorOrder AboutLow(OperatorAction action, std::uint32_t seen) const {
    return {.action = action, .id = AlarmId::kHeartRateLow, .seen = seen, .by = 9};
  }
};

TEST_F(OperatorTest, AnAcknowledgedAlarmIsToldAndQuiet) {
  low_priority_ = AlarmPriority::kHigh;
  Start();
  Run(1);
  EXPECT_EQ(runtime_.surface().sound, AlarmPriority::kHigh);
  Order(AboutLow(OperatorAction::kAcknowledge, sink_.alarms[0].sequence));
  Run(1);
  ASSERT_EQ(sink_.alarms.size(), 2u);
  EXPECT_EQ(sink_.alarms[1].transition, AlarmTransition::kAcknowledged);
  EXPECT_EQ(sink_.alarms[1].by, 9);
  EXPECT_EQ(runtime_.surface().sound, AlarmPriority::kNone);
  EXPECT_EQ(runtime_.surface().light, AlarmPriority::kHigh);
  Run(5);
  EXPECT_EQ(sink_.alarms.size(), 2u);
}

// It came again after somebody saw it, and nobody has seen that.
TEST_F(OperatorTest, AnAcknowledgementOfAnOlderOccurrenceIsRefused) {
  VIGIL_VERIFIES("RC-ACK-SEEN");
  low_priority_ = AlarmPriority::kHigh;
  Start();
  Run(1);
  const std::uint32_t seen = sink_.alarms.back().sequence;
  low_priority_ = AlarmPriority::kNone;
  Run(50);
  low_priority_ = AlarmPriority::kHigh;
  Run(50);
  ASSERT_EQ(sink_.alarms.back().transition, AlarmTransition::kRaised);
  ASSERT_NE(sink_.alarms.back().sequence, seen);
  Order(AboutLow(OperatorAction::kAcknowledge, seen));
  Run(1);
  EXPECT_EQ(sink_.alarms.back().transition, AlarmTransition::kRaised);
  EXPECT_EQ(runtime_.surface().sound, AlarmPriority::kHigh);
}

TEST_F(OperatorTest, WhatFitsNothingHasNoEffect) {
  Start();
  Order(AboutLow(OperatorAction::kAcknowledge, 0));
  Order(AboutLow(OperatorAction::kResetLatched, 0));
  Order({.action = OperatorAction::kPause, .duration = Seconds(0)});
  Order({.action = static_cast<OperatorAction>(99)});
  Run(1);
  EXPECT_TRUE(sink_.alarms.empty());
  EXPECT_EQ(runtime_.surface().audio, QuietState::kOn);
}

TEST_F(OperatorTest, SignalsArePausedSwitchedOffAndOn) {
  low_priority_ = AlarmPriority::kMedium;
  Start();
  Run(1);
  Order({.action = OperatorAction::kPause, .quiet = Quiet::kAudio});
  Run(1);
  EXPECT_EQ(runtime_.surface().audio, QuietState::kPaused);
  Order({.action = OperatorAction::kSwitchOff, .quiet = Quiet::kAlarm});
  Run(1);
  EXPECT_EQ(runtime_.surface().light, AlarmPriority::kNone);
  Order({.action = OperatorAction::kSwitchOn, .quiet = Quiet::kAlarm});
  Order({.action = OperatorAction::kSwitchOn, .quiet = Quiet::kAudio});
  Run(1);
  EXPECT_EQ(runtime_.surface().sound, AlarmPriority::kMedium);
}

TEST_F(OperatorTest, WhatLatchedIsResetByAnOperator) {
  static constexpr AlarmRule kRules[] = {
      {.id = AlarmId::kHeartRateLow, .latching = true}};
  system_.rules = kRules;
  system_.rule_count = 1;
  low_priority_ = AlarmPriority::kMedium;
  Start();
  Run(1);
  low_priority_ = AlarmPriority::kNone;
  Run(50);
  EXPECT_EQ(runtime_.surface().light, AlarmPriority::kMedium);
  Order(AboutLow(OperatorAction::kResetLatched, 0));
  Run(1);
  EXPECT_EQ(runtime_.surface().light, AlarmPriority::kNone);
  EXPECT_EQ(sink_.alarms.back().transition, AlarmTransition::kEnded);
  EXPECT_EQ(sink_.alarms.back().by, 9);
}

TEST_F(OperatorTest, WhatNobodyAcknowledgesEscalatesThoughNothingIsReportedAnew) {
  static constexpr AlarmRule kRules[] = {
      {.id = AlarmId::kPluginFailed, .escalate_after = Seconds(1)},
      {.id = AlarmId::kHeartRateLow, .escalate_after = Seconds(1)}};
  system_.rules = kRules;
  system_.rule_count = 2;
  low_priority_ = AlarmPriority::kMedium;
  Start();
  Run(1);
  // A paused signal comes back by the passing of time alone.
  Order({.action = OperatorAction::kPause, .quiet = Quiet::kAlarm, .duration = Seconds(1)});
  Run(1);
  EXPECT_EQ(runtime_.surface().light, AlarmPriority::kNone);
  Run(10);
  EXPECT_EQ(runtime_.surface().light, AlarmPriority::kHigh);
  EXPECT_EQ(AlarmsOf(AlarmId::kHeartRateLow).size(), 2u);
}

TEST_F(OperatorTest, APauseEndsThoughNothingHappens) {
  Start();
  Order({.action = OperatorAction::kPause, .quiet = Quiet::kAlarm, .duration = Seconds(1)});
  Run(1);
  EXPECT_EQ(runtime_.surface().alarm, QuietState::kPaused);
  Run(10);
  EXPECT_EQ(runtime_.surface().alarm, QuietState::kOn);
}

TEST_F(RuntimeTest, AStartForgetsNotesSilenceAndWhatWaited) {
  detector_.manifest.observations_out[0].silence_ms = 500;
  Start();
  ASSERT_EQ(runtime_.NoteFault(AlarmId::kSelfTestFailed, 1), Status::kOk);
  Run(3);
  ASSERT_EQ(runtime_.NoteFault(AlarmId::kScheduleOverrun, 1), Status::kOk);
  partitions_[kAlerting].mailbox.inbox.blocks.Clear();
  ASSERT_EQ(partitions_[kAlerting].mailbox.inbox.observations.Add(RateAt({})),
            Status::kOk);
  ASSERT_EQ(partitions_[kDetector].mailbox.inbox.blocks.Add(RawBlock(7)), Status::kOk);
  sink_ = RecordingSink();
  alerting_.inboxes.clear();
  detector_.inboxes.clear();
  source_ = ScriptedSource();
  frame_ = 0;
  ASSERT_EQ(runtime_.Start(system_, host_, Timestamp{0}), Status::kOk);
  Run(1);
  EXPECT_TRUE(sink_.alarms.empty());
  EXPECT_EQ(alerting_.inboxes[0].observations.size(), 1u);
  EXPECT_EQ(detector_.inboxes[0].blocks.size(), 1u);
}

TEST_F(RuntimeTest, TheSecondOfTwoWatchedValuesCountsForItself) {
  static constexpr ValueWatch kTwo[] = {
      {.code = ObservationCode::kQrsDetected,
       .max_age_us = 1'000'000,
       .alarm = AlarmId::kNotWorn},
      {.code = ObservationCode::kHeartRate,
       .max_age_us = 1'000'000,
       .alarm = AlarmId::kHeartRateUnavailable},
  };
  static constexpr ChannelDescription kBare[] = {
      {.channel = ChannelId::kEcgAdc,
       .period_us = kSamplePeriodUs,
       .from_source = true},
      {.channel = ChannelId::kEcg, .period_us = kSamplePeriodUs, .reported = true},
  };
  system_.channels = kBare;
  system_.values = kTwo;
  system_.value_count = 2;
  Start();
  Run(20);
  EXPECT_EQ(AlarmsOf(AlarmId::kNotWorn).size(), 1u);
  EXPECT_TRUE(AlarmsOf(AlarmId::kHeartRateUnavailable).empty());
}

TEST_F(OperatorTest, OrdersAreBoundedAndForgottenByAStart) {
  low_priority_ = AlarmPriority::kMedium;
  Start();
  for (int i = 0; i < 8; ++i) {
    Order({.action = OperatorAction::kSwitchOff, .quiet = Quiet::kAlarm});
  }
  EXPECT_EQ(runtime_.Order({}), Status::kFull);
  Start();
  Run(1);
  EXPECT_EQ(runtime_.surface().alarm, QuietState::kOn);
}

// --- the gate ---

// What a target with isolation does: it decides itself what a call gives.
class CuttingHost final : public PluginHost {
 public:
  Status Init(const PluginEntry&) override {
    ++inits;
    return Status::kOk;
  }
  Status Process(const PluginEntry& plugin) override {
    called.push_back(plugin.manifest);
    return Status::kDeadlineExceeded;
  }

  int inits = 0;
  std::vector<const PluginManifest*> called;
};

TEST_F(RuntimeTest, EveryCallOfAPluginGoesThroughTheHost) {
  VIGIL_VERIFIES("REQ-RUN-021");
  CuttingHost host;
  ASSERT_EQ(runtime_.Start(system_, host, Timestamp{0}), Status::kOk);
  EXPECT_EQ(host.inits, 3);
  Run(1);
  EXPECT_EQ(host.called, (std::vector<const PluginManifest*>{
                             &acquisition_.manifest, &detector_.manifest,
                             &alerting_.manifest}));
  EXPECT_EQ(host.inits, 6);
  EXPECT_EQ(runtime_.counters().plugin_failures, 3u);
  EXPECT_EQ(acquisition_.inits, 0);
  EXPECT_TRUE(acquisition_.inboxes.empty());
}

TEST_F(RuntimeTest, TheSameInputGivesTheSameOutput) {
  VIGIL_VERIFIES("REQ-RUN-022");
  const auto run = [this]() {
    sink_ = RecordingSink();
    source_ = ScriptedSource();
    frame_ = 0;
    source_.answers.push_back({Status::kOk, RawBlock(0)});
    source_.answers.push_back({Status::kDataLoss, {}});
    Start();
    Run(50);
    std::vector<std::uint32_t> digest;
    for (const SampleBlock& b : sink_.blocks) digest.push_back(b.integrity);
    for (const Observation& o : sink_.observations) {
      digest.push_back(o.integrity);
    }
    return digest;
  };
  const std::vector<std::uint32_t> first = run();
  EXPECT_EQ(first.size(), 100u);
  EXPECT_EQ(run(), first);
}

TEST_F(RuntimeTest, EachKindOfFaultHasItsPlaceHoweverOftenItIsNoted) {
  Start();
  for (int again = 0; again < 2; ++again) {
    for (const AlarmId id :
         {AlarmId::kScheduleOverrun, AlarmId::kClockFault, AlarmId::kKernelStateDamaged,
          AlarmId::kSelfTestFailed, AlarmId::kAlarmLogDamaged, AlarmId::kInterruptStorm}) {
      EXPECT_EQ(runtime_.NoteFault(id, again), Status::kOk);
    }
  }
}

TEST_F(RuntimeTest, AfterDamageTheAgeOfAValueCountsAnew) {
  detector_.process = [](const Inbox&, Outbox&) { return Status::kOk; };
  Start();
  Run(70);
  RuntimeForTest::Flip(runtime_, 4321);
  Run(70);
  EXPECT_TRUE(AlarmsOf(AlarmId::kHeartRateUnavailable).empty());
  Run(20);
  EXPECT_EQ(AlarmsOf(AlarmId::kHeartRateUnavailable).size(), 1u);
}

TEST_F(RuntimeTest, WhatStandsBehindAPluginOutOfServiceStillGetsItsInputs) {
  detector_.manifest.channels_in[0] = ChannelId::kEcgAdc;
  Start();
  FailAlways(acquisition_);
  Run(10);
  ASSERT_FALSE(runtime_.InService(kAcquisition));
  EXPECT_EQ(detector_.inboxes.back().blocks.size(), 1u);
  EXPECT_EQ(alerting_.inboxes.back().observations.size(), 1u);
}

TEST_F(RuntimeTest, APortAfterAnEmptyOneIsAPortAsWell) {
  acquisition_.manifest.channels_out[0] = ChannelId::kNone;
  acquisition_.manifest.channels_out[1] = ChannelId::kEcg;
  detector_.manifest.observations_out[0] = {};
  detector_.manifest.observations_out[2] = {.code = ObservationCode::kHeartRate,
                                            .valid_ms = 8000};
  Start();
  Run(2);
  FailOnce(acquisition_, [](const Inbox&, Outbox&) { return Status::kInternal; });
  FailOnce(detector_, [](const Inbox&, Outbox&) { return Status::kInternal; });
  Run(2);
  // Of the channel: the first block after the restart follows on a gap.
  EXPECT_EQ(sink_.blocks.back().quality, kQualityGap);
  // Of the observation: told in place of the one that failed.
  ASSERT_GE(sink_.observations.size(), 4u);
  const Observation& rate = sink_.observations[3];
  EXPECT_EQ(rate.code, ObservationCode::kHeartRate);
  EXPECT_EQ(rate.validity, Validity::kUndeterminable);
}

TEST_F(RuntimeTest, EachStaleObservationIsMarkedWhateverStandsBeforeIt) {
  alerting_.manifest.period_us = 2 * kFrameUs;
  detector_.process = [](const Inbox& in, Outbox& out) {
    const Observation lasting = RateAt(in.now);
    Observation noise = lasting;
    noise.valid_until = in.now;
    noise.validity = Validity::kUndeterminable;
    noise.reason = Reason::kNoise;
    Observation brief = lasting;
    brief.valid_until = in.now;
    EXPECT_EQ(out.observations.Add(lasting), Status::kOk);
    EXPECT_EQ(out.observations.Add(noise), Status::kOk);
    return out.observations.Add(brief);
  };
  Start();
  Run(3);
  const auto& seen = alerting_.inboxes[1].observations;
  ASSERT_EQ(seen.size(), 6u);
  EXPECT_EQ(seen[0].validity, Validity::kValid);
  EXPECT_EQ(seen[1].reason, Reason::kNoise);
  EXPECT_EQ(seen[2].reason, Reason::kStale);
  EXPECT_EQ(seen[5].validity, Validity::kValid);
}

TEST_F(RuntimeTest, ARestartOfTheFirstPluginIsToldSinceItsFirstFailure) {
  Start();
  Run(4);
  FailOnce(acquisition_, [](const Inbox&, Outbox&) { return Status::kInternal; });
  Run(1);
  const Timestamp first = FrameStart(4);
  Run(3);
  FailOnce(acquisition_, [](const Inbox&, Outbox&) { return Status::kInternal; });
  Run(1);
  FailAlways(acquisition_);
  Run(5);
  const std::vector<AlarmEvent> events = AlarmsOf(AlarmId::kPluginRestarted);
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events[0].condition.value, 0);
  for (const AlarmEvent& event : events) EXPECT_EQ(event.condition.since, first);
}

TEST_F(RuntimeTest, TheChannelOfTheSourceMayStandLastAndHaveAlarms) {
  static constexpr ChannelDescription kOtherWay[] = {
      {.channel = ChannelId::kEcg, .period_us = kSamplePeriodUs,
       .alarms = {.silent = AlarmId::kEcgSignalLost, .max_silence_us = 400'000}},
      {.channel = ChannelId::kEcgAdc, .period_us = kSamplePeriodUs, .from_source = true,
       .alarms = {.not_worn = AlarmId::kNotWorn, .contact_delay_us = 400'000}}};
  system_.channels = kOtherWay;
  for (int n = 0; n < 20; ++n) {
    ScriptedSource::Answer answer{Status::kOk, RawBlock(n)};
    answer.block.quality = kQualityNotWorn;
    Seal(answer.block);
    source_.answers.push_back(answer);
  }
  acquisition_.process = [](const Inbox&, Outbox&) { return Status::kOk; };
  Start();
  Run(10);
  EXPECT_EQ(runtime_.counters().blocks_damaged, 0u);
  EXPECT_EQ(AlarmsOf(AlarmId::kNotWorn).size(), 1u);
  EXPECT_EQ(AlarmsOf(AlarmId::kEcgSignalLost).size(), 1u);
}

TEST_F(RuntimeTest, ADeviceThatNobodyWearsIsOneAlarmAndNoSignalOfItIsLost) {
  VIGIL_VERIFIES("REQ-RUN-010");
  static constexpr ChannelDescription kBothTell[] = {
      {.channel = ChannelId::kEcg, .period_us = kSamplePeriodUs,
       .alarms = {.not_worn = AlarmId::kNotWorn, .contact_delay_us = 400'000}},
      {.channel = ChannelId::kEcgAdc, .period_us = kSamplePeriodUs, .from_source = true,
       .alarms = {.silent = AlarmId::kEcgSignalLost,
                  .max_silence_us = 300'000,
                  .not_worn = AlarmId::kNotWorn,
                  .contact_delay_us = 400'000}}};
  system_.channels = kBothTell;
  for (int n = 0; n < 40; ++n) {
    ScriptedSource::Answer answer{Status::kOk, RawBlock(n)};
    if (n < 20) answer.block.quality = kQualityNotWorn;
    Seal(answer.block);
    if (n >= 30) answer.status = Status::kUnavailable;
    source_.answers.push_back(answer);
  }
  acquisition_.process = [](const Inbox&, Outbox&) { return Status::kOk; };
  Start();
  Run(20);
  // The first channel, of which nothing comes, does not end what the second one says.
  EXPECT_EQ(AlarmsOf(AlarmId::kNotWorn).size(), 1u);
  EXPECT_EQ(AlarmsOf(AlarmId::kEcgSignalLost).size(), 0u);
  Run(10);
  EXPECT_EQ(AlarmsOf(AlarmId::kNotWorn).size(), 2u);
  EXPECT_EQ(AlarmsOf(AlarmId::kEcgSignalLost).size(), 0u);
  // Worn again, its loss is one.
  Run(10);
  EXPECT_EQ(AlarmsOf(AlarmId::kEcgSignalLost).size(), 1u);
}

TEST_F(RuntimeTest, WhatAFirstChannelSaysOfBeingWornIsNotEndedByALaterOne) {
  VIGIL_VERIFIES("REQ-RUN-010");
  static constexpr ChannelDescription kBothTell[] = {
      {.channel = ChannelId::kEcg, .period_us = kSamplePeriodUs,
       .alarms = {.not_worn = AlarmId::kNotWorn, .contact_delay_us = 400'000}},
      {.channel = ChannelId::kEcgAdc, .period_us = kSamplePeriodUs, .from_source = true,
       .alarms = {.not_worn = AlarmId::kNotWorn, .contact_delay_us = 400'000}}};
  system_.channels = kBothTell;
  acquisition_.process = [](const Inbox& in, Outbox& out) {
    for (const SampleBlock& raw : in.blocks) {
      SampleBlock ecg = EcgOf(raw);
      ecg.quality = kQualityNotWorn;
      Seal(ecg);
      EXPECT_EQ(out.blocks.Add(ecg), Status::kOk);
    }
    return Status::kOk;
  };
  Start();
  Run(20);
  EXPECT_EQ(AlarmsOf(AlarmId::kNotWorn).size(), 1u);
}

// As many plugins and watches as there can be: a step beyond a table leaves it.
TEST_F(RuntimeTest, EveryPlaceOfEveryTableMayBeInUse) {
  static constexpr ValueWatch kAll[kMaxValueWatches] = {
      {ObservationCode::kHeartRate, 8'000'000, 0, AlarmId::kHeartRateUnavailable},
      {ObservationCode::kHeartRate, 8'000'000, 0, AlarmId::kEcgSignalLost},
      {ObservationCode::kHeartRate, 8'000'000, 0, AlarmId::kEcgLeadOff},
      {ObservationCode::kHeartRate, 8'000'000, 0, AlarmId::kNotWorn}};
  static constexpr ChannelDescription kBare[] = {
      {.channel = ChannelId::kEcgAdc, .period_us = kSamplePeriodUs, .from_source = true},
      {.channel = ChannelId::kEcg, .period_us = kSamplePeriodUs}};
  Partition<ScriptedPlugin> more[kMaxPlugins - 3];
  std::vector<PluginEntry> entries(entries_, entries_ + 3);
  for (Partition<ScriptedPlugin>& partition : more) {
    ScriptedPlugin& plugin = partition.object;
    plugin.manifest = detector_.manifest;
    plugin.manifest.observations_out[0] = {};
    plugin.manifest.observations_out[1] = {};
    plugin.process = [](const Inbox&, Outbox&) { return Status::kOk; };
    entries.push_back(EntryOf(partition, plugin.manifest));
  }
  system_.plugins = entries.data();
  system_.plugin_count = kMaxPlugins;
  system_.values = kAll;
  system_.value_count = kMaxValueWatches;
  system_.channels = kBare;
  Start();
  Run(5);
  RuntimeForTest::Flip(runtime_, 4321);
  ASSERT_EQ(runtime_.Order({.action = OperatorAction::kSwitchOn}), Status::kDataLoss);
  Run(5);
  for (std::uint32_t place = 0; place < kMaxPlugins; ++place) {
    EXPECT_TRUE(runtime_.InService(place));
  }
  EXPECT_EQ(more[kMaxPlugins - 4].object.inboxes.size(), 10u);
  EXPECT_EQ(more[kMaxPlugins - 4].object.inits, 2);
}

TEST_F(RuntimeTest, APluginOutOfServiceIsNotStartedForASetting) {
  ASSERT_EQ(system_.settings.Add({SettingId::kHeartRateLowLimit, 45}), Status::kOk);
  Start();
  FailAlways(alerting_);
  Run(10);
  ASSERT_FALSE(runtime_.InService(kAlerting));
  const int inits = alerting_.inits;
  ASSERT_EQ(runtime_.Order({.action = OperatorAction::kChangeSetting,
                            .setting = {SettingId::kHeartRateLowLimit, 50}}),
            Status::kOk);
  Run(1);
  EXPECT_EQ(alerting_.inits, inits);
  EXPECT_EQ(SettingOr(runtime_.settings(), SettingId::kHeartRateLowLimit, 0), 50);
}

TEST_F(RuntimeTest, ASettingIsJudgedThoughAPluginBeforeIsOutOfService) {
  VIGIL_VERIFIES("REQ-RUN-020");
  ASSERT_EQ(system_.settings.Add({SettingId::kHeartRateLowLimit, 45}), Status::kOk);
  Start();
  FailAlways(acquisition_);
  Run(10);
  ASSERT_FALSE(runtime_.InService(kAcquisition));
  const int inits = alerting_.inits;
  ASSERT_EQ(runtime_.Order({.action = OperatorAction::kChangeSetting,
                            .setting = {SettingId::kHeartRateLowLimit, 50}}),
            Status::kOk);
  Run(1);
  EXPECT_EQ(alerting_.inits, inits + 1);
}

}  // namespace
}  // namespace vigil
