#include "plugins/algorithm/beat_classifier/beat_company.h"

#include <cstdint>

namespace vigil::plugins::beats {
namespace {

constexpr std::int32_t kLongAgo = 3;  // a small beat is no company any longer

// Whether the longer one is at most one and a half of the shorter one.
bool AreEven(std::int32_t one, std::int32_t other) {
  const std::int32_t longer = one > other ? one : other;
  const std::int32_t shorter = one > other ? other : one;
  return 2 * (longer - shorter) <= shorter;
}

}  // namespace

void BeatCompany::Clear() {
  *this = BeatCompany();
  since_small_ = kLongAgo;
}

Verdict BeatCompany::Take(const JudgedBeat& beat, bool is_small, std::int32_t after) {
  if (asks_) Decide(IsMoreLikely(beat));
  const Verdict verdict = is_small && IsAmongSmall() ? Verdict::kOther : Of(beat, after);
  if (since_small_ < kLongAgo) ++since_small_;
  if (is_small) since_small_ = 0;
  interval_ = beat.before;
  is_sure_ = beat.score > kSure && beat.before <= kFast;
  asks_ = verdict == Verdict::kAsksNext;
  if (!asks_) Decide(verdict == Verdict::kVentricular);
  return verdict;
}

Verdict BeatCompany::Of(const JudgedBeat& beat, std::int32_t after) const {
  if (beat.score > kSure || GoesOn(beat)) return Verdict::kVentricular;
  const bool is_in_doubt = beat.score > kDoubt || beat.is_unusual;
  if (!is_in_doubt || !was_ventricular_ || beat.before >= kNear) return Verdict::kOther;
  if (IsMoreLikely(beat)) return Verdict::kVentricular;
  if (were_ventricular_ && beat.before <= last_interval_) return Verdict::kVentricular;
  return after < kNear && AreEven(beat.before, after) ? Verdict::kAsksNext : Verdict::kOther;
}

bool BeatCompany::GoesOn(const JudgedBeat& beat) const {
  if (!beat.is_held) return false;
  return beat.before <= kFast || (was_ventricular_ && last_interval_ <= kFast && beat.before <= kOneMissing);
}

bool BeatCompany::IsAmongSmall() const { return since_small_ == 0 || (since_small_ <= 2 && was_ventricular_); }

void BeatCompany::Decide(bool is_ventricular) {
  were_ventricular_ = was_ventricular_ && is_ventricular;
  was_ventricular_ = is_ventricular;
  last_interval_ = interval_;
  asks_ = false;
  if (!is_ventricular) fast_ = 0;
  if (is_ventricular && interval_ <= kFast && fast_ < kLong) ++fast_;
}

}  // namespace vigil::plugins::beats
