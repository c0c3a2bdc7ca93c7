// What every host program that runs a product has in common: its flags, the stream
// it reads, the link it writes, the line it ends with.
//
//   program --stream=ecg.adc [--session=1] [--device_id=host] [--link=FILE]
//           [--alarm_log=FILE]
#ifndef VIGIL_FIRMWARE_BOARDS_HOST_HOST_PROGRAM_H_
#define VIGIL_FIRMWARE_BOARDS_HOST_HOST_PROGRAM_H_

#include "safety_kernel/runtime/plugin_host.h"

namespace vigil::firmware {

// Runs the linked product until its stream ends and prints one line of JSON with
// what it said and the digest of its observations. Gives the exit code, that of
// the device (firmware/boards/product.h). Call it after the flags were parsed.
int RunHostProgram(PluginHost& plugin_host);

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BOARDS_HOST_HOST_PROGRAM_H_
