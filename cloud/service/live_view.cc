#include "cloud/service/live_view.h"

#include <algorithm>
#include <iterator>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_event.h"

namespace vigil {
namespace {

constexpr std::size_t kMaxSampleBlocks = 1024;  // however their times lie
constexpr std::size_t kMaxCodes = 128;

bool IsSet(const wire::ReceivedMessage& received) {
  return received.message().body_case() != wire::DeviceMessage::BODY_NOT_SET;
}

// Acknowledged, latched and reminded of, it is still there.
bool IsActiveAlarm(const wire::ReceivedMessage& received) {
  return received.message().alarm().transition() !=
         static_cast<std::uint32_t>(AlarmTransition::kEnded);
}

// The alarms of a plugin are one for each value (AlarmManager).
std::uint32_t KeyOf(const wire::AlarmEvent& alarm) {
  const auto id = static_cast<AlarmId>(alarm.id());
  const bool of_a_plugin =
      id == AlarmId::kPluginFailed || id == AlarmId::kPluginRestarted;
  return of_a_plugin ? alarm.id() | static_cast<std::uint32_t>(alarm.value()) << 16
                     : alarm.id();
}

// The kernel began anew and knows nothing of what it had raised; what still holds it
// raises again.
bool VoidsOthers(const wire::AlarmEvent& alarm) {
  return static_cast<AlarmId>(alarm.id()) == AlarmId::kKernelStateDamaged &&
         alarm.transition() == static_cast<std::uint32_t>(AlarmTransition::kRaised);
}

// What is given up first when there are too many: what has ended, then the
// lowest priority, then the oldest.
bool MatterLess(const wire::ReceivedMessage& a, const wire::ReceivedMessage& b) {
  const auto rank = [](const wire::ReceivedMessage& received) {
    return IsActiveAlarm(received) ? received.message().alarm().priority() : 0;
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return a.sequence() < b.sequence();
}

void Replace(const wire::ReceivedMessage& received, wire::ReceivedMessage& kept) {
  if (!IsSet(kept) || received.sequence() >= kept.sequence()) kept = received;
}

}  // namespace

void LiveView::Apply(const wire::LiveUpdate& update) {
  for (const wire::ReceivedMessage& received : update.messages()) {
    Apply(received);
  }
  for (const wire::LinkReport& report : update.links()) Apply(report);
}

LiveView::Device* LiveView::FindOrAdd(const wire::ReceivedMessage& received) {
  const auto found = devices_.find(received.device_id());
  if (found != devices_.end()) {
    Device& device = found->second;
    if (device.session == received.session()) return &device;
    // Late messages of an earlier session.
    if (received.received_unix_us() < device.last_received_unix_us) {
      return nullptr;
    }
    device = Device();
    device.session = received.session();
    return &device;
  }
  if (devices_.size() == kMaxLiveDevices) {
    devices_.erase(std::min_element(
        devices_.begin(), devices_.end(), [](const auto& a, const auto& b) {
          return a.second.last_received_unix_us < b.second.last_received_unix_us;
        }));
  }
  Device& device = devices_[received.device_id()];
  device.session = received.session();
  return &device;
}

void LiveView::Apply(const wire::ReceivedMessage& received) {
  Device* device = FindOrAdd(received);
  if (device == nullptr) return;
  device->last_received_unix_us =
      std::max(device->last_received_unix_us, received.received_unix_us());
  switch (received.message().body_case()) {
    case wire::DeviceMessage::kHello:
      Replace(received, device->hello);
      break;
    case wire::DeviceMessage::kSamples:
      ApplySamples(received, *device);
      break;
    case wire::DeviceMessage::kObservation:
      Keep(received, received.message().observation().code(),
           device->observations);
      break;
    case wire::DeviceMessage::kAlarm:
      ApplyAlarm(received, *device);
      break;
    case wire::DeviceMessage::kStatus:
      Replace(received, device->status);
      break;
    case wire::DeviceMessage::kGoodbye:
      Replace(received, device->goodbye);
      break;
    case wire::DeviceMessage::BODY_NOT_SET:
      break;
  }
}

void LiveView::Apply(const wire::LinkReport& report) {
  const auto found = devices_.find(report.device_id());
  if (found == devices_.end()) return;
  if (found->second.session == report.session()) found->second.link = report;
}

void LiveView::ApplySamples(const wire::ReceivedMessage& received,
                            Device& device) {
  std::deque<wire::ReceivedMessage>& samples = device.samples;
  samples.push_back(received);
  const auto time = [](const wire::ReceivedMessage& block) {
    return block.message().samples().first_sample_us();
  };
  while (samples.size() > kMaxSampleBlocks ||
         time(samples.front()) < time(samples.back()) - kSnapshotSamplesUs) {
    samples.pop_front();
  }
}

void LiveView::ApplyAlarm(const wire::ReceivedMessage& received,
                          Device& device) {
  const wire::AlarmEvent& alarm = received.message().alarm();
  if (VoidsOthers(alarm)) {
    for (auto kept = device.alarms.begin(); kept != device.alarms.end();) {
      const bool older = kept->second.sequence() < received.sequence();
      kept = older ? device.alarms.erase(kept) : std::next(kept);
    }
  }
  Keep(received, KeyOf(alarm), device.alarms);
  device.events.push_back(received);
  if (device.events.size() > kMaxSnapshotEvents) device.events.pop_front();
}

void LiveView::Keep(const wire::ReceivedMessage& received, std::uint32_t key,
                    Latest& latest) {
  Replace(received, latest[key]);
  if (latest.size() <= kMaxCodes) return;
  latest.erase(std::min_element(
      latest.begin(), latest.end(), [](const auto& a, const auto& b) {
        return MatterLess(a.second, b.second);
      }));
}

LiveView::BySequence LiveView::Select(const Device& device) {
  BySequence selected;
  const auto add = [&selected](const wire::ReceivedMessage& received) {
    if (IsSet(received)) selected[received.sequence()] = &received;
  };
  add(device.hello);
  add(device.status);
  add(device.goodbye);
  for (const auto& block : device.samples) add(block);
  for (const auto& event : device.events) add(event);
  for (const auto& [code, observation] : device.observations) add(observation);
  for (const auto& [id, event] : device.alarms) {
    if (IsActiveAlarm(event)) add(event);
  }
  return selected;
}

wire::LiveUpdate LiveView::Snapshot() const {
  wire::LiveUpdate snapshot;
  snapshot.set_snapshot(true);
  for (const auto& [id, device] : devices_) {
    for (const auto& [sequence, received] : Select(device)) {
      *snapshot.add_messages() = *received;
    }
    if (!device.link.device_id().empty()) *snapshot.add_links() = device.link;
  }
  return snapshot;
}

}  // namespace vigil
