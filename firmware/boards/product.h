// Where a board hands over to the product: a board brings itself up, prepares
// what a Launch names, and calls RunProduct; an image links one board with one
// product.
#ifndef VIGIL_FIRMWARE_BOARDS_PRODUCT_H_
#define VIGIL_FIRMWARE_BOARDS_PRODUCT_H_

#include <cstdint>

#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/boards/board.h"
#include "safety_kernel/runtime/plugin_host.h"

namespace vigil::firmware {

// What a device is told when it starts.
struct Identity {
  const char* device_id = "";  // 1 to 32 characters of [A-Za-z0-9._-]
  std::uint32_t session = 0;   // differs at each start
};

struct Launch {
  Board& board;
  PluginHost& plugin_host;  // how this board isolates plugins
  StreamFile& stream;  // stands in for the converters; open, at its begin
  Identity identity;
};

// How a run ended: the exit code where there is something to exit to. A device
// alarms from then on, in its safe state, unless the run ended as planned or was
// never begun for its arguments. The numbers follow BSD's sysexits.h where it has
// one.
enum class RunResult : std::int32_t {
  kEndedAsPlanned = 0,
  kBadCommandLine = 64,   // arguments are missing or outside of their range
  kDamagedStream = 65,    // the stream of conversions is damaged or of another format
  kNoStream = 66,         // the stream of conversions can't be opened
  kSelfTestFailed = 69,   // a start-up self-test failed
  kProcessorFault = 70,   // of the kernel: the registers are on the console
  kRefusedToStart = 71,   // the kernel refused the system description or a plugin
  kMonitoringStopped = 72,  // the kernel gave up, or the watchdog expired
  kLinkStalled = 74,      // the link did not take the last messages in time
};

// Runs until the stream of conversions ends; without end when it replays. Tells the reason
// on the board's console when the result is not kEndedAsPlanned. Each image
// defines it once.
RunResult RunProduct(const Launch& launch);

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BOARDS_PRODUCT_H_
