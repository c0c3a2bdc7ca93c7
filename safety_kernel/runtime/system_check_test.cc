#include "safety_kernel/runtime/system_check.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "safety_kernel/runtime/scripted_system.h"
#include "test/verifies.h"

namespace vigil {
namespace {

// A sound system of three plugins; each test breaks one thing of it.
class SystemCheckTest : public testing::Test {
 protected:
  enum Place : std::uint32_t { kAcquisition, kDetector, kAlerting };

  SystemCheckTest() {
    channels_ = {{.channel = ChannelId::kEcgAdc,
                  .period_us = kSamplePeriodUs,
                  .from_source = true},
                 {.channel = ChannelId::kEcg,
                  .period_us = kSamplePeriodUs,
                  .reported = true}};
    for (PluginManifest& manifest : manifests_) {
      manifest.interface_version = kKernelInterfaceVersion;
      manifest.period_us = kFrameUs;
      manifest.state_bytes = sizeof(int);
    }
    manifests_[kAcquisition].kind = PluginKind::kAcquisition;
    manifests_[kAcquisition].channels_in[0] = ChannelId::kEcgAdc;
    manifests_[kAcquisition].channels_out[0] = ChannelId::kEcg;
    manifests_[kDetector].kind = PluginKind::kAlgorithm;
    manifests_[kDetector].channels_in[0] = ChannelId::kEcg;
    manifests_[kDetector].observations_out[0] = {.code = ObservationCode::kHeartRate};
    manifests_[kAlerting].kind = PluginKind::kAlerting;
    manifests_[kAlerting].observations_in[0] = ObservationCode::kHeartRate;
    manifests_[kAlerting].conditions_out[0] = AlarmId::kHeartRateLow;
    for (std::uint32_t place = 0; place < 3; ++place) {
      entries_.push_back({
          .manifest = &manifests_[place],
          .mailbox = &mailboxes_[place],
          .object = &objects_[place],
          .object_bytes = sizeof(int),
          .init = [](void*, const Mailbox&) { return Status::kOk; },
          .process = [](void*, Mailbox&) { return Status::kOk; },
      });
    }
    system_.frame_us = kFrameUs;
  }

  SystemVerdict Check() {
    if (connect_) {
      system_.plugins = entries_.data();
      system_.plugin_count = static_cast<std::uint32_t>(entries_.size());
      system_.channels = channels_.data();
      system_.channel_count = static_cast<std::uint32_t>(channels_.size());
    }
    return CheckSystem(system_);
  }

  void ExpectSound() {
    const SystemVerdict verdict = Check();
    EXPECT_EQ(verdict.status, Status::kOk);
    EXPECT_EQ(verdict.place, entries_.size());
  }

  void ExpectRefused(Status status, std::uint32_t place) {
    const SystemVerdict verdict = Check();
    EXPECT_EQ(verdict.status, status);
    EXPECT_EQ(verdict.place, place);
  }

  // The description itself is at fault, not a plugin.
  void ExpectDescriptionRefused() {
    const SystemVerdict verdict = Check();
    EXPECT_EQ(verdict.status, Status::kInvalidArgument);
    EXPECT_EQ(verdict.place, system_.plugin_count);
  }

  // Takes over the vectors as they are, for a test that breaks a pointer.
  void Disconnect() {
    EXPECT_EQ(Check().status, Status::kOk);
    connect_ = false;
  }

