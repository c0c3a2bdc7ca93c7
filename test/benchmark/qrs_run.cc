#include "test/benchmark/qrs_run.h"

#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "firmware/health_monitor/system.h"
#include "safety_kernel/runtime/runtime.h"

namespace vigil::benchmark {
namespace {

constexpr std::uint32_t kFrameUs =
    static_cast<std::uint32_t>(firmware::kFramePeriod.us);
constexpr std::size_t kPerFrame = kFrameUs / kAdcStreamSamplePeriodUs;
constexpr std::size_t kFramesAfterEnd = 10;

// The recording as the device's converter.
class RecordingSource final : public SampleSource {
 public:
  explicit RecordingSource(const std::vector<wfdb::Conversion>& conversions)
      : conversions_(conversions) {}

  Status Read(SampleBlock& block) override {
    block = SampleBlock();
    block.channel = ChannelId::kEcgAdc;
    block.unit = Unit::kAdcCount;
    block.count = kPerFrame;
    block.sequence = frame_;
    block.period_us = kAdcStreamSamplePeriodUs;
    block.first_sample = Timestamp{std::int64_t{kFrameUs} * frame_};
    for (std::size_t i = 0; i < kPerFrame; ++i) {
      const std::size_t at = Reflected(frame_ * kPerFrame + i);
      block.samples[i] = conversions_[at].counts;
      if ((conversions_[at].status & kAdcStatusLeadOff) != 0) {
        block.quality |= kQualityLeadOff;
      }
    }
    Seal(block);
    ++frame_;
    return Status::kOk;
  }

 private:
  // Beyond the end the recording runs backwards, without a step.
  std::size_t Reflected(std::size_t at) const {
    const std::size_t last = conversions_.size() - 1;
    if (at <= last) return at;
    return at - last <= last ? last - (at - last) : 0;
  }

  const std::vector<wfdb::Conversion>& conversions_;
  std::uint32_t frame_ = 0;
};

// Remembers what the detector said.
class Listener final : public OutputSink {
 public:
  void BeginFrame(Timestamp now) {
    now_ = now;
    if (now_ <= unknown_until_) {
      run_.undeterminable = run_.undeterminable + Microseconds(kFrameUs);
    }
  }

  void OnSamples(const SampleBlock& block) override {
    if (block.channel == ChannelId::kEcg) run_.ecg.push_back({now_, block});
  }
  void OnAlarm(const AlarmEvent&) override {}
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}
  void OnObservation(const Observation& observation) override {
    if (observation.code != ObservationCode::kQrsDetected) return;
    run_.told.push_back({now_, observation});
    if (observation.reason == Reason::kNoEvent) return;
    if (observation.validity == Validity::kUndeterminable) {
      unknown_until_ = observation.valid_until;
      return;
    }
    unknown_until_ = Timestamp();
    run_.beats.push_back(
        {observation.time, now_ - observation.time, observation.value});
  }

  QrsRun run() const { return run_; }

 private:
  Timestamp now_;
  Timestamp unknown_until_;
  QrsRun run_;
};

}  // namespace

absl::StatusOr<QrsRun> RunQrs(
    const std::vector<wfdb::Conversion>& conversions) {
  if (conversions.empty()) return QrsRun();
  DirectHost host;
  Runtime runtime;
  if (runtime.Start(firmware::HealthMonitorSystem(), host, Timestamp()) != Status::kOk) {
    return absl::InternalError(absl::StrCat(
        "the kernel refused the plugin at place ", runtime.refused_plugin()));
  }
  RecordingSource source(conversions);
  Listener listener;
  const std::size_t frames =
      (conversions.size() + kPerFrame - 1) / kPerFrame + kFramesAfterEnd;
  for (std::size_t frame = 1; frame <= frames; ++frame) {
    const Timestamp now{static_cast<std::int64_t>(frame) * kFrameUs};
    listener.BeginFrame(now);
    if (runtime.RunFrame(now, source, listener) != Status::kOk) {
      return absl::InternalError("the kernel stopped in the middle of a record");
    }
  }
  if (runtime.counters().plugin_failures != 0) {
    return absl::InternalError(absl::StrCat(
        runtime.counters().plugin_failures, " activations of plugins failed"));
  }
  QrsRun run = listener.run();
  run.length = Microseconds(static_cast<std::int64_t>(conversions.size()) *
                            kAdcStreamSamplePeriodUs);
  while (!run.beats.empty() &&
         run.beats.back().time >= Timestamp() + run.length) {
    run.beats.pop_back();
  }
  return run;
}

std::vector<wfdb::Annotation> ToAnnotations(
    const std::vector<Detection>& detections, double sampling_frequency) {
  std::vector<wfdb::Annotation> annotations;
  for (const Detection& detection : detections) {
    wfdb::Annotation annotation;
    annotation.sample = std::llround(static_cast<double>(detection.time.us) *
                                     sampling_frequency / 1e6);
    annotation.code = wfdb::kNormalBeat;
    annotations.push_back(annotation);
  }
  return annotations;
}

}  // namespace vigil::benchmark
