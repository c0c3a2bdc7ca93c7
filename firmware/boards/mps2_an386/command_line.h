// Reads what the simulator was told after `arg=`, joined by blanks:
//
//   vigil [--end-in-safe-state] [--count-instructions] [--alarm-log=FILE]
//         STREAM SESSION DEVICE_ID
//
// STREAM, a path on the host, may hold blanks, FILE may not. SESSION is a decimal number of 32
// bits. --count-instructions says that the simulator counts them (`-icount
// shift=0`, one a nanosecond), so that the device can tell what a frame costs. FILE
// stands in for the memory of the alarm log (log_memory.h).
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_COMMAND_LINE_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_COMMAND_LINE_H_

#include <cstdint>

#include "firmware/boards/product.h"
#include "safety_kernel/base/status.h"

namespace vigil::firmware::mps2_an386 {

inline constexpr std::uint32_t kMaxCommandLine = 1024;

struct CommandLine {
  const char* stream = "";
  const char* alarm_log = "";  // empty: there is none
  Identity identity;
  bool counts_instructions = false;
  bool ends_in_safe_state = false;  // the simulation, not the alarm of a device
};

// `text` ends in a zero within kMaxCommandLine characters. It is cut into pieces
// that the result points at, so it must live as long.
// kInvalidArgument: a word is missing or empty, the session is no such number, or the
// device id is none (see IsDeviceId).
Result<CommandLine> ParseCommandLine(char* text);

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_COMMAND_LINE_H_
