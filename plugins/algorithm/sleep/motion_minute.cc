#include "plugins/algorithm/sleep/motion_minute.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::int32_t kQ4 = 16;

std::int32_t Within(std::int32_t mg) {
  if (mg > MotionMinute::kGreatestMg) return MotionMinute::kGreatestMg;
  if (mg < -MotionMinute::kGreatestMg) return -MotionMinute::kGreatestMg;
  return mg;
}

}  // namespace

void MotionMinute::Clear() {
  Break();
  Begin();
}

void MotionMinute::Break() {
  moments_ = 0;
  points_ = 0;
}

void MotionMinute::Begin() {
  seconds_ = 0;
  activity_q4_ = 0;
  for (std::int32_t axis = 0; axis < kAxes; ++axis) {
    least_q4_[axis] = 0;
    greatest_q4_[axis] = 0;
  }
}

void MotionMinute::Add(const Acceleration& moment) {
  const std::int32_t mg[kAxes] = {Within(moment.x), Within(moment.y), Within(moment.z)};
  for (std::int32_t axis = 0; axis < kAxes; ++axis) {
    std::int32_t& sum = sum_[axis][points_];
    sum = moments_ == 0 ? mg[axis] : sum + mg[axis];
  }
  ++moments_;
  if (moments_ < kMomentsPerPoint) return;
  moments_ = 0;
  ++points_;
  if (points_ < kPointsPerSecond) return;
  points_ = 0;
  EndSecond();
}

void MotionMinute::EndSecond() {
  for (std::int32_t axis = 0; axis < kAxes; ++axis) {
    std::int32_t sum = 0;
    for (const std::int32_t point : sum_[axis]) sum += point;
    std::int32_t away = 0;  // fifths of a sum
    for (const std::int32_t point : sum_[axis]) {
      const std::int32_t difference = point * kPointsPerSecond - sum;
      away += difference < 0 ? -difference : difference;
    }
    activity_q4_ += away * kQ4 / (kMomentsPerPoint * kPointsPerSecond * kPointsPerSecond);
    const std::int32_t mean_q4 = sum * kQ4 / (kMomentsPerPoint * kPointsPerSecond);
    if (seconds_ == 0 || mean_q4 < least_q4_[axis]) least_q4_[axis] = mean_q4;
    if (seconds_ == 0 || mean_q4 > greatest_q4_[axis]) greatest_q4_[axis] = mean_q4;
  }
  ++seconds_;
}

std::int32_t MotionMinute::activity_q4() const {
  if (seconds_ == 0) return 0;
  return static_cast<std::int32_t>(activity_q4_ / seconds_);
}

std::int32_t MotionMinute::drift_q4() const {
  std::int32_t greatest = 0;
  for (std::int32_t axis = 0; axis < kAxes; ++axis) {
    const std::int32_t spread = greatest_q4_[axis] - least_q4_[axis];
    if (spread > greatest) greatest = spread;
  }
  return greatest;
}

}  // namespace vigil::plugins
