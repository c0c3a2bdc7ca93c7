// How alarms look and sound, as data, and whether the light or the sounder is on at
// a moment. So colour, rhythm and number of pulses tell the priority, to who is
// colour-blind and to who does not look.
//
//   const AlarmIndication indication = IndicationOf(light, light_for, sound, sound_for);
//   SetLight(indication.light);
//   SetSounder(indication.tone_hz);
//
// Figures after IEC 60601-1-8; those marked [recall] are from secondary sources.
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_ALARM_SIGNAL_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_ALARM_SIGNAL_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/time.h"

namespace vigil {

enum class LightColour : std::uint8_t { kNone = 0, kCyan = 1, kYellow = 2, kRed = 3 };

struct LightPattern {
  LightColour colour = LightColour::kNone;
  std::uint32_t period_ms = 0;  // 0: steady
  std::uint32_t on_ms = 0;
};

// High: 1.4..2.8 Hz, medium: 0.4..0.8 Hz, low: steady; duty 20..60 % [recall].
// All times are multiples of 100 ms, so that a schedule of such frames keeps them.
inline constexpr LightPattern kLights[] = {
    {},
    {.colour = LightColour::kCyan},
    {.colour = LightColour::kYellow, .period_ms = 1600, .on_ms = 800},  // 0.63 Hz
    {.colour = LightColour::kRed, .period_ms = 500, .on_ms = 200},      // 2 Hz
};

// A burst of pulses, then silence until the next burst. All pulses have the same
// length; between two of them lies one of two pauses.
struct SoundPattern {
  std::uint32_t pulses = 0;          // 0: no sound
  std::uint32_t group = 0;           // pulses in a group; a longer pause follows
  std::uint32_t pulse_ms = 0;
  std::uint32_t pause_ms = 0;        // within a group
  std::uint32_t group_pause_ms = 0;  // between two groups
  std::uint32_t burst_pause_ms = 0;  // after the last group's, to the next burst
  std::uint32_t frequency_hz = 0;    // fundamental, 150..1000
};

// High: 10 pulses, two groups of 5, 50..125 ms apart, 2.5..15 s
// between bursts; medium: 3 pulses 125..250 ms apart, 2.5..30 s; low: 2 pulses,
// more than 15 s [recall].
inline constexpr SoundPattern kSounds[] = {
    {},
    {.pulses = 2, .group = 2, .pulse_ms = 200, .pause_ms = 200,
     .group_pause_ms = 200, .burst_pause_ms = 20'000, .frequency_hz = 330},
    {.pulses = 3, .group = 3, .pulse_ms = 200, .pause_ms = 200,
     .group_pause_ms = 200, .burst_pause_ms = 7'500, .frequency_hz = 440},
    {.pulses = 10, .group = 5, .pulse_ms = 100, .pause_ms = 100,
     .group_pause_ms = 500, .burst_pause_ms = 3'000, .frequency_hz = 660},
};

constexpr const LightPattern& LightOf(AlarmPriority priority) {
  return kLights[static_cast<std::uint8_t>(priority) & 3u];
}
constexpr const SoundPattern& SoundOf(AlarmPriority priority) {
  return kSounds[static_cast<std::uint8_t>(priority) & 3u];
}

// When pulse `n` of a burst begins, ms after the burst; n = pulses: when the pause
// between two bursts does.
constexpr std::uint32_t PulseBegin(const SoundPattern& sound, std::uint32_t n) {
  if (sound.group == 0) return 0;
  const std::uint32_t groups = n / sound.group;
  return n * sound.pulse_ms + (n - groups) * sound.pause_ms +
         groups * sound.group_pause_ms;
}

// `elapsed`: since the pattern began, not negative.
bool LightIsOn(AlarmPriority priority, Duration elapsed);
bool SoundIsOn(AlarmPriority priority, Duration elapsed);

// What the light and the sounder do at a moment.
struct AlarmIndication {
  LightColour light = LightColour::kNone;  // kNone: dark
  std::uint32_t tone_hz = 0;               // 0: silent
};

// `light`, `sound`: whose patterns are shown; `light_for`, `sound_for`: for how long
// already, not negative.
AlarmIndication IndicationOf(AlarmPriority light, Duration light_for,
                             AlarmPriority sound, Duration sound_for);

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_ALARM_SIGNAL_H_
