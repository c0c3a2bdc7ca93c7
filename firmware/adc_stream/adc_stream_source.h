// The ECG converter of boards that have none: a SampleSource that reads the
// conversions from a file (platform/wfdb/adc_stream_format.h).
//
//   AdcStreamSource source;
//   Status status = source.Open(file, Milliseconds(100));
//   while (source.state() == Status::kOk) runtime.RunFrame(now, source, sink);
//
// Time is the sample clock's: conversion n was taken n periods after the start.
#ifndef VIGIL_FIRMWARE_ADC_STREAM_ADC_STREAM_SOURCE_H_
#define VIGIL_FIRMWARE_ADC_STREAM_ADC_STREAM_SOURCE_H_

#include <cstdint>

#include "platform/wfdb/adc_stream_format.h"
#include "safety_kernel/acquisition/sample_source.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil::firmware {

// The file as the board offers it.
class StreamFile {
 public:
  // Reads `length` bytes and gives how many came; fewer only at the end.
  // kDataLoss: reading failed.
  virtual Result<std::uint32_t> Read(std::uint8_t* out,
                                     std::uint32_t length) = 0;
  // Goes on at `offset` from the begin. kDataLoss: the board can't.
  virtual Status Seek(std::uint32_t offset) = 0;

 protected:
  ~StreamFile() = default;  // never deleted through the interface
};

class AdcStreamSource final : public SampleSource {
 public:
  // Reads the header of `file`, which must outlive this object. `frame` is the
  // time between two calls of Read: 1 to kMaxSamplesPerBlock sample periods.
  // kIncompatible: not an ADC stream, or of another version or sample period.
  // kDataLoss: the header is damaged, or the file could not be read or is empty.
  // kInvalidArgument: `frame` is no whole number of sample periods, or too long.
  Status Open(StreamFile& file, Duration frame);

  // The conversions of the last frame; the last block of a stream may be short.
  // kUnavailable: the stream has ended. kDataLoss: the file ended early, could
  // not be read or holds what no converter gives; it stays so.
  Status Read(SampleBlock& block) override;

  // kOk while there is more; else what Open gave or what Read gives from now on.
  Status state() const { return state_; }

 private:
  Status Begin(Duration frame);
  Status CheckHeader(const std::uint8_t* header);
  bool AtEnd() const { return position_ == conversions_ && !replay_; }
  Status ReadConversions(SampleBlock& block);

  StreamFile* file_ = nullptr;
  Status state_ = Status::kUnavailable;
  bool replay_ = false;
  std::uint32_t conversions_ = 0;         // in the file
  std::uint32_t position_ = 0;            // next conversion of the file
  std::uint32_t conversions_a_block_ = 0;
  std::uint32_t sequence_ = 0;
  Timestamp next_sample_;
};

// For the board's console: why Open or Read gave `status`, and what to do.
const char* ExplainStreamError(Status status);

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_ADC_STREAM_ADC_STREAM_SOURCE_H_
