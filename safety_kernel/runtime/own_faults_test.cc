#include "safety_kernel/runtime/own_faults.h"

#include <cstdint>
#include <set>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr Timestamp kNoon{1'000'000'000};

// The place of `id`, found through what a user sees.
std::uint32_t PlaceOf(const OwnFaults& faults, AlarmId id) {
  for (std::uint32_t n = 0; n < OwnFaults::kCount; ++n) {
    if (faults.IsKnown(n) && faults.At(n, kNoon).id == id) return n;
  }
  return OwnFaults::kCount;
}

TEST(OwnFaults, NothingIsKnownAtFirst) {
  OwnFaults faults;
  faults.Start();
  for (std::uint32_t n = 0; n < OwnFaults::kCount; ++n) {
    EXPECT_FALSE(faults.IsKnown(n));
  }
}

TEST(OwnFaults, EachKindHasItsOwnPlaceAndPriority) {
  VIGIL_VERIFIES("REQ-RUN-026");
  const struct {
    AlarmId id;
    AlarmPriority priority;
  } kinds[] = {
      {AlarmId::kScheduleOverrun, AlarmPriority::kMedium},
      {AlarmId::kClockFault, AlarmPriority::kMedium},
      {AlarmId::kKernelStateDamaged, AlarmPriority::kHigh},
      {AlarmId::kSelfTestFailed, AlarmPriority::kHigh},
      {AlarmId::kAlarmLogDamaged, AlarmPriority::kLow},
      {AlarmId::kInterruptStorm, AlarmPriority::kMedium},
  };
  OwnFaults faults;
  faults.Start();
  std::set<std::uint32_t> places;
  std::int32_t value = 40;
  for (const auto& kind : kinds) {
    EXPECT_TRUE(OwnFaults::IsKind(kind.id));
    ASSERT_EQ(faults.Note(kind.id, ++value, kNoon), Status::kOk);
    const std::uint32_t place = PlaceOf(faults, kind.id);
    ASSERT_LT(place, OwnFaults::kCount);
    places.insert(place);
    EXPECT_EQ(faults.At(place, kNoon).priority, kind.priority);
    EXPECT_EQ(faults.At(place, kNoon).value, value);
    EXPECT_TRUE(faults.At(place, kNoon).present);
  }
  EXPECT_EQ(places.size(), OwnFaults::kCount);
}

TEST(OwnFaults, WhatIsNoneOfThemIsRefused) {
  OwnFaults faults;
  faults.Start();
  for (const AlarmId id : {AlarmId::kNone, AlarmId::kHeartRateLow,
                           AlarmId::kPluginFailed, AlarmId::kSafeState}) {
    EXPECT_FALSE(OwnFaults::IsKind(id));
    EXPECT_EQ(faults.Note(id, 0, kNoon), Status::kInvalidArgument);
  }
  EXPECT_EQ(PlaceOf(faults, AlarmId::kNone), OwnFaults::kCount);
}

TEST(OwnFaults, AFaultIsToldForTenSecondsAfterItsLastTime) {
  VIGIL_VERIFIES("REQ-RUN-026");
  OwnFaults faults;
  faults.Start();
  ASSERT_EQ(faults.Note(AlarmId::kClockFault, 0, kNoon), Status::kOk);
  ASSERT_EQ(faults.Note(AlarmId::kClockFault, 0, kNoon + kFaultTold),
            Status::kOk);
  const std::uint32_t place = PlaceOf(faults, AlarmId::kClockFault);
  const Timestamp end = kNoon + kFaultTold * 2;
  EXPECT_TRUE(faults.At(place, end).present);
  EXPECT_EQ(faults.At(place, end).since, kNoon);
  EXPECT_FALSE(faults.At(place, end + Microseconds(1)).present);
}

TEST(OwnFaults, AFaultAfterAQuietTimeIsANewOne) {
  VIGIL_VERIFIES("REQ-RUN-026");
  OwnFaults faults;
  faults.Start();
  ASSERT_EQ(faults.Note(AlarmId::kClockFault, 0, kNoon), Status::kOk);
  const Timestamp later = kNoon + kFaultTold + Microseconds(1);
  ASSERT_EQ(faults.Note(AlarmId::kClockFault, 0, later), Status::kOk);
  EXPECT_EQ(faults.At(PlaceOf(faults, AlarmId::kClockFault), later).since,
            later);
}

TEST(OwnFaults, StartForgets) {
  OwnFaults faults;
  ASSERT_EQ(faults.Note(AlarmId::kClockFault, 0, kNoon), Status::kOk);
  faults.Start();
  EXPECT_EQ(PlaceOf(faults, AlarmId::kClockFault), OwnFaults::kCount);
}

TEST(OwnFaults, OnlyASelfTestThatFailedLasts) {
  for (const AlarmId id :
       {AlarmId::kScheduleOverrun, AlarmId::kClockFault, AlarmId::kKernelStateDamaged,
        AlarmId::kSelfTestFailed, AlarmId::kAlarmLogDamaged, AlarmId::kInterruptStorm}) {
    OwnFaults faults;
    faults.Start();
    ASSERT_EQ(faults.Note(id, 0, kNoon), Status::kOk);
    const AlarmCondition later = faults.At(PlaceOf(faults, id), kNoon + Seconds(1000));
    EXPECT_EQ(later.present, id == AlarmId::kSelfTestFailed) << static_cast<int>(id);
  }
}

}  // namespace
}  // namespace vigil
