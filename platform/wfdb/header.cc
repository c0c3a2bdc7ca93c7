#include "platform/wfdb/header.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace vigil::wfdb {
namespace {

constexpr double kMaxFrequency = 1e6;  // Hz

// A line of the header with its place, for errors.
struct Line {
  std::string_view text;
  std::string_view origin;
  int number = 0;
};

absl::Status Invalid(const Line& line, std::string_view problem) {
  return absl::InvalidArgumentError(
      absl::StrCat(line.origin, ", line ", line.number, ": ", problem,
                   "; the line is \"",
                   absl::CHexEscape(line.text.substr(0, 120)), "\""));
}

// Takes the next word off the front of `rest`; empty when there is none.
std::string_view TakeWord(std::string_view& rest) {
  const std::size_t begin = rest.find_first_not_of(" \t");
  if (begin == std::string_view::npos) {
    rest = {};
    return {};
  }
  rest.remove_prefix(begin);
  const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

// Cuts `text` at the first `mark`: gives what stands before it and leaves what
// follows in `after`, which is empty when there is no mark.
std::string_view CutAt(char mark, std::string_view text,
                       std::string_view& after) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) {
    after = {};
    return text;
  }
  after = text.substr(at + 1);
  return text.substr(0, at);
}

template <typename Int>
bool ReadInt(std::string_view text, std::int64_t low, std::int64_t high,
             Int& value) {
  std::int64_t number = 0;
  if (!absl::SimpleAtoi(text,
                        &number) ||
      number < low || number > high) {
    return false;
  }
  value = static_cast<Int>(number);
  return true;
}

bool ReadDouble(std::string_view text, double& value) {
  double number = 0;
  if (!absl::SimpleAtod(text,
                        &number) ||
      !std::isfinite(number)) {
    return false;
  }
  value = number;
  return true;
}

// A name that stays in the header's own folder.
bool IsPlainName(std::string_view name) {
  if (name.empty() || name == "." || name == "..") return false;
  for (const char c : name) {
    if (c == '/' || c == '\\' || !absl::ascii_isprint(c)) return false;
  }
  return true;
}

absl::Status ParseFrequency(const Line& line, std::string_view word,
                            Header& header) {
  std::string_view counter;
  const std::string_view frequency = CutAt('/', word, counter);
  if (!ReadDouble(frequency, header.sampling_frequency) ||
      header.sampling_frequency <= 0 ||
      header.sampling_frequency > kMaxFrequency) {
    return Invalid(line, "the sampling frequency is no number in 0 < f <= 1e6");
  }
  if (counter.empty()) return absl::OkStatus();
  std::string_view base;
  const std::string_view counter_frequency = CutAt('(', counter, base);
  if (!ReadDouble(counter_frequency, header.counter_frequency) ||
      header.counter_frequency < 0) {
    return Invalid(line, "the counter frequency is no number >= 0");
  }
  if (base.empty()) return absl::OkStatus();
  if (base.back() != ')' ||
      !ReadDouble(base.substr(0, base.size() - 1), header.base_counter)) {
    return Invalid(line, "the base counter value is no number in brackets");
  }
  return absl::OkStatus();
}

absl::Status ParseRecordLine(const Line& line, Header& header,
                             int& signal_count) {
  std::string_view rest = line.text;
  const std::string_view name = TakeWord(rest);
  if (name.find('/') != std::string_view::npos) {
    return absl::UnimplementedError(absl::StrCat(
        line.origin,
        ": a record of several segments is not supported; give the header of "
        "one of its segments"));
  }
  if (!IsPlainName(name)) return Invalid(line, "the record name is missing");
  header.record_name = std::string(name);
  if (!ReadInt(TakeWord(rest), 0, kMaxSignals, signal_count)) {
    return Invalid(line, "the number of signals is no number in 0..256");
  }
  const std::string_view frequency = TakeWord(rest);
  if (frequency.empty()) return absl::OkStatus();
  if (absl::Status status = ParseFrequency(line, frequency, header);
      !status.ok()) {
    return status;
  }
  const std::string_view frames = TakeWord(rest);
  if (!frames.empty() &&
      !ReadInt(frames, 0, kMaxSamplesPerSignal, header.frame_count)) {
    return Invalid(line, "the number of samples is no number in 0..2^31");
  }
  header.base_time = std::string(TakeWord(rest));
  header.base_date = std::string(TakeWord(rest));
  if (!TakeWord(rest).empty()) {
    return Invalid(line, "there is more than a record line may hold");
  }
  return absl::OkStatus();
}

