// What the host holds against processes that lie, write on, or were another's.
// What a plugin in the sandbox can do is in //test/fault.
#include "cloud/plugin_host/process_host.h"

#include <cstring>
#include <string>
#include <vector>

#include "cloud/plugin_host/probe_table.h"
#include "gtest/gtest.h"
#include "safety_kernel/plugin/partition.h"
#include "test/verifies.h"

namespace vigil::cloud {
namespace {

constexpr char kProbes[] = "cloud/plugin_host/probe.plugins";
constexpr char kImpostor[] = "cloud/plugin_host/impostor";

// For a machine that is busy; nothing honest comes near.
constexpr absl::Duration kLong = absl::Seconds(60);

const PluginEntry& EntryNamed(const std::string& name) {
  std::uint32_t place = 0;
  while (place + 1 < kPluginCount && kPlugins[place].manifest->name != name) ++place;
  return kPlugins[place];
}

// The probe's entry, as if the table named it `name`.
struct Renamed {
  explicit Renamed(const char* name) {
    manifest.name = name;
    entry.manifest = &manifest;
  }
  PluginManifest manifest = *EntryNamed("probe").manifest;
  PluginEntry entry = EntryNamed("probe");
};

std::int32_t Count(const PluginEntry& plugin) {
  const auto& observations = plugin.mailbox->outbox.observations;
  return observations.size() == 1 ? observations[0].value : -1;
}

TEST(ProcessHost, NothingOfAProcessOutlivesARestart) {
  VIGIL_VERIFIES("REQ-PH-003");
  const PluginEntry& probe = EntryNamed("probe");
  ProcessHost host({.program = kProbes, .deadline = kLong});
  ASSERT_EQ(host.Init(probe), Status::kOk) << host.LastTrouble();
  ASSERT_EQ(host.Process(probe), Status::kOk) << host.LastTrouble();
  ASSERT_EQ(host.Process(probe), Status::kOk) << host.LastTrouble();
  ASSERT_EQ(Count(probe), 2);

  ASSERT_EQ(host.Init(probe), Status::kOk) << host.LastTrouble();
  ASSERT_EQ(host.Process(probe), Status::kOk) << host.LastTrouble();

  EXPECT_EQ(Count(probe), 1);
}

TEST(ProcessHost, NothingRunsOfAPluginOfAnotherMajorVersion) {
  VIGIL_VERIFIES("REQ-PH-003");
  ProcessHost host({.program = kProbes, .deadline = kLong});

  EXPECT_EQ(host.Init(EntryNamed("foreign")), Status::kIncompatible);

  EXPECT_EQ(host.LastTrouble().find("plugin foreign: it was built for version 7.0"), 0u)
      << host.LastTrouble();
}

TEST(ProcessHost, WhatIntroducesItselfWronglyIsRefused) {
  const struct {
    const char* name;
    Status status;
    std::string says;
  } cases[] = {
      {"wrong_magic", Status::kIncompatible, "its mailbox has"},
      {"wrong_size", Status::kIncompatible, "its mailbox has"},
      {"wrong_name", Status::kIncompatible, "its program calls itself another"},
      {"endless_name", Status::kIncompatible,
       "its program calls itself " + std::string(kMaxPluginName, 'x')},
      {"right", Status::kOk, ""},
  };
  for (const auto& expected : cases) {
    ProcessHost host({.program = kImpostor, .deadline = kLong});
    const Renamed plugin(expected.name);
    EXPECT_EQ(host.Init(plugin.entry), expected.status) << expected.name;
    EXPECT_NE(host.LastTrouble().find(expected.says), std::string::npos)
        << host.LastTrouble();
  }
}

TEST(ProcessHost, WhatDoesNotIntroduceItselfIsCutOff) {
  ProcessHost host({.program = kImpostor, .deadline = absl::Milliseconds(200)});
  const Renamed plugin("mute");

  EXPECT_EQ(host.Init(plugin.entry), Status::kDeadlineExceeded);
  EXPECT_EQ(host.Process(plugin.entry), Status::kInternal);
}

TEST(ProcessHost, WhatClosesItsChannelAndLivesOnIsCutOff) {
  VIGIL_VERIFIES("REQ-PH-002");
  ProcessHost host({.program = kImpostor, .deadline = absl::Milliseconds(500)});
  const Renamed plugin("deaf");

  EXPECT_EQ(host.Init(plugin.entry), Status::kInternal);
  EXPECT_EQ(host.LastTrouble(), "plugin deaf: it closed its channel and lived on");
}

TEST(ProcessHost, WhatAnswersForTheNextCommandIsCutOff) {
  VIGIL_VERIFIES("REQ-PH-002");
  ProcessHost host({.program = kImpostor, .deadline = kLong});
  const Renamed plugin("hasty");

  EXPECT_EQ(host.Init(plugin.entry), Status::kInternal);
  EXPECT_EQ(host.LastTrouble(), "plugin hasty: it answered without being asked");
}

TEST(ProcessHost, MoreMemoryThanAPluginMayHaveIsRefused) {
  ProcessHost host({.program = kImpostor, .deadline = kLong});
  const Renamed plugin("hoarder");

  EXPECT_EQ(host.Init(plugin.entry), Status::kInternal);
  EXPECT_EQ(host.LastTrouble(), "plugin hoarder: it ended with exit code 12");
}

// 50 ms between each answer and the next command, where the answer itself is in time.
TEST(ProcessHost, WhatUsesTheProcessorBetweenActivationsIsCutOff) {
  VIGIL_VERIFIES("REQ-PH-002");
  ProcessHost host({.program = kImpostor, .deadline = kLong});
  const Renamed plugin("greedy");
  ASSERT_EQ(host.Init(plugin.entry), Status::kOk) << host.LastTrouble();

  Status status = Status::kOk;
  int activations = 0;
  for (; status == Status::kOk && activations < 10; ++activations) {
    status = host.Process(plugin.entry);
  }

  EXPECT_EQ(status, Status::kDeadlineExceeded) << activations;
  EXPECT_NE(host.LastTrouble().find("used more of the processor than it may"),
            std::string::npos) << host.LastTrouble();
}

TEST(ProcessHost, AnHonestPluginHasEnoughOfTheProcessor) {
  const PluginEntry& probe = EntryNamed("probe");
  ProcessHost host({.program = kProbes, .deadline = kLong});
  ASSERT_EQ(host.Init(probe), Status::kOk) << host.LastTrouble();
  for (int n = 1; n <= 2000; ++n) {
    ASSERT_EQ(host.Process(probe), Status::kOk) << n << ": " << host.LastTrouble();
  }
}

TEST(ProcessHost, WhatIsWrittenAfterTheAnswerReachesNobody) {
  VIGIL_VERIFIES("REQ-PH-002");
  const Renamed plugin("scribbler");
  ProcessHost host({.program = kImpostor, .deadline = absl::Seconds(2)});
  ASSERT_EQ(host.Init(plugin.entry), Status::kOk) << host.LastTrouble();
  ASSERT_EQ(host.Process(plugin.entry), Status::kOk) << host.LastTrouble();
  std::vector<unsigned char> first(sizeof(Outbox));
  std::memcpy(first.data(), &plugin.entry.mailbox->outbox, sizeof(Outbox));

  // It writes on during the whole of the next activation, which it does not serve.
  EXPECT_EQ(host.Process(plugin.entry), Status::kDeadlineExceeded);

  EXPECT_EQ(std::memcmp(first.data(), &plugin.entry.mailbox->outbox, sizeof(Outbox)), 0);
}

TEST(ProcessHost, EachTroubleIsToldOnceAsItComes) {
  std::vector<std::string> told;
  ProcessHost host({.program = kProbes,
                    .deadline = kLong,
                    .tell = [&](const std::string& line) { told.push_back(line); }});
  ASSERT_EQ(host.Init(EntryNamed("probe")), Status::kOk);
  EXPECT_EQ(told.size(), 0u);

  EXPECT_EQ(host.Init(EntryNamed("foreign")), Status::kIncompatible);
  EXPECT_EQ(host.Process(EntryNamed("foreign")), Status::kInternal);

  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].find("plugin foreign: it was built for"), 0u) << told[0];
  EXPECT_EQ(told[1], "plugin foreign: it does not run");
  // The other goes on.
  EXPECT_EQ(host.Process(EntryNamed("probe")), Status::kOk);
}

}  // namespace
}  // namespace vigil::cloud
