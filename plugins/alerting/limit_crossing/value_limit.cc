#include "plugins/alerting/limit_crossing/value_limit.h"

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {
namespace {

// In the unit of the value; one that sways around its limit does not alarm again.
constexpr std::int32_t kHysteresis = 1;

std::int32_t Excess(const LimitRule& rule, std::int32_t limit, std::int32_t value) {
  return rule.upper ? value - limit : limit - value;
}

}  // namespace

void ValueLimit::Start(std::int32_t limit) {
  *this = ValueLimit();
  limit_ = limit;
}

void ValueLimit::Take(const LimitRule& rule, const Observation& value) {
  // What is damaged may be of any code: each value ends when the last one does.
  if (value.code != rule.code || !IsIntact(value)) return;
  last_.Take(value);
  // Beyond what can be told: it follows on one that went there.
  if (value.reason == Reason::kOutOfRange) last_.Keep(value.valid_until);
  if (value.validity != Validity::kValid) return;
  crossing_.Update(Excess(rule, limit_, value.value), value.time, kHysteresis);
}

AlarmCondition ValueLimit::ConditionOf(const LimitRule& rule, Timestamp now) {
  if (!last_.Counts(now)) crossing_.Clear();
  const bool may_be = present_ || last_.IsKnown(now);
  present_ = may_be && crossing_.HasLasted(now, kDelay);
  AlarmCondition condition;
  condition.id = rule.id;
  condition.present = present_;
  condition.priority = Excess(rule, rule.extreme, last_.value()) > 0 ? rule.extreme_priority
                                                                     : rule.priority;
  condition.unit = UnitOf(rule.code);
  condition.value = last_.value();
  condition.limit = limit_;
  condition.since = crossing_.since();
  return condition;
}

}  // namespace vigil::plugins
