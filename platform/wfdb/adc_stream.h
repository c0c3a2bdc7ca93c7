// Turns a recording into what the device's converters would have given, so that the
// device can be fed with it.
//
//   absl::StatusOr<std::vector<Conversion>> ecg = ToConversions(record, 0);
//   AdcStream stream = EcgStream(*ecg);
//   stream.replay = true;
//   WriteFile("100.adc", *EncodeAdcStream(stream));
//
// All functions are pure.
#ifndef VIGIL_PLATFORM_WFDB_ADC_STREAM_H_
#define VIGIL_PLATFORM_WFDB_ADC_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream_format.h"
#include "platform/wfdb/record.h"

namespace vigil::wfdb {

// One conversion of a converter of the device.
struct Conversion {
  std::int32_t counts = 0;   // kAdcMin..kAdcMaxCount; of the ECG kAdcNanovoltPerCount each
  std::uint32_t status = 0;  // AdcStatusFlag bits
  friend bool operator==(const Conversion&, const Conversion&) = default;
};

// Signal `index` of `record` at 250 Hz. Where the recording has no sample, and
// one input sample to each side of it, the lead is off; the filter sees the last
// sample before. kOutOfRange: no such signal. kInvalidArgument: a unit other than
// V, mV, uV, or a sampling frequency that Resample refuses. A signal without
// calibration is taken at the standard's default, 200 counts a millivolt.
absl::StatusOr<std::vector<Conversion>> ToConversions(const Record& record,
                                                      std::size_t index);

// The conversions of one channel, one moment after the other.
struct AdcChannel {
  ChannelId channel = ChannelId::kNone;
  std::uint32_t period_us = 0;
  std::vector<Conversion> conversions;
  friend bool operator==(const AdcChannel&, const AdcChannel&) = default;
};

struct AdcStream {
  bool replay = false;
  bool is_simulated = false;  // no patient is behind it
  std::uint32_t frame_us = kAdcStreamFrameUs;
  std::vector<AdcChannel> channels;
  friend bool operator==(const AdcStream&, const AdcStream&) = default;
};

// A stream with the ECG alone.
AdcStream EcgStream(std::vector<Conversion> conversions);

// The bytes of the stream's file, as adc_stream_format.h lays them out. Has as many
// frames as each channel fills; what is over at an end is left out.
// kInvalidArgument: no channel or too many, a period that does not fit the frame, a
// channel that does not fill one frame, or counts or status that no converter gives.
absl::StatusOr<std::string> EncodeAdcStream(const AdcStream& stream);

// The reverse. kInvalidArgument: no stream, another version, or a header that does not
// fit together. kDataLoss: the header's checksum differs, the length is wrong, or there
// are counts or a status that no converter gives.
absl::StatusOr<AdcStream> DecodeAdcStream(std::string_view bytes);

}  // namespace vigil::wfdb

#endif  // VIGIL_PLATFORM_WFDB_ADC_STREAM_H_
