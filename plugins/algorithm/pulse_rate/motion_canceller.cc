#include "plugins/algorithm/pulse_rate/motion_canceller.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::int32_t kFadeEvery = 25;  // samples: once a second
constexpr std::int32_t kFadeShift = 4;   // by a sixteenth
constexpr std::int32_t kSweeps = 10;
// Noise of an accelerometer, 10 mg, over the memory of 400 samples: less motion than
// this explains nothing.
constexpr std::int64_t kNoise = std::int64_t{10} * 10 * 400;
constexpr std::int32_t kWeightBits = 12;
constexpr std::int64_t kGreatestWeight = std::int64_t{1} << 29;
constexpr std::int64_t kGreatestRest = std::int64_t{1} << 24;
// With sums of 24 bits and weights of 29 a row adds up within 58.
constexpr std::int64_t kGreatestSum = std::int64_t{1} << 24;
constexpr std::int32_t kGreatestShift = 32;

std::int32_t Within(std::int64_t value, std::int64_t greatest) {
  if (value > greatest) return static_cast<std::int32_t>(greatest);
  if (value < -greatest) return static_cast<std::int32_t>(-greatest);
  return static_cast<std::int32_t>(value);
}

}  // namespace

// In place: a second canceller would not fit on the stack.
void MotionCanceller::Clear() {
  for (std::int32_t& light : light_) light = 0;
  for (auto& axis : acceleration_) {
    for (std::int16_t& acceleration : axis) acceleration = 0;
  }
  for (auto& row : auto_) {
    for (std::int64_t& sum : row) sum = 0;
  }
  for (std::int64_t& sum : cross_) sum = 0;
  for (std::int32_t& weight : weight_) weight = 0;
  newest_ = 0;
  faded_ = 0;
}

void MotionCanceller::Add(std::int32_t light, const std::int32_t (&acceleration)[kAxes]) {
  newest_ = (newest_ + 1) % kRing;
  light_[newest_] = Within(light, kGreatestLight);
  std::int32_t tap[kWeights] = {};
  for (std::int32_t axis = 0; axis < kAxes; ++axis) {
    acceleration_[axis][newest_] =
        static_cast<std::int16_t>(Within(acceleration[axis], kGreatestAcceleration));
    for (std::int32_t n = 0; n < kTaps; ++n) {
      tap[axis * kTaps + n] = acceleration_[axis][Ago(static_cast<std::uint32_t>(n * kTapDistance))];
    }
  }
  for (std::int32_t row = 0; row < kWeights; ++row) {
    for (std::int32_t column = 0; column <= row; ++column) {
      auto_[row][column] += std::int64_t{tap[row]} * tap[column];
    }
    cross_[row] += std::int64_t{tap[row]} * light_[newest_];
  }
  ++faded_;
  if (faded_ >= kFadeEvery) Fade();
}

void MotionCanceller::Fade() {
  faded_ = 0;
  for (std::int32_t row = 0; row < kWeights; ++row) {
    for (std::int32_t column = 0; column <= row; ++column) {
      auto_[row][column] -= auto_[row][column] >> kFadeShift;
    }
    cross_[row] -= cross_[row] >> kFadeShift;
  }
}

// By how many bits the sums are too long.
std::int32_t MotionCanceller::ScaleShift() const {
  std::int64_t largest = 0;
  for (std::int32_t n = 0; n < kWeights; ++n) {
    if (auto_[n][n] > largest) largest = auto_[n][n];
  }
  std::int32_t shift = 0;
  for (std::int32_t n = 0; n < kGreatestShift; ++n) {
    if ((largest >> shift) >= kGreatestSum) ++shift;
  }
  return shift;
}

void MotionCanceller::Solve() {
  const std::int32_t shift = ScaleShift();
  std::int32_t sums[kWeights][kWeights] = {};
  for (std::int32_t row = 0; row < kWeights; ++row) {
    for (std::int32_t column = 0; column < row; ++column) {
      sums[row][column] = static_cast<std::int32_t>(auto_[row][column] >> shift);
      sums[column][row] = sums[row][column];
    }
    sums[row][row] = static_cast<std::int32_t>((auto_[row][row] + kNoise) >> shift) + 1;
  }
  for (std::int32_t sweep = 0; sweep < kSweeps; ++sweep) {
    for (std::int32_t row = 0; row < kWeights; ++row) {
      std::int64_t rest = (cross_[row] >> shift) * (1 << kWeightBits);
      for (std::int32_t column = 0; column < kWeights; ++column) {
        rest -= std::int64_t{sums[row][column]} * weight_[column];
      }
      weight_[row] = Within(weight_[row] + rest / sums[row][row], kGreatestWeight);
    }
  }
}

void MotionCanceller::CopyAccelerations(std::int16_t (&out)[kAxes][kHistory]) const {
  for (std::int32_t axis = 0; axis < kAxes; ++axis) {
    for (std::int32_t n = 0; n < kHistory; ++n) {
      out[axis][n] = acceleration_[axis][Ago(static_cast<std::uint32_t>(kHistory - 1 - n))];
    }
  }
}

void MotionCanceller::CopyLight(std::int32_t (&out)[kWindow]) const {
  for (std::int32_t n = 0; n < kWindow; ++n) {
    out[n] = light_[Ago(static_cast<std::uint32_t>(kWindow - 1 - n))];
  }
}

void MotionCanceller::Clean(const std::int16_t (&accelerations)[kAxes][kHistory],
                            std::int32_t (&out)[kWindow]) const {
  CopyLight(out);
  for (std::int32_t n = 0; n < kWindow; ++n) {
    std::int64_t motion_q12 = 0;
    for (std::int32_t axis = 0; axis < kAxes; ++axis) {
      for (std::int32_t tap = 0; tap < kTaps; ++tap) {
        motion_q12 += std::int64_t{weight_[axis * kTaps + tap]} *
                      accelerations[axis][n + kReach - tap * kTapDistance];
      }
    }
    out[n] = Within(out[n] - (motion_q12 >> kWeightBits), kGreatestRest);
  }
}

}  // namespace vigil::plugins
