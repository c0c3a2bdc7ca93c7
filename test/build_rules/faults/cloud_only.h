#ifndef VIGIL_TEST_BUILD_RULES_FAULTS_CLOUD_ONLY_H_
#define VIGIL_TEST_BUILD_RULES_FAULTS_CLOUD_ONLY_H_

#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class CloudOnly {
 public:
  Status Init(const Settings&) { return Status::kOk; }
  Status Process(const Inbox&, Outbox&) { return Status::kOk; }
};

}  // namespace vigil::plugins

#endif  // VIGIL_TEST_BUILD_RULES_FAULTS_CLOUD_ONLY_H_
