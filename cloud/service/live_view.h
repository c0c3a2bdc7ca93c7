// What a viewer has to know at the moment it connects, kept in memory while
// messages arrive: of the newest session of each device the last ten seconds of
// samples, the latest observation of each code, the alarms that are active, the
// last alarm events, and the state of the link.
//
//   LiveView view;
//   view.Apply(store.Recent());                 // after a start
//   view.Apply(update_with_new_messages);
//   wire::LiveUpdate snapshot = view.Snapshot();
//
// Bounded in the number of devices, messages of each, codes and alarms. Nothing
// blocks. One thread at a time.
#ifndef VIGIL_CLOUD_SERVICE_LIVE_VIEW_H_
#define VIGIL_CLOUD_SERVICE_LIVE_VIEW_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "platform/wire/cloud.pb.h"

namespace vigil {

inline constexpr std::int64_t kSnapshotSamplesUs = 10'000'000;
inline constexpr std::size_t kMaxLiveDevices = 256;
inline constexpr std::size_t kMaxSnapshotEvents = 32;

class LiveView {
 public:
  // Messages of a session in the order of their sequence; what comes late, of
  // an older session too, never replaces what is newer.
  void Apply(const wire::LiveUpdate& update);

  // `snapshot` is set; cloud_unix_us is left to the caller. Messages by device,
  // then by sequence, each once.
  wire::LiveUpdate Snapshot() const;

 private:
  using BySequence = std::map<std::uint32_t, const wire::ReceivedMessage*>;
  using Latest = std::map<std::uint32_t, wire::ReceivedMessage>;  // by code or id

  struct Device {
    std::uint32_t session = 0;
    std::int64_t last_received_unix_us = 0;
    wire::ReceivedMessage hello, status, goodbye;  // no body: none came
    std::deque<wire::ReceivedMessage> samples;
    std::deque<wire::ReceivedMessage> events;
    Latest observations;
    Latest alarms;  // the last event of each alarm
    wire::LinkReport link;
  };

  void Apply(const wire::ReceivedMessage& received);
  void Apply(const wire::LinkReport& report);
  Device* FindOrAdd(const wire::ReceivedMessage& received);
  static void ApplySamples(const wire::ReceivedMessage& received, Device& device);
  static void ApplyAlarm(const wire::ReceivedMessage& received, Device& device);
  static void Keep(const wire::ReceivedMessage& received, std::uint32_t key,
                   Latest& latest);
  static BySequence Select(const Device& device);

  std::map<std::string, Device> devices_;
};

}  // namespace vigil

#endif  // VIGIL_CLOUD_SERVICE_LIVE_VIEW_H_
