#include "test/benchmark/product_run.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "firmware/health_monitor/system.h"
#include "safety_kernel/runtime/runtime.h"

namespace vigil::benchmark {
namespace {

constexpr auto kFrameUs = static_cast<std::uint32_t>(firmware::kFramePeriod.us);
constexpr std::size_t kPerFrame = kFrameUs / kEcgAdcPeriodUs;
constexpr std::size_t kFramesAfterEnd = 10;

// The recording as the device's converter.
class RecordingSource final : public SampleSource {
 public:
  explicit RecordingSource(const std::vector<wfdb::Conversion>& conversions) : conversions_(conversions) {}

  Status Read(ChannelId, SampleBlock& block) override {
    block = SampleBlock();
    block.channel = ChannelId::kEcgAdc;
    block.unit = Unit::kAdcCount;
    block.count = kPerFrame;
    block.sequence = frame_;
    block.period_us = kEcgAdcPeriodUs;
    block.first_sample = Timestamp{std::int64_t{kFrameUs} * frame_};
    for (std::size_t i = 0; i < kPerFrame; ++i) {
      const std::size_t at = Reflected(frame_ * kPerFrame + i);
      block.samples[i] = conversions_[at].counts;
      if ((conversions_[at].status & kAdcStatusLeadOff) != 0) block.quality |= kQualityLeadOff;
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

class Listener final : public OutputSink {
 public:
  explicit Listener(Duration length) { run_.length = length; }
  void BeginFrame(Timestamp now) { now_ = now; }
  ProductRun TakeRun() { return std::move(run_); }

  void OnSamples(const SampleBlock&) override {}
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}
  void OnAlarm(const AlarmEvent& event) override { run_.alarms.push_back(event); }
  void OnObservation(const Observation& said) override {
    if (said.time < Timestamp() + run_.length) run_.told.push_back({now_, said});
  }

 private:
  Timestamp now_;
  ProductRun run_;
};

}  // namespace

absl::StatusOr<ProductRun> RunProduct(const std::vector<wfdb::Conversion>& conversions) {
  DirectHost host;
  return RunProduct(conversions, host);
}

absl::StatusOr<ProductRun> RunProduct(const std::vector<wfdb::Conversion>& conversions, PluginHost& host) {
  if (conversions.empty()) return ProductRun();
  SystemDescription system = firmware::HealthMonitorSystem();
  system.rule_count = 0;
  const auto runtime = std::make_unique<Runtime>();
  if (runtime->Start(system, host, Timestamp()) != Status::kOk) {
    return absl::InternalError(absl::StrCat("the kernel refused the plugin at place ", runtime->refused_plugin()));
  }
  RecordingSource source(conversions);
  Listener listener(Microseconds(static_cast<std::int64_t>(conversions.size()) * kEcgAdcPeriodUs));
  const std::size_t frames = (conversions.size() + kPerFrame - 1) / kPerFrame + kFramesAfterEnd;
  for (std::size_t frame = 1; frame <= frames; ++frame) {
    const Timestamp now{static_cast<std::int64_t>(frame) * kFrameUs};
    listener.BeginFrame(now);
    if (runtime->RunFrame(now, source, listener) != Status::kOk) {
      return absl::InternalError("the kernel stopped in the middle of a record");
    }
    if (runtime->counters().plugin_failures != 0) {
      return absl::InternalError(absl::StrCat("a plugin failed at ", frame / 10, " s"));
    }
  }
  return listener.TakeRun();
}

}  // namespace vigil::benchmark
