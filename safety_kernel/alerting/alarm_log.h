// The alarm log: every step of an alarm's life, with time, priority, value, limit and
// who acted, in memory that survives a loss of power. Nobody can erase it; when the
// memory is full, the oldest sector gives way.
//
//   AlarmLog log;
//   Status status = log.Open(store);       // after each start: finds what is there
//   if (log.damaged() > 0) runtime.NoteFault(AlarmId::kAlarmLogDamaged, ...);
//   status = log.Append(event);
//
// A record is written in one piece and carries a checksum: one that a loss of power
// cut off is found, skipped and counted, and all before it stay. Not safe for use
// from several threads.
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_ALARM_LOG_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_ALARM_LOG_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/alerting/log_store.h"
#include "safety_kernel/base/status.h"

namespace vigil {

// number u32, id u16, priority u8, transition u8, value i32, limit i32, since i64,
// time i64, event's sequence u32, unit u16, by u16, 4 bytes 0, CRC-32 of all before;
// little-endian.
inline constexpr std::uint32_t kLogRecordBytes = 48;

class AlarmLog {
 public:
  // Looks through the store, which must outlive this object. kInvalidArgument: it
  // has fewer than two sectors, or a sector holds no record. kDataLoss: the memory
  // failed.
  Status Open(LogStore& store);

  // A sector that fails is passed over. kFailedPrecondition: not open. kDataLoss: no
  // place was left that works, or the memory failed as it was written; the record
  // may be missing, and the next one goes elsewhere.
  Status Append(const AlarmEvent& event);

  // The record `age` numbers before the newest, 0 the newest itself.
  // kUnavailable: there are not so many, or it gave way to newer ones. kDataLoss: it
  // was damaged or can't be read; older ones may follow.
  Result<AlarmEvent> Read(std::uint32_t age) const;

  // Places that held neither a record nor nothing when the store was opened.
  std::uint32_t damaged() const { return damaged_; }
  // The number that the next record gets: so many were ever written.
  std::uint32_t next_number() const { return next_number_; }

 private:
  std::uint32_t records_a_sector() const;
  std::uint32_t places() const;
  std::uint32_t OffsetOf(std::uint32_t place) const;
  Status Look(std::uint32_t place);
  bool IsRoom(std::uint32_t place) const;
  Status FindRoom();

  LogStore* store_ = nullptr;
  std::uint32_t next_place_ = 0;   // where the next record goes
  std::uint32_t next_number_ = 0;
  std::uint32_t damaged_ = 0;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_ALARM_LOG_H_
