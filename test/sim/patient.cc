#include "test/sim/patient.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace vigil::sim {
namespace {

constexpr std::int64_t kUsPerS = 1'000'000;
constexpr std::int32_t kCountsPerMicrovolt = 2;
constexpr std::int32_t kGreatestCount = (1 << 23) - 1;

int RateOfChannel(const Options& options, ChannelId channel) {
  switch (channel) {
    case ChannelId::kEcgAdc:
    case ChannelId::kEcg: return options.ecg_hz;
    case ChannelId::kPpgGreen:
    case ChannelId::kPpgRed:
    case ChannelId::kPpgInfrared: return options.light_hz;
    case ChannelId::kAcceleration: return options.motion_hz;
    case ChannelId::kSkinTemperature: return 1;
    case ChannelId::kNone: break;
  }
  return 0;
}

std::int32_t LastOr(const std::vector<std::int32_t>& values, std::size_t place) {
  return values.empty() ? 0 : values[std::min(place, values.size() - 1)];
}

void AddMoment(const Recording& recording, std::size_t place, SampleBlock& block) {
  const auto add = [&block](std::int32_t value) { block.samples[block.count++] = value; };
  switch (block.channel) {
    case ChannelId::kEcgAdc:
      add(std::clamp(LastOr(recording.ecg_uv, place) * kCountsPerMicrovolt, -kGreatestCount - 1, kGreatestCount));
      break;
    case ChannelId::kEcg: add(LastOr(recording.ecg_uv, place)); break;
    case ChannelId::kPpgGreen: add(LastOr(recording.light.green, place)); break;
    case ChannelId::kPpgRed: add(LastOr(recording.light.red, place)); break;
    case ChannelId::kPpgInfrared: add(LastOr(recording.light.infrared, place)); break;
    case ChannelId::kSkinTemperature: add(LastOr(recording.temperature, place)); break;
    case ChannelId::kAcceleration: {
      const Moment moment = recording.motion.empty() ? Moment() : recording.motion[std::min(place, recording.motion.size() - 1)];
      add(moment.x);
      add(moment.y);
      add(moment.z);
      break;
    }
    case ChannelId::kNone: break;
  }
}

std::uint16_t QualityOf(const Scene& scene, ChannelId channel) {
  const bool is_ecg = channel == ChannelId::kEcg || channel == ChannelId::kEcgAdc;
  if (scene.contact == Contact::kLeadOff && is_ecg) return kQualityLeadOff;
  return scene.contact == Contact::kNotWorn ? kQualityNotWorn : kQualityGood;
}

}  // namespace

Recording Simulate(std::vector<Scene> scenes, const Options& options) {
  Recording recording;
  recording.options = options;
  recording.plan = Plan(std::move(scenes));
  const Plan& plan = recording.plan;
  const Breathing breathing(plan, options.seed);
  recording.beats = MakeBeats(plan, breathing, options.seed);
  recording.blocked_p_waves = MakeBlockedPWaves(plan, recording.beats, options.seed);
  recording.breaths = breathing.breaths();
  recording.steps = MakeSteps(plan, options.seed);
  recording.falls = MakeFalls(plan);
  recording.ecg_uv = MakeEcg(plan, recording.beats, recording.blocked_p_waves, breathing, options.ecg_hz, options.seed);
  recording.motion = MakeMotion(plan, recording.steps, breathing, options.motion_hz, options.seed);
  recording.light = MakeLight(plan, recording.beats, breathing, recording.motion, options.motion_hz, options.light_hz, options.seed);
  recording.temperature = MakeTemperature(plan, options.seed);
  return recording;
}

std::optional<double> RateOf(const Recording& recording, double begin, double end) {
  std::optional<double> first;
  double last = 0;
  int intervals = -1;
  for (const Beat& beat : recording.beats) {
    if (beat.time < begin || beat.time >= end) continue;
    if (!first) first = beat.time;
    last = beat.time;
    ++intervals;
  }
  if (intervals < 1) return std::nullopt;
  return 60 * intervals / (last - *first);
}

int CountIn(const std::vector<double>& times, double begin, double end) {
  return static_cast<int>(std::count_if(times.begin(), times.end(), [=](double time) { return time >= begin && time < end; }));
}

SampleBlock BlockOf(const Recording& recording, ChannelId channel, Timestamp begin, Duration length) {
  const int hz = RateOfChannel(recording.options, channel);
  SampleBlock block;
  block.channel = channel;
  block.unit = UnitOf(channel);
  if (hz <= 0) return block;
  block.period_us = static_cast<std::uint32_t>(kUsPerS / hz);
  const std::int64_t period = block.period_us;
  std::int64_t place = (begin.us + period - 1) / period;
  block.first_sample = Timestamp{place * period};
  block.sequence = static_cast<std::uint32_t>(length.us > 0 ? begin.us / length.us : 0);
  block.quality = QualityOf(recording.plan.At(static_cast<double>(begin.us) / kUsPerS), channel);
  for (; place * period < (begin + length).us && block.count + DimensionsOf(channel) <= kMaxSamplesPerBlock; ++place) {
    AddMoment(recording, static_cast<std::size_t>(place), block);
  }
  Seal(block);
  return block;
}

}  // namespace vigil::sim
