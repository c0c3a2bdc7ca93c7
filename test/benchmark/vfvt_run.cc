#include "test/benchmark/vfvt_run.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <map>

#include "plugins/alerting/heart_rate_limits/heart_rate_limits.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/algorithm/observation.h"

namespace vigil::benchmark {
namespace {

constexpr double kStandstillS = 4;
constexpr std::int64_t kNear = 2;

// IEC 60601-2-27 allows a rate to be wrong by 10 %.
constexpr double kRateTolerance = 0.1;
constexpr std::size_t kRateIntervals = 4;
constexpr double kRateBeforeS = 10;

double SecondsOf(Timestamp time) { return static_cast<double>(time.us) / 1e6; }

bool IsDangerous(Ventricle ventricle) {
  return ventricle == Ventricle::kFibrillation || ventricle == Ventricle::kTachycardia;
}

Ventricle KindOf(const std::string& rhythm) {
  if (rhythm == "(VF" || rhythm == "(VFIB" || rhythm == "(VFL") return Ventricle::kFibrillation;
  if (rhythm == "(VT") return Ventricle::kTachycardia;
  return rhythm == "(ASYS" ? Ventricle::kAsystole : Ventricle::kOther;
}

// What a code said of each second: -1 cannot be told, 0 or 1.
std::vector<int> Said(const std::vector<Told>& told, ObservationCode code, std::int64_t length_s) {
  std::vector<int> said(static_cast<std::size_t>(length_s), -1);
  for (const Told& one : told) {
    if (one.said.code != code || one.said.validity != Validity::kValid) continue;
    const std::int64_t second = (one.said.time.us + 999'999) / 1'000'000;
    if (second < length_s) said[static_cast<std::size_t>(second)] = one.said.value;
  }
  return said;
}

// Whether a step about [begin_s, end_s] is of a rhythm that kills.
bool IsNear(const Ventricles& reference, double begin_s, double end_s) {
  const auto length = static_cast<std::int64_t>(reference.size());
  const std::int64_t from = std::clamp<std::int64_t>(static_cast<std::int64_t>(begin_s) - kNear, 0, length);
  const std::int64_t to = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::ceil(end_s)) + kNear, from, length);
  return std::any_of(reference.begin() + from, reference.begin() + to, IsDangerous);
}

// Whether so many intervals that reach into [begin_s, end_s] last longer, or shorter, in all.
bool HasIntervals(const std::vector<double>& beats, std::size_t count, double begin_s, double end_s,
                  const std::function<bool(double)>& is_so) {
  for (std::size_t n = count; n < beats.size(); ++n) {
    const bool reaches_in = beats[n] >= begin_s && beats[n - count] <= end_s;
    if (reaches_in && is_so(beats[n] - beats[n - count])) return true;
  }
  return false;
}

bool StandsStill(const HighAlarm& alarm, const std::vector<double>& beats) {
  // Nothing before the first beat, nothing behind the last.
  if (beats.empty()) return true;
  if (beats.front() >= kStandstillS && alarm.begin_s <= beats.front()) return true;
  if (alarm.end_s >= beats.back() + kStandstillS) return true;
  return HasIntervals(beats, 1, alarm.begin_s - kNear, alarm.end_s + kNear, [](double s) { return s >= kStandstillS; });
}

bool HasExtremeRate(const HighAlarm& alarm, const std::vector<double>& beats, const std::function<bool(double)>& is_so) {
  return HasIntervals(beats, kRateIntervals, alarm.begin_s - kRateBeforeS, alarm.end_s, [&](double s) {
    return is_so(60.0 * kRateIntervals / s);
  });
}

bool IsTrue(const HighAlarm& alarm, const Ventricles& reference, const std::vector<double>& beats) {
  if (IsNear(reference, alarm.begin_s, alarm.end_s)) return true;
  const AlarmLimits limits = HeartRateDefaults(PatientGroup::kAdult);
  switch (alarm.id) {
    case AlarmId::kAsystole: return StandsStill(alarm, beats);
    case AlarmId::kHeartRateLow: {
      const int line = std::max(limits.low - plugins::kExtremeDifference, plugins::kExtremeLowClamp);
      return StandsStill(alarm, beats) ||
             HasExtremeRate(alarm, beats, [line](double rate) { return rate <= line * (1 + kRateTolerance); });
    }
    case AlarmId::kHeartRateHigh: {
      const int line = std::min(limits.high + plugins::kExtremeDifference, plugins::kExtremeHighClamp);
      return HasExtremeRate(alarm, beats, [line](double rate) { return rate >= line * (1 - kRateTolerance); });
    }
    default: return false;
  }
}

// Calls `count` with first and last + 1 of each row of dangerous steps.
void ForEachEpisode(const Ventricles& reference, const std::function<void(std::size_t, std::size_t)>& count) {
  std::size_t begin = 0;
  for (std::size_t second = 0; second <= reference.size(); ++second) {
    const bool goes_on = second < reference.size() && IsDangerous(reference[second]);
    if (goes_on) continue;
    if (second > begin) count(begin, second);
    begin = second + 1;
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

Ventricles ToldVentricles(const std::vector<Told>& told, std::int64_t length_s) {
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
  long_episodes += other.long_episodes;
  long_alarmed += other.long_alarmed;
  alarms += other.alarms;
  false_alarms += other.false_alarms;
  return *this;
}

std::vector<HighAlarm> HighAlarms(const ProductRun& run) {
  std::vector<HighAlarm> alarms;
  std::map<AlarmId, HighAlarm> under_way;
  const auto end = [&](AlarmId id, Timestamp now) {
    const auto found = under_way.find(id);
    if (found == under_way.end()) return;
    found->second.end_s = SecondsOf(now);
    alarms.push_back(found->second);
    under_way.erase(found);
  };
  for (const AlarmEvent& event : run.alarms) {
    const AlarmCondition& condition = event.condition;
    if (KindOf(condition.id) != AlarmKind::kPhysiological) continue;
    if (event.transition == AlarmTransition::kEnded) end(condition.id, event.time);
    if (event.transition != AlarmTransition::kRaised || condition.priority != AlarmPriority::kHigh) continue;
    under_way.try_emplace(condition.id, HighAlarm{condition.id, SecondsOf(condition.since), 0});
  }
  while (!under_way.empty()) end(under_way.begin()->first, Timestamp() + run.length);
  return alarms;
}

VfVtScore ScoreVentricles(const Ventricles& reference, const Ventricles& told) {
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
  ForEachEpisode(reference, [&](std::size_t begin, std::size_t end) {
    ++score.episodes;
    const auto first = told.begin() + static_cast<std::ptrdiff_t>(begin);
    if (std::any_of(first, first + static_cast<std::ptrdiff_t>(end - begin), IsDangerous)) ++score.episodes_found;
  });
  return score;
}

VfVtScore ScoreAlarms(const std::vector<HighAlarm>& alarms, const Ventricles& reference, const std::vector<double>& beats) {
  VfVtScore score;
  for (const HighAlarm& alarm : alarms) {
    ++score.alarms;
    if (!IsTrue(alarm, reference, beats)) ++score.false_alarms;
  }
  ForEachEpisode(reference, [&](std::size_t begin, std::size_t end) {
    if (static_cast<std::int64_t>(end - begin) < kLongSteps) return;
    ++score.long_episodes;
    const bool is_alarmed = std::any_of(alarms.begin(), alarms.end(), [&](const HighAlarm& alarm) {
      return alarm.end_s >= static_cast<double>(begin) && alarm.begin_s <= static_cast<double>(end + kNear);
    });
    if (is_alarmed) ++score.long_alarmed;
  });
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

const char* NameOf(AlarmId id) {
  switch (id) {
    case AlarmId::kHeartRateLow: return "low rate";
    case AlarmId::kHeartRateHigh: return "high rate";
    case AlarmId::kAsystole: return "asystole";
    case AlarmId::kVentricularFibrillation: return "fibrillation";
    case AlarmId::kVentricularTachycardia: return "tachycardia";
    default: return "other";
  }
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
