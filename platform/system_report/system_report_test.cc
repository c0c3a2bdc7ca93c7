#include "platform/system_report/system_report.h"

#include <string>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

class SystemReportTest : public testing::Test {
 protected:
  SystemReportTest() {
    manifest_ = {.name = "passer",
                 .kind = PluginKind::kAcquisition,
                 .safety_class = SafetyClass::kC,
                 .interface_version = kKernelInterfaceVersion,
                 .period_us = 100'000,
                 .budget_instructions = 300,
                 .state_bytes = 4,
                 .stack_bytes = 64,
                 .channels_in = {ChannelId::kEcgAdc},
                 .channels_out = {ChannelId::kEcg}};
    entry_ = {.manifest = &manifest_,
              .mailbox = &mailbox_,
              .object = &object_,
              .object_bytes = 4,
              .init = [](void*, const Mailbox&) { return Status::kOk; },
              .process = [](void*, Mailbox&) { return Status::kOk; }};
    channels_[0] = {.channel = ChannelId::kEcgAdc,
                    .period_us = 4000,
                    .from_source = true,
                    .limits = {.max_unmoved_us = 1'000'000}};
    channels_[1] = {.channel = ChannelId::kEcg,
                    .period_us = 4000,
                    .alarms = {.silent = AlarmId::kEcgSignalLost,
                               .max_silence_us = 1'500'000}};
    system_ = {.plugins = &entry_,
               .plugin_count = 1,
               .frame_us = 100'000,
               .frame_budget_instructions = 1000,
               .channels = channels_,
               .channel_count = 2};
  }

  void ExpectRefused(absl::StatusCode code, const std::string& says) {
    const absl::StatusOr<SystemReport> report = ReportOn(system_, Seconds(2));
    EXPECT_EQ(report.status().code(), code);
    EXPECT_NE(report.status().message().find(says), std::string::npos)
        << report.status();
  }

  PluginManifest manifest_;
  Mailbox mailbox_;
  int object_ = 0;
  PluginEntry entry_;
  ChannelDescription channels_[2];
  SystemDescription system_;
};

TEST_F(SystemReportTest, TellsPartitionsBudgetsChannelsAndBounds) {
  const absl::StatusOr<SystemReport> report = ReportOn(system_, Seconds(2));
  ASSERT_TRUE(report.ok()) << report.status();
  for (const char* text : {"passer", "1700", "budgets 300 of 1000", "(30.0 %)",
                           "ECG, converter", "within 1600 ms"}) {
    EXPECT_NE(report->text.find(text), std::string::npos) << text << "\n" << report->text;
  }
  EXPECT_NE(report->json.find("\"stop_to_alarm_ms\": 1700"), std::string::npos);
}

TEST_F(SystemReportTest, WhatTheKernelWouldRefuseIsRefusedByName) {
  VIGIL_VERIFIES("REQ-REPORT-001");
  manifest_.interface_version.major += 1;
  ExpectRefused(absl::StatusCode::kInvalidArgument, "the plugin passer");
  manifest_.interface_version = kKernelInterfaceVersion;
  system_.frame_budget_instructions = 299;
  ExpectRefused(absl::StatusCode::kInvalidArgument, "the description itself");
}

TEST_F(SystemReportTest, AStopThatIsAlarmedTooLateIsRefused) {
  VIGIL_VERIFIES("REQ-REPORT-001");
  channels_[1].alarms.max_silence_us = 1'900'000;
  ExpectRefused(absl::StatusCode::kOutOfRange, "plugin passer may have stopped for 2100 ms");
  channels_[1].alarms.max_silence_us = 2'000'000;
  ExpectRefused(absl::StatusCode::kOutOfRange, "the source may have stopped for 2100 ms");
}

TEST_F(SystemReportTest, AStopThatNothingTellsIsRefused) {
  VIGIL_VERIFIES("REQ-REPORT-001");
  channels_[1].alarms.silent = AlarmId::kNone;
  ExpectRefused(absl::StatusCode::kOutOfRange, "nothing tells that the source");
}

}  // namespace
}  // namespace vigil
