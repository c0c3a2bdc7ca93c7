#include "safety_kernel/alerting/alarm_log.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

// Flash whose power goes after so many bytes were written or erased.
class Flash final : public LogStore {
 public:
  Flash(std::uint32_t sectors, std::uint32_t bytes)
      : sectors_(sectors), bytes_(bytes), memory_(sectors * bytes, 0xFF) {}

  std::uint32_t sector_count() const override { return sectors_; }
  std::uint32_t sector_bytes() const override { return bytes_; }

  Status Read(std::uint32_t offset, std::uint8_t* out, std::uint32_t bytes) override {
    if (broken) return Status::kDataLoss;
    EXPECT_LE(offset + bytes, memory_.size());
    std::copy_n(memory_.begin() + offset, bytes, out);
    return Status::kOk;
  }
  Status Write(std::uint32_t offset, const std::uint8_t* data,
               std::uint32_t bytes) override {
    if (broken || write_fails) return Status::kDataLoss;
    EXPECT_LE(offset + bytes, memory_.size());
    for (std::uint32_t n = 0; n < bytes; ++n) {
      if (!Spend()) return Status::kDataLoss;
      // Flash only clears bits: writing what is not erased shows as damage.
      EXPECT_EQ(memory_[offset + n], 0xFF);
      memory_[offset + n] = data[n];
    }
    return Status::kOk;
  }
  Status Erase(std::uint32_t sector) override {
    if (broken || sector == bad_sector) return Status::kDataLoss;
    for (std::uint32_t n = 0; n < bytes_; ++n) {
      if (!Spend()) return Status::kDataLoss;
      memory_[sector * bytes_ + n] = 0xFF;
    }
    return Status::kOk;
  }

  std::int64_t power = INT64_MAX;  // bytes until it goes
  bool broken = false;
  bool write_fails = false;
  std::uint32_t bad_sector = UINT32_MAX;  // it can't be erased
  std::vector<std::uint8_t>& memory() { return memory_; }

 private:
  bool Spend() { return power-- > 0; }

  std::uint32_t sectors_, bytes_;
  std::vector<std::uint8_t> memory_;
};

AlarmEvent Event(std::uint32_t n) {
  AlarmEvent event;
  event.condition.id = AlarmId::kHeartRateHigh;
  event.condition.priority = AlarmPriority::kMedium;
  event.condition.present = true;
  event.condition.unit = Unit::kPerMinute;
  event.condition.value = static_cast<std::int32_t>(1000 + n);
  event.condition.limit = -120;
  event.condition.since = Timestamp{-7};
  event.transition = AlarmTransition::kAcknowledged;
  event.sequence = n;
  event.time = Timestamp{n * 1'000'000'000'000};
  event.by = 99;
  return event;
}

void ExpectEvent(const Result<AlarmEvent>& read, std::uint32_t n) {
  ASSERT_EQ(read.status(), Status::kOk) << n;
  const AlarmEvent& event = read.value();
  EXPECT_EQ(event.condition.id, AlarmId::kHeartRateHigh);
  EXPECT_EQ(event.condition.priority, AlarmPriority::kMedium);
  EXPECT_TRUE(event.condition.present);
  EXPECT_EQ(event.condition.unit, Unit::kPerMinute);
  EXPECT_EQ(event.condition.value, static_cast<std::int32_t>(1000 + n));
  EXPECT_EQ(event.condition.limit, -120);
  EXPECT_EQ(event.condition.since, Timestamp{-7});
  EXPECT_EQ(event.transition, AlarmTransition::kAcknowledged);
  EXPECT_EQ(event.sequence, n);
  EXPECT_EQ(event.time, Timestamp{n * 1'000'000'000'000});
  EXPECT_EQ(event.by, 99);
}

// Three sectors of four records, and a rest that is too small for one.
constexpr std::uint32_t kSectors = 3, kRecords = 4;
constexpr std::uint32_t kBytes = kRecords * kLogRecordBytes + 10;

class AlarmLogTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(log_.Open(flash_), Status::kOk); }

  void Fill(std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t n = from; n < to; ++n) {
      ASSERT_EQ(log_.Append(Event(n)), Status::kOk) << n;
    }
  }

  Flash flash_{kSectors, kBytes};
  AlarmLog log_;
};

