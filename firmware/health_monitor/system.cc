#include "firmware/health_monitor/system.h"

#include "firmware/health_monitor/plugins.h"
#include "firmware/monitor/ecg_channels.h"

namespace vigil::firmware {
namespace {

// Counted from the last beat that gave a valid rate, and as long as that rate is
// valid: an alarm of the rate ends with it, and this one takes its place in the same
// frame. IEC 60601-2-27 wants asystole alarmed within 10 s; a monitor that finds no
// beats cannot exclude asystole, so that this alarm has to come within the same time.
constexpr std::uint32_t kMaxHeartRateAgeUs = 5'000'000;

// The detector learns for two seconds, and then four beats that look alike have to be
// seen for 6 s before the ECG counts as readable (ecg_quality.h): 15 s leave room for a
// slow heart. One below 24 /min from the start is never readable: this alarm is its own.
constexpr std::uint32_t kFirstHeartRateUs = 15'000'000;

// Of fibrillation it is told once a second; a few seconds of artefact are borne.
constexpr std::uint32_t kMaxRhythmAgeUs = 8'000'000;
constexpr std::uint32_t kFirstRhythmUs = 30'000'000;

// Tachycardia is told 3 s late.
constexpr std::uint32_t kMaxTachycardiaAgeUs = kMaxRhythmAgeUs + 3'000'000;

constexpr ChannelDescription kChannels[] = {kEcgAdcChannel, kEcgChannel};

constexpr ValueWatch kValues[] = {
    {.code = ObservationCode::kHeartRate,
     .max_age_us = kMaxHeartRateAgeUs,
     .starts_within_us = kFirstHeartRateUs,
     .alarm = AlarmId::kHeartRateUnavailable},
    {.code = ObservationCode::kVentricularFibrillation,
     .max_age_us = kMaxRhythmAgeUs,
     .starts_within_us = kFirstRhythmUs,
     .alarm = AlarmId::kRhythmUnavailable},
    {.code = ObservationCode::kVentricularTachycardia,
     .max_age_us = kMaxTachycardiaAgeUs,
     .starts_within_us = kFirstRhythmUs,
     .alarm = AlarmId::kTachycardiaUnavailable},
};

// Somebody has to have seen a rhythm that kills, also when it is over or when the ECG
// can no longer be read.
constexpr AlarmRule kRules[] = {
    {.id = AlarmId::kAsystole, .latching = true},
    {.id = AlarmId::kVentricularFibrillation, .latching = true},
    {.id = AlarmId::kVentricularTachycardia, .latching = true},
};

// Limits for adults, as monitors are commonly delivered.
constexpr Setting kSettings[] = {
    {SettingId::kHeartRateLowLimit, 50},
    {SettingId::kHeartRateHighLimit, 120},
};
static_assert(sizeof kSettings / sizeof kSettings[0] <= Settings::kCapacity);

constexpr Settings ProductSettings() {
  Settings settings;
  for (const Setting& setting : kSettings) {
    // There is room for all of them, as asserted above.
    (void)settings.Add(setting);
  }
  return settings;
}

// 2.5 million instructions fit into a frame at 25 MHz; half of it is kept for the
// kernel, the link and the sleep that saves the battery.
constexpr std::uint32_t kFrameBudget = 1'250'000;

constexpr SystemDescription kSystem = {
    .plugins = kPlugins,
    .plugin_count = kPluginCount,
    .frame_us = static_cast<std::uint32_t>(kFramePeriod.us),
    .frame_budget_instructions = kFrameBudget,
    .channels = kChannels,
    .channel_count = sizeof kChannels / sizeof kChannels[0],
    .values = kValues,
    .value_count = sizeof kValues / sizeof kValues[0],
    .rules = kRules,
    .rule_count = sizeof kRules / sizeof kRules[0],
    .settings = ProductSettings(),
};

}  // namespace

const SystemDescription& HealthMonitorSystem() { return kSystem; }

}  // namespace vigil::firmware
