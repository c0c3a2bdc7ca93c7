// A plugin of class B for tests: what it says moves no alarm.
#ifndef VIGIL_TEST_BUILD_RULES_SEGREGATED_TREND_H_
#define VIGIL_TEST_BUILD_RULES_SEGREGATED_TREND_H_

#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class Trend {
 public:
  Status Init(const Settings&) { return Status::kOk; }
  Status Process(const Inbox&, Outbox&) { return Status::kOk; }
};

}  // namespace vigil::plugins

#endif  // VIGIL_TEST_BUILD_RULES_SEGREGATED_TREND_H_
