#include "firmware/boards/mps2_an386/safe_state_loop.h"

namespace vigil::firmware::mps2_an386 {
namespace {

// After so many turns light, sound and frames are where they were at the first.
constexpr std::uint32_t kTurnsPerPattern = 29'000;

constexpr LightPattern kLight = LightOf(AlarmPriority::kHigh);
constexpr SoundPattern kSound = SoundOf(AlarmPriority::kHigh);
static_assert(SafeStateLoop::kTurn == Milliseconds(1));
static_assert(kTurnsPerPattern % kLight.period_ms == 0);
static_assert(kTurnsPerPattern %
                  (PulseBegin(kSound, kSound.pulses) + kSound.burst_pause_ms) == 0);
static_assert(kTurnsPerPattern % SafeStateLoop::kTurnsPerRound == 0);

}  // namespace

SafeStateTurn SafeStateLoop::Next(bool link_has_room) {
  const Duration elapsed = kTurn * static_cast<std::int64_t>(turn_);
  SafeStateTurn turn;
  turn.signal =
      IndicationOf(AlarmPriority::kHigh, elapsed, AlarmPriority::kHigh, elapsed);
  const Result<std::uint8_t> next = ByteOfRound(sent_);
  turn.sends = link_has_room && next.ok();
  turn.byte = next.value();
  if (turn.sends) ++sent_;
  turn_ = (turn_ + 1) % kTurnsPerPattern;
  // A round that a slow link has not taken yet goes on where it is.
  if (turn_ % kTurnsPerRound == 0 && !ByteOfRound(sent_).ok()) sent_ = 0;
  return turn;
}

// kUnavailable: the round has no such byte.
Result<std::uint8_t> SafeStateLoop::ByteOfRound(std::uint32_t place) const {
  const Bytes pieces[] = {SafeStateFrames::AlarmOfLastResort(), frames_.Hello(),
                          frames_.Alarm(cause_)};
  for (const Bytes& piece : pieces) {
    if (place < piece.length) return piece.data[place];
    place -= piece.length;
  }
  return Status::kUnavailable;
}

}  // namespace vigil::firmware::mps2_an386
