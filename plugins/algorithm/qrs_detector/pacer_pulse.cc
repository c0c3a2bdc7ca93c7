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
// Nothing of a pulse is left 12 ms from its top.
constexpr std::uint32_t kGone = 3;
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

// How far a sample is from the mean of the feet of a pulse, twice: half a microvolt counts.
std::int32_t TwiceFromFeet(const QrsFilter& filter, std::uint32_t top, std::uint32_t sample) {
  return Magnitude(2 * filter.input(sample) - filter.input(top - kFoot) - filter.input(top + kFoot));
}

bool IsPulse(const QrsFilter& filter, std::uint32_t top) {
  const std::int32_t height = TwiceFromFeet(filter, top, top);
  return height >= 2 * kLeastPulseUv &&
         kLeftAtEdge * TwiceFromFeet(filter, top, top - kEdge) < height &&
         kLeftAtEdge * TwiceFromFeet(filter, top, top + kEdge) < height;
}

// The sample near to `near` that is furthest from the mean of its feet, of those whose feet the
// filter keeps.
std::uint32_t TopNear(const QrsFilter& filter, std::uint32_t near, std::uint32_t last) {
  std::uint32_t top = near;
  std::int32_t highest = 0;
  for (std::uint32_t n = 0; n <= 2 * kReach; ++n) {
    const std::uint32_t sample = near - kReach + n;
    const std::uint32_t age = last - sample;  // of one to come: beyond all
    if (age < kFoot || age >= QrsFilter::kInputKept - kFoot) continue;
    const std::int32_t height = TwiceFromFeet(filter, sample, sample);
    if (height <= highest) continue;
    highest = height;
    top = sample;
  }
  return top;
}

// A sample, or `otherwise` where the filter does not keep it, or not yet.
std::int32_t Known(const QrsFilter& filter, std::uint32_t sample, std::uint32_t last, std::int32_t otherwise) {
  return last - sample < QrsFilter::kInputKept ? filter.input(sample) : otherwise;
}

// From the lowest to the highest sample about a pulse, without those that are its own.
std::int32_t SwingAbout(const QrsFilter& filter, std::uint32_t top, std::uint32_t last) {
  const std::int32_t beside = filter.input(top - kGone);
  std::int32_t lowest = beside;
  std::int32_t highest = beside;
  for (std::uint32_t away = kGone; away <= kAnswerReach; ++away) {
    const std::int32_t before = away > kReach ? beside : Known(filter, top - away, last, beside);
    const std::int32_t after = Known(filter, top + away, last, beside);
    lowest = Smaller(lowest, Smaller(before, after));
    highest = Greater(highest, Greater(before, after));
  }
  return highest - lowest;
}

}  // namespace

void PacerPulses::Clear() { usual_uv_ = 0; }

bool PacerPulses::IsAlone(const QrsFilter& filter, Candidate& candidate) const {
  candidate.swing = Magnitude(candidate.height);
  const std::uint32_t last = 2 * filter.tick() + 1;
  if (IsPulse(filter, candidate.fiducial)) {
    candidate.swing = SwingAbout(filter, candidate.fiducial, last);
    return candidate.swing < LeastAnswer();
  }
  if (candidate.sharpness - Log2Q5(Magnitude(candidate.height) + 1) < kSharpForItsHeight) return false;
  const std::uint32_t top = TopNear(filter, candidate.fiducial, last);
  return IsPulse(filter, top) && SwingAbout(filter, top, last) < LeastAnswer();
}

void PacerPulses::Learn(const Candidate& beat) {
  const std::int32_t swing = Smaller(beat.swing, kHighestSwingUv);
  usual_uv_ = usual_uv_ == 0 ? swing : usual_uv_ + (swing - usual_uv_) / kSlowness;
}

std::int32_t PacerPulses::LeastAnswer() const {
  return usual_uv_ == 0 ? kLeastAnswerUv / 2 : Smaller(kLeastAnswerUv, usual_uv_ / 2);
}

}  // namespace vigil::plugins
