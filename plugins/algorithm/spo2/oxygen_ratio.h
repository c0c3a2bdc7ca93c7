// The ratio of ratios of red and infrared light, and how strong the pulse in them is.
//
//   OxygenRatio light;
//   light.Clear();
//   for each moment (50 Hz): if (light.Add(red, infrared)) window_ended = true;
//   if (light.Look(rate) == LightFinding::kPulse) Use(light.ratio_milli());
//
// R = (pulse of red / light of red) / (pulse of infrared / light of infrared), Aoyagi
// (1974; J. Anesth. 17, 2003); Webster (ed.), Design of Pulse Oximeters, 1997. Both
// colours pass the same comb, x[n] - 2 x[n-h] + x[n-2h] with h half a period of the
// pulse: it takes the pulse four times, and next to nothing of what is slow, such as
// breathing. Then their products one period apart are summed over 8 s: noise is not the
// same a period later and adds nothing, so that R has no bias by it. What moves at
// another rate makes the comb's output differ from itself a period later: then there is
// no ratio. What moves at exactly the pulse's own rate is not told from it.
#ifndef VIGIL_PLUGINS_ALGORITHM_SPO2_OXYGEN_RATIO_H_
#define VIGIL_PLUGINS_ALGORITHM_SPO2_OXYGEN_RATIO_H_

#include <cstdint>

namespace vigil::plugins {

enum class LightFinding : std::uint8_t {
  kPulse = 0,    // ratio and perfusion hold
  kDark = 1,     // no skin gives so little light
  kWeak = 2,     // a pulse too weak for a ratio; its perfusion holds
  kUnclear = 3,  // what moves is not this pulse alone
};

class OxygenRatio {
 public:
  // Moments come at 50 Hz. A window is 8 s, and one ends every 2 s.
  static constexpr std::uint32_t kPeriodUs = 20'000;
  static constexpr std::int32_t kWindow = 400;
  static constexpr std::int32_t kHop = 100;

  // What a sample can be, in counts: converters of light have up to 22 bits.
  static constexpr std::int32_t kGreatest = (1 << 22) - 1;

  // Mean counts of a color below which no skin is in front of the sensor: a thousandth of
  // what it can tell.
  static constexpr std::int32_t kLeastLight = 4000;

  // Perfusion index, in ppm, below which the noise of a converter moves R: 0.1 %.
  static constexpr std::int32_t kLeastPerfusion = 1000;

  // No pulse is known: whether it is dark can be told all the same.
  static constexpr std::int32_t kNoRate = 0;

  // Forgets everything.
  void Clear();

  // One moment, in counts, 0..kGreatest. True when a window ended with it.
  bool Add(std::int32_t red, std::int32_t infrared);

  // Of the last window; kUnclear before the first one ended. `rate`: of the pulse, 30..240
  // per minute; outside of that kUnclear.
  LightFinding Look(std::int32_t rate);

  // R in 1/1000, 0..9999.
  std::int32_t ratio_milli() const { return ratio_milli_; }

  // Twice the height of the pulse's first harmonic in infrared over the mean light, in ppm,
  // 0..1,000,000.
  std::int32_t perfusion_ppm() const { return perfusion_ppm_; }

 private:
  // Sums of products over the window, in counts squared.
  struct Products {
    std::int64_t red = 0;             // red with red, at once
    std::int64_t infrared = 0;
    std::int64_t red_later = 0;       // with itself a period later
    std::int64_t infrared_later = 0;
    std::int64_t both_later = 0;      // red with infrared a period later, and the reverse
    std::int32_t count = 0;
  };
  struct Moment {
    std::int32_t red = 0;
    std::int32_t infrared = 0;
  };

  Moment CombAt(std::int32_t n, std::int32_t half) const;
  Products Multiply(std::int32_t half, std::int32_t period) const;
  LightFinding Judge(const Products& products);

  const Moment& At(std::int32_t n) const { return ring_[(next_ + n) % kWindow]; }

  Moment ring_[kWindow] = {};
  std::int32_t next_ = 0;  // place of the oldest, and of the next one
  std::int32_t count_ = 0;
  std::int32_t until_window_ = kWindow;
  std::int64_t red_sum_ = 0;
  std::int64_t infrared_sum_ = 0;
  std::int32_t ratio_milli_ = 0;
  std::int32_t perfusion_ppm_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_SPO2_OXYGEN_RATIO_H_
