// What the device says in its safe state, encoded while all is well, so that
// nothing has to work then but the copying of bytes.
//
//   static SafeStateFrames frames;
//   frames.Prepare(identity);
//   Send(frames.Hello()); Send(frames.Alarm(Cause::kMonitoringStopped));
//
// The safe state is a session of its own, the device's with its highest bit
// turned, so that no number of the interrupted session is used again. A reader
// finds damage to the frames by their checksums.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SAFE_STATE_FRAMES_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SAFE_STATE_FRAMES_H_

#include <cstdint>

#include "firmware/boards/product.h"

namespace vigil::firmware::mps2_an386 {

// Why the safe state was entered; the value of the alarm. All but the first are
// self-tests (AlarmId::kSelfTestFailed), the first is AlarmId::kSafeState.
enum class Cause : std::uint8_t {
  kMonitoringStopped = 0,
  kMemory = 1,
  kImage = 2,
  kProtection = 3,
  kClock = 4,
};
inline constexpr std::uint32_t kCauses = 5;

struct Bytes {
  const std::uint8_t* data = nullptr;
  std::uint32_t length = 0;
};

class SafeStateFrames {
 public:
  void Prepare(const Identity& identity);

  // Empty before Prepare.
  Bytes Hello() const;
  Bytes Alarm(Cause cause) const;

  // AlarmId::kSafeState of an unnamed device, from flash; it needs no Prepare.
  static Bytes AlarmOfLastResort();

 private:
  static constexpr std::uint32_t kRoom = 128;
  struct Frame {
    std::uint8_t bytes[kRoom];
    std::uint32_t length;
  };

  template <typename Message>
  static void Encode(const Message& message, std::uint32_t session,
                     std::uint32_t sequence, Frame& frame);

  Frame hello_ = {};
  Frame alarms_[kCauses] = {};
};

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SAFE_STATE_FRAMES_H_
