#include "safety_kernel/runtime/system_timing.h"

#include <cstdint>

#include "safety_kernel/acquisition/signal_check.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/runtime/system_check.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil {
namespace {

constexpr Duration kUnbounded = Microseconds(INT64_MAX / 4);

Duration Shorter(Duration a, Duration b) { return a < b ? a : b; }
Duration Longer(Duration a, Duration b) { return a > b ? a : b; }

Duration SilenceOfObservations(const PluginManifest& manifest) {
  Duration least = kUnbounded;
  for (const ObservationPort& port : manifest.observations_out) {
    if (port.silence_ms == 0) continue;
    least = Shorter(least, Milliseconds(port.silence_ms));
  }
  return least;
}

Duration SilenceOfChannels(const SystemDescription& system,
                           const PluginManifest& manifest) {
  Duration least = kUnbounded;
  for (std::uint32_t n = 0; n < system.channel_count; ++n) {
    const ChannelDescription& channel = system.channels[n];
    if (!Declares(manifest.channels_out, channel.channel)) continue;
    if (channel.alarms.silent == AlarmId::kNone) continue;
    least = Shorter(least, Microseconds(channel.alarms.max_silence_us));
  }
  return least;
}

// What is alerting owes the state of each condition at each activation.
Duration SilenceOfConditions(const PluginManifest& manifest) {
  for (const AlarmId id : manifest.conditions_out) {
    if (id != AlarmId::kNone) return Duration();
  }
  return kUnbounded;
}

Result<Duration> WithFrame(Duration duration, const SystemDescription& system) {
  if (duration >= kUnbounded) return Status::kOutOfRange;
  return duration + Microseconds(system.frame_us);
}

}  // namespace

Result<Duration> PluginStopToAlarm(const SystemDescription& system,
                                   std::uint32_t place) {
  if (place >= system.plugin_count) return Status::kInvalidArgument;
  const PluginManifest& manifest = *system.plugins[place].manifest;
  const Duration silence =
      Shorter(SilenceOfConditions(manifest),
              Shorter(SilenceOfObservations(manifest),
                      SilenceOfChannels(system, manifest)));
  return WithFrame(silence + Microseconds(manifest.period_us), system);
}

Result<Duration> SourceStopToAlarm(const SystemDescription& system) {
  Duration silence = kUnbounded;
  Duration unmoved = kUnbounded;
  for (std::uint32_t n = 0; n < system.channel_count; ++n) {
    const ChannelDescription& channel = system.channels[n];
    if (channel.alarms.silent != AlarmId::kNone) {
      silence = Shorter(silence, Microseconds(channel.alarms.max_silence_us));
    }
    if (channel.limits.max_unmoved_us != 0) {
      unmoved = Shorter(unmoved, Microseconds(channel.limits.max_unmoved_us));
    }
  }
  return WithFrame(Longer(kRateWindow, Longer(silence, unmoved)), system);
}

}  // namespace vigil
