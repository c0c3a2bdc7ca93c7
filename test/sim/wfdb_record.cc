#include "test/sim/wfdb_record.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace vigil::sim {
namespace {

constexpr std::int32_t kGreatest = 32'767;
constexpr std::int32_t kLightPerCount = 16;

std::int32_t Fit(std::int32_t value) { return std::clamp(value, -kGreatest, kGreatest); }

void AddSignal(const std::string& name, const std::string& units, double gain, wfdb::Samples samples, wfdb::Record& record) {
  wfdb::SignalSpec signal;
  signal.gain = gain;
  signal.is_calibrated = true;
  signal.units = units;
  signal.adc_resolution = 16;
  signal.description = name;
  record.header.signals.push_back(signal);
  record.samples.push_back(std::move(samples));
}

wfdb::Record Begin(const std::string& name, int hz, std::uint64_t seed) {
  wfdb::Record record;
  record.header.record_name = name;
  record.header.sampling_frequency = hz;
  record.header.comments.push_back(" simulated, seed " + std::to_string(seed));
  return record;
}

const char* NameOf(const Scene& scene) {
  if (scene.contact != Contact::kWorn) return "(U";
  switch (scene.rhythm) {
    case Rhythm::kSinus:
    case Rhythm::kPrematureBeats:
    case Rhythm::kPauses: break;
    case Rhythm::kAtrialFibrillation: return "(AFIB";
    case Rhythm::kBigeminy: return "(B";
    case Rhythm::kVentricularTachycardia: return "(VT";
    case Rhythm::kVentricularFlutter: return "(VFL";
    case Rhythm::kVentricularFibrillation: return "(VF";
    case Rhythm::kSecondDegreeBlock: return "(BII";
    case Rhythm::kCompleteBlock: return "(BIII";
    case Rhythm::kVentricularStandstill:
    case Rhythm::kAsystole: return "(ASYS";
  }
  return "(N";
}

bool IsBracketed(const Scene& scene) {
  return scene.contact == Contact::kWorn &&
         (scene.rhythm == Rhythm::kVentricularFlutter || scene.rhythm == Rhythm::kVentricularFibrillation);
}

}  // namespace

wfdb::Record EcgRecord(const Recording& recording, const std::string& name) {
  wfdb::Record record = Begin(name, recording.options.ecg_hz, recording.options.seed);
  wfdb::Samples samples;
  for (const std::int32_t value : recording.ecg_uv) samples.push_back(Fit(value));
  AddSignal("ECG", "mV", 1000, std::move(samples), record);
  return record;
}

wfdb::Record BodyRecord(const Recording& recording, const std::string& name) {
  wfdb::Record record = Begin(name, recording.options.light_hz, recording.options.seed);
  const Light& light = recording.light;
  const std::pair<const char*, const std::vector<std::int32_t>*> colours[] = {
      {"green", &light.green}, {"red", &light.red}, {"infrared", &light.infrared}};
  for (const auto& [colour, values] : colours) {
    wfdb::Samples samples;
    for (const std::int32_t value : *values) samples.push_back(Fit(value / kLightPerCount));
    AddSignal(colour, "counts", 1.0 / kLightPerCount, std::move(samples), record);
  }
  const std::pair<const char*, std::int32_t Moment::*> axes[] = {{"x", &Moment::x}, {"y", &Moment::y}, {"z", &Moment::z}};
  for (const auto& [axis, value] : axes) {
    wfdb::Samples samples;
    for (std::size_t n = 0; n < light.green.size(); ++n) {
      const std::size_t at = n * static_cast<std::size_t>(recording.options.motion_hz) / static_cast<std::size_t>(recording.options.light_hz);
      samples.push_back(Fit(recording.motion[std::min(at, recording.motion.size() - 1)].*value));
    }
    AddSignal(axis, "mg", 1, std::move(samples), record);
  }
  return record;
}

std::vector<wfdb::Annotation> Truth(const Recording& recording) {
  std::vector<wfdb::Annotation> annotations;
  const auto add = [&](double second, int code, const std::string& auxiliary) {
    wfdb::Annotation annotation;
    annotation.sample = std::llround(second * recording.options.ecg_hz);
    annotation.code = code;
    annotation.auxiliary = auxiliary;
    annotations.push_back(annotation);
  };
  const Plan& plan = recording.plan;
  for (std::size_t place = 0; place < plan.scenes().size(); ++place) {
    const Scene& scene = plan.scenes()[place];
    add(plan.BeginOf(place), wfdb::kRhythmChange, NameOf(scene));
    if (!IsBracketed(scene)) continue;
    add(plan.BeginOf(place), wfdb::kVentricularFlutterOn, "");
    add(plan.EndOf(place), wfdb::kVentricularFlutterOff, "");
  }
  for (const Beat& beat : recording.beats) {
    if (plan.At(beat.time).contact != Contact::kWorn) continue;
    add(beat.time, beat.is_ventricular ? wfdb::kPrematureVentricular : wfdb::kNormalBeat, "");
  }
  // At one sample "]" stands before "[", and both before a rhythm and a beat.
  std::sort(annotations.begin(), annotations.end(), [](const wfdb::Annotation& a, const wfdb::Annotation& b) {
    return a.sample != b.sample ? a.sample < b.sample : a.code > b.code;
  });
  return annotations;
}

}  // namespace vigil::sim
