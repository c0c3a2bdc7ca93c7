#include "plugins/algorithm/apnea/apnea.h"

#include <cstdint>

#include "plugins/algorithm/apnea/apnea_features.h"
#include "plugins/algorithm/apnea/tachogram.h"
#include "plugins/algorithm/readable_ecg/readable_ecg.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr std::int64_t kSecondsPerMinute = 60;
constexpr std::int32_t kFeatureUnit = 256;

// A line is no longer, and ends at a beat; so no more full seconds follow on one beat.
constexpr std::uint32_t kMostSeconds = Tachogram::kLongestGapMs / 1000;

// The end of a tachogram is so many minutes after the begin of its middle one, which is
// two minutes after that of the middle score.
constexpr std::int64_t kWindowMinutes = 3;
constexpr std::int64_t kScoreMinutes = 2;
constexpr std::uint32_t kLeastScores = 3;

}  // namespace

Status Apnea::Init(const Settings&) {
  tachogram_.Clear();
  readable_.Clear();
  for (std::int32_t& score : scores_) score = 0;
  newest_ = 0;
  count_ = 0;
  told_ = Timestamp();
  running_ = false;
  reason_ = Reason::kStarting;
  return Status::kOk;
}

Status Apnea::Process(const Inbox& in, Outbox& out) {
  for (const Observation& said : in.observations) {
    LookAt(said, in.now);
    const Status status = GoOn(in.now, out);
    if (status != Status::kOk) return status;
  }
  if (running_ && in.now - told_ < kLongestSilence) return Status::kOk;
  running_ = true;
  return TellNothing(in.now, out);
}

void Apnea::LookAt(const Observation& said, Timestamp now) {
  if (!IsIntact(said)) {
    Break(Reason::kDamaged);
  } else if (said.code == ObservationCode::kEcgQuality) {
    readable_.Take(said);
  } else if (said.validity == Validity::kValid) {
    TakeBeat(said, now);
  } else if (said.reason != Reason::kNoEvent) {  // then it works, between two beats
    Break(WhyUnknown(said));
  }
}

void Apnea::TakeBeat(const Observation& qrs, Timestamp now) {
  const Reason unreadable = readable_.WhyNot(now);
  if (unreadable != Reason::kNone) {
    Break(unreadable);
    return;
  }
  tachogram_.Add(qrs.time);
  if (tachogram_.size() == 0) reason_ = Reason::kStarting;
}

void Apnea::Break(Reason reason) {
  tachogram_.Break();
  reason_ = reason;
}

Status Apnea::GoOn(Timestamp now, Outbox& out) {
  for (std::uint32_t second = 0; second < kMostSeconds; ++second) {
    if (!tachogram_.Next()) return Status::kOk;
    if (tachogram_.size() < Tachogram::kSeconds) {
      count_ = 0;
      continue;
    }
    if (tachogram_.end() % kSecondsPerMinute != 0) continue;
    const ApneaFeatures features = FeaturesOf(tachogram_);
    if (!CanFollowBreath(features)) {
      count_ = 0;
      reason_ = Reason::kOutOfRange;
      continue;
    }
    newest_ = (newest_ + 1) % kScores;
    scores_[newest_] = ScoreOf(features);
    if (count_ < kScores) ++count_;
    if (count_ < kLeastScores) continue;
    const Status status = TellMinute(now, out);
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
}

std::int32_t Apnea::ScoreOf(const ApneaFeatures& features) {
  const std::int32_t sum = features.periodicity * kPeriodicityWeight + features.slow * kSlowWeight +
                           features.quick * kQuickWeight + features.breath * kBreathWeight;
  return sum / kFeatureUnit + kOffset;
}

bool Apnea::CanFollowBreath(const ApneaFeatures& features) {
  return features.spread >= kLeastSpread && features.breath <= kMostBreath;
}

std::int32_t Apnea::Sum() const {
  std::int32_t sum = 0;
  for (std::uint32_t back = 0; back < count_; ++back) sum += scores_[(newest_ + kScores - back) % kScores];
  return sum;
}

Status Apnea::TellMinute(Timestamp now, Outbox& out) {
  running_ = true;
  told_ = now;
  reason_ = Reason::kNone;
  const std::int64_t begin_s = tachogram_.end() - (kWindowMinutes + kScoreMinutes) * kSecondsPerMinute;
  Observation minute;
  minute.code = ObservationCode::kApneaMinute;
  minute.unit = Unit::kOne;
  minute.validity = Validity::kValid;
  minute.value = Sum() > 0 ? 1 : 0;
  minute.time = Timestamp() + Seconds(begin_s);
  minute.valid_until = now + kHolds;
  return out.observations.Add(minute) == Status::kOk ? Status::kOk : Status::kInternal;
}

Status Apnea::TellNothing(Timestamp now, Outbox& out) {
  told_ = now;
  Observation nothing;
  nothing.code = ObservationCode::kApneaMinute;
  nothing.unit = Unit::kOne;
  // After an answer without any word of a cause, beats have ceased.
  nothing.reason = reason_ == Reason::kNone ? Reason::kNoBeats : reason_;
  nothing.time = now;
  nothing.valid_until = now + kHolds;
  return out.observations.Add(nothing) == Status::kOk ? Status::kOk : Status::kInternal;
}

}  // namespace vigil::plugins
