#include "test/benchmark/vfvt_run.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace vigil::benchmark {
namespace {

constexpr double kStandstillS = 4;
constexpr std::int64_t kNear = 2;

bool IsDangerous(Ventricle ventricle) {
  return ventricle == Ventricle::kFibrillation || ventricle == Ventricle::kTachycardia;
}

Ventricle KindOf(const std::string& rhythm) {
  if (rhythm == "(VF" || rhythm == "(VFIB" || rhythm == "(VFL") return Ventricle::kFibrillation;
  if (rhythm == "(VT") return Ventricle::kTachycardia;
  return rhythm == "(ASYS" ? Ventricle::kAsystole : Ventricle::kOther;
}

// What a code said of each second: -1 cannot be told, 0 or 1.
std::vector<int> Said(const std::vector<RhythmTold>& told, ObservationCode code, std::int64_t length_s) {
  std::vector<int> said(static_cast<std::size_t>(length_s), -1);
  for (const RhythmTold& one : told) {
    if (one.said.code != code || one.said.validity != Validity::kValid) continue;
    const std::int64_t second = (one.said.time.us + 999'999) / 1'000'000;
    if (second < length_s) said[static_cast<std::size_t>(second)] = one.said.value;
  }
  return said;
}

bool IsNear(const Ventricles& reference, std::int64_t begin, std::int64_t end) {
  const std::int64_t from = std::max<std::int64_t>(begin - kNear, 0);
  const std::int64_t to = std::min(end + kNear, static_cast<std::int64_t>(reference.size()));
  return std::any_of(reference.begin() + from, reference.begin() + to, IsDangerous);
}

// Whether no beat came for long before one of the seconds.
bool StandsStill(const std::vector<double>& beats, std::int64_t begin, std::int64_t end) {
  for (std::int64_t second = begin; second < end; ++second) {
    const auto next = std::upper_bound(beats.begin(), beats.end(), static_cast<double>(second));
    const double last = next == beats.begin() ? 0 : *std::prev(next);
    if (static_cast<double>(second) - last >= kStandstillS) return true;
  }
  return false;
}

void CountAlarms(const Ventricles& reference, const Ventricles& told, const std::vector<double>& beats, VfVtScore& score) {
  const auto is_alarm = [](Ventricle one) { return IsDangerous(one) || one == Ventricle::kAsystole; };
  const auto length = static_cast<std::int64_t>(told.size());
  std::int64_t begin = -1;
  bool is_asystole = false;
  for (std::int64_t second = 0; second <= length; ++second) {
    const Ventricle now = second < length ? told[static_cast<std::size_t>(second)] : Ventricle::kUnknown;
    if (is_alarm(now)) {
      if (begin < 0) {
        begin = second;
        is_asystole = true;
      }
      is_asystole = is_asystole && now == Ventricle::kAsystole;
      continue;
    }
    if (begin < 0) continue;
    const bool is_true =
        IsNear(reference, begin, second) || (is_asystole && StandsStill(beats, begin, second));
    if (!is_true) {
      ++score.false_alarms;
      if (second - begin >= kLongSteps) ++score.long_false_alarms;
    }
    begin = -1;
  }
}

void CountEpisodes(const Ventricles& reference, const Ventricles& told, VfVtScore& score) {
  bool in_episode = false;
  bool is_found = false;
  for (std::size_t second = 0; second <= reference.size(); ++second) {
    const bool is_one = second < reference.size() && IsDangerous(reference[second]);
    if (is_one && !in_episode) {
      ++score.episodes;
      is_found = false;
    }
    if (is_one && !is_found && IsDangerous(told[second])) {
      is_found = true;
      ++score.episodes_found;
    }
    in_episode = is_one;
  }
}

}  // namespace

Ventricles ReferenceVentricles(const std::vector<wfdb::Annotation>& annotations, double sampling_frequency,
                               std::int64_t length_s) {
  Ventricles reference(static_cast<std::size_t>(length_s), Ventricle::kOther);
  Ventricle rhythm = Ventricle::kOther;
  bool is_flutter = false;
  std::size_t next = 0;
  for (std::size_t second = 0; second < reference.size(); ++second) {
    for (; next < annotations.size(); ++next) {
      const wfdb::Annotation& annotation = annotations[next];
      if (static_cast<double>(annotation.sample) > static_cast<double>(second) * sampling_frequency) break;
      if (annotation.code == wfdb::kVentricularFlutterOn) is_flutter = true;
      if (annotation.code == wfdb::kVentricularFlutterOff) is_flutter = false;
      if (annotation.code != wfdb::kRhythmChange || annotation.auxiliary.rfind('(', 0) != 0) continue;
      rhythm = KindOf(annotation.auxiliary.substr(0, annotation.auxiliary.find('\0')));
    }
    reference[second] = is_flutter ? Ventricle::kFibrillation : rhythm;
  }
  return reference;
}

Ventricles ToldVentricles(const std::vector<RhythmTold>& told, std::int64_t length_s) {
  const std::vector<int> fibrillation = Said(told, ObservationCode::kVentricularFibrillation, length_s);
  const std::vector<int> tachycardia = Said(told, ObservationCode::kVentricularTachycardia, length_s);
  const std::vector<int> asystole = Said(told, ObservationCode::kAsystole, length_s);
  Ventricles all(static_cast<std::size_t>(length_s), Ventricle::kOther);
  for (std::size_t second = 0; second < all.size(); ++second) {
    if (fibrillation[second] == 1) {
      all[second] = Ventricle::kFibrillation;
    } else if (tachycardia[second] == 1) {
      all[second] = Ventricle::kTachycardia;
    } else if (asystole[second] == 1) {
      all[second] = Ventricle::kAsystole;
    } else if (fibrillation[second] < 0 || tachycardia[second] < 0) {
      all[second] = Ventricle::kUnknown;
    }
  }
  return all;
}

std::vector<double> BeatTimes(const std::vector<wfdb::Annotation>& annotations, double sampling_frequency) {
  std::vector<double> times;
  for (const wfdb::Annotation& annotation : annotations) {
    if (wfdb::IsBeat(annotation.code)) times.push_back(static_cast<double>(annotation.sample) / sampling_frequency);
  }
  return times;
}

VfVtScore& VfVtScore::operator+=(const VfVtScore& other) {
  steps += other.steps;
  fibrillation += other.fibrillation;
  episodes += other.episodes;
  episodes_found += other.episodes_found;
  answered_s += other.answered_s;
  scored_s += other.scored_s;
  false_alarms += other.false_alarms;
  long_false_alarms += other.long_false_alarms;
  return *this;
}

VfVtScore ScoreVentricles(const Ventricles& reference, const Ventricles& told, const std::vector<double>& beats) {
  VfVtScore score;
  for (std::size_t second = 0; second < reference.size(); ++second) {
    const bool is_told = IsDangerous(told[second]);
    score.steps.Add(IsDangerous(reference[second]), is_told);
    if (reference[second] != Ventricle::kTachycardia) {
      score.fibrillation.Add(reference[second] == Ventricle::kFibrillation, is_told);
    }
    ++score.scored_s;
    if (told[second] != Ventricle::kUnknown) ++score.answered_s;
  }
  CountEpisodes(reference, told, score);
  CountAlarms(reference, told, beats, score);
  return score;
}

const char* NameOf(Ventricle ventricle) {
  switch (ventricle) {
    case Ventricle::kOther: return "(N";
    case Ventricle::kFibrillation: return "(VF";
    case Ventricle::kTachycardia: return "(VT";
    case Ventricle::kAsystole: return "(ASYS";
    case Ventricle::kUnknown: break;
  }
  return "(U";
}

std::vector<wfdb::Annotation> ToAnnotations(const Ventricles& told, double sampling_frequency) {
  std::vector<wfdb::Annotation> annotations;
  for (std::size_t second = 0; second < told.size(); ++second) {
    if (second > 0 && told[second] == told[second - 1]) continue;
    wfdb::Annotation annotation;
    annotation.sample = std::llround(static_cast<double>(second) * sampling_frequency);
    annotation.code = wfdb::kRhythmChange;
    annotation.auxiliary = NameOf(told[second]);
    annotations.push_back(annotation);
  }
  return annotations;
}

}  // namespace vigil::benchmark
