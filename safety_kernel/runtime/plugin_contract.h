// The contract of a plugin (safety_kernel/plugin/plugin.h) as tests, the same for each.
// vigil_plugin makes a program of them, NAME_contract_test, which instantiates them with
// the plugin and its manifest; nobody writes one by hand.
//
//   struct SubjectOfContract {
//     using Plugin = plugins::HeartRate;
//     static constexpr const PluginManifest& kManifest = plugins::kHeartRateManifest;
//     static constexpr std::array<const char*, 0> kVerifies = {};
//   };
//   INSTANTIATE_TYPED_TEST_SUITE_P(HeartRate, PluginContract, SubjectOfContract);
//
// What only one plugin does is tested beside it.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_CONTRACT_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_CONTRACT_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <type_traits>
#include <vector>

#include "gtest/gtest.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/outbox_fields.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "safety_kernel/runtime/plugin_inputs.h"
#include "test/verifies.h"

namespace vigil {

// All that a plugin said in a run.
struct SaidInAll {
  std::set<ChannelId> channels;
  std::set<ObservationCode> valid;
  std::set<ObservationCode> undeterminable;
  std::set<AlarmId> present;

  void Add(const Outbox& said) {
    for (const SampleBlock& block : said.blocks) channels.insert(block.channel);
    for (const Observation& observation : said.observations) {
      if (observation.validity == Validity::kValid) valid.insert(observation.code);
      if (observation.validity == Validity::kUndeterminable) undeterminable.insert(observation.code);
    }
    for (const AlarmCondition& condition : said.conditions) {
      if (condition.present) present.insert(condition.id);
    }
  }
};

// With which the manifest's unused places are left out.
template <typename Id>
bool IsUsed(Id id) {
  return id != Id::kNone;
}

template <typename Subject>
class PluginContract : public testing::Test {
 protected:
  using Plugin = typename Subject::Plugin;
  static_assert(std::is_trivially_copyable_v<Plugin>, "its whole state is in its members");

  static constexpr std::uint64_t kSeed = 62304;
  // Starts of a plugin, spread over the inputs, and how long they are looked at.
  static constexpr std::size_t kStarts = 24;
  static constexpr std::size_t kActivations = 100;

  static void SetUpTestSuite() { inputs_ = InputsFor(Subject::kManifest, kSeed, (kStarts + 1) * kActivations); }

  void SetUp() override {
    for (const char* id : Subject::kVerifies) VIGIL_VERIFIES(id);
  }

  static std::size_t BeginOf(std::size_t start) { return start * (inputs_.size() - kActivations) / kStarts; }

  static Timestamp TimeBefore(std::size_t activation) {
    return inputs_[activation].now - Microseconds(Subject::kManifest.period_us);
  }

  // To some nothing comes of one kind, so that what they remember is not overwritten.
  static Inbox WhatComes(std::size_t activation, std::size_t start) {
    Inbox in = inputs_[activation];
    if (start % 3 == 1) in.blocks.Clear();
    if (start % 3 == 2) in.observations.Clear();
    return in;
  }

  // It says what one says that starts there for the first time, and keeps its manifest.
  static void ExpectFirstStart(PluginBench<Plugin>& bench, std::size_t start, const Settings& settings = Settings(),
                               std::size_t activations = kActivations) {
    const std::size_t begin = BeginOf(start);
    PluginBench<Plugin> first(Subject::kManifest);
    ASSERT_EQ(first.Start(settings, TimeBefore(begin)), Status::kOk);
    ASSERT_EQ(bench.Start(settings, TimeBefore(begin)), Status::kOk);
    for (std::size_t n = begin; n < begin + activations; ++n) {
      const Inbox in = WhatComes(n, start);
      ASSERT_EQ(first.Activate(in), Status::kOk) << "activation " << n;
      ASSERT_EQ(bench.Activate(in), Status::kOk) << "activation " << n;
      ASSERT_EQ(FieldsOf(bench.said()), FieldsOf(first.said())) << "activation " << n;
    }
  }

