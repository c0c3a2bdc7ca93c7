#include "cloud/sleep_study/system.h"

#include <cstdint>

#include "cloud/sleep_study/plugins.h"

namespace vigil::cloud {
namespace {

constexpr std::uint32_t kFrameUs = 100'000;
constexpr std::uint32_t kEcgPeriodUs = 4000;  // 250 Hz
constexpr std::int32_t kAdcFullScale = (1 << 23) - 1;
constexpr std::int32_t kMicrovoltFullScale = kAdcFullScale / 2 + 1;

// Nobody responds to a recording: its alarms mark where it cannot be read, and the times
// are those of the device (firmware/health_monitor/system.cc).
constexpr std::uint32_t kUnusableUs = 1'500'000;
constexpr std::uint32_t kLeadOffUs = 1'000'000;

constexpr ChannelDescription kChannels[] = {
    {.channel = ChannelId::kEcgAdc,
     .period_us = kEcgPeriodUs,
     .from_source = true,
     .limits = {.least = -kAdcFullScale - 1,
                .greatest = kAdcFullScale,
                .max_unmoved_us = kUnusableUs}},
    {.channel = ChannelId::kEcg,
     .period_us = kEcgPeriodUs,
     .reported = true,
     .limits = {.least = -kMicrovoltFullScale, .greatest = kMicrovoltFullScale},
     .alarms = {.silent = AlarmId::kEcgSignalLost,
                .max_silence_us = kUnusableUs,
                .contact_off = AlarmId::kEcgLeadOff,
                .not_worn = AlarmId::kNotWorn,
                .contact_delay_us = kLeadOffUs}},
};

// A host has no budget of a frame: each plugin is held to its own.
constexpr SystemDescription kSystem = {
    .plugins = kPlugins,
    .plugin_count = kPluginCount,
    .frame_us = kFrameUs,
    .channels = kChannels,
    .channel_count = sizeof kChannels / sizeof kChannels[0],
};

}  // namespace

const SystemDescription& SleepStudySystem() { return kSystem; }

}  // namespace vigil::cloud
