// Any bytes in place of the converters' file: each block that is given is sealed, in
// sequence and time, and holds what stands in the file, within the converters' range;
// what is refused stays refused.
//
// The first byte says which system reads the file, the second whether the header begins
// as it should, and whether its checksum is made to fit.
#include <cstddef>
#include <cstdint>
#include <string>

#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/adc_stream/test_stream.h"
#include "platform/wfdb/adc_stream_format.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/crc32.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil::firmware {
namespace {

constexpr std::size_t kChoices = 2;
constexpr std::uint32_t kMostFrames = 40;

constexpr ChannelDescription kWrist[] = {
    {.channel = ChannelId::kAcceleration, .period_us = 20'000, .from_source = true},
    {.channel = ChannelId::kSkinTemperature, .period_us = 1'000'000, .from_source = true},
};
constexpr SystemDescription kWristSystem = {
    .frame_us = kAdcStreamFrameUs, .channels = kWrist, .channel_count = 2};

void Require(bool condition) {
  if (!condition) __builtin_trap();
}

std::uint32_t LoadU32(const std::string& file, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t n = 4; n > 0; --n) value = value << 8 | static_cast<std::uint8_t>(file[at + n - 1]);
  return value;
}

void StoreU32(std::uint32_t value, std::size_t at, std::string& file) {
  for (std::size_t n = 0; n < 4; ++n) file[at + n] = static_cast<char>(value >> 8 * n);
}

std::string FileFrom(const std::uint8_t* data, std::size_t size, const SystemDescription& system) {
  std::string file(reinterpret_cast<const char*>(data) + kChoices, size - kChoices);
  const std::uint32_t channels = system.channel_count;
  if (file.size() < AdcStreamHeaderBytes(channels)) return file;
  if ((data[1] & 1) != 0) {
    StoreU32(kAdcStreamMagic, 0, file);
    StoreU32(kAdcStreamVersion, 4, file);
    StoreU32(LoadU32(file, 8) & (kAdcStreamReplay | kAdcStreamSimulated), 8, file);
    StoreU32(kAdcStreamFrameUs, 12, file);
    StoreU32(LoadU32(file, 16) & 0xFF, 16, file);
    StoreU32(channels, 20, file);
    for (std::uint32_t n = 0; n < channels; ++n) {
      StoreU32(static_cast<std::uint32_t>(system.channels[n].channel), 24 + 8 * n, file);
      StoreU32(system.channels[n].period_us, 28 + 8 * n, file);
    }
  }
  if ((data[1] & 2) != 0) {
    Crc32 crc;
    crc.AddBytes(reinterpret_cast<const std::uint8_t*>(file.data()), AdcStreamChecksumOffset(channels));
    StoreU32(crc.value(), AdcStreamChecksumOffset(channels), file);
  }
  return file;
}

// What a reader of the file knows: where the next conversion of it stands.
class Reader {
 public:
  Reader(const std::string& file, const SystemDescription& system)
      : file_(file), system_(system), at_(AdcStreamHeaderBytes(system.channel_count)) {}

  bool replays() const { return (LoadU32(file_, 8) & kAdcStreamReplay) != 0; }
  bool is_over() const { return !replays() && frame_ == LoadU32(file_, 16); }
  bool IsDue(std::uint32_t place) const { return frame_ % LayoutAt(place).every == 0; }

  // The block of the channel at `place`.
  void Check(std::uint32_t place, const SampleBlock& block) {
    const ChannelDescription& channel = system_.channels[place];
    const AdcChannelLayout layout = LayoutAt(place);
    Require(IsIntact(block) && block.channel == channel.channel && block.unit == UnitOf(channel.channel));
    Require(block.sequence == frame_ / layout.every && block.period_us == channel.period_us);
    Require(block.first_sample == Timestamp{std::int64_t{frame_} * kAdcStreamFrameUs});
    Require(block.count == layout.values);
    std::uint32_t status = 0;
    for (std::uint32_t n = 0; n < block.count; ++n, at_ += kAdcStreamConversionBytes) {
      Require(at_ + kAdcStreamConversionBytes <= file_.size());
      Require(block.samples[n] == static_cast<std::int32_t>(LoadU32(file_, at_)));
      Require(block.samples[n] >= kAdcMinCount && block.samples[n] <= kAdcMaxCount);
      status |= LoadU32(file_, at_ + 4);
    }
    Require((block.quality == kQualityGood) == (status == 0));
  }

  void EndFrame() {
    ++frame_;
    if (replays() && frame_ % LoadU32(file_, 16) == 0) at_ = AdcStreamHeaderBytes(system_.channel_count);
  }

 private:
  AdcChannelLayout LayoutAt(std::uint32_t place) const {
    return LayoutOf(system_.channels[place].channel, system_.channels[place].period_us, system_.frame_us);
  }

  const std::string& file_;
  const SystemDescription& system_;
  std::size_t at_;
  std::uint32_t frame_ = 0;
};

void CheckFrames(AdcStreamSource& source, const std::string& file, const SystemDescription& system) {
  Reader reader(file, system);
  for (std::uint32_t n = 0; n < kMostFrames; ++n) {
    for (std::uint32_t place = 0; place < system.channel_count; ++place) {
      const bool was_over = source.state() != Status::kOk;
      SampleBlock block;
      const Status status = source.Read(system.channels[place].channel, block);
      if (status == Status::kOk) {
        reader.Check(place, block);
        continue;
      }
      Require(block.count == 0);
      if (status == Status::kUnavailable && !was_over) {
        Require(!reader.IsDue(place));
        continue;
      }
      Require(status == Status::kDataLoss || reader.is_over());
      Require(source.state() == status);
      return;
    }
    reader.EndFrame();
  }
}

void Run(const std::uint8_t* data, std::size_t size) {
  const SystemDescription& system = data[0] % 2 == 0 ? EcgOnly() : kWristSystem;
  const std::string file = FileFrom(data, size, system);
  MemoryStream stream(file);
  AdcStreamSource source;
  const Status status = source.Open(stream, system);
  Require(source.state() == status);
  if (status == Status::kOk) return CheckFrames(source, file, system);
  Require(status == Status::kIncompatible || status == Status::kDataLoss);
  SampleBlock block;
  Require(source.Read(system.channels[0].channel, block) == status && block.count == 0);
}

}  // namespace
}  // namespace vigil::firmware

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size >= vigil::firmware::kChoices) vigil::firmware::Run(data, size);
  return 0;
}
