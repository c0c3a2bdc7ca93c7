// Authority as a value: what only the kernel may do asks for a token in its
// signature, and only the kernel can make one. A plugin, a driver or a host does not
// do it by accident; it would have to forge a token, which a reader sees, and across a
// partition's border no token passes at all.
//
//   void AlarmManager::Report(AlarmAuthority, const AlarmCondition& condition);
//   alarms_.Report(AlarmAuthority{}, condition);   // compiles in Runtime alone
//
// The tokens are empty; passing one costs nothing.
#ifndef VIGIL_SAFETY_KERNEL_BASE_AUTHORITY_H_
#define VIGIL_SAFETY_KERNEL_BASE_AUTHORITY_H_

namespace vigil {

class Runtime;
struct AuthorityForTest;

// To raise, end or quiet an alarm.
class AlarmAuthority {
  friend class Runtime;
  friend struct AuthorityForTest;
  explicit constexpr AlarmAuthority() = default;
};

// To move what acts on the world: the sounder, the lights, the safe state.
class ActuatorAuthority {
  friend class Runtime;
  friend struct AuthorityForTest;
  explicit constexpr ActuatorAuthority() = default;
};

// To change a setting that plugins are told.
class SettingAuthority {
  friend class Runtime;
  friend struct AuthorityForTest;
  explicit constexpr SettingAuthority() = default;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_BASE_AUTHORITY_H_
