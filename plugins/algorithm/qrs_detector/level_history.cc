#include "plugins/algorithm/qrs_detector/level_history.h"

namespace vigil::plugins {

void LevelHistory::Fill(std::int32_t value) {
  for (std::int32_t& each : values_) each = value;
  oldest_ = 0;
  Update();
}

void LevelHistory::Add(std::int32_t value) {
  values_[oldest_ % kCount] = value;
  oldest_ = (oldest_ + 1) % kCount;
  Update();
}

void LevelHistory::LowerBy(std::int32_t difference) {
  for (std::int32_t& each : values_) each -= difference;
}

void LevelHistory::Update() {
  std::int32_t falling[kCount];  // sorted by insertion, greatest first
  for (std::uint32_t i = 0; i < kCount; ++i) {
    const std::int32_t value = values_[i];
    std::uint32_t place = i;
    for (std::uint32_t n = i; n > 0 && falling[n - 1] < value; --n) {
      falling[n] = falling[n - 1];
      place = n - 1;
    }
    falling[place] = value;
  }
  high_ = (falling[1] + falling[2] + falling[3] + falling[4]) / 4;
  low_ = (falling[4] + falling[5] + falling[6]) / 3;
  middle_ = (falling[3] + falling[4]) / 2;
}

void RunningMean::Fill(std::int32_t value) {
  for (std::int32_t& each : values_) each = value;
  oldest_ = 0;
  sum_ = value * static_cast<std::int32_t>(kCount);
}

void RunningMean::Add(std::int32_t value) {
  sum_ += value - values_[oldest_ % kCount];
  values_[oldest_ % kCount] = value;
  oldest_ = (oldest_ + 1) % kCount;
}

}  // namespace vigil::plugins