  static inline std::vector<Inbox> inputs_;
};

TYPED_TEST_SUITE_P(PluginContract);

TYPED_TEST_P(PluginContract, ItKeepsItsManifestWhateverArrives) {
  VIGIL_VERIFIES("REQ-PLG-004");
  PluginBench<typename TypeParam::Plugin> bench(TypeParam::kManifest);
  GivenBlocks blocks(TypeParam::kManifest);
  ASSERT_EQ(bench.Start(), Status::kOk);
  SaidInAll said;
  for (const Inbox& in : this->inputs_) {
    ASSERT_EQ(bench.Activate(in), Status::kOk) << "at " << in.now.us << " us";
    ASSERT_TRUE(blocks.ArePassedOn(bench.said(), in.now)) << "at " << in.now.us << " us";
    said.Add(bench.said());
  }
  // What it never says, no test of its contract looks at. Either it is broken, or
  // plugin_inputs.cc lacks the patient of whom it would say it.
  for (const ChannelId channel : TypeParam::kManifest.channels_out) {
    if (IsUsed(channel)) EXPECT_TRUE(said.channels.contains(channel)) << "no block of channel " << static_cast<int>(channel);
  }
  for (const ObservationPort& port : TypeParam::kManifest.observations_out) {
    if (!IsUsed(port.code)) continue;
    EXPECT_TRUE(said.valid.contains(port.code)) << "never told: code " << static_cast<int>(port.code);
    EXPECT_TRUE(said.undeterminable.contains(port.code)) << "never undeterminable: code " << static_cast<int>(port.code);
  }
  for (const AlarmId id : TypeParam::kManifest.conditions_out) {
    if (IsUsed(id)) EXPECT_TRUE(said.present.contains(id)) << "never present: condition " << static_cast<int>(id);
  }
}

TYPED_TEST_P(PluginContract, InitIsTheResetWhateverTheMemoryHeld) {
  VIGIL_VERIFIES("REQ-PLG-004");
  std::mt19937_64 engine(this->kSeed);
  constexpr unsigned kPatterns[] = {0x00, 0x5A, 0xFF};
  for (std::size_t start = 0; start < this->kStarts; ++start) {
    SCOPED_TRACE(start);
    PluginBench<typename TypeParam::Plugin> bench(TypeParam::kManifest);
    auto* memory = reinterpret_cast<unsigned char*>(&bench.plugin());
    const std::size_t pattern = start % 4;  // the fourth is none
    std::generate_n(memory, sizeof bench.plugin(), [&] {
      return static_cast<unsigned char>(pattern == 3 ? engine() : kPatterns[pattern]);
    });
    this->ExpectFirstStart(bench, start, Settings(), start == 3 ? this->inputs_.size() / 2 : this->kActivations);
    if (this->HasFatalFailure()) return;
  }
}

// As after a failure: the memory holds what it held, and time goes on.
TYPED_TEST_P(PluginContract, InitForgetsWhatWas) {
  VIGIL_VERIFIES("REQ-PLG-004");
  PluginBench<typename TypeParam::Plugin> bench(TypeParam::kManifest);
  ASSERT_EQ(bench.Start(), Status::kOk);
  std::size_t next = 0;
  for (std::size_t start = 1; start < this->kStarts; ++start) {
    SCOPED_TRACE(start);
    for (; next < this->BeginOf(start); ++next) (void)bench.Activate(this->inputs_[next]);
    this->ExpectFirstStart(bench, start);
    if (this->HasFatalFailure()) return;
    next += this->kActivations;
  }
}

TYPED_TEST_P(PluginContract, WhatFindsNoRoomIsToldToTheKernel) {
  VIGIL_VERIFIES("REQ-PLG-004");
  using Plugin = typename TypeParam::Plugin;
  PluginBench<Plugin> bench(TypeParam::kManifest);
  ASSERT_EQ(bench.Start(), Status::kOk);
  for (const Inbox& in : this->inputs_) {
    const Plugin before = bench.plugin();
    (void)bench.Activate(in);
    for (const Outbox& lacking : OutboxesThatLack(bench.said())) {
      Plugin twin = before;
      Outbox out = lacking;
      ASSERT_EQ(twin.Process(in, out), Status::kInternal) << "at " << in.now.us << " us";
      ASSERT_TRUE(BeginsWith(out, lacking)) << "at " << in.now.us << " us";
    }
  }
}

// Limits that make no sense may be refused; the ones that held return then. The memory holds
// what the start before left.
TYPED_TEST_P(PluginContract, ItKeepsItsManifestWithAnySettingsThatItTakes) {
  VIGIL_VERIFIES("REQ-PLG-004");
  std::mt19937_64 engine(this->kSeed);
  PluginBench<typename TypeParam::Plugin> bench(TypeParam::kManifest);
  for (std::size_t start = 0; start < this->kStarts; ++start) {
    SCOPED_TRACE(start);
    const Settings settings = DrawSettings(engine);
    const bool is_taken = PluginBench<typename TypeParam::Plugin>(TypeParam::kManifest).Start(settings) == Status::kOk;
    if (!is_taken) ASSERT_EQ(bench.Start(settings), Status::kInvalidArgument);
    this->ExpectFirstStart(bench, start, is_taken ? settings : Settings());
    if (this->HasFatalFailure()) return;
  }
}

REGISTER_TYPED_TEST_SUITE_P(PluginContract, ItKeepsItsManifestWhateverArrives, InitIsTheResetWhateverTheMemoryHeld,
                            InitForgetsWhatWas, WhatFindsNoRoomIsToldToTheKernel,
                            ItKeepsItsManifestWithAnySettingsThatItTakes);

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_CONTRACT_H_
