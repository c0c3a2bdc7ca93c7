#include "firmware/adc_stream/adc_stream_source.h"

#include "safety_kernel/base/crc32.h"

namespace vigil::firmware {
namespace {

constexpr std::uint32_t kKnownFlags = kAdcStreamReplay;
constexpr std::uint32_t kKnownStatus = kAdcStatusLeadOff;

std::uint32_t LoadU32(const std::uint8_t* bytes) {
  return static_cast<std::uint32_t>(bytes[0]) |
         static_cast<std::uint32_t>(bytes[1]) << 8 |
         static_cast<std::uint32_t>(bytes[2]) << 16 |
         static_cast<std::uint32_t>(bytes[3]) << 24;
}

bool HeaderIsIntact(const std::uint8_t* header) {
  Crc32 crc;
  crc.AddBytes(header, kAdcStreamChecksumOffset);
  return crc.value() == LoadU32(header + kAdcStreamChecksumOffset);
}

Status ReadAll(StreamFile& file, std::uint8_t* out, std::uint32_t length) {
  const Result<std::uint32_t> got = file.Read(out, length);
  if (!got.ok() || got.value() != length) return Status::kDataLoss;
  return Status::kOk;
}

std::uint32_t Smaller(std::uint32_t a, std::uint32_t b) { return a < b ? a : b; }

Status AddConversion(const std::uint8_t* bytes, SampleBlock& block) {
  const auto counts = static_cast<std::int32_t>(LoadU32(bytes));
  const std::uint32_t status = LoadU32(bytes + 4);
  if (counts < kAdcMinCount || counts > kAdcMaxCount ||
      (status & ~kKnownStatus) != 0) {
    return Status::kDataLoss;
  }
  if ((status & kAdcStatusLeadOff) != 0) {
    block.quality = static_cast<std::uint16_t>(block.quality | kQualityLeadOff);
  }
  block.samples[block.count] = counts;
  ++block.count;
  return Status::kOk;
}

}  // namespace

Status AdcStreamSource::Open(StreamFile& file, Duration frame) {
  *this = AdcStreamSource();
  file_ = &file;
  state_ = Begin(frame);
  return state_;
}

Status AdcStreamSource::Begin(Duration frame) {
  const std::int64_t samples = frame.us / kAdcStreamSamplePeriodUs;
  if (samples < 1 || samples > kMaxSamplesPerBlock ||
      samples * kAdcStreamSamplePeriodUs != frame.us) {
    return Status::kInvalidArgument;
  }
  conversions_a_block_ = static_cast<std::uint32_t>(samples);
  std::uint8_t header[kAdcStreamHeaderBytes] = {};
  if (ReadAll(*file_, header, sizeof header) != Status::kOk) {
    return Status::kDataLoss;
  }
  return CheckHeader(header);
}

Status AdcStreamSource::CheckHeader(const std::uint8_t* header) {
  if (LoadU32(header) != kAdcStreamMagic) return Status::kIncompatible;
  if (!HeaderIsIntact(header)) return Status::kDataLoss;
  const std::uint32_t flags = LoadU32(header + 12);
  if (LoadU32(header + 4) != kAdcStreamVersion ||
      LoadU32(header + 8) != kAdcStreamSamplePeriodUs ||
      (flags & ~kKnownFlags) != 0) {
    return Status::kIncompatible;
  }
  replay_ = (flags & kAdcStreamReplay) != 0;
  conversions_ = LoadU32(header + 16);
  return conversions_ == 0 ? Status::kDataLoss : Status::kOk;
}

Status AdcStreamSource::Read(SampleBlock& block) {
  if (state_ != Status::kOk) return state_;
  SampleBlock next;
  next.channel = ChannelId::kEcgAdc;
  next.unit = Unit::kAdcCount;
  next.sequence = sequence_;
  next.period_us = kAdcStreamSamplePeriodUs;
  next.first_sample = next_sample_;
  // Each turn reads one conversion at least.
  for (std::uint32_t n = 0; n < conversions_a_block_; ++n) {
    if (next.count == conversions_a_block_ || AtEnd()) break;
    state_ = ReadConversions(next);
    if (state_ != Status::kOk) return state_;
  }
  ++sequence_;
  next_sample_ = SampleTime(next, next.count);
  Seal(next);
  block = next;
  if (AtEnd()) state_ = Status::kUnavailable;
  return Status::kOk;
}

// As many as `block` still has room for, up to the end of the file.
Status AdcStreamSource::ReadConversions(SampleBlock& block) {
  if (position_ == conversions_) {
    if (file_->Seek(kAdcStreamHeaderBytes) != Status::kOk) {
      return Status::kDataLoss;
    }
    position_ = 0;
  }
  const std::uint32_t run = Smaller(conversions_a_block_ - block.count,
                                    conversions_ - position_);
  std::uint8_t bytes[kMaxSamplesPerBlock * kAdcStreamConversionBytes] = {};
  if (ReadAll(*file_, bytes, run * kAdcStreamConversionBytes) != Status::kOk) {
    return Status::kDataLoss;
  }
  for (std::size_t n = 0; n < run; ++n) {
    if (AddConversion(&bytes[n * kAdcStreamConversionBytes], block) !=
        Status::kOk) {
      return Status::kDataLoss;
    }
  }
  position_ += run;
  return Status::kOk;
}

const char* ExplainStreamError(Status status) {
  switch (status) {
    case Status::kIncompatible:
      return "vigil: the ECG stream is no ADC stream, or of another version or "
             "sample period; make it with this version's converter\n";
    case Status::kInvalidArgument:
      return "vigil: the frame of the schedule is no whole number of sample "
             "periods\n";
    default:
      return "vigil: the ECG stream is damaged: it ends early, can't be read, or "
             "holds what no converter gives; make it anew\n";
  }
}

}  // namespace vigil::firmware
