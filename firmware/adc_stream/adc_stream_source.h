// The converters of boards that have none: a SampleSource that reads the conversions
// from a file (platform/wfdb/adc_stream_format.h).
//
//   AdcStreamSource source;
//   Status status = source.Open(file, system);
//   while (source.state() == Status::kOk) runtime.RunFrame(now, source, sink);
//
// Time is the sample clock's: moment n was taken n periods after the start.
#ifndef VIGIL_FIRMWARE_ADC_STREAM_ADC_STREAM_SOURCE_H_
#define VIGIL_FIRMWARE_ADC_STREAM_ADC_STREAM_SOURCE_H_

#include <cstdint>

#include "platform/wfdb/adc_stream_format.h"
#include "safety_kernel/acquisition/sample_source.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/system_description.h"

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
  // Reads the header of `file`, which must outlive this object. Of `system` count the
  // frame and the channels that are from the source: the stream has these, in their
  // order, and no other.
  // kIncompatible: not an ADC stream, or of another version, frame, or other channels
  //   or periods. kDataLoss: the header is damaged, the file could not be read or has
  //   no frame.
  Status Open(StreamFile& file, const SystemDescription& system);

  // The conversions of the last frame. The channels of a frame are asked for one after
  // the other, in the order of the description.
  // kUnavailable: the channel has none in this frame, or the stream has ended.
  // kDataLoss: the file ended early, could not be read or holds what no converter
  // gives, or another channel was asked for; it stays so.
  Status Read(ChannelId channel, SampleBlock& block) override;

  // kOk while there is more; else what Open gave or what Read gives from now on.
  Status state() const { return state_; }

  // True when the stream says that it was made by a model.
  bool is_simulated() const { return is_simulated_; }

 private:
  struct Channel {
    ChannelId id = ChannelId::kNone;
    std::uint32_t period_us = 0;
    AdcChannelLayout layout;
    std::uint32_t sequence = 0;
    Timestamp next_sample;
  };

  Status Begin(const SystemDescription& system);
  Status CheckHeader(const std::uint8_t* header, const SystemDescription& system);
  Status TakeChannels(const std::uint8_t* table, const SystemDescription& system);
  Status ReadConversions(Channel& channel, SampleBlock& block);
  Status EndFrame();

  StreamFile* file_ = nullptr;
  Status state_ = Status::kUnavailable;
  bool replay_ = false;
  bool is_simulated_ = false;
  std::uint32_t frames_ = 0;  // in the file
  std::uint32_t frame_ = 0;   // next one of the file
  std::uint32_t channel_count_ = 0;
  std::uint32_t channel_ = 0;  // next one of the frame
  Channel channels_[kMaxAdcStreamChannels];
};

// For the board's console: why Open or Read gave `status`, and what to do.
const char* ExplainStreamError(Status status);

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_ADC_STREAM_ADC_STREAM_SOURCE_H_