  PluginManifest manifests_[3];
  Mailbox mailboxes_[3];
  int objects_[3] = {};
  std::vector<PluginEntry> entries_;
  std::vector<ChannelDescription> channels_;
  SystemDescription system_;
  bool connect_ = true;
};

TEST_F(SystemCheckTest, ASoundSystemPasses) { ExpectSound(); }

TEST_F(SystemCheckTest, NeedsAPluginTable) {
  Disconnect();
  system_.plugins = nullptr;
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, NeedsAPlugin) {
  Disconnect();
  system_.plugin_count = 0;
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, HasRoomForSoManyPluginsOnly) {
  PluginManifest more;
  more.kind = PluginKind::kService;
  more.interface_version = kKernelInterfaceVersion;
  more.period_us = kFrameUs;
  more.state_bytes = sizeof(int);
  while (entries_.size() < kMaxPlugins) {
    entries_.push_back(entries_[0]);
    entries_.back().manifest = &more;
  }
  ExpectSound();
  entries_.push_back(entries_.back());
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, NeedsAFrame) {
  system_.frame_us = 0;
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, NeedsAChannelTable) {
  Disconnect();
  system_.channels = nullptr;
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, NeedsAChannel) {
  Disconnect();
  system_.channel_count = 0;
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, HasRoomForSoManyChannelsOnly) {
  // A fifth known channel does not exist yet; the count alone has to be refused
  // before anything beyond the room is read.
  Disconnect();
  system_.channel_count = kMaxChannels + 1;
  const std::vector<ChannelDescription> room(kMaxChannels, channels_[0]);
  system_.channels = room.data();
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, AChannelHasToBeKnown) {
  channels_[1].channel = ChannelId::kNone;
  ExpectDescriptionRefused();
  channels_[1].channel = static_cast<ChannelId>(999);
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, AChannelNeedsAPeriod) {
  channels_[1].period_us = 0;
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, AChannelIsDescribedOnce) {
  channels_.push_back(channels_[1]);
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, AChannelIsFromTheSource) {
  channels_[0].from_source = false;
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, SeveralChannelsMayBeFromTheSource) {
  channels_.push_back({.channel = ChannelId::kAcceleration,
                       .period_us = 20'000,
                       .from_source = true});
  manifests_[kDetector].channels_in[1] = ChannelId::kAcceleration;
  ExpectSound();
}

TEST_F(SystemCheckTest, AnEntryIsComplete) {
  const PluginEntry good = entries_[kDetector];
  entries_[kDetector].manifest = nullptr;
  ExpectRefused(Status::kInvalidArgument, kDetector);
  entries_[kDetector] = good;
  entries_[kDetector].mailbox = nullptr;
  ExpectRefused(Status::kInvalidArgument, kDetector);
  entries_[kDetector] = good;
  entries_[kDetector].object = nullptr;
  ExpectRefused(Status::kInvalidArgument, kDetector);
  entries_[kDetector] = good;
  entries_[kDetector].init = nullptr;
  ExpectRefused(Status::kInvalidArgument, kDetector);
  entries_[kDetector] = good;
  entries_[kDetector].process = nullptr;
  ExpectRefused(Status::kInvalidArgument, kDetector);
}

TEST_F(SystemCheckTest, APluginOfAnotherMajorVersionIsRefused) {
  VIGIL_VERIFIES("REQ-RUN-001");
  manifests_[kDetector].interface_version = {
      static_cast<std::uint16_t>(kKernelInterfaceVersion.major + 1), 0};
  ExpectRefused(Status::kIncompatible, kDetector);
  manifests_[kDetector].interface_version = {
      static_cast<std::uint16_t>(kKernelInterfaceVersion.major - 1),
      kKernelInterfaceVersion.minor};
  ExpectRefused(Status::kIncompatible, kDetector);
}

TEST_F(SystemCheckTest, APluginOfALaterMinorVersionIsRefused) {
  VIGIL_VERIFIES("REQ-RUN-001");
  ++manifests_[kAlerting].interface_version.minor;
  ExpectRefused(Status::kIncompatible, kAlerting);
}

TEST_F(SystemCheckTest, AnObjectHasToFitItsDeclaredState) {
  entries_[kDetector].object_bytes = manifests_[kDetector].state_bytes + 1;
  ExpectRefused(Status::kInvalidArgument, kDetector);
  entries_[kDetector].object_bytes = 0;
  ExpectRefused(Status::kInvalidArgument, kDetector);
}

TEST_F(SystemCheckTest, APeriodIsAMultipleOfTheFrame) {
  manifests_[kDetector].period_us = 2 * kFrameUs;
  ExpectSound();
  manifests_[kDetector].period_us = kFrameUs + 1;
  ExpectRefused(Status::kInvalidArgument, kDetector);
  manifests_[kDetector].period_us = kFrameUs / 2;
  ExpectRefused(Status::kInvalidArgument, kDetector);
  manifests_[kDetector].period_us = 0;
  ExpectRefused(Status::kInvalidArgument, kDetector);
}

TEST_F(SystemCheckTest, AnOutputChannelHasToBeDescribed) {
  channels_.pop_back();
  ExpectRefused(Status::kFailedPrecondition, kAcquisition);
}

TEST_F(SystemCheckTest, AnInputChannelHasToBeDescribed) {
  channels_.pop_back();
  manifests_[kAcquisition].channels_out[0] = ChannelId::kNone;
  ExpectRefused(Status::kFailedPrecondition, kDetector);
}

TEST_F(SystemCheckTest, NoPluginProducesTheChannelOfTheSource) {
  manifests_[kDetector].channels_out[2] = ChannelId::kEcgAdc;
  ExpectRefused(Status::kFailedPrecondition, kDetector);
}

TEST_F(SystemCheckTest, AnInputChannelNeedsAProducer) {
  VIGIL_VERIFIES("REQ-RUN-002");
  manifests_[kAcquisition].channels_out[0] = ChannelId::kNone;
  ExpectRefused(Status::kFailedPrecondition, kDetector);
}

TEST_F(SystemCheckTest, AProducerStandsBeforeItsConsumer) {
  std::swap(entries_[kAcquisition], entries_[kDetector]);
  ExpectRefused(Status::kFailedPrecondition, 0);
}

TEST_F(SystemCheckTest, AnInputObservationNeedsAProducerBeforeIt) {
  manifests_[kAlerting].observations_in[3] = ObservationCode::kQrsDetected;
  ExpectRefused(Status::kFailedPrecondition, kAlerting);
  manifests_[kAlerting].observations_out[0] = {.code = ObservationCode::kQrsDetected};
  ExpectRefused(Status::kFailedPrecondition, kAlerting);  // its own is not before
  manifests_[kAlerting].observations_out[0] = {.code = ObservationCode::kNone};
  manifests_[kDetector].observations_out[1] = {.code = ObservationCode::kQrsDetected};
  ExpectSound();
}

TEST_F(SystemCheckTest, WhatTheProductGoesWithoutNeedsNoProducer) {
  VIGIL_VERIFIES("REQ-RUN-002");
  manifests_[kAlerting].observations_in[1] = ObservationCode::kSpo2;
  manifests_[kAlerting].observations_in[2] = ObservationCode::kRespirationRate;
  system_.without[2] = ObservationCode::kSpo2;
  ExpectRefused(Status::kFailedPrecondition, kAlerting);
  system_.without[0] = ObservationCode::kRespirationRate;
  ExpectSound();
}

TEST_F(SystemCheckTest, WhatTheProductGoesWithoutIsGivenByNobody) {
  VIGIL_VERIFIES("REQ-RUN-002");
  system_.without[1] = ObservationCode::kHeartRate;
  ExpectRefused(Status::kFailedPrecondition, kDetector);
}

TEST_F(SystemCheckTest, EachOutputHasOneProducer) {
  VIGIL_VERIFIES("REQ-RUN-002");
  manifests_[kDetector].channels_out[0] = ChannelId::kEcg;
  ExpectRefused(Status::kFailedPrecondition, kDetector);
  manifests_[kDetector].channels_out[0] = ChannelId::kNone;
  manifests_[kAlerting].observations_out[1] = {.code = ObservationCode::kHeartRate};
  ExpectRefused(Status::kFailedPrecondition, kAlerting);
  manifests_[kAlerting].observations_out[1] = {.code = ObservationCode::kNone};
  manifests_[kDetector].kind = PluginKind::kAlerting;
  manifests_[kDetector].conditions_out[2] = AlarmId::kHeartRateLow;
  ExpectRefused(Status::kFailedPrecondition, kAlerting);
}

TEST_F(SystemCheckTest, AnOutputIsDeclaredOnce) {
  manifests_[kAcquisition].channels_out[3] = ChannelId::kEcg;
  ExpectRefused(Status::kFailedPrecondition, kAcquisition);
  manifests_[kAcquisition].channels_out[3] = ChannelId::kNone;
  manifests_[kDetector].observations_out[3] = {.code = ObservationCode::kHeartRate};
  ExpectRefused(Status::kFailedPrecondition, kDetector);
  manifests_[kDetector].observations_out[3] = {.code = ObservationCode::kNone};
  manifests_[kAlerting].conditions_out[3] = AlarmId::kHeartRateLow;
  ExpectRefused(Status::kFailedPrecondition, kAlerting);
}

TEST_F(SystemCheckTest, AnOutputIsDeclaredOnceWhereverItStands) {
  for (std::uint32_t i = 0; i < kMaxPorts; ++i) {
    for (std::uint32_t j = i + 1; j < kMaxPorts; ++j) {
      AlarmId(&conditions)[kMaxPorts] = manifests_[kAlerting].conditions_out;
      for (AlarmId& id : conditions) id = AlarmId::kNone;
      conditions[i] = AlarmId::kHeartRateHigh;
      conditions[j] = AlarmId::kHeartRateHigh;
      ExpectRefused(Status::kFailedPrecondition, kAlerting);
    }
  }
}

TEST_F(SystemCheckTest, TheKernelsOwnAlarmsAreNoPlugins) {
  for (const AlarmId id :
       {AlarmId::kPluginFailed, AlarmId::kPluginRestarted,
        AlarmId::kScheduleOverrun, AlarmId::kClockFault,
        AlarmId::kKernelStateDamaged, AlarmId::kSelfTestFailed,
        AlarmId::kSafeState, AlarmId::kAlarmLogDamaged,
        AlarmId::kInterruptStorm}) {
    manifests_[kAlerting].conditions_out[1] = id;
    ExpectRefused(Status::kFailedPrecondition, kAlerting);
  }
}

TEST_F(SystemCheckTest, OnlyAnAlertingPluginRaisesAlarms) {
  manifests_[kAlerting].kind = PluginKind::kAlgorithm;
  ExpectRefused(Status::kInvalidArgument, kAlerting);
  manifests_[kAlerting].conditions_out[0] = AlarmId::kNone;
  ExpectSound();
}

TEST_F(SystemCheckTest, BlocksBetweenTwoActivationsFitTheInbox) {
  // two blocks of the source
  manifests_[kAcquisition].period_us = 2 * kFrameUs;
  ExpectSound();
  manifests_[kAcquisition].period_us = 3 * kFrameUs;
  ExpectRefused(Status::kOutOfRange, kAcquisition);
}

TEST_F(SystemCheckTest, BlocksOfAllChannelsCountTogether) {
  manifests_[kDetector].channels_in[1] = ChannelId::kEcgAdc;
  ExpectSound();
  manifests_[kDetector].period_us = 2 * kFrameUs;
  ExpectRefused(Status::kOutOfRange, kDetector);
}

TEST_F(SystemCheckTest, ASlowProducerGivesFewBlocks) {
  manifests_[kAcquisition].period_us = 2 * kFrameUs;
  manifests_[kDetector].period_us = 4 * kFrameUs;
  ExpectSound();
  manifests_[kDetector].period_us = 5 * kFrameUs;  // sometimes three
  ExpectRefused(Status::kOutOfRange, kDetector);
}

TEST_F(SystemCheckTest, AnEnormousPeriodDoesNotWrapTheCheck) {
  system_.frame_us = 1;
  manifests_[kAcquisition].period_us = 0xFFFFFFFF;
  ExpectRefused(Status::kOutOfRange, kAcquisition);
  manifests_[kAcquisition].channels_in[0] = ChannelId::kNone;
  manifests_[kAcquisition].period_us = 1;
  manifests_[kDetector].channels_in[0] = ChannelId::kNone;
  manifests_[kDetector].period_us = 1;
  manifests_[kAlerting].period_us = 0x20000000;  // 8 * that is 2^32
  ExpectRefused(Status::kOutOfRange, kAlerting);
}

TEST_F(SystemCheckTest, ObservationsBetweenTwoActivationsFitTheInbox) {
  manifests_[kAlerting].period_us = 2 * kFrameUs;  // 2 * 8
  ExpectSound();
  manifests_[kAlerting].period_us = 3 * kFrameUs;
  ExpectRefused(Status::kOutOfRange, kAlerting);
}

TEST_F(SystemCheckTest, WhoSpeaksSeldomNeedsLittleRoom) {
  manifests_[kAlerting].period_us = 3 * kFrameUs;
  ObservationPort& taken = manifests_[kDetector].observations_out[0];
  taken.per_second = 5;  // 3 * 5
  ExpectSound();
  taken.per_second = 6;
  ExpectRefused(Status::kOutOfRange, kAlerting);
  manifests_[kAlerting].period_us = 17 * kFrameUs;
  taken.per_second = 0;  // one in place of what it would have said, when it fails
  ExpectRefused(Status::kOutOfRange, kAlerting);
  manifests_[kAlerting].period_us = 16 * kFrameUs;
  ExpectSound();
}

TEST_F(SystemCheckTest, WhoProducesWhatNobodyTakesNeedsNoRoom) {
  manifests_[kAcquisition].observations_out[0] = {.code = ObservationCode::kQrsDetected};
  manifests_[kAlerting].period_us = 2 * kFrameUs;
  ExpectSound();
  manifests_[kAlerting].observations_in[1] = ObservationCode::kQrsDetected;
  ExpectRefused(Status::kOutOfRange, kAlerting);
  manifests_[kAlerting].period_us = kFrameUs;
  ExpectSound();
}

TEST_F(SystemCheckTest, DeclaresTellsWhatIsInAList) {
  const PluginManifest& manifest = manifests_[kAlerting];
  EXPECT_TRUE(Declares(manifest.observations_in, ObservationCode::kHeartRate));
  EXPECT_FALSE(
      Declares(manifest.observations_in, ObservationCode::kQrsDetected));
  EXPECT_FALSE(Declares(manifest.observations_in, ObservationCode::kNone));
  EXPECT_TRUE(Declares(manifest.conditions_out, AlarmId::kHeartRateLow));
  EXPECT_FALSE(Declares(manifest.conditions_out, AlarmId::kHeartRateHigh));
  EXPECT_FALSE(Declares(manifest.channels_in, ChannelId::kEcg));
}

TEST_F(SystemCheckTest, FindsAChannelsPlace) {
  ExpectSound();
  EXPECT_EQ(PlaceOfChannel(system_, ChannelId::kEcgAdc), 0u);
  EXPECT_EQ(PlaceOfChannel(system_, ChannelId::kEcg), 1u);
  EXPECT_EQ(PlaceOfChannel(system_, ChannelId::kNone), 2u);
}

// --- what the kernel watches ---

constexpr ChannelAlarms kEcgAlarms = {.silent = AlarmId::kEcgSignalLost,
                                      .max_silence_us = 1,
                                      .contact_off = AlarmId::kEcgLeadOff,
                                      .not_worn = AlarmId::kNotWorn};

TEST_F(SystemCheckTest, ARangeHoldsMoreThanOneValue) {
  channels_[1].limits = {.least = 5, .greatest = 5};
  ExpectDescriptionRefused();
  channels_[1].limits = {.least = 5, .greatest = 6};
  ExpectSound();
}

TEST_F(SystemCheckTest, AWatchHasTechnicalAlarmsOfItsOwn) {
  channels_[1].alarms = kEcgAlarms;
  ExpectSound();
  for (AlarmId ChannelAlarms::*alarm :
       {&ChannelAlarms::silent, &ChannelAlarms::contact_off,
        &ChannelAlarms::not_worn}) {
    for (const AlarmId id :
         {AlarmId::kHeartRateHigh, AlarmId::kPluginFailed, AlarmId::kSafeState}) {
      channels_[1].alarms = kEcgAlarms;
      channels_[1].alarms.*alarm = id;
      ExpectDescriptionRefused();
    }
    channels_[1].alarms.*alarm = AlarmId::kNone;
    ExpectSound();
  }
}

TEST_F(SystemCheckTest, NoTwoWatchesHaveTheSameAlarm) {
  VIGIL_VERIFIES("REQ-RUN-002");
  channels_[1].alarms = kEcgAlarms;
  channels_[1].alarms.not_worn = AlarmId::kEcgLeadOff;
  ExpectDescriptionRefused();
  channels_[1].alarms.not_worn = AlarmId::kEcgSignalLost;
  ExpectDescriptionRefused();
  channels_[1].alarms = kEcgAlarms;
  channels_[0].alarms.silent = AlarmId::kNotWorn;
  channels_[0].alarms.max_silence_us = 1;
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, ADeviceHasOneAlarmThatNobodyWearsIt) {
  VIGIL_VERIFIES("REQ-RUN-002");
  channels_[1].alarms = kEcgAlarms;
  channels_[0].alarms.not_worn = AlarmId::kNotWorn;
  ExpectSound();
  channels_[0].alarms.not_worn = AlarmId::kSpo2Unavailable;
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, ASilenceThatIsAlarmedHasALength) {
  channels_[1].alarms = kEcgAlarms;
  channels_[1].alarms.max_silence_us = 0;
  ExpectDescriptionRefused();
}

TEST_F(SystemCheckTest, TheAlarmOfAWatchIsNoPlugins) {
  manifests_[kAlerting].conditions_out[1] = AlarmId::kEcgLeadOff;
  ExpectSound();
  channels_[1].alarms = kEcgAlarms;
  ExpectRefused(Status::kFailedPrecondition, kAlerting);
}

class ValueWatchCheckTest : public SystemCheckTest {
 protected:
  ValueWatchCheckTest() {
    system_.values = values_;
    system_.value_count = 1;
    values_[0] = {.code = ObservationCode::kHeartRate,
                  .max_age_us = 1,
                  .alarm = AlarmId::kHeartRateUnavailable};
  }

