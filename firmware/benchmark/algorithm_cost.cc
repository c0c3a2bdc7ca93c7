// A product that measures each algorithm, whichever product has it: it gives them
// the ECG stream, and light, motion and temperature made here, in the order of the table,
// and tells what each costs, a line of JSON for each. There is no kernel between them.
// It needs a board that counts instructions.
//
// The light swings with a pulse of 100 beats a minute and with steps of 150; the motion
// shows the steps, and every 20 s an impact after which the body lies in another
// direction. What an activation costs at worst is that of this input.
#include <cstdint>

#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/benchmark/algorithms.h"
#include "firmware/benchmark/json_line.h"
#include "firmware/boards/product.h"
#include "safety_kernel/base/bounded_list.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::firmware {
namespace {

constexpr Duration kFrame = Milliseconds(100);
constexpr std::uint32_t kPasses = 3;  // apnea works on five minutes; the demo's ECG has as many
constexpr std::uint32_t kMomentsPerFrame = 5;
constexpr std::uint32_t kMomentUs = 20'000;
constexpr std::int32_t kLightLevel = 400'000;
constexpr std::uint32_t kPulsePeriod = 30;  // in moments
constexpr std::uint32_t kStepPeriod = 20;
constexpr std::uint32_t kFallPeriod = 1000;
constexpr std::uint32_t kImpactMoments = 4;

// All that a frame holds, for whoever takes it.
struct Frame {
  BoundedList<SampleBlock, 8> blocks;
  BoundedList<Observation, 64> observations;
};

struct Cost {
  std::uint64_t total = 0;
  std::uint32_t worst = 0;
  std::uint32_t failures = 0;
};

constexpr ChannelDescription kEcgAdc = {
    .channel = ChannelId::kEcgAdc, .period_us = kEcgAdcPeriodUs, .from_source = true};
constexpr SystemDescription kEcgAlone = {
    .frame_us = kAdcStreamFrameUs, .channels = &kEcgAdc, .channel_count = 1};
AdcStreamSource ecg;
Frame frame;
Cost costs[kPluginCount];
JsonLine line;

// From -100 to 100 and back within `period` moments.
std::int32_t Triangle(std::uint32_t moment, std::uint32_t period) {
  const std::uint32_t phase = moment % period * 400 / period;
  return static_cast<std::int32_t>(phase < 200 ? phase : 400 - phase) - 100;
}

// Up to +-16; the same each time.
std::int32_t Noise(std::uint32_t moment) {
  const std::uint32_t mixed = (moment + 1) * 2'654'435'761u;
  return static_cast<std::int32_t>(mixed >> 27) - 16;
}

std::int32_t LightAt(std::uint32_t moment, std::int32_t swing) {
  return kLightLevel + swing * Triangle(moment, kPulsePeriod) + 10 * Triangle(moment, kStepPeriod) + Noise(moment);
}

// Down is y, and z after each second fall.
std::int32_t AxisAt(std::uint32_t moment, std::uint32_t axis) {
  const bool lies = moment / kFallPeriod % 2 == 1;
  const bool is_down = axis == (lies ? 2u : 1u);
  const std::int32_t steps = lies ? 0 : 4 * Triangle(moment, kStepPeriod);
  const std::int32_t impact = moment % kFallPeriod < kImpactMoments ? 2500 : 0;
  return (is_down ? 1000 + steps + impact : steps / 2) + Noise(3 * moment + axis);
}

SampleBlock BlockFor(ChannelId channel, std::uint32_t period_us, Timestamp begin) {
  SampleBlock block;
  block.channel = channel;
  block.unit = UnitOf(channel);
  block.period_us = period_us;
  block.first_sample = begin;
  return block;
}

void Take(SampleBlock& block) {
  Seal(block);
  // There is room for one block of each channel.
  (void)frame.blocks.Add(block);
}

void AddLight(ChannelId channel, std::int32_t swing, std::uint32_t first, Timestamp begin) {
  SampleBlock block = BlockFor(channel, kMomentUs, begin);
  for (std::uint32_t n = 0; n < kMomentsPerFrame; ++n) {
    block.samples[block.count] = LightAt(first + n, swing);
    ++block.count;
  }
  Take(block);
}

void AddMotion(std::uint32_t first, Timestamp begin) {
  SampleBlock block = BlockFor(ChannelId::kAcceleration, kMomentUs, begin);
  for (std::uint32_t n = 0; n < kMomentsPerFrame; ++n) {
    for (std::uint32_t axis = 0; axis < kMaxDimensions; ++axis) {
      block.samples[block.count] = AxisAt(first + n, axis);
      ++block.count;
    }
  }
  Take(block);
}

// Once a second.
void AddTemperature(std::uint32_t first, Timestamp begin) {
  constexpr std::int32_t kSkin = 33'500;  // thousandths of a degree
  if (first % 50 != 0) return;
  SampleBlock block = BlockFor(ChannelId::kSkinTemperature, 1'000'000, begin);
  block.samples[0] = kSkin + Noise(first);
  block.count = 1;
  Take(block);
}

void FillFrame(std::uint32_t number, Timestamp begin) {
  frame.blocks.Clear();
  frame.observations.Clear();
  SampleBlock counts;
  if (ecg.Read(ChannelId::kEcgAdc, counts) == Status::kOk) {
    counts.first_sample = begin;  // the stream's own time begins anew with each pass
    Take(counts);
  }
  const std::uint32_t first = number * kMomentsPerFrame;
  AddLight(ChannelId::kPpgGreen, 80, first, begin);
  AddLight(ChannelId::kPpgRed, 20, first, begin);
  AddLight(ChannelId::kPpgInfrared, 40, first, begin);
  AddMotion(first, begin);
  AddTemperature(first, begin);
}

template <typename Id>
bool Takes(const Id (&list)[kMaxPorts], Id id) {
  for (const Id element : list) {
    if (element == id) return true;
  }
  return false;
}

// An inbox that is full takes no more, as the kernel's.
void FillInbox(const PluginManifest& manifest, Timestamp now, Inbox& inbox) {
  inbox = Inbox();
  inbox.now = now;
  for (const SampleBlock& block : frame.blocks) {
    if (Takes(manifest.channels_in, block.channel)) (void)inbox.blocks.Add(block);
  }
  for (const Observation& observation : frame.observations) {
    if (Takes(manifest.observations_in, observation.code)) (void)inbox.observations.Add(observation);
  }
}

void PassOn(const Outbox& outbox) {
  for (SampleBlock block : outbox.blocks) Take(block);
  for (Observation observation : outbox.observations) {
    Seal(observation);
    (void)frame.observations.Add(observation);
  }
}

void RunPlugin(Board& board, std::uint32_t place, Timestamp now) {
  const PluginEntry& plugin = kPlugins[place];
  Cost& cost = costs[place];
  FillInbox(*plugin.manifest, now, plugin.mailbox->inbox);
  plugin.mailbox->outbox = Outbox();
  const std::uint32_t begin = board.CostCounter();
  const Status status = plugin.process(plugin.object, *plugin.mailbox);
  const std::uint32_t spent = board.CostCounter() - begin;
  cost.total += spent;
  if (spent > cost.worst) cost.worst = spent;
  if (status != Status::kOk) ++cost.failures;
  PassOn(plugin.mailbox->outbox);
}

// kOk, or why the plugin at that place does not start.
Status StartPlugins() {
  for (std::uint32_t place = 0; place < kPluginCount; ++place) {
    const PluginEntry& plugin = kPlugins[place];
    plugin.mailbox->settings = Settings();
    const Status status = plugin.init(plugin.object, *plugin.mailbox);
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
}

// A day of frames; no stream is longer.
constexpr std::uint32_t kMostFrames = 864'000;

// The frames that the stream has; 0 when it cannot be read from its begin.
std::uint32_t RunStream(const Launch& launch, std::uint32_t first) {
  if (launch.stream.Seek(0) != Status::kOk) return 0;
  if (ecg.Open(launch.stream, kEcgAlone) != Status::kOk) return 0;
  for (std::uint32_t past = 0; past < kMostFrames; ++past) {
    if (ecg.state() != Status::kOk) return past;
    const Timestamp begin = Timestamp() + kFrame * (first + past);
    FillFrame(first + past, begin);
    for (std::uint32_t place = 0; place < kPluginCount; ++place) RunPlugin(launch.board, place, begin + kFrame);
    launch.board.ConfirmDeadlines();
  }
  return kMostFrames;
}

void ReportCosts(Board& board, std::uint32_t frames) {
  constexpr std::uint32_t kFramesPerSecond = 10;
  static_assert(kFrame * kFramesPerSecond == Seconds(1));
  for (std::uint32_t place = 0; place < kPluginCount; ++place) {
    const PluginManifest& manifest = *kPlugins[place].manifest;
    line.Begin();
    line.BeginObject(manifest.name);
    line.Add("each_second", frames == 0 ? 0 : costs[place].total * kFramesPerSecond / frames);
    line.Add("worst_activation", costs[place].worst);
    line.Add("budget", manifest.budget_instructions);
    line.Add("failures", costs[place].failures);
    line.EndObject();
    board.Report(line.End());
  }
}

}  // namespace

RunResult RunProduct(const Launch& launch) {
  const Status opened = ecg.Open(launch.stream, kEcgAlone);
  if (opened != Status::kOk) {
    launch.board.Report(ExplainStreamError(opened));
    return RunResult::kDamagedStream;
  }
  launch.board.StartFrames(kFrame);
  if (StartPlugins() != Status::kOk) {
    launch.board.Report("vigil: a plugin refused to start\n");
    return RunResult::kRefusedToStart;
  }
  std::uint32_t frames = 0;
  for (std::uint32_t pass = 0; pass < kPasses; ++pass) frames += RunStream(launch, frames);
  ReportCosts(launch.board, frames);
  return ecg.state() == Status::kUnavailable ? RunResult::kEndedAsPlanned : RunResult::kDamagedStream;
}

}  // namespace vigil::firmware
