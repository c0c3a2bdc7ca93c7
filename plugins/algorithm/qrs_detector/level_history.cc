#include "plugins/algorithm/qrs_detector/level_history.h"

namespace vigil::plugins {

void LevelHistory::Fill(std::int32_t value) {
  for (std::uint32_t i = 0; i < kCount; ++i) values_[i] = value;
  oldest_ = 0;
  typical_ = value;
  mean_ = value;
}

void LevelHistory::Add(std::int32_t value) {
  values_[oldest_ % kCount] = value;
  oldest_ = (oldest_ + 1) % kCount;
  Update();
}

void LevelHistory::Update() {
  std::int32_t falling[kCount];  // sorted by insertion, greatest first
  std::int32_t sum = 0;
  for (std::uint32_t i = 0; i < kCount; ++i) {
    const std::int32_t value = values_[i];
    std::uint32_t place = i;
    for (std::uint32_t n = i; n > 0 && falling[n - 1] < value; --n) {
      falling[n] = falling[n - 1];
      place = n - 1;
    }
    falling[place] = value;
    sum += value / static_cast<std::int32_t>(kCount);
  }
  mean_ = sum;
  typical_ = falling[1] / 4 + falling[2] / 4 + falling[3] / 4 + falling[4] / 4;
}

}  // namespace vigil::plugins
