#include "plugins/algorithm/spo2/oxygen_ratio.h"

#include <cstdint>

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kMomentsPerMinute = 3000;
constexpr std::int32_t kLowestRate = 30;
constexpr std::int32_t kHighestRate = 240;

// Of what moves, the share that has to come again a period later, in tenths.
constexpr std::int64_t kTenths = 10;
constexpr std::int64_t kLeastInfrared = 8;
constexpr std::int64_t kLeastRed = 7;
// Of both colors, how much of one follows from the other: the square, in hundredths. A
// pulse and a motion that take part in the colors in other shares have other phases.
constexpr std::int64_t kHundredths = 100;
constexpr std::int64_t kLeastTogether = 98;
constexpr std::int64_t kQ16 = 65536;
constexpr std::int64_t kGreatestHeights = 16;
constexpr std::int64_t kGreatestRatio = 9999;
constexpr std::int64_t kGreatestPerfusion = 1'000'000;
constexpr std::int64_t kLeastSum = std::int64_t{OxygenRatio::kLeastLight} * OxygenRatio::kWindow;
constexpr std::int32_t kSumBits = 58;
constexpr std::int64_t kGreatestFactor = std::int64_t{1} << 30;

std::int64_t Smaller(std::int64_t a, std::int64_t b) { return a < b ? a : b; }

// By how many bits a sum is too long for a factor.
std::int32_t ShiftOf(std::int64_t sum) {
  std::int32_t shift = 0;
  for (std::int32_t n = 0; n < kSumBits; ++n) {
    if ((sum >> shift) >= kGreatestFactor) ++shift;
  }
  return shift;
}

}  // namespace

void OxygenRatio::Clear() {
  next_ = 0;
  count_ = 0;
  until_window_ = kWindow;
  red_sum_ = 0;
  infrared_sum_ = 0;
  ratio_milli_ = 0;
  perfusion_ppm_ = 0;
}

bool OxygenRatio::Add(std::int32_t red, std::int32_t infrared) {
  Moment& place = ring_[next_];
  if (count_ == kWindow) {
    red_sum_ -= place.red;
    infrared_sum_ -= place.infrared;
  } else {
    ++count_;
  }
  place = {.red = red, .infrared = infrared};
  red_sum_ += red;
  infrared_sum_ += infrared;
  next_ = (next_ + 1) % kWindow;
  --until_window_;
  if (until_window_ > 0) return false;
  until_window_ = kHop;
  return true;
}

LightFinding OxygenRatio::Look(std::int32_t rate) {
  ratio_milli_ = 0;
  perfusion_ppm_ = 0;
  if (count_ < kWindow) return LightFinding::kUnclear;
  if (red_sum_ < kLeastSum || infrared_sum_ < kLeastSum) return LightFinding::kDark;
  if (rate < kLowestRate || rate > kHighestRate) return LightFinding::kUnclear;
  const std::int32_t half = (kMomentsPerMinute / 2 + rate / 2) / rate;    // 6..50
  const std::int32_t period = (kMomentsPerMinute + rate / 2) / rate;      // 13..100
  return Judge(Multiply(half, period));
}

// n >= 2 * half
OxygenRatio::Moment OxygenRatio::CombAt(std::int32_t n, std::int32_t half) const {
  const Moment& now = At(n);
  const Moment& middle = At(n - half);
  const Moment& first = At(n - 2 * half);
  return {.red = now.red - 2 * middle.red + first.red,
          .infrared = now.infrared - 2 * middle.infrared + first.infrared};
}

// Of 22-bit samples the comb has 24 bits, and a sum of 400 products 57.
OxygenRatio::Products OxygenRatio::Multiply(std::int32_t half, std::int32_t period) const {
  Products sum;
  for (std::int32_t n = 0; n < kWindow; ++n) {
    if (n < 2 * half + period) continue;
    const Moment now = CombAt(n, half);
    const Moment before = CombAt(n - period, half);
    sum.red += std::int64_t{now.red} * now.red;
    sum.infrared += std::int64_t{now.infrared} * now.infrared;
    sum.red_later += std::int64_t{now.red} * before.red;
    sum.infrared_later += std::int64_t{now.infrared} * before.infrared;
    sum.both_later += (std::int64_t{now.red} * before.infrared + std::int64_t{now.infrared} * before.red) / 2;
    ++sum.count;
  }
  return sum;
}

LightFinding OxygenRatio::Judge(const Products& products) {
  if (products.infrared_later <= 0) return LightFinding::kUnclear;
  if (products.infrared_later / kLeastInfrared < products.infrared / kTenths) return LightFinding::kUnclear;
  // A wave of height A leaves the comb with 4 A, and a mean product of 8 A^2: 2 A is the
  // root of half of it. In 1/16 of a count. There are at least 200 products.
  const std::int64_t height_q4 = SquareRoot(products.infrared_later / products.count * 128);
  perfusion_ppm_ = static_cast<std::int32_t>(
      Smaller(height_q4 * (1'000'000 / 16) * kWindow / infrared_sum_, kGreatestPerfusion));
  if (perfusion_ppm_ < kLeastPerfusion) return LightFinding::kWeak;
  if (products.both_later <= 0) return LightFinding::kUnclear;
  if (products.red_later / kLeastRed < products.red / kTenths) return LightFinding::kUnclear;
  // Any samples may come here: nothing bounds one sum by another.
  const std::int32_t shift = ShiftOf(products.red_later | products.infrared_later | products.both_later);
  const std::int64_t red = products.red_later >> shift;
  const std::int64_t infrared = (products.infrared_later >> shift) + 1;
  const std::int64_t both = products.both_later >> shift;
  if (both * both / kLeastTogether < red * infrared / kHundredths) return LightFinding::kUnclear;
  const std::int64_t heights_q16 = Smaller(both * kQ16 / infrared, kGreatestHeights * kQ16);
  ratio_milli_ = static_cast<std::int32_t>(
      Smaller(heights_q16 * 1000 * infrared_sum_ / red_sum_ / kQ16, kGreatestRatio));
  return LightFinding::kPulse;
}

}  // namespace vigil::plugins
