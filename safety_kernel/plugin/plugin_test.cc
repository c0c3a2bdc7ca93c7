#include <cstdint>

#include "gtest/gtest.h"
#include "safety_kernel/plugin/partition.h"
#include "safety_kernel/plugin/plugin.h"
#include "test/verifies.h"

namespace vigil {
namespace {

struct Recorder {
  Status Init(const Settings& settings) {
    limit = SettingOr(settings, SettingId::kHeartRateLowLimit, -1);
    return Status::kUnavailable;
  }
  Status Process(const Inbox& in, Outbox& out) {
    now = in.now;
    return out.observations.Add(Observation());
  }
  std::int32_t limit = 0;
  Timestamp now;
};

TEST(Settings, WhatIsNotSetHasItsFallback) {
  VIGIL_VERIFIES("REQ-PLG-003");
  Settings settings;
  EXPECT_EQ(SettingOr(settings, SettingId::kHeartRateLowLimit, 50), 50);
  ASSERT_EQ(settings.Add({SettingId::kHeartRateHighLimit, 120}), Status::kOk);
  EXPECT_EQ(SettingOr(settings, SettingId::kHeartRateLowLimit, 50), 50);
  ASSERT_EQ(settings.Add({SettingId::kHeartRateLowLimit, 45}), Status::kOk);
  EXPECT_EQ(SettingOr(settings, SettingId::kHeartRateLowLimit, 50), 45);
}

TEST(Partition, ItsSizeIsARegionOfAProtectionUnitAndItLiesAtItsSize) {
  VIGIL_VERIFIES("REQ-PLG-002");
  for (const auto& [content, region] :
       {std::pair{0u, 32u}, {32u, 32u}, {33u, 64u}, {4096u, 4096u},
        {4097u, 8192u}, {0xFFFFFFFFu, 0x80000000u}}) {
    EXPECT_EQ(internal::RegionBytes(content), region) << content;
  }
  static Partition<Recorder, 512> partition;
  EXPECT_EQ(sizeof partition & (sizeof partition - 1), 0u);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(&partition) % sizeof partition, 0u);
}

TEST(Partition, AnEntryReachesThePluginThroughItsMailbox) {
  VIGIL_VERIFIES("REQ-PLG-001");
  static Partition<Recorder, 64> partition;
  static constexpr PluginManifest kManifest = {.name = "recorder"};
  const PluginEntry entry = EntryOf(partition, kManifest);
  EXPECT_EQ(entry.manifest, &kManifest);
  EXPECT_EQ(entry.partition, &partition);
  EXPECT_EQ(entry.partition_bytes, sizeof partition);
  EXPECT_EQ(entry.stack_bytes, 64u);
  EXPECT_EQ(entry.object_bytes, sizeof(Recorder));
  ASSERT_EQ(partition.mailbox.settings.Add({SettingId::kHeartRateLowLimit, 7}),
            Status::kOk);
  partition.mailbox.inbox.now = Timestamp{42};
  EXPECT_EQ(entry.init(entry.object, *entry.mailbox), Status::kUnavailable);
  EXPECT_EQ(partition.object.limit, 7);
  EXPECT_EQ(entry.process(entry.object, *entry.mailbox), Status::kOk);
  EXPECT_EQ(partition.object.now, Timestamp{42});
  EXPECT_EQ(partition.mailbox.outbox.observations.size(), 1u);
}

}  // namespace
}  // namespace vigil
