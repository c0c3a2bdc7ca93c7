#include "test/benchmark/beat_score.h"

#include <cstddef>
#include <cstdlib>
#include <limits>

namespace vigil::benchmark {
namespace {

// Stands for a beat after the last; far enough to be no partner of any beat, and
// small enough to be subtracted.
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;

struct Interval {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

std::int64_t Distance(std::int64_t a, std::int64_t b) { return std::abs(a - b); }

enum class BeatKind {
  kOther,
  kVentricular,
  kNotJudged,  // whether such a beat is ventricular is no question of right or wrong
};

BeatKind KindOf(int code) {
  switch (code) {
    case wfdb::kPrematureVentricular:
    case wfdb::kVentricularEscape:
    case wfdb::kVentricularOnT: return BeatKind::kVentricular;
    case wfdb::kFusionBeat:
    case wfdb::kPacedBeat:
    case wfdb::kFusionOfPacedBeat:
    case wfdb::kUnclassifiableBeat: return BeatKind::kNotJudged;
    default: return BeatKind::kOther;
  }
}

// The places of beats outside of ventricular flutter, and the flutter itself.
struct Beats {
  std::vector<std::int64_t> places;
  std::vector<BeatKind> kinds;
  std::vector<Interval> flutter;

  std::int64_t At(std::size_t index) const {
    return index < places.size() ? places[index] : kNever;
  }
  bool IsInFlutter(std::int64_t place) const {
    for (const Interval& f : flutter) {
      if (f.begin <= place && place <= f.end) return true;
    }
    return false;
  }
};

Beats BeatsOf(const std::vector<wfdb::Annotation>& annotations) {
  Beats beats;
  bool in_flutter = false;
  for (const wfdb::Annotation& a : annotations) {
    if (in_flutter) {
      if (a.code != wfdb::kVentricularFlutterOff) continue;
      in_flutter = false;
      beats.flutter.back().end = a.sample;
    } else if (a.code == wfdb::kVentricularFlutterOn) {
      in_flutter = true;
      beats.flutter.push_back({a.sample, kNever});
    } else if (wfdb::IsBeat(a.code)) {
      beats.places.push_back(a.sample);
      beats.kinds.push_back(KindOf(a.code));
    }
  }
  return beats;
}

class Comparison {
 public:
  Comparison(const Beats& reference, const Beats& detected,
             std::int64_t window)
      : reference_(reference), detected_(detected), window_(window) {}

  // Goes to the first reference beat from `start` on, and settles what becomes
  // of the detections at that edge.
  void SkipLearning(std::int64_t start) {
    while (reference_.At(r_) < start) ++r_;
    while (detected_.At(d_) < start) ++d_;
    if (r_ == reference_.places.size()) return;
    if (d_ > 0 && PairsWithLastOfLearning()) return;
    // A detection at the very start whose partner was not scored.
    const std::int64_t beat = reference_.At(r_);
    if (detected_.At(d_) - start <= window_ &&
        Distance(beat, detected_.At(d_ + 1)) <
            Distance(beat, detected_.At(d_))) {
      ++d_;
    }
  }

  BeatScores Run(std::int64_t end) {
    while (!IsOver(end)) Step();
    return {score_, ventricular_};
  }

 private:
  bool PairsWithLastOfLearning() {
    const std::int64_t beat = reference_.At(r_);
    const std::int64_t before = detected_.At(d_ - 1);
    if (beat - before > window_ ||
        beat - before >= Distance(beat, detected_.At(d_))) {
      return false;
    }
    AddPair(r_, d_ - 1);
    ++r_;
    return true;
  }

  bool IsOver(std::int64_t end) const {
    const std::int64_t beat = reference_.At(r_);
    const std::int64_t detection = detected_.At(d_);
    if (beat == kNever && detection == kNever) return true;
    if (end == 0) return beat == kNever;
    return beat > end && detection > end;
  }

  void Step() {
    const std::int64_t beat = reference_.At(r_);
    const std::int64_t detection = detected_.At(d_);
    // What the earlier of the two would have instead of the later one.
    const std::int64_t rival = detection < beat
                                   ? Distance(beat, detected_.At(d_ + 1))
                                   : Distance(detection, reference_.At(r_ + 1));
    const std::int64_t apart = Distance(beat, detection);
    if (apart <= window_ && apart < rival) {
      AddPair(r_, d_);
      ++r_;
      ++d_;
    } else if (detection < beat) {
      if (!reference_.IsInFlutter(detection)) AddFalse(d_);
      ++d_;
    } else {
      AddMissed(r_);
      ++r_;
    }
  }

  void AddPair(std::size_t reference, std::size_t detection) {
    ++score_.true_positives;
    const BeatKind truth = reference_.kinds[reference];
    const bool is_told = detected_.kinds[detection] == BeatKind::kVentricular;
    if (truth == BeatKind::kVentricular) {
      ++(is_told ? ventricular_.true_positives : ventricular_.false_negatives);
    } else if (is_told && truth == BeatKind::kOther) {
      ++ventricular_.false_positives;
    }
  }
  void AddFalse(std::size_t detection) {
    ++score_.false_positives;
    if (detected_.kinds[detection] == BeatKind::kVentricular) ++ventricular_.false_positives;
  }
  void AddMissed(std::size_t reference) {
    ++score_.false_negatives;
    if (reference_.kinds[reference] == BeatKind::kVentricular) ++ventricular_.false_negatives;
  }

  const Beats& reference_;
  const Beats& detected_;
  std::int64_t window_;
  std::size_t r_ = 0;  // the next reference beat
  std::size_t d_ = 0;  // the next detection
  BeatScore score_;
  BeatScore ventricular_;
};

std::optional<double> Share(std::int64_t part, std::int64_t rest) {
  if (part + rest == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(part + rest);
}

}  // namespace

std::optional<double> BeatScore::Sensitivity() const {
  return Share(true_positives, false_negatives);
}

std::optional<double> BeatScore::PositivePredictivity() const {
  return Share(true_positives, false_positives);
}

BeatScore& BeatScore::operator+=(const BeatScore& other) {
  true_positives += other.true_positives;
  false_negatives += other.false_negatives;
  false_positives += other.false_positives;
  return *this;
}

BeatScore ScoreBeats(const std::vector<wfdb::Annotation>& reference,
                     const std::vector<wfdb::Annotation>& detected,
                     double sampling_frequency, std::int64_t length,
                     double learning_seconds) {
  return ScoreBeatsAndTypes(reference, detected, sampling_frequency, length, learning_seconds).beats;
}

BeatScores ScoreBeatsAndTypes(const std::vector<wfdb::Annotation>& reference,
                              const std::vector<wfdb::Annotation>& detected, double sampling_frequency,
                              std::int64_t length, double learning_seconds) {
  const Beats reference_beats = BeatsOf(reference);
  const Beats detected_beats = BeatsOf(detected);
  Comparison comparison(
      reference_beats, detected_beats,
      static_cast<std::int64_t>(kMatchWindowSeconds * sampling_frequency));
  comparison.SkipLearning(
      static_cast<std::int64_t>(learning_seconds * sampling_frequency));
  return comparison.Run(length);
}

}  // namespace vigil::benchmark
