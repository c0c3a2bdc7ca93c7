#include "firmware/boards/mps2_an386/signal_lamp.h"

#include <cstdint>

#include "firmware/boards/mps2_an386/registers.h"

namespace vigil::firmware::mps2_an386 {
namespace {

constexpr std::uint32_t LampOf(LightColour colour) {
  switch (colour) {
    case LightColour::kNone: return 0;
    case LightColour::kCyan: return kLampCyan;
    case LightColour::kYellow: return kLampYellow;
    case LightColour::kRed: return kLampRed;
  }
  return kLampRed;  // a colour that is none: somebody shall look
}

}  // namespace

void ShowSignal(const AlarmIndication& indication) {
  const std::uint32_t colour = LampOf(indication.light);
  const std::uint32_t light = colour != 0 ? kLampLight : 0;
  const std::uint32_t sounder = indication.tone_hz != 0 ? kLampSounder : 0;
  Fpga().led = light | sounder;
  SystemController().led = colour;
}

}  // namespace vigil::firmware::mps2_an386
