// Any bytes in place of the converter's file: each block that is given is sealed, in
// sequence and time, and holds what stands in the file, within the converter's range;
// what is refused stays refused.
//
// The first byte is the length of a frame in sample periods, the second says whether the
// header begins as it should, and whether its checksum is made to fit.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/adc_stream/test_stream.h"
#include "platform/wfdb/adc_stream_format.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/crc32.h"

namespace vigil::firmware {
namespace {

constexpr std::size_t kChoices = 2;
constexpr std::uint32_t kMostReads = 40;

void Require(bool condition) {
  if (!condition) __builtin_trap();
}

std::uint32_t LoadU32(const std::string& file, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t n = 4; n > 0; --n) value = value << 8 | static_cast<std::uint8_t>(file[at + n - 1]);
  return value;
}

void StoreU32(std::uint32_t value, std::size_t at, std::string& file) {
  std::string bytes;
  AppendU32(value, bytes);
  file.replace(at, bytes.size(), bytes);
}

std::string FileFrom(const std::uint8_t* data, std::size_t size) {
  std::string file(reinterpret_cast<const char*>(data) + kChoices, size - kChoices);
  if (file.size() < kAdcStreamHeaderBytes) return file;
  if ((data[1] & 1) != 0) {
    StoreU32(kAdcStreamMagic, 0, file);
    StoreU32(kAdcStreamVersion, 4, file);
    StoreU32(kAdcStreamSamplePeriodUs, 8, file);
    StoreU32(LoadU32(file, 12) & 1, 12, file);
    StoreU32(LoadU32(file, 16) & 0xFF, 16, file);
  }
  if ((data[1] & 2) != 0) {
    Crc32 crc;
    crc.AddBytes(reinterpret_cast<const std::uint8_t*>(file.data()), kAdcStreamChecksumOffset);
    StoreU32(crc.value(), kAdcStreamChecksumOffset, file);
  }
  return file;
}

// The samples of a block, by what stands in the file from conversion `first` on.
void CheckSamples(const SampleBlock& block, const std::string& file, std::uint32_t first) {
  const std::uint32_t conversions = LoadU32(file, 16);
  std::uint32_t status = 0;
  for (std::uint32_t n = 0; n < block.count; ++n) {
    const std::size_t at = kAdcStreamHeaderBytes + std::size_t{(first + n) % conversions} * kAdcStreamConversionBytes;
    Require(at + kAdcStreamConversionBytes <= file.size());
    Require(block.samples[n] == static_cast<std::int32_t>(LoadU32(file, at)));
    Require(block.samples[n] >= kAdcMinCount && block.samples[n] <= kAdcMaxCount);
    status |= LoadU32(file, at + 4);
  }
  Require(block.quality == (status == 0 ? kQualityGood : kQualityLeadOff));
}

void CheckBlocks(AdcStreamSource& source, const std::string& file, std::uint32_t frame) {
  const bool replays = LoadU32(file, 12) == kAdcStreamReplay;
  std::uint32_t given = 0;
  for (std::uint32_t n = 0; n < kMostReads; ++n) {
    SampleBlock block;
    const Status status = source.Read(block);
    if (status != Status::kOk) {
      Require(status == Status::kDataLoss || (status == Status::kUnavailable && given == LoadU32(file, 16) && !replays));
      Require(block.count == 0 && source.state() == status && source.Read(block) == status);
      return;
    }
    Require(IsIntact(block) && block.channel == ChannelId::kEcgAdc && block.unit == Unit::kAdcCount);
    Require(block.sequence == n && block.period_us == kAdcStreamSamplePeriodUs);
    Require(block.first_sample == Timestamp{std::int64_t{given} * kAdcStreamSamplePeriodUs});
    Require(block.count >= 1 && block.count <= frame);
    CheckSamples(block, file, given);
    given += block.count;
    Require(block.count == frame || given == LoadU32(file, 16));
  }
}

void Run(const std::uint8_t* data, std::size_t size) {
  const std::string file = FileFrom(data, size);
  MemoryStream stream(file);
  AdcStreamSource source;
  const std::uint32_t frame = data[0] % (kMaxSamplesPerBlock + 2);
  const Status status = source.Open(stream, Duration{std::int64_t{frame} * kAdcStreamSamplePeriodUs});
  Require(source.state() == status);
  if (status == Status::kOk) return CheckBlocks(source, file, frame);
  Require(status == Status::kIncompatible || status == Status::kDataLoss ||
          (status == Status::kInvalidArgument && (frame == 0 || frame > kMaxSamplesPerBlock)));
  SampleBlock block;
  Require(source.Read(block) == status && block.count == 0);
}

}  // namespace
}  // namespace vigil::firmware

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size >= vigil::firmware::kChoices) vigil::firmware::Run(data, size);
  return 0;
}
