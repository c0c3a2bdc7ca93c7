#include "safety_kernel/runtime/plugin_inputs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <map>
#include <random>
#include <vector>

#include "safety_kernel/acquisition/channel_monitor.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/acquisition/signal_check.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {
namespace {

// How products sample a channel, and what a sound signal of it keeps to: typical values,
// kept by hand.
struct SampledChannel {
  std::uint32_t period_us = 0;
  SignalLimits limits;
};

SampledChannel SampledAs(ChannelId channel) {
  constexpr std::int32_t kAdcFullScale = (1 << 23) - 1;
  constexpr std::int32_t kMicrovoltFullScale = kAdcFullScale / 2 + 1;
  constexpr SignalLimits kLight = {.least = 0, .greatest = (1 << 22) - 1, .max_unmoved_us = 1'500'000};
  switch (channel) {
    case ChannelId::kEcgAdc:
      return {4000, {.least = -kAdcFullScale - 1, .greatest = kAdcFullScale, .max_unmoved_us = 1'500'000}};
    case ChannelId::kEcg: return {4000, {.least = -kMicrovoltFullScale, .greatest = kMicrovoltFullScale}};
    case ChannelId::kPpgGreen:
    case ChannelId::kPpgRed:
    case ChannelId::kPpgInfrared: return {20'000, kLight};
    case ChannelId::kAcceleration:
      return {20'000, {.least = -16'000, .greatest = 16'000, .max_unmoved_us = 1'500'000}};
    case ChannelId::kSkinTemperature: return {1'000'000, {.least = -20'000, .greatest = 85'000}};
    case ChannelId::kNone: break;
  }
  return {};
}

// What speaks of minutes has to hear of some; alarms wait for minutes as well.
Duration Longest(const PluginManifest& manifest) {
  Duration longest = manifest.kind == PluginKind::kAlerting ? Seconds(240) : Duration();
  for (const ObservationPort& port : manifest.observations_out) {
    if (port.code != ObservationCode::kNone) longest = std::max(longest, Milliseconds(port.valid_ms));
  }
  return longest;
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  std::int64_t Between(std::int64_t least, std::int64_t greatest) {
    const auto width = static_cast<std::uint64_t>(greatest - least) + 1;
    return least + static_cast<std::int64_t>(engine_() % width);
  }
  bool OneIn(std::int64_t n) { return Between(1, n) == 1; }
  // Any 32 bits; the ends, and what lies around 0, more often than the others.
  std::int32_t Any32() {
    const std::int64_t ends[] = {INT32_MIN, INT32_MIN + 1, -1, 0, 1, INT32_MAX - 1, INT32_MAX};
    if (OneIn(2)) return static_cast<std::int32_t>(ends[Between(0, std::ssize(ends) - 1)]);
    return static_cast<std::int32_t>(Between(INT32_MIN, INT32_MAX));
  }

 private:
  std::mt19937_64 engine_;
};

// How the patient is, and what becomes of it on the way.
struct Scene {
  Timestamp end;
  // A fall, 30 s before its end, belongs to each.
  std::int64_t interval_ms = 800;  // from beat to beat
  std::int64_t irregular_ms = 0;   // at most so much more or less
  bool fibrillates = false;        // a wave in place of beats
  bool is_ectopic = false;         // some beats come early, from a ventricle
  std::int64_t small_one_in = 12;  // of beats that are told: P waves that were taken for one
  std::int64_t noise = 10;         // uV; other channels have their share of it
  std::int64_t step_ms = 0;        // from step to step; 0: at rest
  std::int64_t flag = 0;           // of what is there (1) or is not (0)
  std::int64_t level = 50;         // of other values, in percent of their range
  std::int64_t one_fails_in = 0;   // of blocks and observations; 0: none
  bool is_silent = false;
  bool is_wild = false;            // samples of any 32 bits, values of all that may be told
};

// A regular rhythm, for so long that what speaks of minutes speaks of some.
Scene AtRest(Timestamp end) {
  Scene scene;
  scene.end = end;
  scene.small_one_in = 1000;
  return scene;
}

// Each third has no order in its beats, and goes on until that is
// told; then come early beats from a ventricle.
Scene DrawCalm(Dice& dice, Timestamp now, int turn) {
  constexpr std::int64_t kIntervals[] = {500, 800, 800, 1000};
  Scene scene;
  scene.end = now + Seconds(dice.Between(40, 100));
  scene.interval_ms = kIntervals[dice.Between(0, std::ssize(kIntervals) - 1)];
  if (turn % 3 == 1) {
    scene.irregular_ms = scene.interval_ms / 3;
    scene.end = now + Seconds(150);
  }
  scene.is_ectopic = turn % 3 == 2;
  if (dice.OneIn(3)) scene.step_ms = dice.Between(300, 900);
  scene.flag = dice.Between(0, 1);
  scene.level = dice.OneIn(2) ? 100 * dice.Between(0, 1) : dice.Between(0, 100);
  return scene;
}

// Every second one is healthy, so that the next finds the plugin in its stride.
Scene DrawRough(Dice& dice, Timestamp now, int turn) {
  constexpr std::int64_t kIntervals[] = {250, 350, 500, 800, 800, 1000, 1500, 4000, 20'000};
  constexpr std::int64_t kNoises[] = {0, 10, 10, 50, 500};
  Scene scene = DrawCalm(dice, now, turn);
  scene.end = now + Seconds(dice.Between(5, 40));
  scene.interval_ms = kIntervals[dice.Between(0, std::ssize(kIntervals) - 1)];
  scene.fibrillates = dice.OneIn(6);
  scene.noise = kNoises[dice.Between(0, std::ssize(kNoises) - 1)];
  if (turn % 8 == 1) scene.one_fails_in = dice.Between(20, 200);
  if (turn % 8 == 2) scene.small_one_in = 3;
  if (turn % 8 == 3) scene.one_fails_in = dice.Between(1, 8);
  scene.is_silent = turn % 8 == 5;
  scene.is_wild = turn % 8 == 7;
  return scene;
}

// A triangle of that height over 0, and of twice that width.
std::int64_t Peak(std::int64_t at, std::int64_t width, std::int64_t height) {
  const std::int64_t away = std::abs(at);
  return away >= width ? 0 : height * (width - away) / width;
}

// Of a code: its range, and how often it is told at most in a second. What tells more is
// stopped by the kernel. Then how often it is told usually, and how long it is valid. These
// are typical of the manifests of the plugins that tell it, and kept by hand; they are valid
// for 5 s where those plugins differ.
struct Port {
  std::int32_t least = 0;
  std::int32_t greatest = 1;
  int per_second = 2;
  Duration every = Seconds(1);
  Duration valid = Seconds(5);
};

Port PortOf(ObservationCode code) {
  switch (code) {
    case ObservationCode::kHeartRate: return {20, 300, 20};
    case ObservationCode::kPulseRate: return {30, 240, 12};
    case ObservationCode::kSkinTemperature: return {26'000, 43'000, 12};
    case ObservationCode::kSpo2: return {60, 100, 12};
    case ObservationCode::kPerfusionIndex: return {0, 1'000'000, 12};
    case ObservationCode::kRespirationRate: return {4, 60, 12};
    case ObservationCode::kQrsDetected: return {-8'400'000, 8'400'000, 20};
    case ObservationCode::kVentricularBeat: return {0, 1, 16};
    case ObservationCode::kAtrialFibrillation: return {0, 1, 10};
    case ObservationCode::kFallDetected: return {0, 27'713, 12, Seconds(150), Seconds(30)};
    case ObservationCode::kStepRate: return {0, 240, 3, Seconds(60), Seconds(70)};
    default: return {};
  }
}

bool IsOfBeats(ObservationCode code) {
  return code == ObservationCode::kQrsDetected || code == ObservationCode::kVentricularBeat;
}

// As the runtime does before an activation.
void MarkIfOver(Observation& observation, Timestamp now) {
  if (now <= observation.valid_until || observation.validity == Validity::kUndeterminable) return;
  observation.validity = Validity::kUndeterminable;
  observation.reason = Reason::kStale;
  observation.value = 0;
}

class Inputs {
 public:
  Inputs(const PluginManifest& manifest, std::uint64_t seed) : manifest_(manifest), dice_(seed) {
    for (const ChannelId channel : manifest.channels_in) {
      if (channel == ChannelId::kNone) continue;
      const SampledChannel sampled = SampledAs(channel);
      channels_[channel].monitor.Start(channel, sampled.period_us, sampled.limits);
    }
  }

  // Four minutes and more for what can go wrong.
  bool AreEnough() const { return now_ - calm_end_ >= Seconds(240) + Longest(manifest_); }

  Inbox Next() {
    now_ = now_ + Microseconds(manifest_.period_us);
    if (now_ >= scene_.end) {
      scene_ = now_ < rest_end_   ? AtRest(rest_end_)
               : now_ < calm_end_ ? DrawCalm(dice_, now_, turn_)
                                  : DrawRough(dice_, now_, turn_);
      ++turn_;
    }
    AdvanceBeats();
    Inbox in;
    in.now = now_;
    for (auto& [id, channel] : channels_) GiveBlock(id, channel, in);
    for (const ObservationCode code : manifest_.observations_in) {
      if (code != ObservationCode::kNone) GiveObservations(code, in);
    }
    return in;
  }

 private:
  struct Channel {
    ChannelMonitor monitor;
    Timestamp next;  // sample
    std::uint32_t sequence = 0;
  };

  struct Second {
    Timestamp begin;
    int count = 0;
  };

  struct Beat {
    Timestamp time;
    bool is_ectopic = false;  // wide, and high
  };

  bool Fails() { return scene_.one_fails_in != 0 && dice_.OneIn(scene_.one_fails_in); }

  // Beats up to a second ahead, so that each sample lies between two of them.
  void AdvanceBeats() {
    const Timestamp ahead = now_ + Seconds(1);
    while (beats_.empty() || beats_.back().time < ahead) {
      const Beat last = beats_.empty() ? Beat() : beats_.back();
      const bool is_ectopic = scene_.is_ectopic && !last.is_ectopic && dice_.OneIn(8);
      const std::int64_t varies = scene_.irregular_ms + 4;
      std::int64_t interval = scene_.interval_ms + dice_.Between(-varies, varies) + Breath(last.time) * scene_.interval_ms / 2000;
      if (is_ectopic) interval = interval * 6 / 10;
      if (last.is_ectopic) interval = interval * 14 / 10;
      beats_.push_back({std::max(last.time, now_ - Seconds(1)) + Milliseconds(interval), is_ectopic});
    }
    if (beats_.size() > 16) beats_.erase(beats_.begin(), beats_.end() - 16);
  }

  // -100 to 100 in a breath of 4 s: it moves the height of beats and the time between them.
  static std::int64_t Breath(Timestamp time) { return Peak(time.us / 1000 % 4000 - 2000, 2000, 200) - 100; }

  // --- samples ---

  std::int64_t Beating(Timestamp time, std::int64_t delay_ms, std::int64_t width_ms, std::int64_t height) const {
    std::int64_t sum = 0;
    for (const Beat& beat : beats_) sum += Peak((time - beat.time).us / 1000 - delay_ms, width_ms, height);
    return sum;
  }

  std::int64_t Microvolts(Timestamp time) {
    const std::int64_t noise = dice_.Between(-scene_.noise, scene_.noise);
    if (scene_.fibrillates) return noise + Peak(time.us / 1000 % 200 - 100, 100, 800) - 400;
    std::int64_t sum = noise;
    for (const Beat& beat : beats_) {
      const std::int64_t since_ms = (time - beat.time).us / 1000;
      sum += beat.is_ectopic ? Peak(since_ms, 90, 1600) - Peak(since_ms - 300, 120, 500)
                             : Peak(since_ms, 40, 1000 + Breath(time)) + Peak(since_ms - 300, 80, 250);
    }
    return sum;
  }

  std::int64_t Light(Timestamp time, std::int64_t level, std::int64_t pulse) {
    const std::int64_t shaken = scene_.step_ms == 0 ? 0 : Peak(time.us / 1000 % scene_.step_ms - scene_.step_ms / 2, 150, pulse);
    return level - Beating(time, 250, 200, pulse) + shaken + dice_.Between(-scene_.noise, scene_.noise);
  }

  std::int64_t MilliG(Timestamp time, std::uint32_t axis) {
    const std::int64_t noise = dice_.Between(-5, 5);
    // Falls, hits the floor, and lies on the side.
    const std::int64_t since_ms = (time - (scene_.end - Seconds(30))).us / 1000;
    if (since_ms >= 0 && since_ms < 400) return noise;
    if (since_ms >= 400 && since_ms < 480) return noise + 3000;
    if (since_ms >= 480) return noise + (axis == 0 ? 1000 : 0);
    const std::int64_t gravity = axis == 2 ? 1000 : 0;
    const std::int64_t step = scene_.step_ms == 0 ? 0 : Peak(time.us / 1000 % scene_.step_ms - scene_.step_ms / 2, 150, 800);
    return gravity + noise + step / (axis + 1);
  }

  std::int64_t Sample(ChannelId channel, Timestamp time, std::uint32_t axis) {
    switch (channel) {
      case ChannelId::kEcgAdc: return 2 * Microvolts(time);
      case ChannelId::kEcg: return Microvolts(time);
      case ChannelId::kPpgGreen: return Light(time, 300'000, 6000);
      case ChannelId::kPpgRed: return Light(time, 400'000, 3000 + 40 * scene_.level);
      case ChannelId::kPpgInfrared: return Light(time, 500'000, 8000);
      case ChannelId::kAcceleration: return MilliG(time, axis);
      case ChannelId::kSkinTemperature: return 33'000 + scene_.noise * scene_.level / 10 + dice_.Between(-scene_.noise, scene_.noise) / 5;
      case ChannelId::kNone: break;
    }
    return 0;
  }

  // What was sampled since the last block; what is not given is missing.
  SampleBlock Sampled(ChannelId id, Channel& channel) {
    const std::uint32_t period_us = SampledAs(id).period_us;
    SampleBlock block;
    block.channel = id;
    block.unit = UnitOf(id);
    block.period_us = period_us;
    block.sequence = channel.sequence++;
    block.first_sample = channel.next;
    const std::uint32_t dimensions = DimensionsOf(id);
    while (channel.next <= now_ && block.count + dimensions <= kMaxSamplesPerBlock) {
      for (std::uint32_t axis = 0; axis < dimensions; ++axis) {
        block.samples[block.count++] = scene_.is_wild ? WildSample() : static_cast<std::int32_t>(Sample(id, channel.next, axis));
      }
      channel.next = channel.next + Microseconds(period_us);
    }
    return block;
  }

  // Some stay where they were: what jumps at each sample is soon told to be noise.
  std::int32_t WildSample() {
    if (dice_.OneIn(10)) wild_ = dice_.Any32();
    return wild_;
  }

  void SpoilBlock(SampleBlock& block) {
    switch (dice_.Between(0, 5)) {
      case 0: block.quality = static_cast<std::uint16_t>(1u << dice_.Between(0, 7)); break;
      case 1: block.quality = static_cast<std::uint16_t>(dice_.Between(0, 255)); break;
      case 2: block.count = 0; break;
      case 3: block.count = static_cast<std::uint16_t>(block.count - block.count / 2 / DimensionsOf(block.channel) * DimensionsOf(block.channel)); break;
      case 4: block.first_sample = block.first_sample + Milliseconds(dice_.Between(-2000, 2000)); break;
      default: block.samples[0] = dice_.Any32(); break;
    }
  }

  void GiveBlock(ChannelId id, Channel& channel, Inbox& in) {
    if (now_ < channel.next) return;
    SampleBlock block = Sampled(id, channel);
    const bool spoilt = Fails() || (scene_.is_wild && dice_.OneIn(3));
    if (spoilt) SpoilBlock(block);
    Seal(block);
    if (scene_.is_silent || (spoilt && dice_.OneIn(4))) return;  // it is lost
    if (spoilt && dice_.OneIn(4)) ++block.integrity;
    if (channel.monitor.Check(block, now_) == BlockVerdict::kDuplicate) return;
    (void)in.blocks.Add(block);  // as the kernel does: what has no room is not delivered
  }

  // --- observations ---

  std::int32_t UsualValue(ObservationCode code) {
    const Port port = PortOf(code);
    switch (code) {
      case ObservationCode::kHeartRate:
      case ObservationCode::kPulseRate:
        return static_cast<std::int32_t>(std::clamp<std::int64_t>(60'000 / scene_.interval_ms, port.least, port.greatest));
      case ObservationCode::kQrsDetected: return static_cast<std::int32_t>(dice_.OneIn(scene_.small_one_in) ? 200 : 1000 + Breath(now_));
      case ObservationCode::kEcgQuality: return scene_.noise < 500 ? 1 : 0;
      case ObservationCode::kVentricularBeat: return scene_.interval_ms < 500 || dice_.OneIn(10) ? 1 : 0;
      default: break;
    }
    if (UnitOf(code) == Unit::kOne) return static_cast<std::int32_t>(scene_.flag);
    return static_cast<std::int32_t>(port.least + (port.greatest - port.least) * scene_.level / 100);
  }

  Observation Told(ObservationCode code, Timestamp time) {
    Observation told;
    told.code = code;
    told.unit = UnitOf(code);
    told.validity = Validity::kValid;
    told.value = UsualValue(code);
    told.time = time;
    told.valid_until = time + PortOf(code).valid;
    return told;
  }

  // As a plugin may tell it within its manifest, whatever that is.
  void SpoilObservation(Observation& told) {
    told.validity = static_cast<Validity>(dice_.Between(0, 2));
    told.reason = static_cast<Reason>(dice_.Between(0, static_cast<std::int64_t>(Reason::kNotWorn)));
    const Port port = PortOf(told.code);
    if (dice_.OneIn(2)) told.value = static_cast<std::int32_t>(dice_.Between(port.least, port.greatest));
    if (dice_.OneIn(4)) told.value = dice_.OneIn(2) ? port.least : port.greatest;
    if (dice_.OneIn(3)) told.time = now_ - Microseconds(dice_.Between(0, std::min(now_.us, Seconds(700).us)));
    told.valid_until = told.time + Milliseconds(dice_.OneIn(8) ? UINT32_MAX : dice_.Between(0, 20'000));
    if (told.validity != Validity::kUndeterminable) return;
    told.value = 0;
    if (told.reason == Reason::kNone) told.reason = Reason::kDataGap;
  }

  void Give(Observation told, Inbox& in) {
    Second& second = seconds_[told.code];
    if (now_ - second.begin >= Seconds(1)) second = {now_, 0};
    if (++second.count > PortOf(told.code).per_second) return;
    if (Fails() || (scene_.is_wild && !dice_.OneIn(3))) SpoilObservation(told);
    MarkIfOver(told, now_);
    told.sequence = sequence_[told.code]++;
    Seal(told);
    (void)in.observations.Add(told);
  }

  void GiveObservations(ObservationCode code, Inbox& in) {
    if (scene_.is_silent) return;
    if (scene_.is_wild) {
      const std::int64_t count = dice_.OneIn(10) ? dice_.Between(0, 16) : dice_.Between(0, 1);
      for (std::int64_t n = 0; n < count; ++n) Give(Told(code, now_ - Milliseconds(dice_.Between(0, 99))), in);
      return;
    }
    if (IsOfBeats(code)) {
      GiveBeats(code, in);
      return;
    }
    Timestamp& due = due_[code];
    if (now_ < due) return;
    due = now_ + PortOf(code).every;
    if (!Fails()) Give(Told(code, now_), in);
  }

  // A beat is told some time after it.
  void GiveBeats(ObservationCode code, Inbox& in) {
    constexpr Duration kLatency = Milliseconds(300);
    Timestamp& told = told_[code];
    const Timestamp before = told;
    for (const Beat& beat : beats_) {
      if (beat.time > told && beat.time + kLatency <= now_ && !scene_.fibrillates) {
        told = beat.time;
        Give(Told(code, beat.time), in);
      }
    }
    Timestamp& due = due_[code];
    if (told != before) due = now_ + Seconds(1);
    if (now_ < due) return;
    due = now_ + Seconds(1);
    Observation none = Told(code, now_);
    none.validity = Validity::kUndeterminable;
    none.reason = Reason::kNoEvent;
    none.value = 0;
    Give(none, in);
  }

  const PluginManifest& manifest_;
  Dice dice_;
  Timestamp rest_end_ = Timestamp() + Seconds(120) + Longest(manifest_) * 2;
  Timestamp calm_end_ = rest_end_ + Seconds(360);
  Timestamp now_;
  Scene scene_;
  int turn_ = 0;
  std::vector<Beat> beats_;
  std::int32_t wild_ = 0;
  std::map<ChannelId, Channel> channels_;
  std::map<ObservationCode, std::uint32_t> sequence_;
  std::map<ObservationCode, Second> seconds_;  // in which is counted
  std::map<ObservationCode, Timestamp> due_;   // when it is told next
  std::map<ObservationCode, Timestamp> told_;  // the last beat
};

}  // namespace

std::vector<Inbox> InputsFor(const PluginManifest& manifest, std::uint64_t seed, std::size_t least) {
  Inputs inputs(manifest, seed);
  std::vector<Inbox> all;
  while (!inputs.AreEnough() || all.size() < least) all.push_back(inputs.Next());
  return all;
}

GivenBlocks::GivenBlocks(const PluginManifest& manifest) {
  for (const ChannelId channel : manifest.channels_out) {
    const SampledChannel sampled = SampledAs(channel);
    monitors_[channel].Start(channel, sampled.period_us, sampled.limits);
  }
}

bool GivenBlocks::ArePassedOn(const Outbox& said, Timestamp now) {
  return std::all_of(said.blocks.begin(), said.blocks.end(), [&](SampleBlock block) {
    return monitors_[block.channel].Check(block, now) == BlockVerdict::kGood;
  });
}

Settings DrawSettings(std::mt19937_64& engine) {
  constexpr std::int32_t kEnds[] = {INT32_MIN, -1, 0, 1, INT32_MAX};
  Settings settings;
  for (std::uint64_t n = engine() % (Settings::kCapacity + 1); n > 0; --n) {
    Setting setting;
    setting.id = static_cast<SettingId>(engine() % 10);
    setting.value = static_cast<std::int32_t>(engine() % 320);
    if (engine() % 8 == 0) setting.value = kEnds[engine() % std::size(kEnds)];
    (void)settings.Add(setting);  // there is room
  }
  return settings;
}

}  // namespace vigil
