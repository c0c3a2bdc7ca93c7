#include "test/quality_gate/gate_run.h"

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "firmware/health_monitor/system.h"
#include "plugins/algorithm/activity/activity.h"
#include "plugins/algorithm/activity/activity.plugin.h"
#include "plugins/algorithm/apnea/apnea.h"
#include "plugins/algorithm/apnea/apnea.plugin.h"
#include "plugins/algorithm/fall_detector/fall_detector.h"
#include "plugins/algorithm/fall_detector/fall_detector.plugin.h"
#include "plugins/algorithm/pulse_rate/pulse_rate.h"
#include "plugins/algorithm/pulse_rate/pulse_rate.plugin.h"
#include "plugins/algorithm/respiration_rate/respiration_rate.h"
#include "plugins/algorithm/respiration_rate/respiration_rate.plugin.h"
#include "plugins/algorithm/skin_temperature/skin_temperature.h"
#include "plugins/algorithm/skin_temperature/skin_temperature.plugin.h"
#include "plugins/algorithm/sleep/sleep.h"
#include "plugins/algorithm/sleep/sleep.plugin.h"
#include "plugins/algorithm/spo2/spo2.h"
#include "plugins/algorithm/spo2/spo2.plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "safety_kernel/runtime/runtime.h"
#include "test/sim/patient.h"

namespace vigil::quality_gate {
namespace {

constexpr Duration kFrame = firmware::kFramePeriod;
constexpr ChannelId kBodyChannels[] = {ChannelId::kAcceleration, ChannelId::kPpgGreen, ChannelId::kPpgRed,
                                       ChannelId::kPpgInfrared, ChannelId::kSkinTemperature};
constexpr Duration kPiece = Seconds(1800);  // simulated at once

// What the sensors give in a frame, piece after piece.
class Sensors {
 public:
  Sensors(const Noise& noise, std::uint64_t seed) : noise_(noise), seed_(seed) {}

  SampleBlock Read(ChannelId channel, Timestamp begin) {
    const std::int64_t piece = begin.us / kPiece.us;
    if (piece != piece_) {
      sim::Scene scene = noise_.scene;
      scene.seconds = static_cast<double>(kPiece.us) / 1e6;
      recording_ = sim::Simulate({scene}, {.seed = seed_ * 1000 + static_cast<std::uint64_t>(piece)});
      piece_ = piece;
    }
    SampleBlock block = sim::BlockOf(recording_, channel, begin - kPiece * piece);
    block.first_sample = block.first_sample + kPiece * piece;
    block.sequence = static_cast<std::uint32_t>(begin.us / kFrame.us);
    if (!noise_.is_told) block.quality = kQualityGood;
    const bool is_ecg = channel == ChannelId::kEcgAdc;
    if (noise_.is_told && is_ecg) block.quality = kQualityLeadOff;
    Seal(block);
    return block;
  }

 private:
  const Noise& noise_;
  std::uint64_t seed_;
  std::int64_t piece_ = -1;
  sim::Recording recording_;
};

class EcgSource final : public SampleSource {
 public:
  explicit EcgSource(Sensors& sensors) : sensors_(sensors) {}
  void BeginFrame(Timestamp begin) { begin_ = begin; }
  Status Read(ChannelId channel, SampleBlock& block) override {
    block = sensors_.Read(channel, begin_);
    return Status::kOk;
  }

 private:
  Sensors& sensors_;
  Timestamp begin_;
};

std::string NameOf(ObservationCode code) {
  switch (code) {
    case ObservationCode::kHeartRate: return "heart rate";
    case ObservationCode::kPulseRate: return "pulse rate";
    case ObservationCode::kSpo2: return "saturation";
    case ObservationCode::kRespirationRate: return "respiration rate";
    case ObservationCode::kAtrialFibrillation: return "atrial fibrillation";
    case ObservationCode::kVentricularFibrillation: return "ventricular fibrillation";
    case ObservationCode::kVentricularTachycardia: return "ventricular tachycardia";
    case ObservationCode::kAsystole: return "asystole";
    case ObservationCode::kFallDetected: return "fall";
    case ObservationCode::kApneaMinute: return "apnea";
    case ObservationCode::kSleepMinute: return "sleep";
    case ObservationCode::kSkinTemperature: return "skin temperature";
    default: return absl::StrCat("code ", static_cast<std::uint32_t>(code));
  }
}

// What the product tells.
class Listener final : public OutputSink {
 public:
  void BeginFrame() {
    blocks_.clear();
    told_.clear();
  }
  void OnSamples(const SampleBlock& block) override { blocks_.push_back(block); }
  void OnObservation(const Observation& said) override { told_.push_back(said); }
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}
  void OnAlarm(const AlarmEvent& event) override {
    if (event.transition != AlarmTransition::kRaised || KindOf(event.condition.id) != AlarmKind::kPhysiological) return;
    ++alarms_[absl::StrCat("alarm ", static_cast<std::uint32_t>(event.condition.id))];
  }

  // Of this frame.
  std::vector<SampleBlock>& blocks() { return blocks_; }
  std::vector<Observation>& told() { return told_; }
  const std::map<std::string, std::int64_t>& alarms() const { return alarms_; }

 private:
  std::vector<SampleBlock> blocks_;
  std::vector<Observation> told_;
  std::map<std::string, std::int64_t> alarms_;
};

// A plugin beside the product, given what it takes.
template <typename Plugin>
class Beside {
 public:
  explicit Beside(const PluginManifest& manifest) : manifest_(manifest), bench_(manifest) {}