TEST_F(AlarmLogTest, AnEmptyOneHasNoRecords) {
  EXPECT_EQ(log_.Read(0).status(), Status::kUnavailable);
  EXPECT_EQ(log_.next_number(), 0u);
  EXPECT_EQ(log_.damaged(), 0u);
}

TEST_F(AlarmLogTest, ARecordKeepsEverything) {
  VIGIL_VERIFIES("REQ-LOG-001");
  Fill(5, 6);
  ExpectEvent(log_.Read(0), 5);
  EXPECT_EQ(log_.Read(1).status(), Status::kUnavailable);
}

TEST_F(AlarmLogTest, WhatEndedOrLatchedIsNotPresent) {
  for (const AlarmTransition transition :
       {AlarmTransition::kEnded, AlarmTransition::kLatched}) {
    AlarmEvent event = Event(0);
    event.transition = transition;
    ASSERT_EQ(log_.Append(event), Status::kOk);
    EXPECT_FALSE(log_.Read(0).value().condition.present);
  }
}

TEST_F(AlarmLogTest, TheOldestSectorGivesWay) {
  VIGIL_VERIFIES("REQ-LOG-004");
  for (std::uint32_t count = 1; count <= 40; ++count) {
    Fill(count - 1, count);
    // Two sectors are always whole.
    const std::uint32_t kept = std::min(count, (kSectors - 1) * kRecords);
    for (std::uint32_t age = 0; age < kept; ++age) {
      ExpectEvent(log_.Read(age), count - 1 - age);
    }
  }
  EXPECT_EQ(log_.Read(kSectors * kRecords).status(), Status::kUnavailable);
}

TEST_F(AlarmLogTest, AfterEachStartItGoesOnWhereItWas) {
  VIGIL_VERIFIES("REQ-LOG-001");
  for (std::uint32_t count = 0; count < 30; ++count) {
    AlarmLog again;
    ASSERT_EQ(again.Open(flash_), Status::kOk);
    EXPECT_EQ(again.next_number(), count);
    EXPECT_EQ(again.damaged(), 0u);
    ASSERT_EQ(again.Append(Event(count)), Status::kOk);
    const std::uint32_t kept = std::min(count + 1, (kSectors - 1) * kRecords);
    for (std::uint32_t age = 0; age < kept; ++age) {
      ExpectEvent(again.Read(age), count - age);
    }
  }
}

TEST_F(AlarmLogTest, OpenForgetsTheStoreBefore) {
  Fill(0, 7);
  flash_.memory()[9] ^= 4;
  ASSERT_EQ(log_.Open(flash_), Status::kOk);
  EXPECT_EQ(log_.damaged(), 1u);
  Flash empty(kSectors, kBytes);
  ASSERT_EQ(log_.Open(empty), Status::kOk);
  EXPECT_EQ(log_.damaged(), 0u);
  EXPECT_EQ(log_.next_number(), 0u);
  Fill(0, 3);
  EXPECT_EQ(empty.memory()[3 * kLogRecordBytes], 0xFF);
  EXPECT_NE(empty.memory()[0], 0xFF);
}

// The power goes at each byte that is written or erased in 30 records.
TEST_F(AlarmLogTest, NothingThatWasWrittenIsLostWhenThePowerGoes) {
  VIGIL_VERIFIES("REQ-LOG-002");
  for (std::int64_t power = 0; power < 2500; ++power) {
    Flash flash(kSectors, kBytes);
    AlarmLog before;
    ASSERT_EQ(before.Open(flash), Status::kOk);
    flash.power = power;
    std::uint32_t written = 0;
    while (written < 30 && before.Append(Event(written)) == Status::kOk) ++written;
    flash.power = INT64_MAX;

    AlarmLog after;
    ASSERT_EQ(after.Open(flash), Status::kOk);
    // Erasing may have begun: a sector less is whole.
    const std::uint32_t kept = std::min(written, (kSectors - 1) * kRecords);
    ASSERT_EQ(after.next_number(), written) << power;
    for (std::uint32_t age = 0; age < kept; ++age) {
      ExpectEvent(after.Read(age), written - 1 - age);
    }
    // And it goes on.
    for (std::uint32_t n = written; n < written + 15; ++n) {
      ASSERT_EQ(after.Append(Event(n)), Status::kOk) << power;
      ExpectEvent(after.Read(0), n);
    }
  }
}

