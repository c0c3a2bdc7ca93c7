// What a run of the whole product achieved with one device, from what the cloud has
// stored, what the live feed delivered, and what the same plugins say on this host.
//
//   AlarmArrivals arrivals;                       // fed by a LiveFeed
//   absl::StatusOr<RunReport> report = MakeReport(session, messages, arrivals, host);
//   std::cout << report->Json();
#ifndef VIGIL_TOOLS_DEMO_RUN_REPORT_H_
#define VIGIL_TOOLS_DEMO_RUN_REPORT_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

#include "absl/status/statusor.h"
#include "platform/wire/cloud.pb.h"

namespace vigil::demo {

// When each message that raises an alarm reached a screen. Any thread.
class AlarmArrivals {
 public:
  // `now_unix_us`: the time at which `update` arrived.
  void Note(const wire::LiveUpdate& update, std::int64_t now_unix_us);

  // Unix time in us at which this message arrived first.
  std::optional<std::int64_t> ArrivalOf(const wire::ReceivedMessage& message) const;

 private:
  // Device, session, sequence: a sequence alone is that of each device.
  using Identity = std::tuple<std::string, std::uint32_t, std::uint32_t>;
  static Identity IdentityOf(const wire::ReceivedMessage& message);

  mutable std::mutex mutex_;
  std::map<Identity, std::int64_t> first_;
};

// What the device's software, run on this host on the same input, says.
struct HostRun {
  std::string digest;  // of its observations, as hex
};

struct RunReport {
  std::string device;                // its id
  bool is_simulated = false;         // no patient was behind its input, as it said
  double seconds = 0;                // of its longest channel
  std::uint64_t samples_sent = 0;    // as the device counted them
  std::uint64_t samples_stored = 0;  // in the cloud
  std::uint64_t lost = 0;            // link frames, or messages not stored
  std::uint64_t duplicated = 0;      // messages stored more than once
  std::uint64_t beats = 0;
  // The last valid ones; nothing of what it does not measure.
  std::optional<std::int32_t> heart_rate_bpm;
  std::optional<std::int32_t> pulse_rate_bpm;
  std::optional<std::int32_t> spo2_percent;
  std::uint64_t alarms = 0;                    // raised
  // From the moment in the data from which an alarm's condition held, to the
  // screen: on the device in its own time, condition delay included; from the
  // gateway on in wall time. Nothing if there was no alarm.
  std::optional<double> alarm_latency_ms_p50;
  std::optional<double> alarm_latency_ms_p99;
  std::string digest_firmware;  // SHA-256 of the observations that were stored
  std::string digest_host;

  bool ok() const {
    return lost == 0 && duplicated == 0 && samples_sent == samples_stored &&
           digest_firmware == digest_host;
  }
  std::string Json() const;  // one line
};

// kDataLoss: a stored message fails its integrity check or is out of its range.
absl::StatusOr<RunReport> MakeReport(const wire::SessionSummary& session,
                                     const wire::MessageList& messages,
                                     const AlarmArrivals& arrivals,
                                     const HostRun& host);

}  // namespace vigil::demo

#endif  // VIGIL_TOOLS_DEMO_RUN_REPORT_H_
