#include "test/training/lead.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

namespace vigil::training {
namespace {

constexpr std::size_t kSecond = 250;  // samples
constexpr double kUsualInterval = 200;

std::int32_t Rounded(double value) { return static_cast<std::int32_t>(std::lround(value)); }

double Middle(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// From the lowest to the highest sample near a beat.
double HeightAt(const Lead& lead, double at) {
  constexpr std::int64_t kReach = 15;
  const auto samples = static_cast<std::int64_t>(lead.microvolt.size());
  const std::int64_t begin = std::clamp<std::int64_t>(std::llround(at) - kReach, 0, samples - 1);
  const std::int64_t end = std::clamp<std::int64_t>(std::llround(at) + kReach, begin + 1, samples);
  const auto [low, high] = std::minmax_element(lead.microvolt.begin() + begin, lead.microvolt.begin() + end);
  return *high - *low;
}

double UsualHeight(const Lead& lead) {
  std::vector<double> heights;
  heights.reserve(lead.beats.size());
  for (const ReferenceBeat& beat : lead.beats) heights.push_back(HeightAt(lead, beat.at));
  return Middle(std::move(heights));
}

// Of the usual second, without its mean.
double UsualPower(const Lead& lead) {
  std::vector<double> powers;
  for (std::size_t begin = 0; begin + kSecond <= lead.microvolt.size(); begin += kSecond) {
    double sum = 0;
    double squares = 0;
    for (std::size_t n = begin; n < begin + kSecond; ++n) {
      const double value = lead.microvolt[n];
      sum += value;
      squares += value * value;
    }
    const double mean = sum / kSecond;
    powers.push_back(squares / kSecond - mean * mean);
  }
  return Middle(std::move(powers));
}

// A wave: bell shaped, or, biphasic, its slope.
struct Wave {
  double height = 0;  // uV
  double width = 0;   // standard deviation, samples
  bool is_biphasic = false;
};

void AddWave(const Wave& wave, double at, double gain, Lead& lead) {
  constexpr double kReach = 4;
  constexpr double kBiphasicGain = 1.65;
  if (wave.height == 0) return;
  const auto begin = static_cast<std::int64_t>(at - kReach * wave.width);
  const auto end = static_cast<std::int64_t>(at + kReach * wave.width);
  for (std::int64_t n = std::max<std::int64_t>(begin, 0);
       n <= std::min<std::int64_t>(end, static_cast<std::int64_t>(lead.microvolt.size()) - 1); ++n) {
    const double away = (static_cast<double>(n) - at) / wave.width;
    const double form = (wave.is_biphasic ? kBiphasicGain * away : 1) * std::exp(-away * away / 2);
    lead.microvolt[static_cast<std::size_t>(n)] += Rounded(wave.height * gain * form);
  }
}

}  // namespace

bool IsVentricular(int code) {
  return code == wfdb::kPrematureVentricular || code == wfdb::kVentricularEscape || code == wfdb::kVentricularOnT;
}

Lead LeadOf(std::vector<std::int32_t> microvolt, const std::vector<wfdb::Annotation>& reference, double frequency) {
  Lead lead;
  lead.microvolt = std::move(microvolt);
  bool is_flutter = false;
  for (const wfdb::Annotation& each : reference) {
    const double at = static_cast<double>(each.sample) / frequency * kSamplesPerSecond;
    if (is_flutter) {
      if (each.code != wfdb::kVentricularFlutterOff) continue;
      is_flutter = false;
      lead.flutter.back().end = at;
    } else if (each.code == wfdb::kVentricularFlutterOn) {
      is_flutter = true;
      lead.flutter.push_back({at, static_cast<double>(lead.microvolt.size())});
    } else if (wfdb::IsBeat(each.code)) {
      lead.beats.push_back({at, each.code});
    }
  }
  return lead;
}

Lead Mixed(const Lead& lead, double a, const Lead& other, double b) {
  Lead mixed = lead;
  for (std::size_t n = 0; n < lead.microvolt.size() && n < other.microvolt.size(); ++n) {
    mixed.microvolt[n] = Rounded(a * lead.microvolt[n] + b * other.microvolt[n]);
  }
  return mixed;
}

Lead Reversed(Lead lead) {
  for (std::int32_t& sample : lead.microvolt) sample = -sample;
  return lead;
}

Lead Faster(const Lead& lead, double factor) {
  Lead faster;
  const auto count = static_cast<std::size_t>(static_cast<double>(lead.microvolt.size()) / factor);
  for (std::size_t n = 0; n < count; ++n) {
    const double at = static_cast<double>(n) * factor;
    const std::size_t place = std::min(static_cast<std::size_t>(at), lead.microvolt.size() - 1);
    const std::size_t next = std::min(place + 1, lead.microvolt.size() - 1);
    const double part = at - static_cast<double>(place);
    faster.microvolt.push_back(Rounded(lead.microvolt[place] * (1 - part) + lead.microvolt[next] * part));
  }
  for (const ReferenceBeat& beat : lead.beats) faster.beats.push_back({beat.at / factor, beat.code});
  for (const Lead::Stretch& stretch : lead.flutter) {
    faster.flutter.push_back({stretch.begin / factor, stretch.end / factor});
  }
  return faster;
}

Lead WithMuscleNoise(Lead lead, double snr_db, Random& random) {
  constexpr std::size_t kBurst = 2 * kSecond;
  const double deviation = std::sqrt(UsualPower(lead) / std::pow(10, snr_db / 10));
  double before = 0;
  double gain = 0;
  for (std::size_t n = 0; n < lead.microvolt.size(); ++n) {
    if (n % kBurst == 0) gain = random.Coin() ? 0 : std::numbers::sqrt2;
    const double white = random.Normal();
    lead.microvolt[n] += Rounded((white - before / 2) * deviation * gain);
    before = white;
  }
  return lead;
}

Lead WithMixedNoise(Lead lead, double share, Random& random) {
  constexpr std::size_t kEach = 10 * kSecond;
  const double height = UsualHeight(lead);
  double slow = 0;
  double fast = 0;
  double phase = 0;
  double level = 0;
  double turn = 0;
  for (std::size_t n = 0; n < lead.microvolt.size(); ++n) {
    if (n % kEach == 0) {
      level = share * height * random.Between(0, 2);
      turn = random.Between(2.5, 5.5) * 2 * std::numbers::pi / kSamplesPerSecond;
    }
    slow = 0.9 * slow + random.Between(-0.5, 0.5);
    fast = 0.3 * fast + random.Between(-0.5, 0.5);
    phase += turn;
    const double kinds[] = {0.8 * slow, 0.9 * fast, 0.35 * std::sin(phase) + random.Between(-0.2, 0.2)};
    lead.microvolt[n] += Rounded(level * kinds[n / kEach % 3]);
  }
  return lead;
}

Lead WithOtherWaves(Lead lead, Random& random) {
  constexpr double kTIsNotSeen = 0.8;
  const double height = UsualHeight(lead);
  const std::uint32_t what = random.Below(3);  // P, T, both
  Wave p = {random.Between(0.1, 0.5) * height * (random.Share() < 0.7 ? 1 : -1), random.Between(5.5, 9), random.Share() < 0.15};
  const double pr = random.Between(32, 72);
  const double size = random.Share();
  Wave t = {(0.15 + 0.75 * size * size) * height * (random.Share() < 0.6 ? 1 : -1), random.Between(10, 18), random.Share() < 0.15};
  const double qt = random.Between(65, 95);
  if (what == 0) t.height = 0;
  if (what == 1) p.height = 0;
  double before = -kUsualInterval;
  for (const ReferenceBeat& beat : lead.beats) {
    const double rate = std::sqrt(std::clamp((beat.at - before) / kUsualInterval, 0.4, 1.3));
    before = beat.at;
    const bool is_ventricular = IsVentricular(beat.code) || beat.code == wfdb::kFusionBeat;
    const double gain = 1 + random.Between(-0.075, 0.075);
    const double jitter = random.Between(-1.5, 1.5);
    if (!is_ventricular) AddWave(p, beat.at - pr * std::min(1.0, rate) + jitter, gain, lead);
    Wave own = t;
    own.width *= rate;
    AddWave(own, beat.at + qt * rate + jitter, is_ventricular ? -kTIsNotSeen : gain, lead);
  }
  return lead;
}

Lead Fading(Lead lead, Random& random) {
  std::vector<double> wanted(lead.microvolt.size(), 1);
  double next = 0;
  while (true) {
    next += kSamplesPerSecond * random.Between(15, 60);
    const double length = kSamplesPerSecond * random.Between(1.5, 9);
    const double gain = random.Between(0.15, 0.6);
    if (next >= static_cast<double>(wanted.size())) break;
    const auto begin = static_cast<std::size_t>(next);
    const std::size_t end = std::min(static_cast<std::size_t>(next + length), wanted.size());
    std::fill(wanted.begin() + static_cast<std::ptrdiff_t>(begin), wanted.begin() + static_cast<std::ptrdiff_t>(end), gain);
    next += length;
  }
  double base = lead.microvolt.empty() ? 0 : lead.microvolt[0];
  double gain = 1;
  for (std::size_t n = 0; n < wanted.size(); ++n) {
    base += (lead.microvolt[n] - base) * 0.01;
    gain += (wanted[n] - gain) * 0.1;
    lead.microvolt[n] = Rounded(base + (lead.microvolt[n] - base) * gain);
  }
  return lead;
}

Lead WithEctopicBeats(Lead lead, Random& random) {
  struct Shape {
    Wave first;
    Wave second;
    double second_after = 0;
    Wave t;
    double t_after = 0;
  };
  const double height = UsualHeight(lead);
  Shape shapes[2];
  for (Shape& shape : shapes) {
    shape.first = {random.Between(0.45, 1.5) * height * (random.Coin() ? 1 : -1), random.Between(5, 10)};
    shape.second_after = random.Between(10, 20);
    const double second = random.Coin() ? random.Between(0.2, 0.9) : 0;
    shape.second = {-second * shape.first.height, random.Between(5, 10)};
    shape.t_after = random.Between(55, 80);
    shape.t = {-shape.first.height * random.Between(0.1, 0.5), random.Between(12, 20)};
  }
  std::vector<ReferenceBeat> all;
  std::uint32_t left = 3;
  double usual = kSamplesPerSecond;
  for (std::size_t n = 0; n < lead.beats.size(); ++n) {
    all.push_back(lead.beats[n]);
    if (n == 0 || n + 1 == lead.beats.size()) continue;
    const double interval = lead.beats[n + 1].at - lead.beats[n].at;
    usual += (interval - usual) * 0.2;
    if (left > 1) {
      --left;
      continue;
    }
    const double after = random.Between(80, std::max(90.0, 0.75 * usual));
    if (after + 92 > interval) continue;
    left = 4 + random.Below(10);
    const double at = lead.beats[n].at + after;
    const Shape& shape = shapes[random.Share() < 0.7 ? 0 : 1];
    const double gain = random.Between(0.9, 1.1);
    AddWave(shape.first, at, gain, lead);
    AddWave(shape.second, at + shape.second_after, gain, lead);
    AddWave(shape.t, at + shape.t_after, gain, lead);
    all.push_back({at, wfdb::kPrematureVentricular});
  }
  lead.beats = std::move(all);
  return lead;
}

}  // namespace vigil::training
