#include "plugins/algorithm/pulse_rate/rate_estimator.h"

#include <cstdint>

#include "plugins/algorithm/fixed_point/fixed_point.h"
#include "plugins/algorithm/fixed_point/sine_table.h"

namespace vigil::plugins {
namespace {

constexpr std::int64_t kLevel = 1024;      // rms of the pulse in the window
constexpr std::int32_t kNear = 4;          // per minute
constexpr std::uint64_t kWhole = 1 << 16;  // powers relative to the strongest
constexpr std::int64_t kLeastLeft = 4;     // of the light a quarter, as rms
constexpr std::uint64_t kHarmonic = 4;     // as power
// Of a harmonic's power what has to be at the first and the third one: an eighth to look
// for the pulse there, a quarter not to tell the rate of the second.
constexpr std::int32_t kLooksFor = 8;
constexpr std::uint64_t kDoubts = 4;
constexpr std::int32_t kOfSecond = 16;     // that much less counts: 4 bits
constexpr std::int32_t kSlow = 50;         // per minute: the waves of faster pulses are broad
constexpr std::int64_t kStill = 10;        // mg, rms of all axes: noise of an accelerometer
constexpr std::uint32_t kUnheard = 32;     // no power at all is 5 bits behind the most

// At 25 samples a second the phase of a rate of b per minute moves on by b steps with each.
constexpr std::int32_t kStepsPerTurn = 1500;
constexpr SineTable<kStepsPerTurn> kTurn;

std::int16_t Within16(std::int64_t value) {
  if (value > INT16_MAX) return INT16_MAX;
  if (value < -INT16_MAX) return -INT16_MAX;
  return static_cast<std::int16_t>(value);
}

// How much a signal is like a cosine and like a sine.
struct Likeness {
  std::int64_t cosine = 0;
  std::int64_t sine = 0;

