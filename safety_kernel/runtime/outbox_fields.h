// What a plugin said, so that tests can compare it, and say it again without room.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_OUTBOX_FIELDS_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_OUTBOX_FIELDS_H_

#include <cstdint>
#include <vector>

#include "safety_kernel/plugin/plugin.h"

namespace vigil {

// All that means something in it: padding and what lies beyond a list's end do not.
std::vector<std::int64_t> FieldsOf(const Outbox& outbox);

// Nothing of what was in `before` is another in `outbox`.
bool BeginsWith(const Outbox& outbox, const Outbox& before);

// Outboxes in which the last that was said of a kind finds no room; one for each kind of
// which something was said. What fills them means nothing.
std::vector<Outbox> OutboxesThatLack(const Outbox& said);

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_OUTBOX_FIELDS_H_
