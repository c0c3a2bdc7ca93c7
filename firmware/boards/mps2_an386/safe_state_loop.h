// What the safe state does, turn by turn, without a clock: whatever has failed, a
// processor that still runs counts its turns. Nothing in it waits for anything, so
// that a link that is slow or takes nothing changes neither light nor sound.
//
//   SafeStateLoop loop(frames, Cause::kMonitoringStopped);
//   for (;;) {
//     const SafeStateTurn turn = loop.Next(link_has_room);
//     ShowSignal(turn.signal);
//     if (turn.sends) Send(turn.byte);
//     PauseForMillisecond();
//   }
//
// Light and sounder move in the pattern of a high priority alarm. The surest frame
// is the first of a round. One thread.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SAFE_STATE_LOOP_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SAFE_STATE_LOOP_H_

#include <cstdint>

#include "firmware/boards/mps2_an386/safe_state_frames.h"
#include "safety_kernel/alerting/alarm_signal.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil::firmware::mps2_an386 {

struct SafeStateTurn {
  AlarmIndication signal;
  bool sends = false;  // `byte`, in this turn
  std::uint8_t byte = 0;
};

class SafeStateLoop {
 public:
  // What one turn takes, on the link one byte of 9600 baud or more.
  static constexpr Duration kTurn = Milliseconds(1);

  // All is said again each 500 ms; at the longest device id it is 160 bytes.
  static constexpr std::uint32_t kTurnsPerRound = 500;

  // `frames` must outlive this object.
  SafeStateLoop(const SafeStateFrames& frames, Cause cause)
      : frames_(frames), cause_(cause) {}

  // `link_has_room`: for one byte. What finds no room is sent in a later turn.
  SafeStateTurn Next(bool link_has_room);

 private:
  Result<std::uint8_t> ByteOfRound(std::uint32_t place) const;

  const SafeStateFrames& frames_;
  const Cause cause_;
  std::uint32_t turn_ = 0;  // in the pattern
  std::uint32_t sent_ = 0;  // bytes of the round
};

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SAFE_STATE_LOOP_H_