  void ExpectValuesRefused(Status status) {
    ExpectRefused(status, static_cast<std::uint32_t>(entries_.size()));
  }

  ValueWatch values_[kMaxValueWatches + 1];
};

TEST_F(ValueWatchCheckTest, AValueThatSomebodyProducesMayBeWatched) {
  ExpectSound();
  values_[0].code = ObservationCode::kQrsDetected;
  ExpectValuesRefused(Status::kFailedPrecondition);
}

TEST_F(ValueWatchCheckTest, AnAgeAndAnAlarmAreNeeded) {
  values_[0].max_age_us = 0;
  ExpectValuesRefused(Status::kInvalidArgument);
  values_[0].max_age_us = 1;
  values_[0].alarm = AlarmId::kNone;
  ExpectValuesRefused(Status::kInvalidArgument);
  values_[0].alarm = AlarmId::kHeartRateHigh;
  ExpectValuesRefused(Status::kInvalidArgument);
  values_[0].alarm = AlarmId::kHeartRateUnavailable;
  ExpectSound();
  values_[0].priority = AlarmPriority::kNone;  // nobody would hear of it
  ExpectValuesRefused(Status::kInvalidArgument);
}

TEST_F(ValueWatchCheckTest, AValueHoldsAsLongAsItsAgeIsWatched) {
  VIGIL_VERIFIES("REQ-RUN-002");
  // An alarm that rests on it would end before this one begins.
  manifests_[kDetector].observations_out[0].valid_ms = 5000;
  values_[0].max_age_us = 5'000'000;
  ExpectSound();
  values_[0].max_age_us = 5'000'001;
  ExpectValuesRefused(Status::kInvalidArgument);
}

TEST_F(ValueWatchCheckTest, TwoWatchesOfAValueNeedTwoAlarms) {
  values_[1] = values_[0];
  system_.value_count = 2;
  ExpectValuesRefused(Status::kInvalidArgument);
  values_[1].alarm = AlarmId::kNotWorn;
  ExpectSound();
  channels_[1].alarms.not_worn = AlarmId::kNotWorn;
  ExpectDescriptionRefused();
}

TEST_F(ValueWatchCheckTest, ThereIsRoomForSoManyWatches) {
  system_.value_count = kMaxValueWatches + 1;
  ExpectDescriptionRefused();
  system_.value_count = 1;
  system_.values = nullptr;
  ExpectDescriptionRefused();
  system_.value_count = 0;
  ExpectSound();
}

TEST_F(SystemCheckTest, TheBudgetsOfAllFitIntoAFrame) {
  VIGIL_VERIFIES("REQ-RUN-002");
  for (PluginManifest& manifest : manifests_) {
    manifest.budget_instructions = 0x80000000;
  }
  const SystemVerdict verdict = Check();
  EXPECT_EQ(verdict.status, Status::kOutOfRange);
  EXPECT_EQ(verdict.place, system_.plugin_count);
  // each may fail, and is then started again in the same frame
  system_.frame_budget_instructions = 599;
  for (PluginManifest& manifest : manifests_) manifest.budget_instructions = 100;
  EXPECT_EQ(Check().status, Status::kOutOfRange);
  system_.frame_budget_instructions = 600;
  ExpectSound();
}

TEST_F(SystemCheckTest, RulesAreSound) {
  AlarmRule rules[2] = {{.id = AlarmId::kHeartRateLow,
                         .condition_delay = Seconds(2),
                         .escalate_after = Seconds(60),
                         .remind_after = Seconds(60)},
                        {.id = AlarmId::kEcgSignalLost, .latching = true}};
  system_.rules = rules;
  system_.rule_count = 2;
  ExpectSound();
  const auto refused = [this] { return Check().status == Status::kInvalidArgument; };
  system_.rules = nullptr;
  EXPECT_TRUE(refused());
  system_.rules = rules;
  const AlarmRule sound = rules[0];
  rules[0].id = AlarmId::kNone;
  EXPECT_TRUE(refused());
  rules[0] = sound;
  rules[0].condition_delay = Microseconds(-1);
  EXPECT_TRUE(refused());
  rules[0] = sound;
  rules[0].escalate_after = Microseconds(-1);
  EXPECT_TRUE(refused());
  rules[0] = sound;
  rules[0].remind_after = Microseconds(-1);
  EXPECT_TRUE(refused());
  rules[0] = rules[1];  // twice
  EXPECT_TRUE(refused());
  rules[0] = sound;
  // The bound from a stop to its alarm would not hold.
  rules[1].condition_delay = Microseconds(1);
  EXPECT_TRUE(refused());
}

TEST_F(SystemCheckTest, NobodyIsHisOwnProducer) {
  manifests_[kAcquisition].channels_in[1] = ChannelId::kEcg;  // that it makes itself
  ExpectRefused(Status::kFailedPrecondition, kAcquisition);
  manifests_[kAcquisition].channels_in[1] = ChannelId::kNone;
  manifests_[kDetector].observations_in[0] = ObservationCode::kHeartRate;
  ExpectRefused(Status::kFailedPrecondition, kDetector);
}

TEST_F(SystemCheckTest, APortAfterAnEmptyOneIsLookedAtAsWell) {
  manifests_[kAcquisition].channels_in[0] = ChannelId::kNone;
  manifests_[kAcquisition].channels_in[2] = ChannelId::kEcg;
  ExpectRefused(Status::kFailedPrecondition, kAcquisition);
}

TEST_F(SystemCheckTest, OneRuleNeedsATableToo) {
  system_.rule_count = 1;
  ExpectDescriptionRefused();
}

TEST_F(ValueWatchCheckTest, WhoeverGivesAValueSaysHowLongItHolds) {
  manifests_[kDetector].observations_out[0] = {};
  manifests_[kAcquisition].observations_out[0] = {.code = ObservationCode::kQrsDetected};
  manifests_[kAcquisition].observations_out[1] = {.code = ObservationCode::kHeartRate,
                                                  .valid_ms = 1};
  values_[0].max_age_us = 1000;
  ExpectSound();
  values_[0].max_age_us = 1001;
  ExpectValuesRefused(Status::kInvalidArgument);
}

}  // namespace
}  // namespace vigil
