// WFDB header files (.hea): what a recording's signals are and where they lie.
//
//   absl::StatusOr<Header> header = ParseHeader(text, "100.hea");
//   if (!header.ok()) return header.status();
//   for (const SignalSpec& signal : header->signals) ...
//
// Source: WFDB Applications Guide, header(5). Defaults are those of that page.
// All functions are pure: no files, no shared state, any thread.
#ifndef VIGIL_PLATFORM_WFDB_HEADER_H_
#define VIGIL_PLATFORM_WFDB_HEADER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace vigil::wfdb {

// Bounds far above any real recording, so that a damaged header never makes a
// reader ask for absurd amounts of memory.
inline constexpr int kMaxSignals = 256;
inline constexpr std::int64_t kMaxSamplesPerSignal = std::int64_t{1} << 31;

// One signal line of a header.
struct SignalSpec {
  std::string file_name;
  int format = 16;              // storage format; signal.h decodes 16 and 212
  int samples_per_frame = 1;    // this signal's samples in one frame, 1..1000
  int skew = 0;                 // frames by which the signal is late
  std::int64_t byte_offset = 0;  // where samples begin in the file
  double gain = 200;            // ADC units for one physical unit, never 0
  bool is_calibrated = false;   // false: the header gave no gain
  std::int32_t baseline = 0;    // ADC value of 0 physical units
  std::string units = "mV";
  int adc_resolution = 12;      // bits
  std::int32_t adc_zero = 0;    // ADC value of the middle of the input range
  std::int32_t initial_value = 0;
  std::optional<std::int16_t> checksum;  // 16-bit sum of all samples
  std::int32_t block_size = 0;
  std::string description;
};

struct Header {
  std::string record_name;
  double sampling_frequency = 250;  // frames a second
  double counter_frequency = 0;     // 0: as the sampling frequency
  double base_counter = 0;
  std::int64_t frame_count = 0;     // 0: the header does not say
  std::string base_time;            // as written, empty when absent
  std::string base_date;
  std::vector<SignalSpec> signals;
  std::vector<std::string> comments;  // without their '#'
};

// The header that `text` holds; `origin` names it in errors.
// kInvalidArgument: a line breaks the format; the message has its number, what
// is wrong and what was expected. kUnimplemented: a record of several segments.
absl::StatusOr<Header> ParseHeader(std::string_view text,
                                   std::string_view origin);

// The text of `header`, which ParseHeader reads back to the same values.
std::string FormatHeader(const Header& header);

}  // namespace vigil::wfdb

#endif  // VIGIL_PLATFORM_WFDB_HEADER_H_
