#include "firmware/boards/mps2_an386/safe_state_loop.h"

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "platform/link/frame.h"
#include "safety_kernel/alerting/alarm_signal.h"
#include "test/verifies.h"

namespace vigil::firmware::mps2_an386 {
namespace {

SafeStateFrames Prepared() {
  SafeStateFrames frames;
  frames.Prepare({"bed-7-with-the-longest-device-id", 7});
  return frames;
}

// Longer than the pattern takes to begin again.
constexpr std::uint32_t kManyTurns = 70'000;

using Room = std::function<bool(std::uint32_t turn)>;
const Room kAlways = [](std::uint32_t) { return true; };
const Room kNever = [](std::uint32_t) { return false; };

std::string Sent(const SafeStateFrames& frames, std::uint32_t turns,
                 const Room& room) {
  SafeStateLoop loop(frames, Cause::kMonitoringStopped);
  std::string bytes;
  for (std::uint32_t n = 0; n < turns; ++n) {
    const SafeStateTurn turn = loop.Next(room(n));
    if (turn.sends) bytes.push_back(static_cast<char>(turn.byte));
  }
  return bytes;
}

std::string Text(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data), bytes.length};
}

std::string Round(const SafeStateFrames& frames) {
  return Text(SafeStateFrames::AlarmOfLastResort()) + Text(frames.Hello()) +
         Text(frames.Alarm(Cause::kMonitoringStopped));
}

void ExpectPattern(const Room& room) {
  const SafeStateFrames frames = Prepared();
  SafeStateLoop loop(frames, Cause::kMonitoringStopped);
  for (std::uint32_t n = 0; n < kManyTurns; ++n) {
    const SafeStateTurn turn = loop.Next(room(n));
    const bool light = LightIsOn(AlarmPriority::kHigh, Milliseconds(n));
    const bool sound = SoundIsOn(AlarmPriority::kHigh, Milliseconds(n));
    ASSERT_EQ(turn.signal.light, light ? LightColour::kRed : LightColour::kNone) << n;
    ASSERT_EQ(turn.signal.tone_hz != 0, sound) << n;
  }
}

TEST(SafeStateLoop, LightAndSoundAreThoseOfAHighAlarm) {
  VIGIL_VERIFIES("REQ-MPS2-003");
  ExpectPattern(kAlways);
}

TEST(SafeStateLoop, LinkThatTakesNothingChangesNoLightAndNoSound) {
  VIGIL_VERIFIES("REQ-MPS2-003");
  ExpectPattern(kNever);
}

TEST(SafeStateLoop, SlowLinkChangesNoLightAndNoSound) {
  ExpectPattern([](std::uint32_t turn) { return turn % 11 == 3; });
}

TEST(SafeStateLoop, SurestFrameComesFirstAndAllComeInEachRound) {
  VIGIL_VERIFIES("REQ-MPS2-003");
  const SafeStateFrames frames = Prepared();

  const std::string sent =
      Sent(frames, 2 * SafeStateLoop::kTurnsPerRound, kAlways);

  EXPECT_EQ(sent, Round(frames) + Round(frames));
}

TEST(SafeStateLoop, SlowLinkGetsWholeFramesInTheirOrder) {
  const SafeStateFrames frames = Prepared();

  const std::string sent =
      Sent(frames, kManyTurns, [](std::uint32_t turn) { return turn % 11 == 3; });

  const std::string round = Round(frames);
  ASSERT_GT(sent.size(), 20 * round.size());
  for (std::size_t n = 0; n < sent.size(); ++n) {
    ASSERT_EQ(sent[n], round[n % round.size()]) << n;
  }
}

TEST(SafeStateLoop, LinkThatComesBackGetsTheRestOfTheFrame) {
  const SafeStateFrames frames = Prepared();

  const std::string sent = Sent(frames, 20'000, [](std::uint32_t turn) {
    return turn < 40 || turn >= 12'345;
  });

  link::FrameReader reader;
  std::uint32_t read = 0;
  for (const char byte : sent) {
    read += static_cast<std::uint32_t>(reader.Push(static_cast<std::uint8_t>(byte)) ==
                                       link::FrameReader::Event::kFrame);
  }
  EXPECT_GE(read, 3u * 15);
  EXPECT_EQ(reader.damaged(), 0u);
}

TEST(SafeStateLoop, WhatWasNotPreparedIsLeftOut) {
  const SafeStateFrames frames;

  const std::string sent = Sent(frames, SafeStateLoop::kTurnsPerRound, kAlways);

  EXPECT_EQ(sent, Text(SafeStateFrames::AlarmOfLastResort()));
}

}  // namespace
}  // namespace vigil::firmware::mps2_an386
