// The product as a host program, its plugins in the program itself.
//
//   health_monitor_host --stream=ecg.adc [--session=1] [--device_id=host]
//                       [--link=FILE] [--alarm_log=FILE]
//
// Runs until the stream ends and prints one line of JSON with what the device
// said and the digest of its observations. --link keeps the bytes of the link,
// --alarm_log the alarm log.
// The exit code is that of the device (firmware/boards/product.h).
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "firmware/boards/host/host_program.h"
#include "safety_kernel/runtime/plugin_host.h"

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Runs the device's software on a stream of conversions and tells what it said.\n"
      "Example: health_monitor_host --stream=ecg.adc");
  absl::ParseCommandLine(argc, argv);
  vigil::DirectHost plugin_host;
  return vigil::firmware::RunHostProgram(plugin_host);
}
