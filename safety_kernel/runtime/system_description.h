// The static description of a product: which plugins run in which order, how
// long a frame of the schedule is, and which channels there are. It is data that
// one can read on a page; nothing in it changes after start.
//
//   constexpr ChannelDescription kChannels[] = {
//       {.channel = ChannelId::kEcgAdc, .period_us = 4000, .from_source = true},
//       {.channel = ChannelId::kEcg, .period_us = 4000, .reported = true,
//        .alarms = {.silent = AlarmId::kEcgSignalLost,
//                   .max_silence_us = 1'500'000}},
//   };
//   constexpr SystemDescription kSystem = {
//       .plugins = kPlugins, .plugin_count = kPluginCount, .frame_us = 100'000,
//       .channels = kChannels, .channel_count = 2, .settings = ...};
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_DESCRIPTION_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_DESCRIPTION_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/acquisition/signal_check.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_rules.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {

// The technical alarms of a channel; kNone: that one is not watched.
struct ChannelAlarms {
  AlarmId silent = AlarmId::kNone;     // nothing usable for max_silence_us
  std::uint32_t max_silence_us = 0;
  AlarmId contact_off = AlarmId::kNone;  // kQualityLeadOff for contact_delay_us
  AlarmId not_worn = AlarmId::kNone;     // kQualityNotWorn for contact_delay_us; the
                                         // same of each channel that can tell
  std::uint32_t contact_delay_us = 0;
};

struct ChannelDescription {
  ChannelId channel = ChannelId::kNone;
  std::uint32_t period_us = 0;  // nominal, from sample to sample; > 0
  bool from_source = false;     // the SampleSource gives it, not a plugin
  bool reported = false;        // its blocks go to the OutputSink
  SignalLimits limits;
  ChannelAlarms alarms;
};

// A value that somebody relies on: when no valid one is known that is at most
// max_age_us old, `alarm` is raised.
struct ValueWatch {
  ObservationCode code = ObservationCode::kNone;
  std::uint32_t max_age_us = 0;  // > 0; at most the valid_ms of who gives it, so that
                                 // no alarm on the value ends before this one begins
  std::uint32_t starts_within_us = 0;  // the first one may take longer than max_age_us
  AlarmId alarm = AlarmId::kNone;
  // That of the hazard behind it; high (IEC 60601-1-8: death, prompt onset) where a
  // critical state may be missed.
  AlarmPriority priority = AlarmPriority::kHigh;
  // The code is of an event that may never come: that it was watched for and did not
  // happen (kUndeterminable, kNoEvent) is as good as a value.
  bool is_event = false;
};

// What follows when a plugin fails: it is started again; when it has failed more
// than `restarts` times without forgive_after_us of good service in between, it
// is taken out of service instead.
struct FaultPolicy {
  // A transient fault (a bit flip) is cured by one start; three leave room for
  // two of them without letting a defect repeat itself for long.
  std::uint32_t restarts = 3;
  std::uint32_t forgive_after_us = 3'600'000'000;  // an hour
};

inline constexpr std::uint32_t kMaxPlugins = 12;
inline constexpr std::uint32_t kMaxChannels = 6;
inline constexpr std::uint32_t kMaxValueWatches = 4;

// All that it points at must outlive the Runtime.
struct SystemDescription {
  // In the order in which they run within a frame: whoever produces stands
  // before whoever consumes.
  const PluginEntry* plugins = nullptr;
  std::uint32_t plugin_count = 0;   // 1..kMaxPlugins
  std::uint32_t frame_us = 0;       // time between two RunFrame calls; > 0
  // What all plugins together may use of a frame.
  std::uint32_t frame_budget_instructions = UINT32_MAX;
  const ChannelDescription* channels = nullptr;
  std::uint32_t channel_count = 0;  // 1..kMaxChannels; one at least is from_source
  const ValueWatch* values = nullptr;
  std::uint32_t value_count = 0;    // 0..kMaxValueWatches
  const AlarmRule* rules = nullptr;  // of alarms that need another than the default
  std::uint32_t rule_count = 0;
  FaultPolicy policies[kMaxPlugins];  // of each plugin, in their order
  // Observations that plugins take and nobody gives: who takes one never hears of it.
  // Named, so that a producer that is missing by mistake is refused.
  ObservationCode without[kMaxPorts] = {};
  Settings settings;                // the same for each plugin
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_DESCRIPTION_H_
