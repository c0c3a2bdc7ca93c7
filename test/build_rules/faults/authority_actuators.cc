// A driver that would switch the sounder off by itself.
#include "safety_kernel/base/authority.h"

void Demand(vigil::ActuatorAuthority authority);

void Trespass() { Demand(vigil::ActuatorAuthority{}); }
