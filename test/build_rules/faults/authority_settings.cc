// A plugin that would widen its own limits.
#include "safety_kernel/base/authority.h"

void Demand(vigil::SettingAuthority authority);

void Trespass() { Demand(vigil::SettingAuthority{}); }
