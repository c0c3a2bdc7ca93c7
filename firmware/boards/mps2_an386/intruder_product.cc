// A product for tests: an Intruder between two activations of a witness, each in
// its partition. The session number is act * 10 + target; the console tells how
// the intruder's activation ended and whether the witness is as it was.
#include <cstdint>

#include "firmware/boards/mps2_an386/interrupts.h"
#include "firmware/boards/mps2_an386/intruder.h"
#include "firmware/boards/mps2_an386/partition_host.h"
#include "firmware/boards/product.h"
#include "safety_kernel/plugin/partition.h"

namespace vigil::firmware {
namespace {

using mps2_an386::Outcome;
using mps2_an386::PartitionHost;

// What an address is taken from.
enum class Target : std::uint32_t {
  kKernelMemory = 0,
  kWitness = 1,
  kOwnMemory = 2,
  kPeripheral = 3,      // the UART of the link
  kProtectionUnit = 4,  // the MPU's own register
  kCode = 5,
  kNull = 6,
  kUnmapped = 7,
  kBelow = 8,           // the first word below its partition
  kNoThumb = 9,         // an even address of code
};

// Counts its activations; a word of its own must stay what it was.
class Witness {
 public:
  Status Init(const Settings&) {
    count_ = 0;
    mark_ = kMark;
    return Status::kOk;
  }
  Status Process(const Inbox&, Outbox&) {
    ++count_;
    return mark_ == kMark ? Status::kOk : Status::kDataLoss;
  }
  std::uint32_t count() const { return count_; }

 private:
  static constexpr std::uint32_t kMark = 0x5EA1C0DE;
  std::uint32_t count_ = 0;
  std::uint32_t mark_ = 0;
};

constexpr PluginManifest kWitnessManifest = {
    .name = "witness", .budget_instructions = 5'000, .stack_bytes = 512};
constexpr PluginManifest kIntruderManifest = {
    .name = "intruder", .budget_instructions = 20'000, .stack_bytes = 512};

[[gnu::section(".vigil_plugin.a_witness")]] Partition<Witness, 512> witness;
[[gnu::section(".vigil_plugin.b_intruder")]] Partition<plugins::Intruder, 512>
    intruder;

volatile std::uint32_t kernel_word = 0;
PartitionHost host;

std::uint32_t Address(const volatile void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

std::uint32_t AddressOf(Target target) {
  switch (target) {
    case Target::kKernelMemory: return Address(&kernel_word);
    case Target::kWitness: return Address(&witness.object);
    case Target::kOwnMemory: return Address(&intruder.mailbox.outbox) | 1u;
    case Target::kPeripheral: return 0x40004000;
    case Target::kProtectionUnit: return 0xE000ED94;
    case Target::kCode: return 0x00000200;
    case Target::kNull: return 0;
    case Target::kUnmapped: return 0x90000000;
    case Target::kBelow: return Address(&intruder) - 4;
    case Target::kNoThumb: return 0x00000200;
  }
  return 0;
}

void Print(Board& board, const char* name, std::uint32_t value) {
  constexpr char kDigits[] = "0123456789abcdef";
  char text[] = " 0x00000000";
  for (std::uint32_t digit = 0; digit < 8; ++digit) {
    text[3 + digit] = kDigits[(value >> (28 - 4 * digit)) & 0xF];
  }
  board.Report(name);
  board.Report(text);
}

void Tell(Board& board, Status status) {
  const Outcome& outcome = host.last();
  Print(board, "intruder: status", static_cast<std::uint32_t>(status));
  Print(board, " ending", static_cast<std::uint32_t>(outcome.ending));
  Print(board, " cfsr", outcome.fault_status);
  Print(board, " address", outcome.fault_address);
  Print(board, " kernel word", kernel_word);
  board.Report("\n");
}

Settings SettingsFor(std::uint32_t number) {
  Settings settings;
  const auto address = AddressOf(static_cast<Target>(number % 10));
  (void)settings.Add(
      {plugins::kIntruderAct, static_cast<std::int32_t>(number / 10)});
  (void)settings.Add(
      {plugins::kIntruderAddress, static_cast<std::int32_t>(address)});
  return settings;
}

// The intruder fails each of these times in the same way, whatever the one
// before has left.
constexpr std::uint32_t kActivations = 3;

Status RunAll(Board& board, const PluginEntry& observer,
              const PluginEntry& offender) {
  for (std::uint32_t n = 0; n < kActivations; ++n) {
    Tell(board, host.Process(offender));
    if (host.Process(observer) != Status::kOk) return Status::kInternal;
  }
  return witness.object.count() == kActivations ? Status::kOk
                                                : Status::kDataLoss;
}

}  // namespace

RunResult RunProduct(const Launch& launch) {
  const PluginEntry observer = EntryOf(witness, kWitnessManifest);
  const PluginEntry offender = EntryOf(intruder, kIntruderManifest);
  intruder.mailbox.settings = SettingsFor(launch.identity.session);
  if (host.Init(observer) != Status::kOk || host.Init(offender) != Status::kOk) {
    return RunResult::kRefusedToStart;
  }
  const Status status = RunAll(launch.board, observer, offender);
  launch.board.Report(status == Status::kOk ? "witness: intact\n"
                                            : "witness: damaged\n");
  return RunResult::kEndedAsPlanned;
}

}  // namespace vigil::firmware
