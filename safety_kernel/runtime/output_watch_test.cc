#include "safety_kernel/runtime/output_watch.h"

#include <cstdint>
#include <cstring>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr Timestamp kStart{5'000'000};

class OutputWatchTest : public testing::Test {
 protected:
  OutputWatchTest() {
    manifest_.observations_out[0] = {.code = ObservationCode::kHeartRate,
                                     .least = 20,
                                     .greatest = 300,
                                     .per_second = 3,
                                     .silence_ms = 1500};
    manifest_.observations_out[1] = {.code = ObservationCode::kQrsDetected,
                                     .least = -1000,
                                     .greatest = 1000,
                                     .per_second = 1,
                                     .silence_ms = 0};
    watch_.Start(kStart);
  }

  static Observation Rate(std::int32_t value, Timestamp time) {
    Observation rate;
    rate.code = ObservationCode::kHeartRate;
    rate.unit = Unit::kPerMinute;
    rate.validity = Validity::kValid;
    rate.value = value;
    rate.time = time;
    rate.valid_until = time + Seconds(5);
    return rate;
  }

  Status Say(const Observation& observation, Timestamp now) {
    Outbox outbox;
    EXPECT_EQ(outbox.observations.Add(observation), Status::kOk);
    return watch_.Check(manifest_, outbox, now);
  }
  Status SayNothing(Timestamp now) {
    return watch_.Check(manifest_, Outbox(), now);
  }

  PluginManifest manifest_;
  OutputWatch watch_;
};

TEST_F(OutputWatchTest, AValueAtTheEndsOfItsRangeIsSound) {
  EXPECT_EQ(Say(Rate(20, kStart), kStart), Status::kOk);
  EXPECT_EQ(Say(Rate(300, kStart), kStart), Status::kOk);
}

TEST_F(OutputWatchTest, AValueOutsideOfItsRangeIsAFault) {
  VIGIL_VERIFIES("REQ-RUN-012");
  EXPECT_EQ(Say(Rate(19, kStart), kStart), Status::kOutOfRange);
  EXPECT_EQ(Say(Rate(301, kStart), kStart), Status::kOutOfRange);
  EXPECT_EQ(Say(Rate(0, kStart), kStart), Status::kOutOfRange);
  EXPECT_EQ(Say(Rate(INT32_MIN, kStart), kStart), Status::kOutOfRange);
}

TEST_F(OutputWatchTest, AQuestionableValueHasToBeInRangeToo) {
  Observation rate = Rate(301, kStart);
  rate.validity = Validity::kQuestionable;
  EXPECT_EQ(Say(rate, kStart), Status::kOutOfRange);
}

TEST_F(OutputWatchTest, UndeterminableIsAnAnswerWithoutValueAndUnit) {
  Observation rate = Rate(0, kStart);
  rate.validity = Validity::kUndeterminable;
  rate.unit = Unit::kNone;
  EXPECT_EQ(Say(rate, kStart), Status::kInternal);  // it does not say why
  rate.reason = Reason::kNoise;
  EXPECT_EQ(Say(rate, kStart), Status::kOk);
}

TEST_F(OutputWatchTest, EachPortIsCountedForItself) {
  Observation qrs = Rate(1000, kStart);
  qrs.code = ObservationCode::kQrsDetected;
  qrs.unit = Unit::kMicrovolt;
  EXPECT_EQ(Say(Rate(70, kStart), kStart), Status::kOk);
  EXPECT_EQ(Say(Rate(70, kStart), kStart), Status::kOk);
  EXPECT_EQ(Say(qrs, kStart), Status::kOk);
  EXPECT_EQ(Say(Rate(70, kStart), kStart), Status::kOk);
  EXPECT_EQ(Say(qrs, kStart), Status::kFull);
}

TEST_F(OutputWatchTest, MoreThanDeclaredInASecondIsAFlood) {
  VIGIL_VERIFIES("REQ-RUN-014");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Say(Rate(70, kStart), kStart), Status::kOk);
  }
  const Timestamp late = kStart + Milliseconds(999);
  EXPECT_EQ(Say(Rate(70, kStart), late), Status::kFull);
  const Timestamp next = kStart + Seconds(1);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Say(Rate(70, next), next), Status::kOk);
  }
  EXPECT_EQ(Say(Rate(70, next), next), Status::kFull);
}

