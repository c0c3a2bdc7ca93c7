#include "firmware/wrist_monitor/system.h"

#include "firmware/wrist_monitor/plugins.h"

namespace vigil::firmware {
namespace {

constexpr std::uint32_t kFrameUs = 100'000;

// Light and motion are sampled together: what moves the sensor is taken out of the
// light, moment by moment (plugins/algorithm/pulse_rate).
constexpr std::uint32_t kPulsePeriodUs = 20'000;  // 50 Hz
constexpr std::uint32_t kTemperaturePeriodUs = 1'000'000;

// The converter of an optical front end; light is never negative.
constexpr SignalLimits kLightLimits = {
    .least = 0, .greatest = (1 << 22) - 1, .max_unmoved_us = 1'500'000};

// An accelerometer of 16 g, whose noise alone moves its last digit.
constexpr SignalLimits kMotionLimits = {
    .least = -16'000, .greatest = 16'000, .max_unmoved_us = 1'500'000};

// What a thermometer in its case can meet. It may show one value for hours.
constexpr SignalLimits kTemperatureLimits = {.least = -20'000, .greatest = 85'000};

// A pulse, and a fall, is told from each block; a temperature changes over minutes.
constexpr std::uint32_t kMaxSilenceUs = 1'500'000;
constexpr std::uint32_t kMaxTemperatureSilenceUs = 5'000'000;

// Rides out a strap that is put right.
constexpr std::uint32_t kNotWornDelayUs = 5'000'000;

// As long as the values are valid: an alarm on one ends with it, and this one takes its
// place in the same frame. Both are told each 2 s.
constexpr std::uint32_t kMaxValueAgeUs = 6'000'000;

// 15.3 s of light for the pulse rate, 8 s more for the saturation, and as long again for
// an arm that comes to rest.
constexpr std::uint32_t kFirstValueUs = 45'000'000;

// That nobody fell is told once a second. A gap in the motion takes 3.6 s to be made up for;
// who lies on the floor has hours (HAZ-FALL-NOT-ALARMED).
constexpr std::uint32_t kMaxUnseenFallsUs = 30'000'000;

// All are sent, so that the cloud can look at them anew. Red and infrared have no alarm
// of their own: what they are for, the saturation, has.
constexpr ChannelDescription kChannels[] = {
    {.channel = ChannelId::kPpgGreen,
     .period_us = kPulsePeriodUs,
     .from_source = true,
     .reported = true,
     .limits = kLightLimits,
     .alarms = {.silent = AlarmId::kLightSignalLost,
                .max_silence_us = kMaxSilenceUs,
                .not_worn = AlarmId::kNotWorn,
                .contact_delay_us = kNotWornDelayUs}},
    {.channel = ChannelId::kPpgRed,
     .period_us = kPulsePeriodUs,
     .from_source = true,
     .reported = true,
     .limits = kLightLimits},
    {.channel = ChannelId::kPpgInfrared,
     .period_us = kPulsePeriodUs,
     .from_source = true,
     .reported = true,
     .limits = kLightLimits},
    {.channel = ChannelId::kAcceleration,
     .period_us = kPulsePeriodUs,
     .from_source = true,
     .reported = true,
     .limits = kMotionLimits,
     .alarms = {.silent = AlarmId::kMotionSignalLost,
                .max_silence_us = kMaxSilenceUs,
                .not_worn = AlarmId::kNotWorn,
                .contact_delay_us = kNotWornDelayUs}},
    {.channel = ChannelId::kSkinTemperature,
     .period_us = kTemperaturePeriodUs,
     .from_source = true,
     .reported = true,
     .limits = kTemperatureLimits,
     .alarms = {.silent = AlarmId::kTemperatureSignalLost,
                .max_silence_us = kMaxTemperatureSilenceUs,
                .not_worn = AlarmId::kNotWorn,
                .contact_delay_us = kNotWornDelayUs}},
};

constexpr ValueWatch kValues[] = {
    {.code = ObservationCode::kPulseRate,
     .max_age_us = kMaxValueAgeUs,
     .starts_within_us = kFirstValueUs,
     .alarm = AlarmId::kPulseRateUnavailable},
    {.code = ObservationCode::kSpo2,
     .max_age_us = kMaxValueAgeUs,
     .starts_within_us = kFirstValueUs,
     .alarm = AlarmId::kSpo2Unavailable},
    {.code = ObservationCode::kFallDetected,
     .max_age_us = kMaxUnseenFallsUs,
     .alarm = AlarmId::kFallsUnavailable,
     .priority = AlarmPriority::kMedium,
     .is_event = true},
};

// Somebody has to have been there.
constexpr AlarmRule kRules[] = {{.id = AlarmId::kFall, .latching = true}};

// As monitors are commonly delivered (plugins/alerting/vital_limits, pulse_rate_limits).
constexpr Setting kSettings[] = {
    {SettingId::kSpo2LowLimit, 90},
    {SettingId::kPulseRateLowLimit, 50},
    {SettingId::kPulseRateHighLimit, 120},
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
    .frame_us = kFrameUs,
    .frame_budget_instructions = kFrameBudget,
    .channels = kChannels,
    .channel_count = sizeof kChannels / sizeof kChannels[0],
    .values = kValues,
    .value_count = sizeof kValues / sizeof kValues[0],
    .rules = kRules,
    .rule_count = sizeof kRules / sizeof kRules[0],
    // There are no electrodes: no heart rate of an ECG, and no breathing from its beats.
    .without = {ObservationCode::kHeartRate, ObservationCode::kRespirationRate},
    .settings = ProductSettings(),
};

}  // namespace

const SystemDescription& WristMonitorSystem() { return kSystem; }

}  // namespace vigil::firmware
