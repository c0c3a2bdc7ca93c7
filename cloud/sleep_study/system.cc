#include "cloud/sleep_study/system.h"

#include <cstdint>

#include "cloud/sleep_study/plugins.h"
#include "firmware/monitor/ecg_channels.h"

namespace vigil::cloud {
namespace {

constexpr std::uint32_t kFrameUs = 100'000;
// Nobody responds to a recording: the alarms of its channels mark where it cannot be
// read, after the times that they have on the device.
constexpr ChannelDescription kChannels[] = {firmware::kEcgAdcChannel, firmware::kEcgChannel};

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
