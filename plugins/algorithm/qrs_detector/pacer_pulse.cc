#include "plugins/algorithm/qrs_detector/pacer_pulse.h"

#include <cstdint>

#include "plugins/algorithm/fixed_point/fixed_point.h"
#include "plugins/algorithm/qrs_detector/candidate.h"
#include "plugins/algorithm/qrs_detector/qrs_filter.h"

namespace vigil::plugins {
namespace {

// A pulse has all of its height within 8 ms of its top, and nothing 16 ms away.
constexpr std::uint32_t kEdge = 2;
constexpr std::uint32_t kFoot = 4;
// So much of it may be left at its edges, one in: a front end of 45 Hz leaves it.
constexpr std::int32_t kLeftAtEdge = 4;
// Lower ones, uV, are not taken for beats beside those of a heart; what is so narrow in the
// ECG of one without a pacemaker is noise, and lower too.
constexpr std::int32_t kLeastPulseUv = 200;
// Where an answer of the heart would be, and how far the filter's own answer to a pulse
// reaches: 100 ms.
constexpr std::uint32_t kReach = 25;
// Six of seven waves of the recordings (MIT-BIH DS1) are less than 2^5 times as sharp as they
// are high; where one is more, something sharp is near. In 1/32 of a doubling.
constexpr std::int32_t kSharpForItsHeight = 5 * 32;

std::int32_t Smaller(std::int32_t a, std::int32_t b) { return a < b ? a : b; }
std::int32_t Greater(std::int32_t a, std::int32_t b) { return a > b ? a : b; }

// How far a sample is from the line between the feet of a pulse, twice: half a microvolt
// counts.
std::int32_t TwiceFromFeet(const QrsFilter& filter, std::uint32_t top, std::uint32_t sample) {
  return Magnitude(2 * filter.input(sample) - filter.input(top - kFoot) - filter.input(top + kFoot));
}

bool IsPulse(const QrsFilter& filter, std::uint32_t top) {
  const std::int32_t height = TwiceFromFeet(filter, top, top);
  return height >= 2 * kLeastPulseUv &&
         kLeftAtEdge * TwiceFromFeet(filter, top, top - kEdge) < height &&
         kLeftAtEdge * TwiceFromFeet(filter, top, top + kEdge) < height;
}

// The sample near to `near` that is furthest from those about it.
std::uint32_t TopNear(const QrsFilter& filter, std::uint32_t near, std::uint32_t last) {
  std::uint32_t top = near;
  std::int32_t highest = 0;
  for (std::uint32_t n = 0; n <= 2 * kReach; ++n) {
    const std::uint32_t sample = near - kReach + n;
    if (sample + kFoot > last) break;
    const std::int32_t height = TwiceFromFeet(filter, sample, sample);
    if (height <= highest) continue;
    highest = height;
    top = sample;
  }
  return top;
}

bool IsAnswered(const QrsFilter& filter, std::uint32_t top, std::uint32_t last) {
  std::int32_t lowest = filter.input(top - kFoot);
  std::int32_t highest = lowest;
  for (std::uint32_t away = kFoot; away <= kReach; ++away) {
    const std::int32_t before = filter.input(top - away);
    const std::int32_t after = last - top < away ? before : filter.input(top + away);
    lowest = Smaller(lowest, Smaller(before, after));
    highest = Greater(highest, Greater(before, after));
  }
  return highest - lowest >= kLeastAnswerUv;
}

}  // namespace

bool IsPacerPulseAlone(const QrsFilter& filter, const Candidate& candidate) {
  const std::uint32_t last = 2 * filter.tick() + 1;
  std::uint32_t top = candidate.fiducial;
  if (!IsPulse(filter, top)) {
    if (candidate.sharpness - Log2Q5(Magnitude(candidate.height) + 1) < kSharpForItsHeight) return false;
    top = TopNear(filter, top, last);
    if (!IsPulse(filter, top)) return false;
  }
  return !IsAnswered(filter, top, last);
}

}  // namespace vigil::plugins
