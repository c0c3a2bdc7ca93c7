// Any bytes in the memory of the alarm log, as a loss of power, worn flash or another
// device leave them: what is recovered is what stands there, an event that is appended
// is the newest, also when the power goes while it is written, and nothing that is not
// erased is written over.
//
// The first bytes choose the memory's size, when the power goes, and which places get
// a checksum that fits. Numbers of such records stay below 2^24: a device that made an
// alarm each second would count for half a year.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "safety_kernel/alerting/alarm_log.h"
#include "safety_kernel/base/crc32.h"

namespace vigil {
namespace {

constexpr std::uint32_t kChecksumAt = kLogRecordBytes - 4;
constexpr std::uint32_t kNeverGoes = 0xFFFFFFFF;

void Require(bool condition) {
  if (!condition) __builtin_trap();
}

std::uint32_t LoadU32(const std::uint8_t* bytes) {
  std::uint32_t value = 0;
  for (int n = 3; n >= 0; --n) value = value << 8 | bytes[n];
  return value;
}

std::uint32_t ChecksumOf(const std::uint8_t* record) {
  Crc32 crc;
  crc.AddBytes(record, kChecksumAt);
  return crc.value();
}

bool IsSound(const std::uint8_t* record) { return LoadU32(record + kChecksumAt) == ChecksumOf(record); }

bool IsErased(const std::uint8_t* record) {
  return std::all_of(record, record + kLogRecordBytes, [](std::uint8_t byte) { return byte == 0xFF; });
}

// Gives a record a number that a device reaches, and a checksum.
void SealRecord(std::uint8_t* record) {
  record[3] = 0;
  const std::uint32_t checksum = ChecksumOf(record);
  for (std::uint32_t n = 0; n < 4; ++n) record[kChecksumAt + n] = static_cast<std::uint8_t>(checksum >> (8 * n));
}

class Flash final : public LogStore {
 public:
  Flash(std::uint32_t sectors, std::uint32_t bytes)
      : memory(std::size_t{sectors} * bytes, 0xFF), sectors_(sectors), bytes_(bytes) {}

  std::uint32_t sector_count() const override { return sectors_; }
  std::uint32_t sector_bytes() const override { return bytes_; }
  Status Read(std::uint32_t offset, std::uint8_t* out, std::uint32_t bytes) override {
    Require(offset <= memory.size() && bytes <= memory.size() - offset);
    std::memcpy(out, &memory[offset], bytes);
    return Status::kOk;
  }
  Status Write(std::uint32_t offset, const std::uint8_t* data, std::uint32_t bytes) override {
    Require(offset <= memory.size() && bytes <= memory.size() - offset);
    for (std::uint32_t n = 0; n < bytes; ++n) {
      if (power_goes_after == 0) return Status::kDataLoss;
      --power_goes_after;
      Require(memory[offset + n] == 0xFF);
      memory[offset + n] = data[n];
    }
    return Status::kOk;
  }
  Status Erase(std::uint32_t sector) override {
    Require(sector < sectors_);
    ++erased;
    std::fill_n(memory.begin() + static_cast<std::ptrdiff_t>(sector * bytes_), bytes_, std::uint8_t{0xFF});
    return Status::kOk;
  }

  std::uint32_t places() const { return bytes_ / kLogRecordBytes * sectors_; }
  std::uint8_t* At(std::uint32_t place) {
    const std::uint32_t a_sector = bytes_ / kLogRecordBytes;
    return &memory[place / a_sector * bytes_ + place % a_sector * kLogRecordBytes];
  }

  std::vector<std::uint8_t> memory;
  std::uint32_t power_goes_after = kNeverGoes;  // bytes that are still written
  std::uint32_t erased = 0;                     // sectors, so far

