#include "cloud/service/live_view.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

wire::ReceivedMessage Message(std::uint32_t sequence) {
  wire::ReceivedMessage received;
  received.set_device_id("monitor-1");
  received.set_session(7);
  received.set_sequence(sequence);
  received.set_received_unix_us(1'000'000 + sequence);
  return received;
}

wire::ReceivedMessage Samples(std::uint32_t sequence) {
  wire::ReceivedMessage received = Message(sequence);
  received.mutable_message()->mutable_samples()->set_first_sample_us(
      std::int64_t{sequence} * 100'000);
  return received;
}

wire::ReceivedMessage Rate(std::uint32_t sequence, int value) {
  wire::ReceivedMessage received = Message(sequence);
  wire::Observation& rate = *received.mutable_message()->mutable_observation();
  rate.set_code(147842);
  rate.set_value(value);
  return received;
}

wire::ReceivedMessage Alarm(std::uint32_t sequence, std::uint32_t id,
                            std::uint32_t priority, std::uint32_t transition) {
  wire::ReceivedMessage received = Message(sequence);
  wire::AlarmEvent& alarm = *received.mutable_message()->mutable_alarm();
  alarm.set_id(id);
  alarm.set_priority(priority);
  alarm.set_transition(transition);
  return received;
}

void Apply(LiveView& view, const std::vector<wire::ReceivedMessage>& messages) {
  wire::LiveUpdate update;
  for (const auto& message : messages) *update.add_messages() = message;
  view.Apply(update);
}

std::vector<std::uint32_t> Sequences(const LiveView& view) {
  std::vector<std::uint32_t> sequences;
  const wire::LiveUpdate snapshot = view.Snapshot();
  for (const auto& message : snapshot.messages()) {
    sequences.push_back(message.sequence());
  }
  return sequences;
}

using List = std::vector<std::uint32_t>;

TEST(LiveViewTest, AnEmptyOneGivesAnEmptySnapshot) {
  const wire::LiveUpdate snapshot = LiveView().Snapshot();
  EXPECT_TRUE(snapshot.snapshot());
  EXPECT_EQ(snapshot.messages_size(), 0);
}

TEST(LiveViewTest, SamplesOfTheLastTenSecondsAreKept) {
  LiveView view;
  for (std::uint32_t i = 0; i < 300; ++i) Apply(view, {Samples(i)});
  const List sequences = Sequences(view);
  EXPECT_EQ(sequences.size(), 101u);
  EXPECT_EQ(sequences.front(), 199u);
  EXPECT_EQ(sequences.back(), 299u);
}

TEST(LiveViewTest, OnlyTheLatestObservationOfACodeIsKept) {
  LiveView view;
  Apply(view, {Rate(1, 70), Rate(5, 75), Rate(3, 72)});
  EXPECT_EQ(Sequences(view), List{5});
}

TEST(LiveViewTest, AnActiveAlarmStaysHoweverLongAgoItBegan) {
  VIGIL_VERIFIES("REQ-CS-003");
  LiveView view;
  Apply(view, {Alarm(1, 1, 3, 1)});
  for (std::uint32_t i = 2; i < 200; ++i) {
    Apply(view, {Alarm(i, 2, 1, 1 + i % 2)});
  }
  const List sequences = Sequences(view);
  EXPECT_EQ(sequences.size(), kMaxSnapshotEvents + 1);
  EXPECT_EQ(sequences.front(), 1u);
}

TEST(LiveViewTest, AnAlarmThatSomebodyHasSeenIsStillThere) {
  VIGIL_VERIFIES("REQ-CS-003");
  for (const std::uint32_t transition : {3u, 4u, 5u}) {
    LiveView view;
    Apply(view, {Alarm(1, 1, 3, 1), Alarm(2, 1, 3, transition)});
    for (std::uint32_t i = 10; i < 1000; ++i) Apply(view, {Alarm(i, 2, 1, 1 + i % 2)});
    bool there = false;
    const wire::LiveUpdate snapshot = view.Snapshot();
    for (const auto& message : snapshot.messages()) {
      there = there || message.message().alarm().id() == 1;
    }
    EXPECT_TRUE(there) << transition;
  }
}

TEST(LiveViewTest, AKernelThatBeganAnewVoidsWhatItHadRaised) {
  VIGIL_VERIFIES("REQ-CS-003");
  constexpr std::uint32_t kDamaged = 1007;
  LiveView view;
  Apply(view, {Alarm(1, 1, 3, 1), Alarm(2, 1000, 2, 1), Alarm(3, kDamaged, 3, 1),
               Alarm(4, 1, 3, 1)});
  for (std::uint32_t i = 10; i < 1000; ++i) Apply(view, {Alarm(i, 2, 1, 1 + i % 2)});
  std::vector<std::uint32_t> there;
  const wire::LiveUpdate snapshot = view.Snapshot();
  for (const auto& message : snapshot.messages()) {
    if (message.sequence() < 10) there.push_back(message.message().alarm().id());
  }
  EXPECT_EQ(there, (std::vector<std::uint32_t>{kDamaged, 1}));
}

TEST(LiveViewTest, TooManyAlarmsNeverPushOutAHighOne) {
  VIGIL_VERIFIES("REQ-CS-003");
  LiveView view;
  Apply(view, {Alarm(0, 60000, 3, 1)});
  for (std::uint32_t i = 1; i < 1000; ++i) Apply(view, {Alarm(i, i, 1, 1)});
  EXPECT_EQ(Sequences(view).front(), 0u);
  EXPECT_LT(Sequences(view).size(), 200u);
}

TEST(LiveViewTest, ANewSessionReplacesTheOneBefore) {
  LiveView view;
  Apply(view, {Samples(5), Alarm(6, 1, 3, 1)});
  wire::ReceivedMessage next = Samples(0);
  next.set_session(8);
  next.set_received_unix_us(2'000'000);
  Apply(view, {next});
  EXPECT_EQ(Sequences(view), List{0});
  // Late messages of the old one do not bring it back.
  Apply(view, {Samples(7)});
  EXPECT_EQ(Sequences(view), List{0});
}

TEST(LiveViewTest, TheLinkIsThatOfTheNewestSession) {
  LiveView view;
  Apply(view, {Samples(5)});
  wire::LiveUpdate update;
  wire::LinkReport& link = *update.add_links();
  link.set_device_id("monitor-1");
  link.set_session(6);
  view.Apply(update);
  EXPECT_EQ(view.Snapshot().links_size(), 0);
  link.set_session(7);
  link.set_frames_lost(3);
  view.Apply(update);
  ASSERT_EQ(view.Snapshot().links_size(), 1);
  EXPECT_EQ(view.Snapshot().links(0).frames_lost(), 3u);
}

TEST(LiveViewTest, TheNumberOfDevicesIsBounded) {
  LiveView view;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    wire::ReceivedMessage message = Samples(i);
    message.set_device_id("monitor-" + std::to_string(i));
    Apply(view, {message});
  }
  const List sequences = Sequences(view);
  EXPECT_EQ(sequences.size(), kMaxLiveDevices);
}

}  // namespace
}  // namespace vigil
