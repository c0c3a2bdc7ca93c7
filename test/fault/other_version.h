// A plugin that says it was built against a version of the kernel's interface that
// is not there yet.
#ifndef VIGIL_TEST_FAULT_OTHER_VERSION_H_
#define VIGIL_TEST_FAULT_OTHER_VERSION_H_

#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class OtherVersion {
 public:
  Status Init(const Settings&) { return Status::kOk; }
  Status Process(const Inbox&, Outbox&) { return Status::kOk; }
};

}  // namespace vigil::plugins

#endif  // VIGIL_TEST_FAULT_OTHER_VERSION_H_
