// The ECG of this project's front end as the kernel is told of it: what the converter
// gives, and what the plugin //plugins/acquisition/ecg makes of it.
//
//   constexpr ChannelDescription kChannels[] = {kEcgAdcChannel, kEcgChannel};
#ifndef VIGIL_FIRMWARE_MONITOR_ECG_CHANNELS_H_
#define VIGIL_FIRMWARE_MONITOR_ECG_CHANNELS_H_

#include <cstdint>

#include "safety_kernel/runtime/system_description.h"

namespace vigil::firmware {

inline constexpr std::uint32_t kEcgPeriodUs = 4000;  // 250 Hz

// The ends of the converter's range; beyond them no code exists.
inline constexpr std::int32_t kEcgAdcFullScale = (1 << 23) - 1;
inline constexpr std::int32_t kEcgMicrovoltFullScale = kEcgAdcFullScale / 2 + 1;

// A front end with electrodes on skin has more noise than one count (IEC
// 60601-2-27 allows 30 uV at the input, 60 counts): a value that stays the same
// for so long is a defect, whatever its time stamps say.
inline constexpr std::uint32_t kMaxEcgUnmovedUs = 1'500'000;

// A break that a reader of the trace sees at once; short enough that an arrest
// which begins in it is still alarmed within 10 s.
inline constexpr std::uint32_t kMaxEcgSilenceUs = 1'500'000;

// Rides out the movement of an electrode; leads that stay off are told within
// the second that follows.
inline constexpr std::uint32_t kLeadOffDelayUs = 1'000'000;

inline constexpr ChannelDescription kEcgAdcChannel = {
    .channel = ChannelId::kEcgAdc,
    .period_us = kEcgPeriodUs,
    .from_source = true,
    .limits = {.least = -kEcgAdcFullScale - 1,
               .greatest = kEcgAdcFullScale,
               .max_unmoved_us = kMaxEcgUnmovedUs}};

inline constexpr ChannelDescription kEcgChannel = {
    .channel = ChannelId::kEcg,
    .period_us = kEcgPeriodUs,
    .reported = true,
    .limits = {.least = -kEcgMicrovoltFullScale, .greatest = kEcgMicrovoltFullScale},
    .alarms = {.silent = AlarmId::kEcgSignalLost,
               .max_silence_us = kMaxEcgSilenceUs,
               .contact_off = AlarmId::kEcgLeadOff,
               .not_worn = AlarmId::kNotWorn,
               .contact_delay_us = kLeadOffDelayUs}};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_MONITOR_ECG_CHANNELS_H_
