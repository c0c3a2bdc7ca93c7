#include "test/sim/patient.h"

#include <cstddef>

#include "gtest/gtest.h"

namespace vigil::sim {
namespace {

TEST(Simulate, IsTheSameFromASeedAndAnotherFromAnother) {
  Scene scene;
  scene.motion = Motion::kWalking;
  const Recording one = Simulate({scene}, {.seed = 4});
  const Recording same = Simulate({scene}, {.seed = 4});
  const Recording other = Simulate({scene}, {.seed = 5});

  EXPECT_EQ(one.ecg_uv, same.ecg_uv);
  EXPECT_EQ(one.light.red, same.light.red);
  EXPECT_EQ(one.temperature, same.temperature);
  EXPECT_NE(one.ecg_uv, other.ecg_uv);
}

TEST(Simulate, NoiseMovesNoBeat) {
  Scene scene;
  Scene loud = scene;
  loud.noise.muscle_uv = 100;
  const Recording one = Simulate({scene});
  const Recording other = Simulate({loud});

  ASSERT_EQ(one.beats.size(), other.beats.size());
  for (std::size_t n = 0; n < one.beats.size(); ++n) EXPECT_EQ(one.beats[n].time, other.beats[n].time);
}

TEST(Simulate, ToldRateIsThatOfTheScene) {
  Scene slow;
  slow.rate_per_minute = 40;
  Scene fast;
  fast.rate_per_minute = 160;
  const Recording recording = Simulate({slow, fast, OnDesk(60)});

  EXPECT_NEAR(RateOf(recording, 0, 60).value_or(0), 40, 1);
  EXPECT_NEAR(RateOf(recording, 60, 120).value_or(0), 160, 2);
  EXPECT_FALSE(RateOf(recording, 122, 180).has_value());
}

TEST(BlockOf, HoldsTheMomentsOfItsTime) {
  const Recording recording = Simulate({Scene()});
  const SampleBlock ecg = BlockOf(recording, ChannelId::kEcg, Timestamp{1'000'000});
  ASSERT_EQ(ecg.count, 25);
  EXPECT_EQ(ecg.period_us, 4000u);
  EXPECT_EQ(ecg.first_sample.us, 1'000'000);
  EXPECT_EQ(ecg.sequence, 10u);
  EXPECT_EQ(ecg.samples[0], recording.ecg_uv[250]);
  EXPECT_TRUE(IsIntact(ecg));

  const SampleBlock motion = BlockOf(recording, ChannelId::kAcceleration, Timestamp{200'000});
  ASSERT_EQ(motion.count, 15);
  EXPECT_EQ(motion.samples[4], recording.motion[11].y);
  EXPECT_EQ(motion.unit, Unit::kMilliG);

  const SampleBlock counts = BlockOf(recording, ChannelId::kEcgAdc, Timestamp{0});
  EXPECT_EQ(counts.samples[3], 2 * recording.ecg_uv[3]);
}

TEST(BlockOf, HoldsARareSampleInOneOfTenFrames) {
  const Recording recording = Simulate({Scene()});
  int samples = 0;
  for (std::int64_t frame = 0; frame < 100; ++frame) {
    samples += BlockOf(recording, ChannelId::kSkinTemperature, Timestamp{frame * 100'000}).count;
  }
  EXPECT_EQ(samples, 10);
}

TEST(BlockOf, SaysWhoseContactIsLost) {
  Scene off;
  off.contact = Contact::kLeadOff;
  const Recording recording = Simulate({off, OnDesk(60)});
  EXPECT_EQ(BlockOf(recording, ChannelId::kEcg, Timestamp{0}).quality, kQualityLeadOff);
  EXPECT_EQ(BlockOf(recording, ChannelId::kPpgRed, Timestamp{0}).quality, kQualityGood);
  EXPECT_EQ(BlockOf(recording, ChannelId::kPpgRed, Timestamp{70'000'000}).quality, kQualityNotWorn);
}

TEST(BlockOf, GoesOnWithTheLastValueBehindTheEnd) {
  const Recording recording = Simulate({Scene()});
  const SampleBlock block = BlockOf(recording, ChannelId::kPpgGreen, Timestamp{61'000'000});
  ASSERT_EQ(block.count, 5);
  EXPECT_EQ(block.samples[2], recording.light.green.back());
}

TEST(BlockOf, HasOtherRatesWhenTheyAreAskedFor) {
  const Recording recording = Simulate({Scene()}, {.light_hz = 125, .motion_hz = 100});
  EXPECT_EQ(BlockOf(recording, ChannelId::kAcceleration, Timestamp{0}).count, 30);
  const SampleBlock first = BlockOf(recording, ChannelId::kPpgRed, Timestamp{0});
  const SampleBlock second = BlockOf(recording, ChannelId::kPpgRed, Timestamp{100'000});
  EXPECT_EQ(first.count + second.count, 25);
  EXPECT_EQ(SampleTime(first, first.count).us, second.first_sample.us);
}

}  // namespace
}  // namespace vigil::sim
