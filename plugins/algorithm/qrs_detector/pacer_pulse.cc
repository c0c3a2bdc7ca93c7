#include "plugins/algorithm/qrs_detector/pacer_pulse.h"

#include <cstdint>

#include "plugins/algorithm/ecg_window/pulse_blank.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"
#include "plugins/algorithm/qrs_detector/candidate.h"
#include "plugins/algorithm/qrs_detector/qrs_filter.h"

namespace vigil::plugins {
namespace {

// What is before a pulse, and how far the filter's own answer to it reaches: 100 ms. An answer
// of the heart may begin later.
constexpr std::uint32_t kReach = 25;
constexpr std::uint32_t kAnswerReach = 40;
// Six of seven waves of the recordings (MIT-BIH DS1) are less than 2^5 times as sharp as they
// are high; where one is more, something sharp is near. In 1/32 of a doubling.
constexpr std::int32_t kSharpForItsHeight = 5 * 32;
// What is usual moves by an eighth of what a beat differs; no electrode gives more than 1 V.
constexpr std::int32_t kSlowness = 8;
constexpr std::int32_t kHighestSwingUv = 1'000'000;

// The last sample that the filter took.
std::uint32_t LastOf(const QrsFilter& filter) { return 2 * filter.tick() + 1; }

bool IsPulse(const QrsFilter& filter, std::uint32_t top) {
  return IsPacerPulse(filter.input(top - kPulseFoot), filter.input(top - kPulseEdge), filter.input(top),
                      filter.input(top + kPulseEdge), filter.input(top + kPulseFoot));
}

// The sample near to `near` that is furthest from the mean of its feet, of those whose feet the
// filter keeps.
std::uint32_t TopNear(const QrsFilter& filter, std::uint32_t near, std::uint32_t last) {
  std::uint32_t top = near;
  std::int32_t highest = 0;
  for (std::uint32_t n = 0; n <= 2 * kReach; ++n) {
    const std::uint32_t sample = near - kReach + n;
    const std::uint32_t age = last - sample;  // of one to come: beyond all
    if (age < kPulseFoot || age >= QrsFilter::kInputKept - kPulseFoot) continue;
    const std::int32_t height =
        TwiceAway(filter.input(sample - kPulseFoot), filter.input(sample), filter.input(sample + kPulseFoot));
    if (height <= highest) continue;
    highest = height;
    top = sample;
  }
  return top;
}

// Whether a sample is one of the five of a pulse, whose feet the filter keeps.
bool IsOfPulse(const QrsFilter& filter, std::uint32_t sample, std::uint32_t last) {
  for (std::uint32_t n = 1; n < 2 * kPulseGone; ++n) {
    const std::uint32_t top = sample - kPulseGone + n;
    const std::uint32_t age = last - top;
    if (age >= kPulseFoot && age < QrsFilter::kInputKept - kPulseFoot && IsPulse(filter, top)) return true;
  }
  return false;
}

// What goes on beside a pulse, without the samples of it and of others: a pacemaker of two
// chambers gives a pulse to each.
struct Beside {
  std::int32_t swing = 0;      // from the lowest to the highest sample, uV
  std::uint32_t furthest = 0;  // the sample that is furthest from the level before the pulse
  bool is_above = false;       // on its upper side
};

Beside LookBeside(const QrsFilter& filter, std::uint32_t top, std::uint32_t last) {
  const std::int32_t level = filter.input(top - kPulseGone);
  std::int32_t lowest = level;
  std::int32_t highest = level;
  Beside beside;
  beside.furthest = top;
  std::int32_t furthest = -1;
  for (std::uint32_t n = 0; n <= kReach + kAnswerReach; ++n) {
    const std::uint32_t sample = top - kReach + n;
    const std::uint32_t age = last - sample;  // of one to come: beyond all
    if (age < kPulseFoot + kPulseEdge || age >= QrsFilter::kInputKept) continue;  // a pulse's, who knows
    if (IsOfPulse(filter, sample, last)) continue;
    const std::int32_t value = filter.input(sample);
    lowest = Smaller(lowest, value);
    highest = Greater(highest, value);
    if (Magnitude(value - level) <= furthest) continue;
    furthest = Magnitude(value - level);
    beside.furthest = sample;
    beside.is_above = value >= level;
  }
  beside.swing = highest - lowest;
  return beside;
}

}  // namespace

void PacerPulses::Clear() { usual_uv_ = 0; }

bool PacerPulses::IsAlone(const QrsFilter& filter, const Candidate& candidate) const {
  const std::uint32_t last = LastOf(filter);
  std::uint32_t top = candidate.fiducial;
  if (!IsPulse(filter, top)) {
    if (candidate.sharpness - Log2Q5(Magnitude(candidate.height) + 1) < kSharpForItsHeight) return false;
    top = TopNear(filter, top, last);
    if (!IsPulse(filter, top)) return false;
  }
  const Beside beside = LookBeside(filter, top, last);
  return beside.swing < LeastAnswer();
}

// The energy stays: who takes the pulse's off misses beats that pulses precede.
void PacerPulses::DescribeAnew(const QrsFilter& filter, Candidate& candidate) {
  const std::uint32_t top = candidate.fiducial;
  if (!IsPulse(filter, top)) return;
  const Beside beside = LookBeside(filter, top, LastOf(filter));
  const std::int32_t pulse =
      TwiceAway(filter.input(top - kPulseFoot), filter.input(top), filter.input(top + kPulseFoot));
  if (pulse <= 2 * beside.swing) return;
  candidate.height = beside.is_above ? beside.swing : -beside.swing;
  candidate.fiducial = beside.furthest;
}

void PacerPulses::Learn(const Candidate& beat) {
  const std::int32_t swing = Smaller(Magnitude(beat.height), kHighestSwingUv);
  usual_uv_ = usual_uv_ == 0 ? swing : usual_uv_ + (swing - usual_uv_) / kSlowness;
}

std::int32_t PacerPulses::LeastAnswer() const {
  return usual_uv_ == 0 ? kLeastAnswerUv / 2 : Smaller(kLeastAnswerUv, usual_uv_ / 2);
}

}  // namespace vigil::plugins