TEST_F(OutputWatchTest, SilenceBeyondTheDeclaredIsAFault) {
  VIGIL_VERIFIES("REQ-RUN-015");
  EXPECT_EQ(SayNothing(kStart + Milliseconds(1500)), Status::kOk);
  EXPECT_EQ(SayNothing(kStart + Milliseconds(1501)), Status::kDeadlineExceeded);
  const Timestamp told = kStart + Seconds(2);
  EXPECT_EQ(Say(Rate(70, told), told), Status::kOk);
  EXPECT_EQ(SayNothing(told + Milliseconds(1500)), Status::kOk);
  EXPECT_EQ(SayNothing(told + Milliseconds(1501)), Status::kDeadlineExceeded);
}

TEST_F(OutputWatchTest, APortThatMayBeSilentIs) {
  manifest_.observations_out[0].silence_ms = 0;
  EXPECT_EQ(SayNothing(kStart + Seconds(1'000'000)), Status::kOk);
}

TEST_F(OutputWatchTest, AnUnusedPortOwesNothing) {
  manifest_.observations_out[0].code = ObservationCode::kNone;
  EXPECT_EQ(SayNothing(kStart + Seconds(100)), Status::kOk);
}

TEST_F(OutputWatchTest, WhatIsNotDeclaredIsAFault) {
  VIGIL_VERIFIES("REQ-RUN-012");
  manifest_.observations_out[1].code = ObservationCode::kNone;
  Observation qrs = Rate(70, kStart);
  qrs.code = ObservationCode::kQrsDetected;
  qrs.unit = Unit::kMicrovolt;
  EXPECT_EQ(Say(qrs, kStart), Status::kInternal);
  Observation none = Rate(70, kStart);
  none.code = ObservationCode::kNone;
  EXPECT_EQ(Say(none, kStart), Status::kInternal);
}

TEST_F(OutputWatchTest, EachPortOwesItsOwnSilence) {
  VIGIL_VERIFIES("REQ-RUN-015");
  manifest_.observations_out[3] = manifest_.observations_out[0];
  manifest_.observations_out[0].silence_ms = 0;
  manifest_.observations_out[3].code = static_cast<ObservationCode>(77);
  EXPECT_EQ(SayNothing(kStart + Milliseconds(1501)), Status::kDeadlineExceeded);
  manifest_.observations_out[0].code = ObservationCode::kNone;
  EXPECT_EQ(SayNothing(kStart + Milliseconds(1501)), Status::kDeadlineExceeded);
}

TEST_F(OutputWatchTest, ASecondBeginsWithTheStart) {
  watch_.Start(kStart + Milliseconds(600));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Say(Rate(70, kStart), kStart + Milliseconds(700)), Status::kOk);
  }
  EXPECT_EQ(Say(Rate(70, kStart), kStart + Milliseconds(1500)), Status::kFull);
}

TEST_F(OutputWatchTest, TheLastValidityIsKnown) {
  Observation rate = Rate(70, kStart);
  rate.validity = Validity::kQuestionable;
  rate.reason = Reason::kNotWorn;
  EXPECT_EQ(Say(rate, kStart), Status::kOk);
}

TEST_F(OutputWatchTest, StartForgetsCountAndSilence) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Say(Rate(70, kStart), kStart), Status::kOk);
  }
  const Timestamp again = kStart + Milliseconds(10);
  watch_.Start(again);
  EXPECT_EQ(Say(Rate(70, kStart), again), Status::kOk);
  watch_.Start(kStart + Seconds(100));
  EXPECT_EQ(SayNothing(kStart + Seconds(101)), Status::kOk);
}

TEST_F(OutputWatchTest, AValueMayBeValidForAsLongAsDeclared) {
  manifest_.observations_out[0].valid_ms = 5000;
  EXPECT_EQ(Say(Rate(70, kStart), kStart), Status::kOk);
  manifest_.observations_out[0].valid_ms = 4999;
  EXPECT_EQ(Say(Rate(70, kStart), kStart), Status::kInternal);
}

class OutputListsTest : public testing::Test {
 protected:
  static constexpr Timestamp kNow{0};  // the moment the device started

  OutputListsTest() {
    manifest_.channels_out[0] = ChannelId::kEcgAdc;
    manifest_.channels_out[1] = ChannelId::kEcg;
    manifest_.conditions_out[1] = AlarmId::kHeartRateLow;  // after an empty place
    watch_.Start(kNow);
  }

