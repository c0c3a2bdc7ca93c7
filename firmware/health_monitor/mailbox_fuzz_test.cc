// Plugins that write any bytes into their mailbox, wherever and whenever: the kernel
// goes on, its own state stays whole, and what it hands out is sealed, in sequence, and
// as the manifests promise.
//
// An input is a row of attacks: how many activations pass before it, and either where in
// the mailbox it writes, how much, and what, or what it changes of what was just said. The plugins are the product's, on an ECG that is drawn.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>

#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/adc_stream/test_stream.h"
#include "firmware/health_monitor/system.h"
#include "safety_kernel/runtime/runtime.h"

namespace vigil::firmware {
namespace {

constexpr std::uint32_t kSeconds = 8;  // the first rates are told after five
constexpr std::int64_t kFrames = kSeconds * 10;
constexpr std::size_t kLongestWrite = 32;

void Require(bool condition) {
  if (!condition) __builtin_trap();
}

// Lets a plugin run, and then writes into its mailbox.
class HostileHost final : public PluginHost {
 public:
  HostileHost(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) { TakeWait(); }

  Status Init(const PluginEntry& plugin) override { return plugin.init(plugin.object, *plugin.mailbox); }
  Status Process(const PluginEntry& plugin) override {
    const Status status = plugin.process(plugin.object, *plugin.mailbox);
    if (wait_ > 0) {
      --wait_;
    } else {
      Attack(*plugin.mailbox);
      TakeWait();
    }
    return status;
  }

 private:
  std::uint8_t Take() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }
  void TakeWait() { wait_ = left_ == 0 ? UINT32_MAX : Take() % 32; }
  std::uint32_t TakeU32() {
    std::uint32_t value = 0;
    for (int n = 0; n < 4; ++n) value = value << 8 | Take();
    return value;
  }
  void Attack(Mailbox& mailbox) {
    if (Take() % 2 == 0) {
      WriteAnywhere(mailbox);
    } else {
      ChangeObservation(mailbox.outbox);
      ChangeCondition(mailbox.outbox);
    }
  }
  // Plausible but for one field.
  void ChangeObservation(Outbox& outbox) {
    if (outbox.observations.empty()) return;
    Observation changed = outbox.observations[0];
    const std::uint8_t field = Take() % 5;
    const std::uint32_t value = TakeU32();
    if (field == 0) changed.value = static_cast<std::int32_t>(value);
    if (field == 1) changed.time.us += static_cast<std::int32_t>(value);
    if (field == 2) changed.valid_until.us += static_cast<std::int32_t>(value);
    if (field == 3) changed.validity = static_cast<Validity>(value);
    if (field == 4) changed.unit = static_cast<Unit>(value);
    Require(outbox.observations.Replace(0, changed) == Status::kOk);
  }
  void ChangeCondition(Outbox& outbox) {
    if (outbox.conditions.empty()) return;
    AlarmCondition changed = outbox.conditions[0];
    const std::uint8_t field = Take() % 4;
    const std::uint32_t value = TakeU32();
    if (field == 0) changed.since.us += static_cast<std::int32_t>(value);
    if (field == 1) changed.priority = static_cast<AlarmPriority>(value);
    if (field == 2) changed.id = static_cast<AlarmId>(value);
    if (field == 3) changed.present = !changed.present;
    Require(outbox.conditions.Replace(0, changed) == Status::kOk);
  }
  void WriteAnywhere(Mailbox& mailbox) {
    const std::size_t at = (std::size_t{Take()} << 8 | Take()) % sizeof mailbox;
    const std::size_t length = std::min({Take() % kLongestWrite + 1, sizeof mailbox - at, left_});
    std::memcpy(reinterpret_cast<std::uint8_t*>(&mailbox) + at, data_, length);
    data_ += length;
    left_ -= length;
  }

  const std::uint8_t* data_;
  std::size_t left_;
  std::uint32_t wait_ = 0;
};

// What a manifest of the product promises of a code.
const ObservationPort* PortOf(ObservationCode code) {
  const SystemDescription& system = HealthMonitorSystem();
  for (std::uint32_t n = 0; n < system.plugin_count; ++n) {
    for (const ObservationPort& port : system.plugins[n].manifest->observations_out) {
      if (port.code == code && code != ObservationCode::kNone) return &port;
    }
  }
  return nullptr;
}

class CheckingSink final : public OutputSink {
 public:
  explicit CheckingSink(const Timestamp& now) : now_(now) {}

  void OnSamples(const SampleBlock& block) override {
    Require(IsIntact(block) && block.count <= kMaxSamplesPerBlock);
    Require(block.channel == ChannelId::kEcgAdc || block.channel == ChannelId::kEcg);
  }
  void OnObservation(const Observation& observation) override {
    const ObservationPort* port = PortOf(observation.code);
    Require(port != nullptr && IsIntact(observation));
    Require(observation.time >= Timestamp() && observation.time <= now_ && observation.valid_until >= observation.time);
    if (observation.validity != Validity::kUndeterminable) {
      Require(observation.unit == UnitOf(observation.code));
      Require(observation.value >= port->least && observation.value <= port->greatest);
      Require(observation.valid_until - observation.time <= Milliseconds(port->valid_ms));
    }
    const auto [next, is_first] = next_.try_emplace(observation.code, observation.sequence);
    Require(is_first || observation.sequence == next->second);
    next->second = observation.sequence + 1;
  }
  void OnAlarm(const AlarmEvent& event) override {
    Require(event.condition.id != AlarmId::kNone && event.time == now_);
    Require(event.condition.priority >= AlarmPriority::kLow && event.condition.priority <= AlarmPriority::kHigh);
    Require(event.condition.since <= now_);
    Require(!has_alarm_ || event.sequence == last_alarm_ + 1);
    has_alarm_ = true;
    last_alarm_ = event.sequence;
  }
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override { ++indications; }

  std::int64_t indications = 0;

 private:
  const Timestamp& now_;
  std::map<ObservationCode, std::uint32_t> next_;  // sequence
  bool has_alarm_ = false;
  std::uint32_t last_alarm_ = 0;
};

void Run(const std::uint8_t* data, std::size_t size) {
  static const auto* const drawn = new std::string(TestStream(kSeconds, 75, kAdcStreamReplay));
  static Runtime runtime;
  MemoryStream stream(*drawn);
  AdcStreamSource source;
  Require(source.Open(stream, HealthMonitorSystem()) == Status::kOk);
  HostileHost host(data, size);
  Timestamp now;
  CheckingSink sink(now);
  Require(runtime.Start(HealthMonitorSystem(), host, now) == Status::kOk);
  for (std::int64_t n = 1; n <= kFrames; ++n) {
    now = now + kFramePeriod;
    Require(runtime.RunFrame(now, source, sink) == Status::kOk);
    Require(sink.indications == n);
  }
  Require(runtime.recoveries() == 0 && runtime.counters().undelivered == 0);
  Require(runtime.counters().samples_acquired == kFrames * 25);
}

}  // namespace
}  // namespace vigil::firmware

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vigil::firmware::Run(data, size);
  return 0;
}
