#include "test/benchmark/af_run.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "absl/strings/match.h"
#include "safety_kernel/algorithm/observation.h"

namespace vigil::benchmark {
namespace {

double SecondsOf(Timestamp time) { return static_cast<double>(time.us) / 1e6; }

RhythmKind KindOf(const Observation& said) {
  if (said.validity != Validity::kValid) return RhythmKind::kUnknown;
  return said.value == 1 ? RhythmKind::kFibrillation : RhythmKind::kOther;
}

const char* NameOf(RhythmKind kind) {
  if (kind == RhythmKind::kFibrillation) return "(AFIB";
  return kind == RhythmKind::kUnknown ? "(U" : "(N";
}

bool HasFibrillation(const Rhythm& rhythm, std::int64_t begin_s, std::int64_t end_s) {
  for (std::int64_t second = begin_s; second < end_s; ++second) {
    if (rhythm.At(static_cast<double>(second)) == RhythmKind::kFibrillation) return true;
  }
  return false;
}

}  // namespace

void Rhythm::Set(double begin_s, RhythmKind kind) {
  while (!changes_.empty() && changes_.back().begin_s >= begin_s) changes_.pop_back();
  const bool is_same = !changes_.empty() && changes_.back().kind == kind;
  if (!is_same) changes_.push_back({.begin_s = begin_s, .kind = kind});
}

RhythmKind Rhythm::At(double second) const {
  const auto next = std::upper_bound(changes_.begin(), changes_.end(), second,
                                     [](double at, const Change& change) { return at < change.begin_s; });
  return next == changes_.begin() ? RhythmKind::kUnknown : std::prev(next)->kind;
}

Rhythm ReferenceRhythm(const std::vector<wfdb::Annotation>& annotations, double sampling_frequency) {
  Rhythm rhythm;
  rhythm.Set(0, RhythmKind::kOther);
  for (const wfdb::Annotation& annotation : annotations) {
    if (annotation.code != wfdb::kRhythmChange || !absl::StartsWith(annotation.auxiliary, "(")) continue;
    const std::string name = annotation.auxiliary.substr(0, annotation.auxiliary.find('\0'));
    rhythm.Set(static_cast<double>(annotation.sample) / sampling_frequency,
               name == "(AFIB"  ? RhythmKind::kFibrillation
               : name == "(AFL" ? RhythmKind::kFlutter
                                : RhythmKind::kOther);
  }
  return rhythm;
}

Rhythm ToldRhythm(const std::vector<Told>& told) {
  Rhythm rhythm;
  for (const Told& one : told) {
    if (one.said.code == ObservationCode::kAtrialFibrillation) rhythm.Set(SecondsOf(one.said.time), KindOf(one.said));
  }
  return rhythm;
}

AfScore& AfScore::operator+=(const AfScore& other) {
  seconds += other.seconds;
  answered_s += other.answered_s;
  scored_s += other.scored_s;
  false_episodes += other.false_episodes;
  return *this;
}

AfScore ScoreFibrillation(const Rhythm& reference, const Rhythm& told, std::int64_t length_s) {
  AfScore score;
  std::int64_t episode = -1;  // when the one that is told began; -1: none is
  for (std::int64_t second = 0; second <= length_s; ++second) {
    const RhythmKind said = second < length_s ? told.At(static_cast<double>(second)) : RhythmKind::kUnknown;
    const bool is_told = said == RhythmKind::kFibrillation;
    if (is_told && episode < 0) episode = second;
    if (!is_told && episode >= 0) {
      if (!HasFibrillation(reference, episode, second)) ++score.false_episodes;
      episode = -1;
    }
    const RhythmKind truth = reference.At(static_cast<double>(second));
    if (second == length_s || truth == RhythmKind::kFlutter || truth == RhythmKind::kUnknown) continue;
    score.seconds.Add(truth == RhythmKind::kFibrillation, is_told);
    ++score.scored_s;
    if (said != RhythmKind::kUnknown) ++score.answered_s;
  }
  return score;
}

std::vector<wfdb::Annotation> ToAnnotations(const Rhythm& rhythm, double sampling_frequency) {
  std::vector<wfdb::Annotation> annotations;
  for (const Rhythm::Change& change : rhythm.changes()) {
    wfdb::Annotation annotation;
    annotation.sample = std::llround(change.begin_s * sampling_frequency);
    annotation.code = wfdb::kRhythmChange;
    annotation.auxiliary = NameOf(change.kind);
    annotations.push_back(annotation);
  }
  return annotations;
}

}  // namespace vigil::benchmark