  void Add(std::int64_t sample, std::int32_t cosine_q14, std::int32_t sine_q14) {
    cosine += sample * cosine_q14;
    sine += sample * sine_q14;
  }
  // Of kWindow samples within +-2^15: below 2^47.
  std::uint64_t Power() const {
    const std::int64_t real = cosine >> 14;
    const std::int64_t imaginary = sine >> 14;
    return static_cast<std::uint64_t>(real * real + imaginary * imaginary);
  }
};

// Twice the place of a sample from the middle of the window.
constexpr std::int64_t FromMiddle(std::int32_t n) { return 2 * n - (kWindow - 1); }

// Takes away the line that fits best.
void TakeAwayLine(std::int32_t (&signal)[kWindow]) {
  std::int64_t sum = 0;
  std::int64_t moment = 0;
  for (std::int32_t n = 0; n < kWindow; ++n) {
    sum += signal[n];
    moment += signal[n] * FromMiddle(n);
  }
  // The sum of FromMiddle(n)^2 is N (N^2 - 1) / 3.
  constexpr std::int64_t kSquares = std::int64_t{kWindow} * (kWindow * kWindow - 1) / 3;
  for (std::int32_t n = 0; n < kWindow; ++n) {
    signal[n] -= static_cast<std::int32_t>(sum / kWindow + moment * FromMiddle(n) / kSquares);
  }
}

// At least 1.
std::int64_t RmsOf(const std::int32_t (&signal)[kWindow]) {
  std::uint64_t squares = 0;
  for (const std::int32_t sample : signal) {
    squares += static_cast<std::uint64_t>(std::int64_t{sample} * sample);
  }
  const std::int32_t rms = SquareRoot(static_cast<std::int64_t>(squares / kWindow));
  return rms == 0 ? 1 : rms;
}

// At least 1.
std::uint64_t MostOf(const std::uint64_t (&power)[kRates]) {
  std::uint64_t most = 1;
  for (const std::uint64_t one : power) {
    if (one > most) most = one;
  }
  return most;
}

// The wave of a slow pulse is short beside its interval: its second harmonic may be stronger
// than its first, and would be told as a rate of the double. Where a rate and its triple are
// there as well, what is at its double is its second harmonic.
void GiveToFundamentals(std::int32_t (&evidence)[kRates]) {
  for (std::int32_t twice = 2 * kSlow; twice >= 2 * kLowestRate; --twice) {
    std::int32_t& second = evidence[twice - kLowestRate];
    std::int32_t& first = evidence[twice / 2 - kLowestRate];
    const std::int32_t third = evidence[twice * 3 / 2 - kLowestRate];
    if (first * kLooksFor < second || third * kLooksFor < second) continue;
    if (first < second) first = second;
    second /= kOfSecond;
  }
}

// How a signal is like a wave of a rate of 0 to kStepsPerTurn per minute.
std::uint64_t PowerAt(const std::int16_t (&signal)[kWindow], std::int32_t rate) {
  Likeness likeness;
  std::int32_t step = 0;
  for (const std::int16_t sample : signal) {
    likeness.Add(sample, kTurn.Cosine(step), kTurn.Sine(step));
    step += rate;
    if (step >= kStepsPerTurn) step -= kStepsPerTurn;
  }
  return likeness.Power();
}

bool IsNear(std::int32_t rate, std::int32_t to) {
  return rate >= to - kNear && rate <= to + kNear;
}

}  // namespace

void RateEstimator::Clear() {
  light_filter_.Clear();
  for (BandFilter& filter : acceleration_filter_) filter.Clear();
  motion_.Clear();
  tracker_.Clear();
  gate_.Clear();
  until_window_ = kWindowMoments;
  share_ = kShares;
  is_little_left_ = false;
  is_still_ = false;
  is_doubtful_ = false;
}

bool RateEstimator::Add(std::int32_t light, const std::int32_t (&acceleration)[kAxes]) {
  const bool is_filtered = light_filter_.Add(light);
  std::int32_t filtered[kAxes] = {};
  for (std::int32_t axis = 0; axis < kAxes; ++axis) {
    BandFilter& filter = acceleration_filter_[axis];
    (void)filter.Add(acceleration[axis]);
    filtered[axis] = filter.output() / BandFilter::kGain;
  }
  if (is_filtered) motion_.Add(light_filter_.output(), filtered);
  --until_window_;
  if (until_window_ > 0) return false;
  until_window_ = kHopMoments;
  if (share_ < kShares) return false;
  Begin();
  return true;
}

void RateEstimator::Begin() {
  motion_.Solve();
  motion_.CopyAccelerations(acceleration_);
  std::int32_t clean[kWindow] = {};
  motion_.Clean(acceleration_, clean);
  TakeAwayLine(clean);
  std::int32_t light[kWindow] = {};
  motion_.CopyLight(light);
  TakeAwayLine(light);
  // No sample is beyond the root of 200 times the rms, and rounding the rms down halves
  // it at most: within 2 * 14.2 * kLevel.
  const std::int64_t rms = RmsOf(clean);
  for (std::int32_t n = 0; n < kWindow; ++n) {
    pulse_[n] = static_cast<std::int16_t>(clean[n] * kLevel / rms);
    taken_[n] = Within16((std::int64_t{light[n]} - clean[n]) * kLevel / rms);
  }
  strength_ = rms;
  is_little_left_ = rms * kLeastLeft < RmsOf(light);
  is_still_ = IsArmStill();
  share_ = 0;
}

bool RateEstimator::IsArmStill() const {
  std::int64_t squares = 0;
  for (const auto& axis : acceleration_) {
    for (const std::int16_t one : axis) squares += std::int64_t{one} * one;
  }
  return squares < kStill * kStill * MotionCanceller::kHistory;
}

bool RateEstimator::Work() {
  if (share_ == kShares) return false;
  const std::int32_t first = share_ * kRatesPerShare;
  ++share_;
  if (share_ == kShares) {
    Decide();
    return true;
  }
  for (std::int32_t n = 0; n < kRatesPerShare; ++n) {
    if (first + n < kRates) LookAt(first + n);
  }
  return false;
}

void RateEstimator::LookAt(std::int32_t index) {
  constexpr std::int32_t kBefore = MotionCanceller::kHistory - kWindow;
  Likeness pulse;
  Likeness motion[kAxes];
  std::int32_t step = 0;
  for (std::int32_t n = 0; n < kWindow; ++n) {
    const std::int32_t cosine = kTurn.Cosine(step);
    const std::int32_t sine = kTurn.Sine(step);
    pulse.Add(pulse_[n], cosine, sine);
    for (std::int32_t axis = 0; axis < kAxes; ++axis) {
      motion[axis].Add(acceleration_[axis][kBefore + n], cosine, sine);
    }
    step += kLowestRate + index;
    if (step >= kStepsPerTurn) step -= kStepsPerTurn;
  }
  pulse_power_[index] = pulse.Power();
  motion_power_[index] = 0;
  for (const Likeness& axis : motion) motion_power_[index] += axis.Power();
}

void RateEstimator::Decide() {
  const std::uint64_t most_pulse = MostOf(pulse_power_);
  const std::uint64_t most_motion = MostOf(motion_power_);
  std::int32_t evidence[kRates] = {};
  std::uint32_t most_clean = 1;
  for (std::int32_t n = 0; n < kRates; ++n) {
    const std::uint64_t pulse = pulse_power_[n] * kWhole / most_pulse;
    const std::uint64_t motion = motion_power_[n] * kWhole / most_motion;
    const auto clean = static_cast<std::uint32_t>(pulse * (kWhole - motion / 2) / kWhole);
    evidence[n] = static_cast<std::int32_t>(clean);
  }
  GiveToFundamentals(evidence);
  for (const std::int32_t one : evidence) {
    if (static_cast<std::uint32_t>(one) > most_clean) most_clean = static_cast<std::uint32_t>(one);
  }
  const std::uint32_t least = most_clean / kUnheard + 1;
  const std::int32_t best = CurvedLog2Q8(most_clean + least);
  for (std::int32_t& one : evidence) {
    one = CurvedLog2Q8(static_cast<std::uint32_t>(one) + least) - best;
  }
  tracker_.Add(evidence);
  gate_.Add(PurityAt(PerMinute()), strength_, is_still_);
  is_doubtful_ = is_little_left_ || IsHarmonicOfSlow(PerMinute()) ||
                 PowerNear(taken_, PerMinute() / 2) > kHarmonic * PowerNear(pulse_, PerMinute());
}

// What a pulse of half or of a third of the rate shows beside it.
bool RateEstimator::IsHarmonicOfSlow(std::int32_t rate) const {
  if (rate > 2 * kSlow) return false;
  const std::uint64_t least = PowerNear(pulse_, rate) / kDoubts;
  const auto is_there = [this, least](std::int32_t at) { return PowerNear(pulse_, at) >= least; };
  // The third one may be that of the steps, and taken away with them: then the fifth.
  if (is_there(rate / 2) && (is_there(rate * 3 / 2) || is_there(rate * 5 / 2))) return true;
  return is_there(rate / 3) && is_there(rate * 2 / 3);
}

// A wave of 8 s is seen up to 7 per minute beside its rate: each second one will do.
std::uint64_t RateEstimator::PowerNear(const std::int16_t (&signal)[kWindow], std::int32_t rate) {
  std::uint64_t most = 0;
  for (std::int32_t at = -kNear; at <= kNear; at += 2) {
    const std::uint64_t power = PowerAt(signal, rate + at);
    if (power > most) most = power;
  }
  return most;
}

// The share, in 1/256, of power near a rate and near its double. Each rate is weighted
// with itself, so that slow drift counts for less. By kLevel a power is below 2^38.
std::int32_t RateEstimator::PurityAt(std::int32_t rate) const {
  std::uint64_t all = 1;
  std::uint64_t near = 0;
  for (std::int32_t n = 0; n < kRates; ++n) {
    const std::int32_t at = kLowestRate + n;
    const std::uint64_t power = (pulse_power_[n] >> 4) * static_cast<std::uint64_t>(at);
    all += power;
    if (IsNear(at, rate) || IsNear(at, 2 * rate)) near += power;
  }
  return static_cast<std::int32_t>(near * 256 / all);
}

}  // namespace vigil::plugins
