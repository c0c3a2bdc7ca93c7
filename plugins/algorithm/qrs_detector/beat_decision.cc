#include "plugins/algorithm/qrs_detector/beat_decision.h"

#include "plugins/algorithm/fixed_point/fixed_point.h"
#include "plugins/algorithm/qrs_detector/beat_net.h"

namespace vigil::plugins {
namespace {

// Ticks.
constexpr std::uint32_t kPair = 36;         // 288 ms
constexpr std::uint32_t kLook = 42;         // 336 ms
constexpr std::int32_t kUsualInterval = 100;  // until one is known: 75 /min
constexpr std::int32_t kLeastWait = 75;       // 0.6 s
constexpr std::int32_t kMostWait = 188;       // 1.5 s
constexpr std::uint32_t kSearchEach = 25;
constexpr std::uint32_t kSearchReach = 480;   // 3.84 s
constexpr std::int32_t kSilence = 1000;       // 8 s

// In 1/32 of a doubling.
constexpr std::int32_t kWeakest = 80;     // a sixth of a beat
constexpr std::int32_t kRelaxEach = 8;
constexpr std::int32_t kMostRelaxed = 96;
constexpr std::int32_t kPairFrom = 32;    // half as much energy
constexpr std::int32_t kTypicalFrom = 24;
// What the second greatest of learning must reach: log of an energy of 400, which
// the noise that a front end may have, 30 uV (IEC 60601-2-27), stays below.
constexpr std::int32_t kLeastLevel = 276;

// In 1/1024 of a logarithm of odds.
constexpr std::int32_t kLeastInSearch = -700;

// How clear a beat is: by how much, in 1/32 of a doubling, beats are above the rest,
// and 1 for each 1/16 of its logarithm of odds. In white noise, that of muscles,
// baseline wander and movement the mean of eight is at most 70, one is at most 140; in
// 21 of the 22 recordings the mean is at least 85 (docs/algorithms/qrs_detector.md). So
// one beat that is very clear is believed at once. Nothing is known at first.
constexpr std::int32_t kScoreOfOne = 64;
constexpr std::int32_t kClearFrom = 76;
constexpr std::int32_t kUnclearBelow = 66;
constexpr std::int32_t kVeryClear = 150;
constexpr std::int32_t kUnknownClearness = 70;
// The same of one candidate by its own energy: less makes none.
constexpr std::int32_t kLeastProminence = 30;
// After an arrest nothing but noise is left to be found, in the end: what is so much
// lower has to be clear by itself. That is 1 s after the first search back.
constexpr std::int32_t kVeryRelaxed = 40;

constexpr std::uint32_t kParts = 4;
constexpr std::uint32_t kBeatShapes = 3;
constexpr std::int32_t kBeatSeen = 2;
constexpr std::uint32_t kOtherShapes = 2;
constexpr std::int32_t kOtherSeen = 3;

// The second greatest of four.
std::int32_t SecondOf(const std::int32_t (&values)[kParts]) {
  std::int32_t greatest = 0;
  std::int32_t second = 0;
  for (const std::int32_t value : values) {
    if (value > greatest) {
      second = greatest;
      greatest = value;
    } else if (value > second) {
      second = value;
    }
  }
  return second;
}

std::int16_t MeanOf(std::int32_t sum, std::int32_t count) {
  return static_cast<std::int16_t>(sum / Clamp(count, 1, 64));
}

}  // namespace

void BeatDecision::Reset(const NetWeights& weights) {
  weights_ = &weights;
  candidates_.Clear();
  next_ = 0;
  levels_.Learn(Candidate());
  beat_shapes_.Reset(kBeatShapes, kBeatSeen);
  other_shapes_.Reset(kOtherShapes, kOtherSeen);
  beat_ = Candidate();
  BeginLearning(0);
}

void BeatDecision::BeginLearning(std::uint32_t now) {
  is_learning_ = true;
  silent_since_ = now;
  search_at_ = now;
  first_ = candidates_.end();
  intervals_.Fill(kUsualInterval);
  has_interval_ = false;
  clearness_.Fill(kUnknownClearness);
  is_clear_ = false;
  is_noise_ = false;
  rhythm_ = Rhythm();
  rhythm_.interval = kUsualInterval;
}

std::int32_t BeatDecision::LeastEnergy() const {
  return is_learning_ ? 0 : levels_.energy() - kWeakest;
}

bool BeatDecision::Next(std::uint32_t now, const Candidate* candidate) {
  if (candidate != nullptr) {
    candidates_.Add(*candidate);
    if (next_ < candidates_.begin()) next_ = candidates_.begin();
    if (first_ < candidates_.begin()) first_ = candidates_.begin();
    Recognize(candidates_[candidates_.end() - 1]);
  }
  if (is_learning_) {
    if (now - silent_since_ < kLearningTicks) return false;
    Learn(now);
    return false;
  }
  const bool is_beat = DecideNext(now) || SearchBack(now);
  return is_beat && is_clear_;
}

void BeatDecision::Recognize(Candidate& candidate) const {
  if (!candidate.is_described) return;
  candidate.likeness = static_cast<std::int16_t>(beat_shapes_.Likeness(candidate));
  candidate.likeness_to_others = static_cast<std::int16_t>(other_shapes_.Likeness(candidate));
}

void BeatDecision::Learn(std::uint32_t now) {
  std::int32_t greatest[kParts] = {};
  for (std::uint32_t n = first_; n < candidates_.end(); ++n) {
    const std::uint32_t since = candidates_[n].at - silent_since_;
    std::int32_t& of_part = greatest[since / (kLearningTicks / kParts) % kParts];
    if (candidates_[n].energy > of_part) of_part = candidates_[n].energy;
  }
  const std::int32_t level = SecondOf(greatest);
  if (level < kLeastLevel) {
    BeginLearning(now);
    return;
  }
  levels_.Learn(Typical(level));
  next_ = first_;
  search_at_ = now;
  is_learning_ = false;
}

// As the strongest are, at this level.
Candidate BeatDecision::Typical(std::int32_t level) const {
  std::int32_t count = 0;
  std::int32_t steepness = 0;
  std::int32_t sharpness = 0;
  std::int32_t curvature = 0;
  std::int32_t quickness = 0;
  for (std::uint32_t n = first_; n < candidates_.end(); ++n) {
    if (candidates_[n].energy <= level - kTypicalFrom) continue;
    ++count;
    steepness += candidates_[n].steepness;
    sharpness += candidates_[n].sharpness;
    curvature += candidates_[n].curvature;
    quickness += candidates_[n].quickness;
  }
  Candidate typical;
  typical.energy = static_cast<std::int16_t>(level);
  typical.steepness = MeanOf(steepness, count);
  typical.sharpness = MeanOf(sharpness, count);
  typical.curvature = MeanOf(curvature, count);
  typical.quickness = MeanOf(quickness, count);
  return typical;
}

// At most one a tick, which bounds what an activation costs.
bool BeatDecision::DecideNext(std::uint32_t now) {
  if (next_ >= candidates_.end() || now - candidates_[next_].at < kLook) return false;
  const bool is_beat = Weigh(now);
  candidates_[next_].was_weighed = true;
  ++next_;
  return is_beat;
}

bool BeatDecision::Weigh(std::uint32_t now) {
  const Candidate& candidate = candidates_[next_];
  if (IsTooSoon(candidate)) return false;
  if (!IsWorthWeighing(candidate)) {
    if (!candidate.was_weighed) levels_.AddWeak(candidate);
    return false;
  }
  const std::int32_t score = ScoreAfter(next_, rhythm_);
  if (score > 0 && Prominence(candidate, score) >= kLeastProminence &&
      !LosesToNext(next_, score)) {
    Accept(next_, score, now);
    return true;
  }
  levels_.AddOther(candidate);
  other_shapes_.Learn(candidate, now);
  return false;
}

bool BeatDecision::IsTooSoon(const Candidate& candidate) const {
  return rhythm_.has_beat && candidate.at - rhythm_.at < kRefractory;
}

bool BeatDecision::IsWorthWeighing(const Candidate& candidate) const {
  return candidate.is_described && candidate.energy >= levels_.energy() - kWeakest;
}

bool BeatDecision::LosesToNext(std::uint32_t number, std::int32_t score) const {
  const Candidate& candidate = candidates_[number];
  for (std::uint32_t n = number + 1;
       n < candidates_.end() && candidates_[n].at - candidate.at < kPair; ++n) {
    const Candidate& next = candidates_[n];
    if (!next.is_described || next.energy < candidate.energy - kPairFrom) continue;
    if (ScoreAfter(n, rhythm_) <= score) continue;
    if (next.at - candidate.at < kRefractory) return true;
    if (ScoreAfter(n, RhythmAfter(number)) < 0) return true;
  }
  return false;
}

std::int32_t BeatDecision::ScoreAfter(std::uint32_t number, const Rhythm& rhythm) const {
  return ScoreOf(FeaturesOf(candidates_, number, levels_, rhythm), *weights_);
}

Rhythm BeatDecision::RhythmAfter(std::uint32_t number) const {
  const Candidate& beat = candidates_[number];
  return {true, beat.at, number, beat.energy, beat.steepness, rhythm_.interval};
}

void BeatDecision::Accept(std::uint32_t number, std::int32_t score, std::uint32_t now) {
  beat_ = candidates_[number];
  Trust(beat_, score);
  if (rhythm_.has_beat) {
    const auto interval = static_cast<std::int32_t>(beat_.at - rhythm_.at);
    if (has_interval_) {
      intervals_.Add(interval);
    } else {
      intervals_.Fill(interval);
    }
    has_interval_ = true;
  }
  levels_.AddBeat(beat_);
  beat_shapes_.Learn(beat_, now);
  rhythm_ = RhythmAfter(number);
  rhythm_.interval = intervals_.Middle();
  silent_since_ = beat_.at;
  first_ = number + 1;
  search_at_ = beat_.at + kLook + static_cast<std::uint32_t>(LongestWait());
}

// By how much a candidate itself stands out from what is no beat.
std::int32_t BeatDecision::Prominence(const Candidate& candidate, std::int32_t score) const {
  return candidate.energy - levels_.other_energy() + score / kScoreOfOne;
}

void BeatDecision::Trust(const Candidate& beat, std::int32_t score) {
  const std::int32_t above = levels_.energy() + levels_.relaxed() - levels_.other_energy();
  const std::int32_t clearness = above + score / kScoreOfOne;
  const std::int32_t own = Prominence(beat, score);
  if (levels_.relaxed() >= kVeryRelaxed && own < kUnclearBelow) {
    clearness_.Fill(own);
  } else if (!is_clear_ && clearness >= kVeryClear) {
    clearness_.Fill(kVeryClear);
  } else {
    clearness_.Add(clearness);
  }
  is_clear_ = clearness_.Mean() >= (is_clear_ ? kUnclearBelow : kClearFrom);
  is_noise_ = !is_clear_;
}

std::int32_t BeatDecision::LongestWait() const {
  return Clamp(rhythm_.interval * 3 / 2, kLeastWait, kMostWait);
}

bool BeatDecision::SearchBack(std::uint32_t now) {
  if (static_cast<std::int32_t>(now - search_at_) < 0) return false;
  const auto silent = static_cast<std::int32_t>(now - silent_since_ - kLook);
  const std::int32_t late = silent - LongestWait();
  search_at_ = now + kSearchEach;
  if (silent > kSilence) {
    BeginLearning(now);
    return false;
  }
  const std::int32_t step = 1 + late / static_cast<std::int32_t>(kSearchEach);
  levels_.Relax(Clamp(step * kRelaxEach, 0, kMostRelaxed));
  return TakeLikeliest(now);
}

bool BeatDecision::TakeLikeliest(std::uint32_t now) {
  bool is_found = false;
  std::uint32_t best = first_;
  std::int32_t best_score = kLeastInSearch;
  for (std::uint32_t n = first_; n < next_; ++n) {
    const Candidate& candidate = candidates_[n];
    if (IsTooSoon(candidate) || now - candidate.at > kSearchReach) continue;
    if (!IsWorthWeighing(candidate)) continue;
    const std::int32_t score = ScoreAfter(n, rhythm_);
    if (score <= best_score || Prominence(candidate, score) < kLeastProminence) continue;
    best_score = score;
    best = n;
    is_found = true;
  }
  if (!is_found) return false;
  Accept(best, best_score, now);
  // What follows is decided again, with what is known now.
  next_ = best + 1;
  for (std::uint32_t n = next_; n < candidates_.end(); ++n) Recognize(candidates_[n]);
  return true;
}

}  // namespace vigil::plugins
