#include "plugins/algorithm/pulse_rate/band_filter.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::int64_t kTriangle = 1 + 2 + 1;
constexpr std::int64_t kQ8 = 256;
constexpr std::int64_t kHighPass = 8;  // samples of 40 ms

std::int32_t Within(std::int32_t value) {
  if (value > BandFilter::kGreatest) return BandFilter::kGreatest;
  if (value < -BandFilter::kGreatest) return -BandFilter::kGreatest;
  return value;
}

}  // namespace

void BandFilter::Clear() { *this = BandFilter(); }

bool BandFilter::Add(std::int32_t value) {
  const std::int32_t now = Within(value);
  if (!is_running_) {
    is_running_ = true;
    before_ = now;
    last_ = now;
    mean_q8_[0] = now * kTriangle * kQ8;
  }
  is_second_ = !is_second_;
  if (!is_second_) {
    std::int64_t rest_q8 = (std::int64_t{before_} + 2 * std::int64_t{last_} + now) * kQ8;
    for (std::int64_t& mean_q8 : mean_q8_) {
      mean_q8 += (rest_q8 - mean_q8) / kHighPass;
      rest_q8 -= mean_q8;
    }
    output_ = static_cast<std::int32_t>(rest_q8 * kGain / (kTriangle * kQ8));
  }
  before_ = last_;
  last_ = now;
  return !is_second_;
}

}  // namespace vigil::plugins
