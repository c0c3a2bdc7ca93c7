// Any text as the simulator's command line: what is accepted stands in the text, is
// complete, and means the same when it is written down again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "firmware/boards/mps2_an386/command_line.h"
#include "platform/device_codec/device_messages.h"

namespace vigil::firmware::mps2_an386 {
namespace {

void Require(bool condition) {
  if (!condition) __builtin_trap();
}

// The text, of exactly its length, so that a reader that goes on is noticed.
std::vector<char> Buffer(const std::string& text) {
  std::vector<char> buffer(text.c_str(), text.c_str() + text.size() + 1);
  return buffer;
}

std::string Written(const CommandLine& line) {
  std::string text = "vigil ";
  if (line.ends_in_safe_state) text += "--end-in-safe-state ";
  if (line.counts_instructions) text += "--count-instructions ";
  if (line.alarm_log[0] != '\0') text += std::string("--alarm-log=") + line.alarm_log + " ";
  return text + line.stream + " " + std::to_string(line.identity.session) + " " + line.identity.device_id;
}

bool LiesIn(const char* word, const std::vector<char>& buffer) {
  return word >= buffer.data() && word < buffer.data() + buffer.size();
}

// The last two words of the text, as they stand there.
void CheckIdentity(const Identity& identity, const std::string& text) {
  const std::size_t id_at = text.rfind(' ') + 1;
  Require(text.substr(id_at) == identity.device_id);
  const std::size_t session_at = text.rfind(' ', id_at - 2) + 1;
  const std::string session = text.substr(session_at, id_at - 1 - session_at);
  Require(!session.empty() && session.size() <= 10 && session.find_first_not_of("0123456789") == std::string::npos);
  Require(std::stoull(session) == identity.session);
}

void CheckWhole(const CommandLine& line, const std::vector<char>& buffer) {
  Require(LiesIn(line.stream, buffer) && line.stream[0] != '\0');
  Require(LiesIn(line.identity.device_id, buffer) && IsDeviceId(line.identity.device_id));
  const std::string log = line.alarm_log;
  Require(log.empty() || LiesIn(line.alarm_log, buffer));
  Require(log.find(' ') == std::string::npos);
}

void Run(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), std::min<std::size_t>(size, kMaxCommandLine - 1));
  text = text.c_str();  // up to the first zero
  std::vector<char> buffer = Buffer(text);
  const Result<CommandLine> line = ParseCommandLine(buffer.data());
  if (!line.ok()) return Require(line.status() == Status::kInvalidArgument);
  CheckWhole(line.value(), buffer);
  CheckIdentity(line.value().identity, text);
  const std::string written = Written(line.value());
  if (written.size() >= kMaxCommandLine) return;  // a shorter first word, as the simulator is called by
  std::vector<char> copy = Buffer(written);
  const Result<CommandLine> again = ParseCommandLine(copy.data());
  Require(again.ok() && Written(again.value()) == written);
  Require(std::string(again.value().stream) == line.value().stream);
}

}  // namespace
}  // namespace vigil::firmware::mps2_an386

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vigil::firmware::mps2_an386::Run(data, size);
  return 0;
}
