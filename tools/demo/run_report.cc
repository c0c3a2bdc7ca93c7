#include "tools/demo/run_report.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/device_codec/device_decoder.h"
#include "platform/device_codec/observation_digest.h"
#include "safety_kernel/acquisition/sample_block.h"

namespace vigil::demo {
namespace {

constexpr double kMicrosecondsPerSecond = 1e6;

bool RaisesAlarm(const wire::ReceivedMessage& message) {
  return message.message().has_alarm() &&
         message.message().alarm().transition() ==
             static_cast<std::uint32_t>(AlarmTransition::kRaised);
}

// The smallest value that at least `share` of the values do not exceed (nearest
// rank); nothing of nothing.
std::optional<double> Percentile(std::vector<double> values, double share) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(
      std::ceil(share * static_cast<double>(values.size())));
  return values[std::max<std::size_t>(rank, 1) - 1];
}

std::string Number(const std::optional<double>& value) {
  return value ? absl::StrFormat("%.1f", *value) : "null";
}

std::string Whole(const std::optional<std::int32_t>& value) {
  return value ? absl::StrCat(*value) : "null";
}

// Adds what one message tells to the report.
class Collector {
 public:
  Collector(const AlarmArrivals& arrivals, RunReport& report)
      : arrivals_(arrivals), report_(report) {}

  absl::Status Add(const wire::ReceivedMessage& received) {
    if (!sequences_.insert(received.sequence()).second) {
      ++report_.duplicated;
      return absl::OkStatus();
    }
    const wire::DeviceMessage& message = received.message();
    if (message.has_hello()) report_.is_simulated = message.hello().simulated_input();
    if (message.has_samples()) return AddSamples(message.samples());
    if (message.has_observation()) return AddObservation(message.observation());
    if (message.has_goodbye()) {
      report_.samples_sent = message.goodbye().samples_acquired();
    }
    if (RaisesAlarm(received)) AddAlarm(received);
    return absl::OkStatus();
  }

  void Finish() {
    report_.digest_firmware = digest_.Hex();
    report_.alarm_latency_ms_p50 = Percentile(latencies_ms_, 0.50);
    report_.alarm_latency_ms_p99 = Percentile(latencies_ms_, 0.99);
  }

 private:
  absl::Status AddSamples(const wire::SampleBlock& samples) {
    const absl::StatusOr<SampleBlock> block = FromWire(samples);
    if (!block.ok()) return block.status();
    report_.samples_stored += block->count;
    const std::uint32_t moments = block->count / DimensionsOf(block->channel);
    double& seconds = seconds_[block->channel];
    seconds += static_cast<double>(moments) * block->period_us / kMicrosecondsPerSecond;
    report_.seconds = std::max(report_.seconds, seconds);
    return absl::OkStatus();
  }

  absl::Status AddObservation(const wire::Observation& message) {
    const absl::StatusOr<Observation> observation = FromWire(message);
    if (!observation.ok()) return observation.status();
    digest_.Add(*observation);
    if (observation->code == ObservationCode::kQrsDetected &&
        observation->validity != Validity::kUndeterminable) {
      ++report_.beats;
    }
    if (observation->validity == Validity::kValid) Keep(*observation);
    return absl::OkStatus();
  }

  void Keep(const Observation& valid) {
    if (valid.code == ObservationCode::kHeartRate) report_.heart_rate_bpm = valid.value;
    if (valid.code == ObservationCode::kPulseRate) report_.pulse_rate_bpm = valid.value;
    if (valid.code == ObservationCode::kSpo2) report_.spo2_percent = valid.value;
  }

  void AddAlarm(const wire::ReceivedMessage& received) {
    ++report_.alarms;
    const auto arrival = arrivals_.ArrivalOf(received);
    if (!arrival) return;
    const wire::AlarmEvent& alarm = received.message().alarm();
    const std::int64_t on_device = alarm.time_us() - alarm.since_us();
    const std::int64_t to_screen = *arrival - received.received_unix_us();
    latencies_ms_.push_back(static_cast<double>(on_device + to_screen) / 1000);
  }

  const AlarmArrivals& arrivals_;
  RunReport& report_;
  ObservationDigest digest_;
  std::set<std::uint32_t> sequences_;
  std::map<ChannelId, double> seconds_;
  std::vector<double> latencies_ms_;
};

}  // namespace

void AlarmArrivals::Note(const wire::LiveUpdate& update,
                         std::int64_t now_unix_us) {
  const std::scoped_lock lock(mutex_);
  for (const wire::ReceivedMessage& message : update.messages()) {
    if (RaisesAlarm(message)) first_.emplace(IdentityOf(message), now_unix_us);
  }
}

AlarmArrivals::Identity AlarmArrivals::IdentityOf(const wire::ReceivedMessage& message) {
  return {message.device_id(), message.session(), message.sequence()};
}

std::optional<std::int64_t> AlarmArrivals::ArrivalOf(
    const wire::ReceivedMessage& message) const {
  const std::scoped_lock lock(mutex_);
  const auto found = first_.find(IdentityOf(message));
  if (found == first_.end()) return std::nullopt;
  return found->second;
}

std::string RunReport::Json() const {
  return absl::StrFormat(
      R"({"device":"%s","simulated":%s,"seconds":%.1f,"samples_sent":%d,)"
      R"("samples_stored":%d,"lost":%d,"duplicated":%d,"beats":%d,)"
      R"("heart_rate_bpm":%s,"pulse_rate_bpm":%s,"spo2_percent":%s,"alarms":%d,)"
      R"("alarm_latency_ms_p50":%s,"alarm_latency_ms_p99":%s,)"
      R"("digest_firmware":"%s","digest_host":"%s"})",
      device, is_simulated ? "true" : "false", seconds, samples_sent, samples_stored,
      lost, duplicated, beats, Whole(heart_rate_bpm), Whole(pulse_rate_bpm),
      Whole(spo2_percent), alarms, Number(alarm_latency_ms_p50),
      Number(alarm_latency_ms_p99), digest_firmware, digest_host);
}

absl::StatusOr<RunReport> MakeReport(const wire::SessionSummary& session,
                                     const wire::MessageList& messages,
                                     const AlarmArrivals& arrivals,
                                     const HostRun& host) {
  RunReport report;
  report.device = session.device_id();
  report.digest_host = host.digest;
  // A frame that the link lost is missing in the store too; count it once.
  report.lost = std::max<std::uint64_t>(session.messages_missing(),
                                        session.link().frames_lost());
  Collector collector(arrivals, report);
  for (const wire::ReceivedMessage& message : messages.messages()) {
    if (const absl::Status status = collector.Add(message); !status.ok()) {
      return status;
    }
  }
  collector.Finish();
  return report;
}

}  // namespace vigil::demo