TEST_F(AlarmLogTest, ARecordThatWasCutOffIsCountedAndSkipped) {
  VIGIL_VERIFIES("REQ-LOG-002");
  Fill(0, 1);
  flash_.power = 20;
  EXPECT_EQ(log_.Append(Event(1)), Status::kDataLoss);
  flash_.power = INT64_MAX;
  Fill(1, 2);  // goes elsewhere
  ExpectEvent(log_.Read(0), 1);
  ExpectEvent(log_.Read(1), 0);
  AlarmLog again;
  ASSERT_EQ(again.Open(flash_), Status::kOk);
  EXPECT_EQ(again.damaged(), 1u);
  EXPECT_EQ(again.next_number(), 2u);
}

TEST_F(AlarmLogTest, AFlippedBitIsFound) {
  VIGIL_VERIFIES("REQ-LOG-003");
  Fill(0, 3);
  flash_.memory()[kLogRecordBytes + 9] ^= 4;
  EXPECT_EQ(log_.Read(1).status(), Status::kDataLoss);
  ExpectEvent(log_.Read(0), 2);
  ExpectEvent(log_.Read(2), 0);
  AlarmLog again;
  ASSERT_EQ(again.Open(flash_), Status::kOk);
  EXPECT_EQ(again.damaged(), 1u);
}

TEST_F(AlarmLogTest, AStoreThatIsTooSmallIsRefused) {
  Flash one(1, kBytes), small(2, kLogRecordBytes - 1), least(2, kLogRecordBytes);
  EXPECT_EQ(log_.Open(one), Status::kInvalidArgument);
  EXPECT_EQ(log_.Append(Event(0)), Status::kFailedPrecondition);
  EXPECT_EQ(log_.Read(0).status(), Status::kUnavailable);
  EXPECT_EQ(log_.Open(small), Status::kInvalidArgument);
  ASSERT_EQ(log_.Open(least), Status::kOk);
  Fill(0, 5);
  ExpectEvent(log_.Read(0), 4);
  ExpectEvent(log_.Read(1), 3);
}

TEST_F(AlarmLogTest, AMemoryThatFailsIsTold) {
  VIGIL_VERIFIES("REQ-LOG-005");
  Fill(0, 2);
  flash_.broken = true;
  EXPECT_EQ(log_.Append(Event(2)), Status::kDataLoss);
  EXPECT_EQ(log_.Read(0).status(), Status::kDataLoss);
  EXPECT_EQ(log_.Open(flash_), Status::kDataLoss);
  EXPECT_EQ(log_.Append(Event(2)), Status::kFailedPrecondition);
  flash_.broken = false;
  ASSERT_EQ(log_.Open(flash_), Status::kOk);
  flash_.write_fails = true;
  EXPECT_EQ(log_.Append(Event(2)), Status::kDataLoss);
}

TEST(AlarmLog, ASectorThatFailsIsPassedOver) {
  VIGIL_VERIFIES("REQ-LOG-005");
  Flash flash(4, 2 * kLogRecordBytes);
  flash.bad_sector = 1;
  AlarmLog log;
  ASSERT_EQ(log.Open(flash), Status::kOk);
  for (std::uint32_t n = 0; n < 100; ++n) {
    ASSERT_EQ(log.Append(Event(n)), Status::kOk) << n;
  }
  // Three sectors of two are left; the one that is written next was just erased.
  for (std::uint32_t age = 0; age < 4; ++age) ExpectEvent(log.Read(age), 99 - age);
}

TEST(AlarmLog, ALogOfWhichNothingWorksIsTold) {
  VIGIL_VERIFIES("REQ-LOG-005");
  Flash flash(2, 2 * kLogRecordBytes);
  AlarmLog log;
  ASSERT_EQ(log.Open(flash), Status::kOk);
  flash.broken = true;
  EXPECT_EQ(log.Append(Event(0)), Status::kDataLoss);
}

}  // namespace
}  // namespace vigil
