// For tests of the runtime: plugins that do what the test says, a source that
// gives what the test put in, a sink that remembers.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_SCRIPTED_SYSTEM_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_SCRIPTED_SYSTEM_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/acquisition/sample_source.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/output_sink.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil {

inline constexpr std::uint32_t kFrameUs = 100'000;
inline constexpr std::uint32_t kSamplePeriodUs = 4000;
inline constexpr std::uint16_t kSamplesPerFrame = 25;

// Start of frame n; the first frame runs at 100 ms.
constexpr Timestamp FrameStart(std::int64_t n) {
  return Timestamp{(n + 1) * kFrameUs};
}

// The block of frame n: the samples of the 100 ms before it.
inline SampleBlock RawBlock(std::int64_t n) {
  SampleBlock block;
  block.channel = ChannelId::kEcgAdc;
  block.unit = Unit::kAdcCount;
  block.count = kSamplesPerFrame;
  block.sequence = static_cast<std::uint32_t>(n);
  block.period_us = kSamplePeriodUs;
  block.first_sample = Timestamp{n * kFrameUs};
  for (std::uint32_t i = 0; i < kSamplesPerFrame; ++i) {
    block.samples[i] = static_cast<std::int32_t>(n * 100 + i);
  }
  Seal(block);
  return block;
}

struct ScriptedPlugin {
  PluginManifest manifest;
  std::function<Status(const Inbox&, Outbox&)> process =
      [](const Inbox&, Outbox&) { return Status::kOk; };
  std::function<Status(const Settings&)> init = [](const Settings&) {
    return Status::kOk;
  };
  int inits = 0;
  std::vector<Inbox> inboxes;  // one for each activation

  Status Init(const Settings& settings) {
    ++inits;
    return init(settings);
  }
  Status Process(const Inbox& in, Outbox& out) {
    inboxes.push_back(in);
    return process(in, out);
  }
};

class ScriptedSource final : public SampleSource {
 public:
  struct Answer {
    Status status = Status::kOk;
    SampleBlock block;
  };

  // Without an answer the next regular block is given. What it has of `others` it
  // gives for another channel than the ECG's.
  Status Read(ChannelId channel, SampleBlock& block) override {
    asked.push_back(channel);
    if (channel != ChannelId::kEcgAdc) return Other(channel, block);
    Answer answer{Status::kOk, RawBlock(frame)};
    if (!answers.empty()) {
      answer = answers.front();
      answers.pop_front();
    }
    ++frame;
    if (answer.status == Status::kOk) block = answer.block;
    return answer.status;
  }

  std::deque<Answer> answers;
  std::int64_t frame = 0;
  std::map<ChannelId, std::deque<Answer>> others;
  std::vector<ChannelId> asked;

 private:
  Status Other(ChannelId channel, SampleBlock& block) {
    std::deque<Answer>& left = others[channel];
    if (left.empty()) return Status::kUnavailable;
    const Answer answer = left.front();
    left.pop_front();
    if (answer.status == Status::kOk) block = answer.block;
    return answer.status;
  }
};

struct RecordingSink final : public OutputSink {
  void OnSamples(const SampleBlock& block) override {
    order += 's';
    blocks.push_back(block);
  }
  void OnObservation(const Observation& observation) override {
    order += 'o';
    observations.push_back(observation);
  }
  void OnAlarm(const AlarmEvent& event) override {
    order += 'a';
    alarms.push_back(event);
  }
  void OnIndication(ActuatorAuthority, const AlarmIndication& indication) override {
    indications.push_back(indication);
  }

  std::string order;
  std::vector<SampleBlock> blocks;
  std::vector<Observation> observations;
  std::vector<AlarmEvent> alarms;
  std::vector<AlarmIndication> indications;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_SCRIPTED_SYSTEM_H_