 private:
  std::uint32_t sectors_, bytes_;
};

// The bytes that an event is kept as, without number, padding and checksum.
std::vector<std::uint8_t> BytesOf(const AlarmEvent& event) {
  Flash flash(2, kLogRecordBytes);
  AlarmLog log;
  Require(log.Open(flash) == Status::kOk && log.Append(event) == Status::kOk);
  return {flash.At(0) + 4, flash.At(0) + 40};
}

bool IsKeptAs(const std::vector<std::uint8_t>& bytes, const std::uint8_t* record) {
  return std::equal(bytes.begin(), bytes.end(), record + 4);
}

// What `log` gives at `age`, by what stands in the memory.
void CheckRead(const AlarmLog& log, Flash& flash, std::uint32_t age) {
  const Result<AlarmEvent> got = log.Read(age);
  if (age >= log.next_number()) return Require(got.status() == Status::kUnavailable);
  const std::uint32_t wanted = log.next_number() - 1 - age;
  bool has_older = false;
  for (std::uint32_t place = 0; place < flash.places(); ++place) {
    const std::uint8_t* record = flash.At(place);
    if (!IsSound(record)) continue;
    if (LoadU32(record) == wanted) return Require(got.ok() && IsKeptAs(BytesOf(got.value()), record));
    has_older = has_older || LoadU32(record) < wanted;
  }
  Require(got.status() == (has_older ? Status::kDataLoss : Status::kUnavailable));
}

// All that a log finds at the start, by what stands in the memory.
AlarmLog OpenChecked(Flash& flash) {
  AlarmLog log;
  Require(log.Open(flash) == Status::kOk);
  std::uint32_t damaged = 0, next = 0;
  for (std::uint32_t place = 0; place < flash.places(); ++place) {
    const std::uint8_t* record = flash.At(place);
    if (IsSound(record)) next = std::max(next, LoadU32(record) + 1);
    if (!IsSound(record) && !IsErased(record)) ++damaged;
  }
  Require(log.damaged() == damaged && log.next_number() == next);
  for (std::uint32_t age = 0; age <= flash.places(); ++age) CheckRead(log, flash, age);
  return log;
}

// A record that was the newest is there when the next one is, or was cut off.
void CheckAppend(Flash& flash, const AlarmEvent& event, std::uint32_t power_goes_after) {
  AlarmLog log = OpenChecked(flash);
  const std::uint32_t number = log.next_number();
  const Result<AlarmEvent> newest = log.Read(0);
  flash.erased = 0;
  flash.power_goes_after = power_goes_after;
  const bool cut = power_goes_after < kLogRecordBytes;
  Require(log.Append(event) == (cut ? Status::kDataLoss : Status::kOk));
  Require(flash.erased <= 1);
  flash.power_goes_after = kNeverGoes;
  const AlarmLog again = OpenChecked(flash);
  // What was not written may be what erased memory holds anyway.
  const bool is_there = again.next_number() == number + 1;
  Require(is_there || (cut && again.next_number() == number));
  if (is_there) Require(BytesOf(again.Read(0).value()) == BytesOf(event));
  if (newest.ok()) Require(BytesOf(again.Read(is_there ? 1 : 0).value()) == BytesOf(newest.value()));
}

constexpr std::size_t kChoices = 4;

AlarmEvent EventFrom(const std::uint8_t* data) {
  AlarmEvent event;
  event.condition.id = static_cast<AlarmId>(data[0]);
  event.condition.value = data[1] - 128;
  event.transition = AlarmTransition::kEnded;
  event.sequence = data[3];
  event.by = data[2];
  return event;
}

void Run(const std::uint8_t* data, std::size_t size) {
  Flash flash(2 + data[0] % 3, kLogRecordBytes + data[1] % 100);
  std::copy_n(data + kChoices, std::min(size - kChoices, flash.memory.size()), flash.memory.begin());
  for (std::uint32_t place = 0; place < flash.places() && place < 8; ++place) {
    if ((data[3] >> place & 1) != 0) SealRecord(flash.At(place));
  }
  const AlarmEvent event = EventFrom(data);
  CheckAppend(flash, event, data[2]);
  CheckAppend(flash, event, kNeverGoes);
}

}  // namespace
}  // namespace vigil

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size >= vigil::kChoices) vigil::Run(data, size);
  return 0;
}
