// Any text as a file of records: what cannot be read is told with a line that the text
// has, and of what can be read each record is found by its id, says the same when it is
// written and read again, and can be checked.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "google/protobuf/text_format.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/content_digest.h"

namespace vigil::lifecycle {
namespace {

void Require(bool condition) {
  if (!condition) __builtin_trap();
}

void CheckSameWhenWritten(const Record& record) {
  std::string text;
  Require(google::protobuf::TextFormat::PrintToString(*record.message, &text));
  google::protobuf::Message* again = record.message->New();
  Require(google::protobuf::TextFormat::ParseFromString(text, again));
  Require(ContentDigest(*again) == record.digest);
  delete again;
}

void Read(const std::string& text) {
  Records records;
  Findings findings;
  records.Read("a", text, findings);
  records.Read("b", text, findings);
  records.Connect();
  const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
  for (const Finding& finding : findings) {
    Require(finding.line >= 0 && finding.line <= lines + 1);
    Require(finding.rule == "unreadable" || finding.rule == "id-twice");
  }
  for (const Record& record : records.all()) {
    Require(records.Find(record.id) == &record);
    Require(record.line >= 1 && record.line <= lines);
    CheckSameWhenWritten(record);
  }
  const Profile profile;
  Check({.records = records, .profile = profile, .ids = {}, .locked = {}, .sources = {}, .evidence = {}},
        findings);
  for (const Finding& finding : findings) Require(!TextOf(finding).empty());
}

}  // namespace
}  // namespace vigil::lifecycle

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vigil::lifecycle::Read(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
