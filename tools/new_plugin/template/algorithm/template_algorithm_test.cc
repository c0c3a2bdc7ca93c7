#include "tools/new_plugin/template/algorithm/template_algorithm.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "tools/new_plugin/template/algorithm/template_algorithm.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

// Runs the plugin each 100 ms, as the kernel does, and holds it to its manifest.
class TemplateAlgorithmTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  static Timestamp At(std::int64_t ms) { return Timestamp{ms * 1000}; }

  static Observation Event(std::int64_t ms) {
    Observation event;
    event.code = ObservationCode::kQrsDetected;
    event.unit = Unit::kMicrovolt;
    event.value = 900;
    event.validity = Validity::kValid;
    event.time = At(ms);
    event.valid_until = event.time + Seconds(1);
    return event;
  }

  static Observation NoEvent(Reason reason, std::int64_t ms) {
    Observation event = Event(ms);
    event.value = 0;
    event.validity = Validity::kUndeterminable;
    event.reason = reason;
    return event;
  }

  // One activation; what it says.
  Observation Run(const std::vector<Observation>& events = {}) {
    for (const Observation& event : events) {
      EXPECT_EQ(bench_.Give(event), Status::kOk);
    }
    EXPECT_EQ(bench_.Activate(), Status::kOk);
    EXPECT_EQ(bench_.said().observations.size(), 1u);
    return bench_.said().observations[0];
  }

  // Activations up to that time; what the last one says.
  Observation RunTo(std::int64_t ms) {
    Observation said;
    while (bench_.now() < At(ms)) said = Run();
    return said;
  }

  // Two events with that interval.
  Observation RateOf(std::int64_t interval_ms) {
    EXPECT_EQ(bench_.Start(), Status::kOk);
    RunTo(4900);
    return Run({Event(5000 - interval_ms), Event(5000)});
  }

  static void ExpectUndeterminable(const Observation& said, Reason reason) {
    EXPECT_EQ(said.validity, Validity::kUndeterminable);
    EXPECT_EQ(said.reason, reason);
    EXPECT_EQ(said.value, 0);
  }

  PluginBench<TemplateAlgorithm> bench_{kTemplateAlgorithmManifest};
};

TEST_F(TemplateAlgorithmTest, TwoEventsGiveTheirRate) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-001");
  const Observation rate = RateOf(1000);
  EXPECT_EQ(rate.validity, Validity::kValid);
  EXPECT_EQ(rate.value, 60);
  EXPECT_EQ(rate.unit, Unit::kPerMinute);
  EXPECT_EQ(rate.time, At(5000));
  EXPECT_EQ(rate.valid_until, At(8000));
}

TEST_F(TemplateAlgorithmTest, TheRateIsRoundedToTheNearest) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-001");
  EXPECT_EQ(RateOf(451).value, 133);  // 133.04
  EXPECT_EQ(RateOf(449).value, 134);  // 133.63
}

TEST_F(TemplateAlgorithmTest, AnEventThatComesTwiceCountsOnce) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-001");
  EXPECT_EQ(RateOf(1000).value, 60);
  EXPECT_EQ(Run({Event(5000)}).value, 60);
}

TEST_F(TemplateAlgorithmTest, WhatCannotBeARateIsOutOfRange) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-002");
  EXPECT_EQ(RateOf(200).value, 300);
  EXPECT_EQ(RateOf(3000).value, 20);
  ExpectUndeterminable(RateOf(199), Reason::kOutOfRange);
  ExpectUndeterminable(RateOf(3001), Reason::kOutOfRange);
}

TEST_F(TemplateAlgorithmTest, BeforeTheSecondEventItIsStarting) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-002");
  ExpectUndeterminable(Run(), Reason::kStarting);
  ExpectUndeterminable(Run({Event(150)}), Reason::kStarting);
}

TEST_F(TemplateAlgorithmTest, ARateEndsWithItsTime) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-002");
  EXPECT_EQ(RateOf(1000).value, 60);
  EXPECT_EQ(RunTo(8000).value, 60);
  ExpectUndeterminable(Run(), Reason::kNoBeats);
}

TEST_F(TemplateAlgorithmTest, ItPassesOnWhyThereIsNoEvent) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-002");
  for (const Reason reason : {Reason::kLeadOff, Reason::kDataGap, Reason::kStale}) {
    EXPECT_EQ(RateOf(1000).value, 60);
    ExpectUndeterminable(Run({NoEvent(reason, 5050)}), reason);
    // One event after the break is no interval.
    ExpectUndeterminable(Run({Event(5150)}), reason);
    RunTo(5600);
    EXPECT_EQ(Run({Event(5650)}).value, 120);
  }
}

// Without a reason the kernel would count its own word as a failure.
TEST_F(TemplateAlgorithmTest, AQuestionableEventNeedNotSayWhy) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-002");
  EXPECT_EQ(RateOf(1000).value, 60);
  Observation event = Event(5050);
  event.validity = Validity::kQuestionable;
  ExpectUndeterminable(Run({event}), Reason::kNoise);
}

TEST_F(TemplateAlgorithmTest, ThatNothingHappenedEndsNoRate) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-002");
  EXPECT_EQ(RateOf(1000).value, 60);
  EXPECT_EQ(Run({NoEvent(Reason::kNoEvent, 5050)}).value, 60);
}

TEST_F(TemplateAlgorithmTest, ADamagedEventEndsTheRate) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-002");
  EXPECT_EQ(RateOf(1000).value, 60);
  Inbox in;
  Outbox out;
  in.now = At(5100);
  Observation event = Event(5050);
  Seal(event);
  event.time = At(5040);
  ASSERT_EQ(in.observations.Add(event), Status::kOk);
  ASSERT_EQ(bench_.plugin().Process(in, out), Status::kOk);
  ExpectUndeterminable(out.observations[0], Reason::kDamaged);
}

TEST_F(TemplateAlgorithmTest, ItKeepsItsManifestWithoutAndWithManyEvents) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALGORITHM-003");
  RunTo(10'000);
  while (bench_.now() < At(20'000)) {
    const std::int64_t ms = bench_.now().us / 1000;
    std::vector<Observation> events;
    for (std::int64_t n = 1; n <= 16; ++n) events.push_back(Event(ms + n * 6));
    Run(events);
  }
}

}  // namespace
}  // namespace vigil::plugins
