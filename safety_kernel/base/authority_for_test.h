// Tokens for tests, which stand in for the kernel.
#ifndef VIGIL_SAFETY_KERNEL_BASE_AUTHORITY_FOR_TEST_H_
#define VIGIL_SAFETY_KERNEL_BASE_AUTHORITY_FOR_TEST_H_

#include "safety_kernel/base/authority.h"

namespace vigil {

struct AuthorityForTest {
  static constexpr AlarmAuthority kAlarm{};
  static constexpr ActuatorAuthority kActuator{};
  static constexpr SettingAuthority kSetting{};
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_BASE_AUTHORITY_FOR_TEST_H_
