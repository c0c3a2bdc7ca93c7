// A plugin that would end the alarm of another.
#include "safety_kernel/base/authority.h"

void Demand(vigil::AlarmAuthority authority);

void Trespass() { Demand(vigil::AlarmAuthority{}); }
