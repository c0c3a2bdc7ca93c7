#include "safety_kernel/runtime/outbox_fields.h"

#include <cstdint>
#include <vector>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {
namespace {

using Fields = std::vector<std::int64_t>;

template <typename... Values>
void Append(Fields& fields, Values... values) {
  (fields.push_back(static_cast<std::int64_t>(values)), ...);
}

void Append(Fields& fields, const SampleBlock& block) {
  Append(fields, block.channel, block.unit, block.quality, block.count, block.sequence, block.period_us,
         block.first_sample.us, block.integrity);
  for (std::uint32_t i = 0; i < block.count && i < kMaxSamplesPerBlock; ++i) Append(fields, block.samples[i]);
}

void Append(Fields& fields, const Observation& said) {
  Append(fields, said.code, said.value, said.unit, said.validity, said.reason, said.sequence, said.time.us,
         said.valid_until.us, said.integrity);
}

void Append(Fields& fields, const AlarmCondition& condition) {
  Append(fields, condition.id, condition.priority, condition.present, condition.unit, condition.value,
         condition.limit, condition.since.us);
}

// Of the first `count` of a list.
template <typename List>
void AppendFirst(Fields& fields, const List& list, std::uint32_t count) {
  Append(fields, list.IsSound(), count);
  for (std::uint32_t n = 0; n < count; ++n) Append(fields, list[n]);
}

Fields FirstOf(const Outbox& outbox, const Outbox& counts) {
  Fields fields;
  AppendFirst(fields, outbox.blocks, counts.blocks.size());
  AppendFirst(fields, outbox.observations, counts.observations.size());
  AppendFirst(fields, outbox.conditions, counts.conditions.size());
  return fields;
}

// `list` of `said`, and of `lacking`, in which there is room for one less.
template <typename List>
bool LeaveRoomForAllButOne(const List& said, List& lacking) {
  for (std::uint32_t n = said.size(); n <= List::kCapacity; ++n) {
    if (said.empty() || lacking.Add({}) != Status::kOk) return false;
  }
  return true;
}

}  // namespace

std::vector<std::int64_t> FieldsOf(const Outbox& outbox) { return FirstOf(outbox, outbox); }

bool BeginsWith(const Outbox& outbox, const Outbox& before) { return FirstOf(outbox, before) == FieldsOf(before); }

std::vector<Outbox> OutboxesThatLack(const Outbox& said) {
  std::vector<Outbox> all;
  Outbox blocks;
  if (LeaveRoomForAllButOne(said.blocks, blocks.blocks)) all.push_back(blocks);
  Outbox observations;
  if (LeaveRoomForAllButOne(said.observations, observations.observations)) all.push_back(observations);
  Outbox conditions;
  if (LeaveRoomForAllButOne(said.conditions, conditions.conditions)) all.push_back(conditions);
  return all;
}

}  // namespace vigil