  Status Start() { return status_ = bench_.Start(); }
  void Offer(const SampleBlock& block) {
    for (const ChannelId channel : manifest_.channels_in) {
      if (channel == block.channel) Keep(bench_.Give(block));
    }
  }
  void Offer(const Observation& said) {
    for (const ObservationCode code : manifest_.observations_in) {
      if (code == said.code) Keep(bench_.Give(said));
    }
  }
  void Run(std::vector<Observation>& told) {
    Keep(bench_.Activate());
    for (const Observation& said : bench_.said().observations) told.push_back(said);
  }
  Status status() const { return status_; }

 private:
  void Keep(Status status) {
    if (status_ == Status::kOk) status_ = status;
  }

  const PluginManifest& manifest_;
  PluginBench<Plugin> bench_;
  Status status_ = Status::kOk;  // the first that was none
};

// The algorithms that the health monitor does not have, producers before consumers.
class Others {
 public:
  // kOk, or the first other status.
  Status Start() {
    Status first = Status::kOk;
    Each([&first](auto& plugin) {
      const Status status = plugin.Start();
      if (first == Status::kOk) first = status;
    });
    return first;
  }

  // `told`: what was told in this frame; what these tell comes behind it.
  Status Run(const std::vector<SampleBlock>& blocks, std::vector<Observation>& told) {
    Status first = Status::kOk;
    Each([&](auto& plugin) {
      for (const SampleBlock& block : blocks) plugin.Offer(block);
      for (const Observation& said : told) plugin.Offer(said);
      plugin.Run(told);
      if (first == Status::kOk) first = plugin.status();
    });
    return first;
  }

 private:
  template <typename Do>
  void Each(const Do& act) {
    act(apnea_);
    act(respiration_);
    act(pulse_);
    act(spo2_);
    act(falls_);
    act(activity_);
    act(sleep_);
    act(temperature_);
  }

  Beside<plugins::Apnea> apnea_{plugins::kApneaManifest};
  Beside<plugins::RespirationRate> respiration_{plugins::kRespirationRateManifest};
  Beside<plugins::PulseRate> pulse_{plugins::kPulseRateManifest};
  Beside<plugins::Spo2> spo2_{plugins::kSpo2Manifest};
  Beside<plugins::FallDetector> falls_{plugins::kFallDetectorManifest};
  Beside<plugins::Activity> activity_{plugins::kActivityManifest};
  Beside<plugins::Sleep> sleep_{plugins::kSleepManifest};
  Beside<plugins::SkinTemperature> temperature_{plugins::kSkinTemperatureManifest};
};

absl::Status Stopped(const char* what, Timestamp now) {
  return absl::InternalError(absl::StrCat(what, " stopped after ", now.us / 1'000'000, " s"));
}

}  // namespace

bool IsOfAPatient(const Observation& said) {
  if (said.validity == Validity::kUndeterminable) return false;
  switch (said.code) {
    case ObservationCode::kHeartRate:
    case ObservationCode::kPulseRate:
    case ObservationCode::kSpo2:
    case ObservationCode::kRespirationRate:
    case ObservationCode::kSkinTemperature:
    case ObservationCode::kFallDetected: return true;
    case ObservationCode::kAtrialFibrillation:
    case ObservationCode::kVentricularFibrillation:
    case ObservationCode::kVentricularTachycardia:
    case ObservationCode::kAsystole:
    case ObservationCode::kApneaMinute:
    case ObservationCode::kSleepMinute: return said.value > 0;
    default: return false;
  }
}

absl::StatusOr<Shown> RunNoise(const Noise& noise, Duration length, std::uint64_t seed) {
  Sensors sensors(noise, seed);
  EcgSource ecg(sensors);
  Listener listener;
  DirectHost host;
  const auto runtime = std::make_unique<Runtime>();
  const auto others = std::make_unique<Others>();
  if (runtime->Start(firmware::HealthMonitorSystem(), host, Timestamp()) != Status::kOk) return Stopped("the product", Timestamp());
  if (others->Start() != Status::kOk) return Stopped("an algorithm", Timestamp());
  Shown shown;
  const bool is_worn = noise.scene.contact != sim::Contact::kNotWorn;
  for (Timestamp begin; begin < Timestamp() + length; begin = begin + kFrame) {
    listener.BeginFrame();
    ecg.BeginFrame(begin);
    if (runtime->RunFrame(begin + kFrame, ecg, listener) != Status::kOk) return Stopped("the kernel", begin);
    for (const ChannelId channel : kBodyChannels) listener.blocks().push_back(sensors.Read(channel, begin));
    if (others->Run(listener.blocks(), listener.told()) != Status::kOk) return Stopped("an algorithm", begin);
    for (const Observation& said : listener.told()) {
      // A body is warm whatever its heart does.
      const bool is_warmth = is_worn && said.code == ObservationCode::kSkinTemperature;
      if (IsOfAPatient(said) && !is_warmth) ++shown.vitals[NameOf(said.code)];
      if (said.code == ObservationCode::kEcgQuality && said.validity == Validity::kValid && said.value == 1) ++shown.readable;
    }
    const bool is_second = (begin.us + kFrame.us) % 1'000'000 == 0;
    if (is_second && runtime->surface().light != AlarmPriority::kNone) ++shown.lit_s;
  }
  if (const std::uint32_t failures = runtime->counters().plugin_failures; failures != 0) {
    return absl::InternalError(absl::StrCat(noise.name, ": ", failures, " activations of the product's plugins failed"));
  }
  shown.alarms = listener.alarms();
  return shown;
}

}  // namespace vigil::quality_gate
