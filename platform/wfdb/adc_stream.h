// Turns a recording into what the device's ECG converter would have given, so
// that the device can be fed with it.
//
//   absl::StatusOr<std::vector<Conversion>> stream = ToConversions(record, 0);
//   WriteFile("100.adc", EncodeAdcStream(*stream, /*replay=*/true));
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

// One conversion of the device's ADC.
struct Conversion {
  std::int32_t counts = 0;   // kAdcNanovoltPerCount each, kAdcMin..kAdcMaxCount
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

// The bytes of the stream's file, as adc_stream_format.h lays them out.
std::string EncodeAdcStream(const std::vector<Conversion>& conversions,
                            bool replay);

struct AdcStream {
  std::vector<Conversion> conversions;
  bool replay = false;
};

// The reverse. kInvalidArgument: no stream, another version or period.
// kDataLoss: the header's checksum differs, or the length is wrong.
absl::StatusOr<AdcStream> DecodeAdcStream(std::string_view bytes);

}  // namespace vigil::wfdb

#endif  // VIGIL_PLATFORM_WFDB_ADC_STREAM_H_
