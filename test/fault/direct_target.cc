// A target without isolation has no faults that need the machine: they would be
// the program's own.
#include "test/fault/board_fault.h"
#include "test/fault/faulty.h"

namespace vigil::fault {

void StormInterrupts() {}

}  // namespace vigil::fault

namespace vigil::plugins {

Status CommitMachineFault(std::int32_t, const Inbox&, Outbox&) {
  return Status::kOk;
}

}  // namespace vigil::plugins
