#include "firmware/adc_stream/adc_stream_source.h"

#include "safety_kernel/base/crc32.h"

namespace vigil::firmware {
namespace {

constexpr std::uint32_t kKnownFlags = kAdcStreamReplay | kAdcStreamSimulated;
constexpr std::uint32_t kKnownStatus = kAdcStatusLeadOff | kAdcStatusNotWorn;

std::uint32_t LoadU32(const std::uint8_t* bytes) {
  return static_cast<std::uint32_t>(bytes[0]) |
         static_cast<std::uint32_t>(bytes[1]) << 8 |
         static_cast<std::uint32_t>(bytes[2]) << 16 |
         static_cast<std::uint32_t>(bytes[3]) << 24;
}

Status ReadAll(StreamFile& file, std::uint8_t* out, std::uint32_t length) {
  const Result<std::uint32_t> got = file.Read(out, length);
  if (!got.ok()) return Status::kDataLoss;
  return got.value() == length ? Status::kOk : Status::kDataLoss;
}

std::uint32_t FlagIf(bool set, QualityFlag flag) {
  return set ? static_cast<std::uint32_t>(flag) : 0u;
}

Status AddConversion(const std::uint8_t* bytes, SampleBlock& block) {
  const auto counts = static_cast<std::int32_t>(LoadU32(bytes));
  const std::uint32_t status = LoadU32(bytes + 4);
  if (counts < kAdcMinCount) return Status::kDataLoss;
  if (counts > kAdcMaxCount) return Status::kDataLoss;
  if ((status & ~kKnownStatus) != 0) return Status::kDataLoss;
  block.quality = static_cast<std::uint16_t>(
      block.quality |
      FlagIf((status & kAdcStatusLeadOff) != 0, kQualityLeadOff) |
      FlagIf((status & kAdcStatusNotWorn) != 0, kQualityNotWorn));
  block.samples[block.count] = counts;
  ++block.count;
  return Status::kOk;
}

}  // namespace

Status AdcStreamSource::Open(StreamFile& file, const SystemDescription& system) {
  *this = AdcStreamSource();
  file_ = &file;
  state_ = Begin(system);
  return state_;
}

Status AdcStreamSource::Begin(const SystemDescription& system) {
  std::uint8_t header[AdcStreamHeaderBytes(kMaxAdcStreamChannels)] = {};
  Status status = ReadAll(*file_, header, kAdcStreamFixedBytes);
  if (status != Status::kOk) return status;
  if (LoadU32(header) != kAdcStreamMagic) return Status::kIncompatible;
  if (LoadU32(header + 4) != kAdcStreamVersion) return Status::kIncompatible;
  channel_count_ = LoadU32(header + 20);
  if (channel_count_ == 0) return Status::kIncompatible;
  if (channel_count_ > kMaxAdcStreamChannels) return Status::kIncompatible;
  const std::uint32_t checked = AdcStreamChecksumOffset(channel_count_);
  status = ReadAll(*file_, header + kAdcStreamFixedBytes,
                   checked + kAdcStreamChecksumBytes - kAdcStreamFixedBytes);
  if (status != Status::kOk) return status;
  Crc32 crc;
  crc.AddBytes(header, checked);
  if (crc.value() != LoadU32(header + checked)) return Status::kDataLoss;
  return CheckHeader(header, system);
}

Status AdcStreamSource::CheckHeader(const std::uint8_t* header,
                                    const SystemDescription& system) {
  const std::uint32_t flags = LoadU32(header + 8);
  if ((flags & ~kKnownFlags) != 0) return Status::kIncompatible;
  if (LoadU32(header + 12) != system.frame_us) return Status::kIncompatible;
  replay_ = (flags & kAdcStreamReplay) != 0;
  is_simulated_ = (flags & kAdcStreamSimulated) != 0;
  frames_ = LoadU32(header + 16);
  if (frames_ == 0) return Status::kDataLoss;
  return TakeChannels(header + kAdcStreamFixedBytes, system);
}

// Those of the table are those of the description that the source gives.
Status AdcStreamSource::TakeChannels(const std::uint8_t* table,
                                     const SystemDescription& system) {
  std::uint32_t taken = 0;
  for (std::uint32_t n = 0; n < system.channel_count; ++n) {
    const ChannelDescription& described = system.channels[n];
    if (!described.from_source) continue;
    if (taken == channel_count_) return Status::kIncompatible;
    const std::uint8_t* const entry = table + std::size_t{taken} * kAdcStreamChannelBytes;
    if (LoadU32(entry) != static_cast<std::uint32_t>(described.channel)) {
      return Status::kIncompatible;
    }
    if (LoadU32(entry + 4) != described.period_us) return Status::kIncompatible;
    Channel& channel = channels_[taken];
    channel.id = described.channel;
    channel.period_us = described.period_us;
    channel.layout = LayoutOf(channel.id, channel.period_us, system.frame_us);
    if (channel.layout.every == 0) return Status::kIncompatible;
    if (frames_ % channel.layout.every != 0) return Status::kIncompatible;
    ++taken;
  }
  return taken == channel_count_ ? Status::kOk : Status::kIncompatible;
}

Status AdcStreamSource::Read(ChannelId channel, SampleBlock& block) {
  if (state_ != Status::kOk) return state_;
  Channel& next = channels_[channel_];
  if (next.id != channel) {
    state_ = Status::kDataLoss;
    return state_;
  }
  const bool is_due = frame_ % next.layout.every == 0;
  if (is_due) state_ = ReadConversions(next, block);
  if (state_ != Status::kOk) return state_;
  ++channel_;
  if (channel_ == channel_count_) state_ = EndFrame();
  return is_due ? Status::kOk : Status::kUnavailable;
}

Status AdcStreamSource::ReadConversions(Channel& channel, SampleBlock& block) {
  const std::uint32_t values = channel.layout.values;
  std::uint8_t bytes[kMaxSamplesPerBlock * kAdcStreamConversionBytes] = {};
  const Status status = ReadAll(*file_, bytes, values * kAdcStreamConversionBytes);
  if (status != Status::kOk) return status;
  SampleBlock next;
  next.channel = channel.id;
  next.unit = UnitOf(channel.id);
  next.sequence = channel.sequence;
  next.period_us = channel.period_us;
  next.first_sample = channel.next_sample;
  for (std::uint32_t n = 0; n < values; ++n) {
    const std::uint8_t* const conversion = bytes + std::size_t{n} * kAdcStreamConversionBytes;
    if (AddConversion(conversion, next) != Status::kOk) return Status::kDataLoss;
  }
  ++channel.sequence;
  channel.next_sample = SampleTime(next, next.count);
  Seal(next);
  block = next;
  return Status::kOk;
}

// What Read gives from the next frame on. A stream that begins again does so at once, so
// that one that cannot is told.
Status AdcStreamSource::EndFrame() {
  channel_ = 0;
  ++frame_;
  if (frame_ != frames_) return Status::kOk;
  if (!replay_) return Status::kUnavailable;
  frame_ = 0;
  return file_->Seek(AdcStreamHeaderBytes(channel_count_));
}

const char* ExplainStreamError(Status status) {
  if (status == Status::kIncompatible) {
    return "vigil: the stream of conversions is no ADC stream, or of another version, "
           "frame or channels; make it with this version's converter\n";
  }
  return "vigil: the stream of conversions is damaged: it ends early, can't be read, or "
         "holds what no converter gives; make it anew\n";
}

}  // namespace vigil::firmware
