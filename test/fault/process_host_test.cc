// The host of plugins in the cloud: what it tells of a plugin that failed, what it
// refuses, and that nothing is left behind.
#include <dirent.h>

#include <string>

#include "cloud/plugin_host/process_host.h"
#include "gtest/gtest.h"
#include "safety_kernel/plugin/partition.h"
#include "test/fault/fault_code.h"
#include "test/fault/fault_plugins.h"
#include "test/fault/faulty.h"

namespace vigil::cloud {
namespace {

using fault::ProcessFault;

constexpr char kProgram[] = "test/fault/fault_cloud.plugins";
constexpr char kOtherVersion[] = "test/fault/other_version.plugins";

const PluginEntry& FaultyEntry() {
  for (std::uint32_t place = 0; place < kPluginCount; ++place) {
    if (std::string(kPlugins[place].manifest->name) == "faulty") {
      return kPlugins[place];
    }
  }
  return kPlugins[0];
}

int OpenDescriptors() {
  int count = 0;
  DIR* folder = opendir("/proc/self/fd");
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

class ProcessHostTest : public testing::Test {
 protected:
  void Tell(std::uint32_t code) {
    plugin_.mailbox->settings = Settings();
    ASSERT_EQ(plugin_.mailbox->settings.Add(
                  {SettingId::kForTest, static_cast<std::int32_t>(code)}),
              Status::kOk);
    plugin_.mailbox->inbox.now = Timestamp{plugins::kFaultActivation * 100'000};
  }

  const PluginEntry& plugin_ = FaultyEntry();
};

TEST_F(ProcessHostTest, AnHonestPluginAnswers) {
  ProcessHost host({.program = kProgram, .deadline = absl::Seconds(60)});
  Tell(0);
  ASSERT_EQ(host.Init(plugin_), Status::kOk) << host.LastTrouble();
  ASSERT_EQ(host.Process(plugin_), Status::kOk) << host.LastTrouble();
  ASSERT_EQ(plugin_.mailbox->outbox.observations.size(), 1u);
  EXPECT_EQ(plugin_.mailbox->outbox.observations[0].value, 60);
  EXPECT_EQ(host.LastTrouble(), "");
}

TEST_F(ProcessHostTest, HowAPluginEndedIsTold) {
  const struct {
    ProcessFault fault;
    const char* says;
  } faults[] = {
      {ProcessFault::kNullWrite, "plugin faulty: it was ended by signal 11"},
      {ProcessFault::kExit, "it ended with exit code 0"},
      {ProcessFault::kOpenFile, "a system call that is not allowed"},
      {ProcessFault::kAnswerTwice, "a system call that is not allowed"},
  };
  for (const auto& fault : faults) {
    ProcessHost host({.program = kProgram, .deadline = absl::Seconds(60)});
    Tell(CodeOf(fault.fault));
    ASSERT_EQ(host.Init(plugin_), Status::kOk);
    EXPECT_EQ(host.Process(plugin_), Status::kInternal);
    EXPECT_NE(host.LastTrouble().find(fault.says), std::string::npos)
        << host.LastTrouble();
    // It stays down until it is started again.
    EXPECT_EQ(host.Process(plugin_), Status::kInternal);
    Tell(0);
    ASSERT_EQ(host.Init(plugin_), Status::kOk);
    EXPECT_EQ(host.Process(plugin_), Status::kOk);
  }
}

TEST_F(ProcessHostTest, WhatDoesNotAnswerIsCutOff) {
  ProcessHost host({.program = kProgram, .deadline = absl::Seconds(2)});
  Tell(CodeOf(ProcessFault::kEndlessLoop));
  ASSERT_EQ(host.Init(plugin_), Status::kOk);
  EXPECT_EQ(host.Process(plugin_), Status::kDeadlineExceeded);
  EXPECT_NE(host.LastTrouble().find("did not answer within 2s"), std::string::npos)
      << host.LastTrouble();
}

TEST_F(ProcessHostTest, AnotherMajorVersionIsRefusedWithBothNamed) {
  ProcessHost host({.program = kOtherVersion, .deadline = absl::Seconds(60)});
  Tell(0);
  EXPECT_EQ(host.Init(plugin_), Status::kIncompatible);
  EXPECT_NE(host.LastTrouble().find("built for version 7.0"), std::string::npos)
      << host.LastTrouble();
  EXPECT_NE(host.LastTrouble().find("this kernel has 3."), std::string::npos)
      << host.LastTrouble();
  EXPECT_EQ(host.Process(plugin_), Status::kInternal);
}

TEST_F(ProcessHostTest, AProgramThatIsMissingIsNamed) {
  ProcessHost host({.program = "test/fault/nowhere"});
  EXPECT_EQ(host.Init(plugin_), Status::kInternal);
  EXPECT_NE(host.LastTrouble().find("can't start test/fault/nowhere"),
            std::string::npos) << host.LastTrouble();
}

TEST_F(ProcessHostTest, APluginThatTheProgramDoesNotHaveFails) {
  PluginManifest manifest = *plugin_.manifest;
  manifest.name = "unheard_of";
  PluginEntry entry = plugin_;
  entry.manifest = &manifest;
  ProcessHost host({.program = kProgram, .deadline = absl::Seconds(60)});
  EXPECT_EQ(host.Init(entry), Status::kInternal);
  EXPECT_NE(host.LastTrouble().find("exit code 64"), std::string::npos)
      << host.LastTrouble();
}

TEST_F(ProcessHostTest, NoDescriptorIsLeftOver) {
  const int before = OpenDescriptors();
  for (int n = 0; n < 5; ++n) {
    ProcessHost host({.program = kProgram, .deadline = absl::Seconds(60)});
    Tell(CodeOf(ProcessFault::kAbort));
    ASSERT_EQ(host.Init(plugin_), Status::kOk);
    EXPECT_EQ(host.Process(plugin_), Status::kInternal);
    ASSERT_EQ(host.Init(plugin_), Status::kOk);
  }
  EXPECT_EQ(OpenDescriptors(), before);
}

}  // namespace
}  // namespace vigil::cloud