  static SampleBlock Block(ChannelId channel) {
    SampleBlock block;
    block.channel = channel;
    return block;
  }
  static AlarmCondition Low() {
    AlarmCondition low;
    low.id = AlarmId::kHeartRateLow;
    low.priority = AlarmPriority::kHigh;
    low.present = true;
    low.since = kNow;
    return low;
  }
  // All that is owed.
  static Outbox Sound() {
    Outbox outbox;
    EXPECT_EQ(outbox.conditions.Add(Low()), Status::kOk);
    return outbox;
  }
  // As something wild would write it: the last word of a list is its size.
  template <typename List>
  static void Overgrow(List& list) {
    const std::uint32_t size = List::kCapacity + 1;
    auto* bytes = reinterpret_cast<unsigned char*>(&list);
    std::memcpy(bytes + List::kCapacity * sizeof(*list.begin()), &size, sizeof size);
    ASSERT_FALSE(list.IsSound());
  }

  PluginManifest manifest_;
  OutputWatch watch_;
};

TEST_F(OutputListsTest, WhatIsOwedAndDeclaredIsSound) {
  Outbox outbox = Sound();
  ASSERT_EQ(outbox.blocks.Add(Block(ChannelId::kEcgAdc)), Status::kOk);
  ASSERT_EQ(outbox.blocks.Add(Block(ChannelId::kEcg)), Status::kOk);
  EXPECT_EQ(watch_.Check(manifest_, outbox, kNow), Status::kOk);
}

TEST_F(OutputListsTest, AConditionAfterAnEmptyPlaceIsOwed) {
  EXPECT_EQ(watch_.Check(manifest_, Outbox(), kNow), Status::kInternal);
}

TEST_F(OutputListsTest, EachListIsLookedAt) {
  Outbox outbox = Sound();
  // What it holds is sound; only its size is not.
  ASSERT_EQ(outbox.blocks.Add(Block(ChannelId::kEcgAdc)), Status::kOk);
  ASSERT_EQ(outbox.blocks.Add(Block(ChannelId::kEcg)), Status::kOk);
  Overgrow(outbox.blocks);
  EXPECT_EQ(watch_.Check(manifest_, outbox, kNow), Status::kInternal);
  outbox = Sound();
  Overgrow(outbox.observations);
  EXPECT_EQ(watch_.Check(manifest_, outbox, kNow), Status::kInternal);
  outbox = Sound();
  Overgrow(outbox.conditions);
  EXPECT_EQ(watch_.Check(manifest_, outbox, kNow), Status::kInternal);
}

TEST_F(OutputListsTest, AByteOfTwoIsNoBool) {
  Outbox outbox;
  AlarmCondition low = Low();
  const unsigned char two = 2;
  std::memcpy(&low.present, &two, sizeof two);
  ASSERT_EQ(outbox.conditions.Add(low), Status::kOk);
  EXPECT_EQ(watch_.Check(manifest_, outbox, kNow), Status::kInternal);
}

TEST_F(OutputListsTest, AStartBeginsANewSecondAndANewPace) {
  const auto say = [this](bool present, Timestamp now) {
    Outbox outbox;
    AlarmCondition low = Low();
    low.present = present;
    EXPECT_EQ(outbox.conditions.Add(low), Status::kOk);
    return watch_.Check(manifest_, outbox, now);
  };
  for (std::uint32_t n = 0; n < kMaxChanges; ++n) {
    ASSERT_EQ(say(n % 2 == 0, Timestamp{500'000}), Status::kOk);
  }
  ASSERT_EQ(say(true, Timestamp{500'000}), Status::kFull);
  watch_.Start(Timestamp{600'000});
  for (std::uint32_t n = 0; n < kMaxChanges; ++n) {
    ASSERT_EQ(say(n % 2 == 0, Timestamp{700'000}), Status::kOk);
  }
  // The second that began with the start is not over yet.
  EXPECT_EQ(say(true, Timestamp{1'500'000}), Status::kFull);
}

TEST_F(OutputListsTest, WhatHasNoNameIsNotDeclared) {
  Outbox outbox = Sound();
  ASSERT_EQ(outbox.conditions.Add(AlarmCondition()), Status::kOk);
  EXPECT_EQ(watch_.Check(manifest_, outbox, kNow), Status::kInternal);
  outbox = Sound();
  ASSERT_EQ(outbox.blocks.Add(SampleBlock()), Status::kOk);
  EXPECT_EQ(watch_.Check(manifest_, outbox, kNow), Status::kInternal);
}

TEST_F(OutputWatchTest, TheFirstOfTwoFaultsIsTold) {
  Outbox outbox;
  ASSERT_EQ(outbox.observations.Add(Rate(301, kStart)), Status::kOk);
  ASSERT_EQ(outbox.observations.Add(Rate(70, kStart + Seconds(1))), Status::kOk);
  EXPECT_EQ(watch_.Check(manifest_, outbox, kStart), Status::kOutOfRange);
}

}  // namespace
}  // namespace vigil
