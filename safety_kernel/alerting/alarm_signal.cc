#include "safety_kernel/alerting/alarm_signal.h"

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/time.h"

namespace vigil {
bool LightIsOn(AlarmPriority priority, Duration elapsed) {
  const LightPattern& light = LightOf(priority);
  if (light.colour == LightColour::kNone) return false;
  if (light.period_ms == 0) return true;
  return elapsed.us / 1000 % light.period_ms < light.on_ms;
}

bool SoundIsOn(AlarmPriority priority, Duration elapsed) {
  const SoundPattern& sound = SoundOf(priority);
  if (sound.pulses == 0) return false;
  const std::uint32_t burst = PulseBegin(sound, sound.pulses) + sound.burst_pause_ms;
  const auto at = static_cast<std::uint32_t>(elapsed.us / 1000 % burst);
  for (std::uint32_t n = 0; n < sound.pulses; ++n) {
    const std::uint32_t begin = PulseBegin(sound, n);
    if (at >= begin && at < begin + sound.pulse_ms) return true;
  }
  return false;
}

AlarmIndication IndicationOf(AlarmPriority light, Duration light_for,
                             AlarmPriority sound, Duration sound_for) {
  AlarmIndication indication;
  if (LightIsOn(light, light_for)) indication.light = LightOf(light).colour;
  if (SoundIsOn(sound, sound_for)) {
    indication.tone_hz = SoundOf(sound).frequency_hz;
  }
  return indication;
}

}  // namespace vigil
