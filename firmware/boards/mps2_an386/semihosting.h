// Semihosting: how a program on this board uses files, console and exit code of
// the machine that simulates it. It stands in for hardware that the board lacks
// (the converter) and for a debugger (fault reports). Only privileged code may
// call it. Source: Arm, Semihosting for AArch32 and AArch64, release 2023Q3.
//
// Each call stops the processor until the host has answered.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SEMIHOSTING_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SEMIHOSTING_H_

#include <cstdint>

#include "safety_kernel/base/status.h"

namespace vigil::firmware::semihosting {

// Writes `text`, which ends in a zero, to the host's standard error.
void WriteConsole(const char* text);

// Ends the simulation with `code` as the simulator's exit code.
[[noreturn]] void Exit(std::int32_t code);

// Copies the words that followed `arg=` on the simulator's command line, joined
// by blanks and ended by a zero, to out[0..room). kFull: they need more room.
Status CommandLine(char* out, std::uint32_t room);

// Opens a file of the host to read. kUnavailable: the host could not open it.
Result<std::int32_t> OpenToRead(const char* path);

// Opens a file of the host to read and to write, and makes it where there is none.
// kUnavailable: the host could do neither.
Result<std::int32_t> OpenToUpdate(const char* path);

// Of the file, in bytes. kDataLoss: the host can't tell.
Result<std::uint32_t> Length(std::int32_t file);

// kDataLoss: the host did not write all of it.
Status Write(std::int32_t file, const std::uint8_t* data, std::uint32_t length);

// Reads up to `length` bytes and gives how many came; fewer only at the end of
// the file. kDataLoss: the host reported a fault.
Result<std::uint32_t> Read(std::int32_t file, std::uint8_t* out,
                           std::uint32_t length);

// Continues at `offset` bytes from the begin. kDataLoss: the host refused.
Status Seek(std::int32_t file, std::uint32_t offset);

}  // namespace vigil::firmware::semihosting

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SEMIHOSTING_H_
