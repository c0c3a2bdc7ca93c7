#include "plugins/algorithm/qrs_detector/beat_decision.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kSecond = 250;        // samples
constexpr std::uint32_t kRefractory = 50;     // 200 ms
constexpr std::uint32_t kPToR = 75;           // 300 ms, a long PR interval
constexpr std::uint32_t kTWave = 90;          // 360 ms
constexpr std::uint32_t kSilence = 8 * kSecond;

// In units of the filter's energy, where a narrow QRS of 1 mV gives about 20000.
// The noise that a front end may have, 30 uV peak to valley (IEC 60601-2-27),
// stays below both.
constexpr std::int32_t kLeastPeak = 200;
constexpr std::int32_t kLeastThreshold = 800;
// What the highest energy of a second must reach before beats are looked for.
constexpr std::int32_t kLeastLevel = 1200;

}  // namespace

void BeatDecision::Reset() {
  beat_levels_.Fill(0);
  noise_levels_.Fill(0);
  beat_ = Peak();
  pending_ = Peak();
  rejected_ = Peak();
  threshold_ = kLeastThreshold;
  silent_since_ = 0;
  BeginLearning();
}

void BeatDecision::BeginLearning() {
  is_learning_ = true;
  learned_samples_ = 0;
  highest_in_second_[0] = 0;
  highest_in_second_[1] = 0;
  intervals_.Fill(0);
  has_interval_ = false;
  search_back_after_ = 0;
  has_pending_ = false;
  has_rejected_ = false;
  has_beat_ = false;
}

bool BeatDecision::Next(std::uint32_t now, std::int32_t energy,
                        const Peak* peak) {
  if (is_learning_) {
    Learn(energy);
    silent_since_ = now;
    return false;
  }
  if (peak != nullptr && peak->energy > kLeastPeak && TakePeak(*peak)) {
    return true;
  }
  if (SettlePending(now) || SearchBack(now)) return true;
  if (now - silent_since_ > kSilence) BeginLearning();
  return false;
}

void BeatDecision::Learn(std::int32_t energy) {
  std::int32_t& highest = highest_in_second_[learned_samples_ / kSecond % 2];
  if (energy > highest) highest = energy;
  ++learned_samples_;
  if (learned_samples_ < 2 * kSecond) return;
  const std::int32_t first = highest_in_second_[0];
  const std::int32_t second = highest_in_second_[1];
  const std::int32_t lower = first < second ? first : second;
  const std::int32_t higher = first < second ? second : first;
  // The lower, as an artefact may have made the higher; but a slow heart leaves
  // a second without a beat.
  const std::int32_t level = lower > higher / 2 ? lower : higher / 2;
  BeginLearning();
  if (level < kLeastLevel) return;
  is_learning_ = false;
  beat_levels_.Fill(level);
  noise_levels_.Fill(0);
  UpdateThreshold();
}

bool BeatDecision::TakePeak(const Peak& peak) {
  const bool had_pending = has_pending_;
  const Peak before = pending_;
  has_pending_ = true;
  if (!had_pending) {
    pending_ = peak;
    return false;
  }
  if (peak.at - before.at < kRefractory) {
    if (peak.energy > before.energy) pending_ = peak;
    return false;
  }
  pending_ = peak;
  if (!IsPWave(before, peak)) return Classify(before);
  noise_levels_.Add(before.energy);
  UpdateThreshold();
  return false;
}

bool BeatDecision::SettlePending(std::uint32_t now) {
  if (!has_pending_) return false;
  const std::uint32_t waited = now - pending_.at;
  if (waited < kRefractory) return false;
  if (waited < kPToR && MayBePWave(pending_)) return false;
  has_pending_ = false;
  return Classify(pending_);
}

bool BeatDecision::SearchBack(std::uint32_t now) {
  if (now - silent_since_ <= search_back_after_) return false;
  if (!has_rejected_ || !has_interval_) return false;
  // What is pending may be the late beat itself.
  if (has_pending_ && pending_.energy > threshold_) return false;
  if (rejected_.energy <= threshold_ / 8 * 5) return false;
  const Peak found = rejected_;
  AddBeat(found);
  return true;
}

bool BeatDecision::Classify(const Peak& peak) {
  // It became complete when the beat was already told.
  if (has_beat_ && peak.at - beat_.at < kRefractory) return false;
  if (peak.energy <= threshold_ || IsTWave(peak)) {
    AddNoise(peak);
    return false;
  }
  AddBeat(peak);
  return true;
}

bool BeatDecision::IsTWave(const Peak& peak) const {
  return has_beat_ && peak.at - beat_.at < kTWave &&
         peak.steepness < beat_.steepness / 2;
}

bool BeatDecision::MayBePWave(const Peak& peak) const {
  return peak.energy < beat_levels_.Typical() &&
         StandsApart(peak, kRefractory);
}

bool BeatDecision::IsPWave(const Peak& before, const Peak& peak) const {
  return before.energy < peak.energy / 9 * 8 &&
         StandsApart(before, peak.at - before.at);
}

bool BeatDecision::StandsApart(const Peak& peak, std::uint32_t to_next) const {
  return !has_beat_ || peak.at - beat_.at > to_next + to_next / 2;
}

void BeatDecision::AddBeat(const Peak& peak) {
  if (has_beat_) {
    const auto interval = static_cast<std::int32_t>(peak.at - beat_.at);
    if (has_interval_) {
      intervals_.Add(interval);
    } else {
      intervals_.Fill(interval);
    }
    has_interval_ = true;
    const auto usual = static_cast<std::uint32_t>(intervals_.Typical());
    search_back_after_ = usual + usual * 7 / 16;
  }
  beat_ = peak;
  has_beat_ = true;
  silent_since_ = peak.at;
  has_rejected_ = false;
  beat_levels_.Add(peak.energy);
  UpdateThreshold();
}

void BeatDecision::AddNoise(const Peak& peak) {
  noise_levels_.Add(peak.energy);
  UpdateThreshold();
  // What lies in the T wave of the last beat is no beat that was missed.
  if (has_beat_ && peak.at - beat_.at < kTWave) return;
  if (has_rejected_ && peak.energy <= rejected_.energy) return;
  rejected_ = peak;
  has_rejected_ = true;
}

void BeatDecision::UpdateThreshold() {
  const std::int32_t noise = noise_levels_.Mean();
  const std::int32_t above = beat_levels_.Typical() - noise;
  threshold_ = noise + above / 16 * 5;
  if (threshold_ < kLeastThreshold) threshold_ = kLeastThreshold;
}

}  // namespace vigil::plugins
