// The same input gives the same bits on every target, also with faults in it: one
// digest of the alarm log, one of the observations.
#include <cstdio>
#include <map>
#include <string>

#include "gtest/gtest.h"
#include "platform/device_codec/observation_digest.h"
#include "test/fault/fault_code.h"
#include "test/fault/suite.h"
#include "test/verifies.h"

namespace vigil::fault {
namespace {

struct Digests {
  std::string alarms;
  std::string observations;
  std::size_t alarm_count = 0;
};

Digests DigestsOf(const Outcome& outcome) {
  ObservationDigest observations;
  for (const Observation& observation : outcome.observations) {
    observations.Add(observation);
  }
  return {AlarmDigest(outcome.alarms), observations.Hex(),
          outcome.alarms.size()};
}

// Runs it on all targets, and compares each with the first.
Digests ExpectSame(std::uint32_t code, const std::string& stream) {
  std::map<std::string, Digests> all;
  for (const Target target : AllTargets()) {
    const absl::StatusOr<Outcome> outcome =
        RunOnce(target, code, stream, testing::TempDir());
    EXPECT_TRUE(outcome.ok()) << NameOf(target) << ": " << outcome.status();
    if (outcome.ok()) all[NameOf(target)] = DigestsOf(*outcome);
  }
  EXPECT_EQ(all.size(), AllTargets().size());
  if (all.empty()) return {};
  const Digests first = all.begin()->second;
  for (const auto& [target, digests] : all) {
    EXPECT_EQ(digests.alarms, first.alarms) << target << ", fault " << code;
    EXPECT_EQ(digests.observations, first.observations)
        << target << ", fault " << code;
  }
  return first;
}

// Five minutes of a real ECG.
constexpr char kRecording[] = "firmware/benchmark/ecg_208.adc";

TEST(SameBits, OfARecordingWithEveryFaultOfTheInputInIt) {
  VIGIL_VERIFIES("REQ-WASM-001");
  const Digests digests = ExpectSame(kAllInputFaults, kRecording);
  RecordProperty("alarm_log", digests.alarms);
  std::printf("alarms %zu\nalarm log    %s\nobservations %s\n",
              digests.alarm_count, digests.alarms.c_str(),
              digests.observations.c_str());
  // Each of the 20 faults raises and ends at least one alarm.
  EXPECT_GE(digests.alarm_count, 40u);
}

TEST(SameBits, OfARecordingWithoutFault) {
  VIGIL_VERIFIES("REQ-WASM-001");
  EXPECT_GT(ExpectSame(0, kRecording).alarm_count, 0u);
}

TEST(SameBits, OfAKernelThatBeginsAnew) {
  ExpectSame(CodeOf(KernelFault::kStateBit), kRecording);
}

TEST(SameBits, OfARestartLoop) {
  ExpectSame(CodeOf(plugins::OutputFault::kFailsForever), kRecording);
}

}  // namespace
}  // namespace vigil::fault
