#include "test/sim/stream.h"

#include <cstdint>
#include <utility>

#include "safety_kernel/base/time.h"

namespace vigil::sim {
namespace {

std::uint32_t StatusOf(std::uint16_t quality) {
  std::uint32_t status = 0;
  if ((quality & kQualityLeadOff) != 0) status |= kAdcStatusLeadOff;
  if ((quality & kQualityNotWorn) != 0) status |= kAdcStatusNotWorn;
  return status;
}

}  // namespace

std::vector<ChannelId> ChestChannels() { return {ChannelId::kEcgAdc}; }

std::vector<ChannelId> WristChannels() {
  return {ChannelId::kPpgGreen, ChannelId::kPpgRed, ChannelId::kPpgInfrared, ChannelId::kAcceleration,
          ChannelId::kSkinTemperature};
}

wfdb::AdcStream StreamOf(const Recording& recording, const std::vector<ChannelId>& channels) {
  wfdb::AdcStream stream;
  stream.is_simulated = true;
  const auto seconds = static_cast<std::int64_t>(recording.plan.seconds());
  const std::int64_t frames = seconds * (Seconds(1).us / kAdcStreamFrameUs);
  for (const ChannelId channel : channels) {
    wfdb::AdcChannel& made = stream.channels.emplace_back();
    made.channel = channel;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
      const SampleBlock block = BlockOf(recording, channel, Timestamp{frame * kAdcStreamFrameUs}, Microseconds(kAdcStreamFrameUs));
      made.period_us = block.period_us;
      const std::uint32_t status = StatusOf(block.quality);
      for (std::uint32_t n = 0; n < block.count; ++n) made.conversions.push_back({.counts = block.samples[n], .status = status});
    }
  }
  return stream;
}

absl::StatusOr<std::string> StreamFile(const Recording& recording, const std::vector<ChannelId>& channels, bool replay) {
  wfdb::AdcStream stream = StreamOf(recording, channels);
  stream.replay = replay;
  return wfdb::EncodeAdcStream(stream);
}

}  // namespace vigil::sim