// FORMAT[xSAMPLES_PER_FRAME][:SKEW][+BYTE_OFFSET]
absl::Status ParseFormat(const Line& line, std::string_view word,
                         SignalSpec& signal) {
  std::string_view offset;
  std::string_view skew;
  std::string_view per_frame;
  const std::string_view before_offset = CutAt('+', word, offset);
  const std::string_view before_skew = CutAt(':', before_offset, skew);
  const std::string_view format = CutAt('x', before_skew, per_frame);
  if (!ReadInt(format, 0, 1000, signal.format)) {
    return Invalid(line, "the storage format is no number");
  }
  if (!per_frame.empty() &&
      !ReadInt(per_frame, 1, 1000, signal.samples_per_frame)) {
    return Invalid(line, "the samples per frame are no number in 1..1000");
  }
  if (!skew.empty() && !ReadInt(skew, 0, 1'000'000, signal.skew)) {
    return Invalid(line, "the skew is no number in 0..1000000");
  }
  if (!offset.empty() &&
      !ReadInt(offset, 0, std::int64_t{1} << 40, signal.byte_offset)) {
    return Invalid(line, "the byte offset is no number in 0..2^40");
  }
  return absl::OkStatus();
}

// GAIN[(BASELINE)][/UNITS]
absl::Status ParseGain(const Line& line, std::string_view word,
                       SignalSpec& signal, bool& has_baseline) {
  std::string_view units;
  std::string_view baseline;
  const std::string_view before_units = CutAt('/', word, units);
  const std::string_view gain = CutAt('(', before_units, baseline);
  double value = 0;
  if (!ReadDouble(gain, value)) {
    return Invalid(line, "the gain is no number");
  }
  if (value != 0) {  // 0 means: not calibrated
    signal.gain = value;
    signal.is_calibrated = true;
  }
  if (!baseline.empty()) {
    has_baseline = true;
    if (baseline.back() != ')' ||
        !ReadInt(baseline.substr(0, baseline.size() - 1), INT32_MIN, INT32_MAX,
                 signal.baseline)) {
      return Invalid(line, "the baseline is no number in brackets");
    }
  }
  if (!units.empty()) signal.units = std::string(units);
  return absl::OkStatus();
}

// The optional fields after the gain, in their order.
absl::Status ParseConverterFields(const Line& line, std::string_view& rest,
                                  SignalSpec& signal, bool& has_initial) {
  std::string_view word = TakeWord(rest);
  if (word.empty()) return absl::OkStatus();
  if (!ReadInt(word, 0, 32, signal.adc_resolution)) {
    return Invalid(line, "the ADC resolution is no number in 0..32");
  }
  if (signal.adc_resolution == 0) signal.adc_resolution = 12;
  word = TakeWord(rest);
  if (word.empty()) return absl::OkStatus();
  if (!ReadInt(word, INT32_MIN, INT32_MAX, signal.adc_zero)) {
    return Invalid(line, "the ADC zero is no 32-bit number");
  }
  word = TakeWord(rest);
  if (word.empty()) return absl::OkStatus();
  has_initial = true;
  if (!ReadInt(word, INT32_MIN, INT32_MAX, signal.initial_value)) {
    return Invalid(line, "the initial value is no 32-bit number");
  }
  word = TakeWord(rest);
  if (word.empty()) return absl::OkStatus();
  std::int32_t checksum = 0;
  // Some writers give the sum as an unsigned number.
  if (!ReadInt(word, INT16_MIN, UINT16_MAX, checksum)) {
    return Invalid(line, "the checksum is no 16-bit number");
  }
  signal.checksum = static_cast<std::int16_t>(checksum);
  word = TakeWord(rest);
  if (word.empty()) return absl::OkStatus();
  if (!ReadInt(word, 0, INT32_MAX, signal.block_size)) {
    return Invalid(line, "the block size is no number >= 0");
  }
  signal.description = std::string(absl::StripAsciiWhitespace(rest));
  return absl::OkStatus();
}

