#include "test/benchmark/rhythm_chain.h"

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "plugins/acquisition/ecg/ecg.plugin.h"
#include "plugins/algorithm/atrial_fibrillation/atrial_fibrillation.plugin.h"
#include "plugins/algorithm/beat_classifier/beat_classifier.plugin.h"
#include "plugins/algorithm/ecg_quality/ecg_quality.plugin.h"
#include "plugins/algorithm/qrs_detector/qrs_detector.plugin.h"
#include "plugins/algorithm/ventricular_rhythm/ventricular_rhythm.plugin.h"
#include "plugins/algorithm/ventricular_tachycardia/ventricular_tachycardia.plugin.h"
#include "safety_kernel/plugin/partition.h"
#include "safety_kernel/runtime/runtime.h"

namespace vigil::benchmark {
namespace {

constexpr std::uint32_t kFrameUs = 100'000;
constexpr std::size_t kPerFrame = kFrameUs / kAdcStreamSamplePeriodUs;

class Electrodes final : public SampleSource {
 public:
  explicit Electrodes(const ConversionSource& at) : at_(at) {}

  Status Read(SampleBlock& block) override {
    block = SampleBlock();
    block.channel = ChannelId::kEcgAdc;
    block.unit = Unit::kAdcCount;
    block.count = kPerFrame;
    block.sequence = frame_;
    block.period_us = kAdcStreamSamplePeriodUs;
    block.first_sample = Timestamp{std::int64_t{kFrameUs} * frame_};
    for (std::size_t n = 0; n < kPerFrame; ++n) {
      const wfdb::Conversion conversion = at_(frame_ * kPerFrame + n);
      block.samples[n] = conversion.counts;
      if ((conversion.status & kAdcStatusLeadOff) != 0) block.quality |= kQualityLeadOff;
    }
    Seal(block);
    ++frame_;
    return Status::kOk;
  }

 private:
  const ConversionSource& at_;
  std::uint32_t frame_ = 0;
};

class Listener final : public OutputSink {
 public:
  void BeginFrame(Timestamp now) { now_ = now; }
  std::vector<RhythmTold> TakeTold() { return std::move(told_); }

  void OnSamples(const SampleBlock&) override {}
  void OnAlarm(const AlarmEvent&) override {}
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}
  void OnObservation(const Observation& observation) override { told_.push_back({now_, observation}); }

 private:
  Timestamp now_;
  std::vector<RhythmTold> told_;
};

// The plugins with their memory.
struct Plugins {
  Partition<plugins::EcgAcquisition> acquisition;
  Partition<plugins::QrsDetector> detector;
  Partition<plugins::EcgQuality> quality;
  Partition<plugins::BeatClassifier> classifier;
  Partition<plugins::VentricularRhythm> ventricles;
  Partition<plugins::VentricularTachycardia> runs;
  Partition<plugins::AtrialFibrillation> atria;
};

}  // namespace

absl::StatusOr<std::vector<RhythmTold>> RunRhythmChain(std::size_t conversions, const ConversionSource& at) {
  static constexpr ChannelDescription kChannels[] = {
      {.channel = ChannelId::kEcgAdc, .period_us = kAdcStreamSamplePeriodUs, .from_source = true},
      {.channel = ChannelId::kEcg, .period_us = kAdcStreamSamplePeriodUs}};
  const auto memory = std::make_unique<Plugins>();
  const PluginEntry table[] = {EntryOf(memory->acquisition, plugins::kEcgAcquisitionManifest),
                               EntryOf(memory->detector, plugins::kQrsDetectorManifest),
                               EntryOf(memory->quality, plugins::kEcgQualityManifest),
                               EntryOf(memory->classifier, plugins::kBeatClassifierManifest),
                               EntryOf(memory->ventricles, plugins::kVentricularRhythmManifest),
                               EntryOf(memory->runs, plugins::kVentricularTachycardiaManifest),
                               EntryOf(memory->atria, plugins::kAtrialFibrillationManifest)};
  const SystemDescription system = {.plugins = table,
                                    .plugin_count = sizeof table / sizeof table[0],
                                    .frame_us = kFrameUs,
                                    .channels = kChannels,
                                    .channel_count = sizeof kChannels / sizeof kChannels[0],
                                    .settings = {}};
  DirectHost host;
  const auto runtime = std::make_unique<Runtime>();
  const Status started = runtime->Start(system, host, Timestamp());
  if (started != Status::kOk) {
    return absl::InternalError(absl::StrCat("the kernel refused the plugin at place ", runtime->refused_plugin(), ", status ",
                                            static_cast<int>(started)));
  }
  Electrodes electrodes(at);
  Listener listener;
  for (std::size_t frame = 1; frame <= conversions / kPerFrame; ++frame) {
    const Timestamp now{static_cast<std::int64_t>(frame) * kFrameUs};
    listener.BeginFrame(now);
    if (runtime->RunFrame(now, electrodes, listener) != Status::kOk) {
      return absl::InternalError("the kernel stopped in the middle of a record");
    }
    if (runtime->counters().plugin_failures != 0) {
      return absl::InternalError(absl::StrCat("a plugin failed at ", frame / 10, " s"));
    }
  }
  return listener.TakeTold();
}

}  // namespace vigil::benchmark
