#include "firmware/boards/mps2_an386/partition_host.h"

#include "firmware/boards/mps2_an386/budget_timer.h"
#include "firmware/boards/mps2_an386/memory_protection.h"

extern "C" {
extern std::uint32_t vigil_code_end[];
extern std::uint32_t vigil_plugin_state_begin[];
extern std::uint32_t vigil_plugin_state_end[];
}

namespace vigil::firmware::mps2_an386 {
namespace {

constexpr std::uint32_t kLeastRegion = 32;  // of the Armv7-M MPU

std::uint32_t Address(const void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

struct Span {
  std::uint32_t begin = 0;
  std::uint32_t bytes = 0;
};

bool Contains(const Span& outer, const Span& inner) {
  if (inner.begin < outer.begin || inner.bytes > outer.bytes) return false;
  return inner.begin - outer.begin <= outer.bytes - inner.bytes;
}

bool IsRegion(const Span& span) {
  if (span.bytes < kLeastRegion) return false;
  if ((span.bytes & (span.bytes - 1)) != 0) return false;
  return span.begin % span.bytes == 0;
}

Span PluginMemory() {
  const std::uint32_t begin = Address(vigil_plugin_state_begin);
  return {begin, Address(vigil_plugin_state_end) - begin};
}

bool IsSound(const PluginEntry& plugin, std::uint32_t function) {
  const Span partition = {Address(plugin.partition), plugin.partition_bytes};
  if (!IsRegion(partition) || !Contains(PluginMemory(), partition)) return false;
  const Span stack = {partition.begin, plugin.stack_bytes};
  if (stack.bytes < sizeof(ExceptionFrame)) return false;
  if (!Contains(partition, stack)) return false;
  const Span mailbox = {Address(plugin.mailbox), sizeof(Mailbox)};
  if (!Contains(partition, mailbox)) return false;
  if (!Contains(partition, {Address(plugin.object), plugin.object_bytes})) {
    return false;
  }
  return function != 0 && function < Address(vigil_code_end);
}

// A plugin may return any bits.
Status ToStatus(std::uint32_t value) {
  constexpr Status kAll[] = {
      Status::kOk,           Status::kInvalidArgument, Status::kOutOfRange,
      Status::kFull,         Status::kUnavailable,     Status::kDataLoss,
      Status::kFailedPrecondition, Status::kIncompatible,
      Status::kDeadlineExceeded,   Status::kInternal};
  for (const Status status : kAll) {
    if (static_cast<std::uint32_t>(status) == value) return status;
  }
  return Status::kInternal;
}

Status StatusOf(const Outcome& outcome) {
  if (outcome.ending == Ending::kReturned) return ToStatus(outcome.value);
  if (outcome.ending == Ending::kCutOff) return Status::kDeadlineExceeded;
  return Status::kInternal;
}

}  // namespace

Status PartitionHost::Init(const PluginEntry& plugin) {
  return Run(plugin, reinterpret_cast<std::uintptr_t>(plugin.init));
}

Status PartitionHost::Process(const PluginEntry& plugin) {
  return Run(plugin, reinterpret_cast<std::uintptr_t>(plugin.process));
}

Status PartitionHost::Run(const PluginEntry& plugin, std::uintptr_t function) {
  last_ = Outcome();
  const auto address = static_cast<std::uint32_t>(function);
  if (!IsSound(plugin, address)) return Status::kInternal;
  const std::uint32_t begin = Address(plugin.partition);
  OpenPartition(plugin.partition, plugin.partition_bytes);
  StartBudget(plugin.manifest->budget_instructions);
  last_ = EnterPartition(
      {.begin = begin,
       .end = begin + plugin.partition_bytes,
       .stack_end = begin + plugin.stack_bytes,
       .function = address,
       .arguments = {Address(plugin.object), Address(plugin.mailbox)}});
  VigilStopBudget();
  ClosePartition();
  return StatusOf(last_);
}

}  // namespace vigil::firmware::mps2_an386
