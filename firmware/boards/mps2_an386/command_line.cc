#include "firmware/boards/mps2_an386/command_line.h"

#include "platform/device_codec/device_messages.h"

namespace vigil::firmware::mps2_an386 {
namespace {

constexpr char kCountInstructions[] = "--count-instructions ";
constexpr char kAlarmLog[] = "--alarm-log=";
constexpr char kEndInSafeState[] = "--end-in-safe-state ";

std::uint32_t LengthOf(const char* text) {
  std::uint32_t length = 0;
  for (std::uint32_t n = 0; n < kMaxCommandLine && text[n] != '\0'; ++n) length = n + 1;
  return length;
}

// Cuts the last word off `text` and gives where it begins; null when `text` is
// one word only.
char* CutLastWord(char* text) {
  for (std::uint32_t n = LengthOf(text); n > 0; --n) {
    if (text[n - 1] != ' ') continue;
    text[n - 1] = '\0';
    return text + n;
  }
  return nullptr;
}

// What follows the first word; null when `text` is one word only.
char* AfterFirstWord(char* text) {
  const std::uint32_t length = LengthOf(text);
  for (std::uint32_t n = 0; n < length; ++n) {
    if (text[n] == ' ') return text + n + 1;
  }
  return nullptr;
}

bool BeginsWith(const char* text, const char* prefix) {
  const std::uint32_t length = LengthOf(prefix);
  for (std::uint32_t n = 0; n < length; ++n) {
    if (text[n] != prefix[n]) return false;
  }
  return true;
}

// Cuts the first word off `text` and gives what follows; null when it is one word.
char* CutFirstWord(char* text) {
  char* const rest = AfterFirstWord(text);
  if (rest != nullptr) rest[-1] = '\0';
  return rest;
}

Result<std::uint32_t> ParseNumber(const char* digits) {
  constexpr std::uint32_t kMaxDigits = 10;
  constexpr std::uint64_t kMaxNumber = 0xFFFFFFFF;
  const std::uint32_t length = LengthOf(digits);
  if (length == 0 || length > kMaxDigits) return Status::kInvalidArgument;
  std::uint64_t number = 0;
  for (std::uint32_t n = 0; n < length; ++n) {
    if (digits[n] < '0' || digits[n] > '9') return Status::kInvalidArgument;
    number = number * 10 + static_cast<std::uint32_t>(digits[n] - '0');
  }
  if (number > kMaxNumber) return Status::kInvalidArgument;
  return static_cast<std::uint32_t>(number);
}

}  // namespace

Result<CommandLine> ParseCommandLine(char* text) {
  CommandLine result;
  char* rest = AfterFirstWord(text);
  if (rest == nullptr) return Status::kInvalidArgument;
  result.ends_in_safe_state = BeginsWith(rest, kEndInSafeState);
  if (result.ends_in_safe_state) rest = AfterFirstWord(rest);
  result.counts_instructions = BeginsWith(rest, kCountInstructions);
  if (result.counts_instructions) rest = AfterFirstWord(rest);
  if (BeginsWith(rest, kAlarmLog)) {
    result.alarm_log = rest + LengthOf(kAlarmLog);
    rest = CutFirstWord(rest);
    if (rest == nullptr || result.alarm_log[0] == '\0') {
      return Status::kInvalidArgument;
    }
  }
  const char* device_id = CutLastWord(rest);
  const char* session = device_id == nullptr ? nullptr : CutLastWord(rest);
  if (session == nullptr || rest[0] == '\0' || !IsDeviceId(device_id)) {
    return Status::kInvalidArgument;
  }
  const Result<std::uint32_t> number = ParseNumber(session);
  if (!number.ok()) return number.status();
  result.stream = rest;
  result.identity = {device_id, number.value()};
  return result;
}

}  // namespace vigil::firmware::mps2_an386
