#include "firmware/health_monitor/system.h"

#include "firmware/health_monitor/plugins.h"

namespace vigil::firmware {
namespace {

constexpr std::uint32_t kEcgPeriodUs = 4000;  // 250 Hz

constexpr ChannelDescription kChannels[] = {
    {.channel = ChannelId::kEcgAdc,
     .period_us = kEcgPeriodUs,
     .from_source = true,
     .reported = false},
    {.channel = ChannelId::kEcg,
     .period_us = kEcgPeriodUs,
     .from_source = false,
     .reported = true},
};

// Limits for adults, as monitors are commonly delivered.
constexpr Setting kSettings[] = {
    {SettingId::kHeartRateLowLimit, 50},
    {SettingId::kHeartRateHighLimit, 120},
};
static_assert(sizeof kSettings / sizeof kSettings[0] <= Settings::kCapacity);

Settings ProductSettings() {
  Settings settings;
  for (const Setting& setting : kSettings) {
    // There is room for all of them, as asserted above.
    (void)settings.Add(setting);
  }
  return settings;
}

}  // namespace

SystemDescription HealthMonitorSystem() {
  return {
      .plugins = kPlugins,
      .plugin_count = kPluginCount,
      .frame_us = static_cast<std::uint32_t>(kFramePeriod.us),
      .channels = kChannels,
      .channel_count = sizeof kChannels / sizeof kChannels[0],
      .settings = ProductSettings(),
  };
}

}  // namespace vigil::firmware