absl::StatusOr<SignalSpec> ParseSignalLine(const Line& line) {
  SignalSpec signal;
  std::string_view rest = line.text;
  const std::string_view file_name = TakeWord(rest);
  if (!IsPlainName(file_name)) {
    return Invalid(line,
                   "the signal file's name is missing or leaves the folder of "
                   "the header");
  }
  signal.file_name = std::string(file_name);
  if (absl::Status status = ParseFormat(line, TakeWord(rest), signal);
      !status.ok()) {
    return status;
  }
  bool has_baseline = false;
  bool has_initial = false;
  if (const std::string_view gain = TakeWord(rest); !gain.empty()) {
    if (absl::Status status = ParseGain(line, gain, signal, has_baseline);
        !status.ok()) {
      return status;
    }
  }
  if (absl::Status status =
          ParseConverterFields(line, rest, signal, has_initial);
      !status.ok()) {
    return status;
  }
  if (!has_baseline) signal.baseline = signal.adc_zero;
  if (!has_initial) signal.initial_value = signal.adc_zero;
  return signal;
}

}  // namespace

absl::StatusOr<Header> ParseHeader(std::string_view text,
                                   std::string_view origin) {
  Header header;
  Line line{{}, origin, 0};
  bool has_record_line = false;
  int signal_count = 0;
  while (!text.empty()) {
    std::string_view rest;
    line.text = CutAt('\n', text, rest);
    text = rest;
    ++line.number;
    if (!line.text.empty() && line.text.back() == '\r') {
      line.text.remove_suffix(1);
    }
    if (!line.text.empty() && line.text.front() == '#') {
      header.comments.emplace_back(line.text.substr(1));
    } else if (line.text.find_first_not_of(" \t") == std::string_view::npos) {
      continue;
    } else if (!has_record_line) {
      absl::Status status = ParseRecordLine(line, header, signal_count);
      if (!status.ok()) return status;
      has_record_line = true;
    } else if (static_cast<int>(header.signals.size()) < signal_count) {
      absl::StatusOr<SignalSpec> signal = ParseSignalLine(line);
      if (!signal.ok()) return signal.status();
      header.signals.push_back(*std::move(signal));
    } else {
      return Invalid(line, "there are more signal lines than the record line "
                           "announces");
    }
  }
  line.text = {};
  if (!has_record_line) return Invalid(line, "the record line is missing");
  if (static_cast<int>(header.signals.size()) != signal_count) {
    return Invalid(line, absl::StrCat("the record line announces ",
                                      signal_count, " signals, but ",
                                      header.signals.size(), " are described"));
  }
  return header;
}

std::string FormatHeader(const Header& header) {
  std::string text = absl::StrFormat("%s %d %.15g", header.record_name,
                                     header.signals.size(),
                                     header.sampling_frequency);
  if (header.counter_frequency > 0) {
    absl::StrAppendFormat(&text, "/%.15g(%.15g)", header.counter_frequency,
                          header.base_counter);
  }
  absl::StrAppend(&text, " ", header.frame_count);
  if (!header.base_time.empty()) absl::StrAppend(&text, " ", header.base_time);
  if (!header.base_time.empty() && !header.base_date.empty()) {
    absl::StrAppend(&text, " ", header.base_date);
  }
  absl::StrAppend(&text, "\n");
  for (const SignalSpec& signal : header.signals) {
    absl::StrAppendFormat(&text, "%s %d", signal.file_name, signal.format);
    if (signal.samples_per_frame != 1) {
      absl::StrAppend(&text, "x", signal.samples_per_frame);
    }
    if (signal.skew != 0) absl::StrAppend(&text, ":", signal.skew);
    if (signal.byte_offset != 0) absl::StrAppend(&text, "+", signal.byte_offset);
    absl::StrAppendFormat(&text, " %.15g(%d)/%s %d %d %d",
                          signal.is_calibrated ? signal.gain : 0.0,
                          signal.baseline, signal.units, signal.adc_resolution,
                          signal.adc_zero, signal.initial_value);
    // What follows can only be written after a checksum.
    if (signal.checksum.has_value()) {
      absl::StrAppendFormat(&text, " %d %d %s", *signal.checksum,
                            signal.block_size, signal.description);
    }
    absl::StrAppend(&text, "\n");
  }
  for (const std::string& comment : header.comments) {
    absl::StrAppend(&text, "#", comment, "\n");
  }
  return text;
}

}  // namespace vigil::wfdb
