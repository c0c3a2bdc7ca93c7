// The one way to change a setting that plugins are told.
//
//   status = Change(authority, settings, {SettingId::kHeartRateLowLimit, 45});
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_SETTING_CHANGE_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_SETTING_CHANGE_H_

#include <cstdint>

#include "safety_kernel/base/authority.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {

// kUnavailable: the product has no such setting; nothing changed.
constexpr Status Change(SettingAuthority, Settings& settings,
                        const Setting& setting) {
  for (std::uint32_t n = 0; n < settings.size(); ++n) {
    if (settings[n].id == setting.id) return settings.Replace(n, setting);
  }
  return Status::kUnavailable;
}

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_SETTING_CHANGE_H_
