#include "safety_kernel/alerting/alarm_log.h"

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/alerting/log_store.h"
#include "safety_kernel/base/crc32.h"
#include "safety_kernel/base/status.h"

namespace vigil {
namespace {

constexpr std::uint32_t kChecksumAt = kLogRecordBytes - 4;
constexpr std::uint8_t kErased = 0xFF;

struct Record {
  std::uint8_t bytes[kLogRecordBytes] = {};
};

void Put(std::uint64_t value, std::uint32_t at, std::uint32_t bytes, Record& record) {
  for (std::uint32_t n = 0; n < bytes; ++n) {
    record.bytes[at + n] = static_cast<std::uint8_t>(value >> (8 * n));
  }
}

std::uint64_t Get(std::uint32_t at, std::uint32_t bytes, const Record& record) {
  std::uint64_t value = 0;
  for (std::uint32_t n = 0; n < bytes; ++n) {
    value |= static_cast<std::uint64_t>(record.bytes[at + n]) << (8 * n);
  }
  return value;
}

std::uint32_t ChecksumOf(const Record& record) {
  Crc32 crc;
  crc.AddBytes(record.bytes, kChecksumAt);
  return crc.value();
}

Record RecordOf(std::uint32_t number, const AlarmEvent& event) {
  const AlarmCondition& condition = event.condition;
  Record record;
  Put(number, 0, 4, record);
  Put(static_cast<std::uint16_t>(condition.id), 4, 2, record);
  Put(static_cast<std::uint8_t>(condition.priority), 6, 1, record);
  Put(static_cast<std::uint8_t>(event.transition), 7, 1, record);
  Put(static_cast<std::uint32_t>(condition.value), 8, 4, record);
  Put(static_cast<std::uint32_t>(condition.limit), 12, 4, record);
  Put(static_cast<std::uint64_t>(condition.since.us), 16, 8, record);
  Put(static_cast<std::uint64_t>(event.time.us), 24, 8, record);
  Put(event.sequence, 32, 4, record);
  Put(static_cast<std::uint16_t>(condition.unit), 36, 2, record);
  Put(event.by, 38, 2, record);
  Put(ChecksumOf(record), kChecksumAt, 4, record);
  return record;
}

AlarmEvent EventOf(const Record& record) {
  AlarmEvent event;
  AlarmCondition& condition = event.condition;
  condition.id = static_cast<AlarmId>(Get(4, 2, record));
  condition.priority = static_cast<AlarmPriority>(Get(6, 1, record));
  event.transition = static_cast<AlarmTransition>(Get(7, 1, record));
  condition.present = event.transition != AlarmTransition::kEnded &&
                      event.transition != AlarmTransition::kLatched;
  condition.value = static_cast<std::int32_t>(Get(8, 4, record));
  condition.limit = static_cast<std::int32_t>(Get(12, 4, record));
  condition.since.us = static_cast<std::int64_t>(Get(16, 8, record));
  event.time.us = static_cast<std::int64_t>(Get(24, 8, record));
  event.sequence = static_cast<std::uint32_t>(Get(32, 4, record));
  condition.unit = static_cast<Unit>(Get(36, 2, record));
  event.by = static_cast<OperatorId>(Get(38, 2, record));
  return event;
}

bool IsSound(const Record& record) {
  return Get(kChecksumAt, 4, record) == ChecksumOf(record);
}

bool IsErased(const Record& record) {
  for (const std::uint8_t byte : record.bytes) {
    if (byte != kErased) return false;
  }
  return true;
}

}  // namespace

std::uint32_t AlarmLog::records_a_sector() const {
  return store_->sector_bytes() / kLogRecordBytes;
}

std::uint32_t AlarmLog::places() const {
  return records_a_sector() * store_->sector_count();
}

std::uint32_t AlarmLog::OffsetOf(std::uint32_t place) const {
  const std::uint32_t sector = place / records_a_sector();
  return sector * store_->sector_bytes() +
         place % records_a_sector() * kLogRecordBytes;
}

Status AlarmLog::Open(LogStore& store) {
  store_ = nullptr;
  if (store.sector_count() < 2) return Status::kInvalidArgument;
  if (store.sector_bytes() < kLogRecordBytes) return Status::kInvalidArgument;
  store_ = &store;
  next_place_ = 0;
  next_number_ = 0;
  damaged_ = 0;
  Status status = Status::kOk;
  for (std::uint32_t place = 0; place < places(); ++place) {
    if (status == Status::kOk) status = Look(place);
  }
  if (status != Status::kOk) store_ = nullptr;
  return status;
}

// Takes a record into account; the highest number is the newest.
Status AlarmLog::Look(std::uint32_t place) {
  Record record;
  const Status status =
      store_->Read(OffsetOf(place), record.bytes, kLogRecordBytes);
  if (status != Status::kOk) return status;
  if (IsErased(record)) return Status::kOk;
  if (!IsSound(record)) {
    ++damaged_;
    return Status::kOk;
  }
  const auto number = static_cast<std::uint32_t>(Get(0, 4, record));
  if (number >= next_number_) {
    next_number_ = number + 1;
    next_place_ = (place + 1) % places();
  }
  return Status::kOk;
}

// The first place of a sector is erased, which gives up the oldest records.
bool AlarmLog::IsRoom(std::uint32_t place) const {
  if (place % records_a_sector() == 0) {
    return store_->Erase(place / records_a_sector()) == Status::kOk;
  }
  Record record;
  const Status status = store_->Read(OffsetOf(place), record.bytes, kLogRecordBytes);
  return status == Status::kOk && IsErased(record);
}

// Goes on to a place that is erased; what is not, or fails, is left behind, a sector
// that cannot be erased as a whole.
Status AlarmLog::FindRoom() {
  for (std::uint32_t tried = 0; tried < places(); ++tried) {
    if (IsRoom(next_place_)) return Status::kOk;
    const bool sector = next_place_ % records_a_sector() == 0;
    next_place_ = (next_place_ + (sector ? records_a_sector() : 1)) % places();
  }
  return Status::kDataLoss;
}

Status AlarmLog::Append(const AlarmEvent& event) {
  if (store_ == nullptr) return Status::kFailedPrecondition;
  Status status = FindRoom();
  if (status != Status::kOk) return status;
  const Record record = RecordOf(next_number_, event);
  const std::uint32_t place = next_place_;
  next_place_ = (place + 1) % places();
  status = store_->Write(OffsetOf(place), record.bytes, kLogRecordBytes);
  if (status != Status::kOk) return status;
  ++next_number_;
  return Status::kOk;
}

Result<AlarmEvent> AlarmLog::Read(std::uint32_t age) const {
  if (store_ == nullptr || age >= next_number_) return Status::kUnavailable;
  const std::uint32_t wanted = next_number_ - 1 - age;
  bool has_older = false;
  // Skipped places may lie between records, so its place is not known.
  for (std::uint32_t place = 0; place < places(); ++place) {
    Record record;
    const Status status =
        store_->Read(OffsetOf(place), record.bytes, kLogRecordBytes);
    if (status != Status::kOk) return status;
    if (!IsSound(record)) continue;
    const std::uint64_t number = Get(0, 4, record);
    if (number == wanted) return EventOf(record);
    if (number < wanted) has_older = true;
  }
  // Where older ones are still there, it has not given way but was lost.
  return has_older ? Status::kDataLoss : Status::kUnavailable;
}

}  // namespace vigil
