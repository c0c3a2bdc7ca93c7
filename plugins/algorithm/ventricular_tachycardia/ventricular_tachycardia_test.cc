#include "plugins/algorithm/ventricular_tachycardia/ventricular_tachycardia.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/ventricular_tachycardia/ventricular_tachycardia.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class VentricularTachycardiaTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  static Observation Say(ObservationCode code, std::int32_t value, Timestamp time) {
    Observation said;
    said.code = code;
    said.unit = Unit::kOne;
    said.value = value;
    said.validity = Validity::kValid;
    said.time = time;
    said.valid_until = time + Seconds(5);
    return said;
  }
  static Observation Cannot(ObservationCode code, Reason reason, Timestamp time) {
    Observation said = Say(code, 0, time);
    said.validity = Validity::kUndeterminable;
    said.reason = reason;
    return said;
  }
  static Observation Quality(std::int32_t value, Timestamp time) {
    return Say(ObservationCode::kEcgQuality, value, time);
  }

  void Activate() {
    ASSERT_EQ(bench_.Activate(), Status::kOk);
    ASSERT_LE(bench_.said().observations.size(), 1u);
    if (bench_.said().observations.empty()) return;
    ++told_;
    last_ = bench_.said().observations[0];
    tachycardias_ += last_.value;
  }

  // Beats of one kind, each told 2 s late as its class, with the quality once a second.
  void Play(int seconds, std::int64_t interval_ms, bool is_ventricular, std::int32_t quality = 1) {
    for (int frame = 0; frame < 10 * seconds; ++frame) {
      if (frame % 10 == 0) ASSERT_EQ(bench_.Give(Quality(quality, bench_.now())), Status::kOk);
      for (; beat_ + Seconds(2) <= bench_.now(); beat_ = beat_ + Milliseconds(interval_ms)) {
        ASSERT_EQ(bench_.Give(Say(ObservationCode::kVentricularBeat, is_ventricular ? 1 : 0, beat_)), Status::kOk);
      }
      Activate();
    }
  }

  void ExpectTold(std::int32_t value) const {
    EXPECT_EQ(last_.validity, Validity::kValid);
    EXPECT_EQ(last_.reason, Reason::kNone);
    EXPECT_EQ(last_.value, value);
    EXPECT_EQ(bench_.now() - last_.time, Seconds(3));
    EXPECT_EQ(last_.valid_until, bench_.now() + Seconds(3));
  }
  void ExpectUndeterminable(Reason reason) const {
    EXPECT_EQ(last_.validity, Validity::kUndeterminable);
    EXPECT_EQ(last_.reason, reason);
    EXPECT_EQ(last_.value, 0);
  }

  PluginBench<VentricularTachycardia> bench_{kVentricularTachycardiaManifest};
  Timestamp beat_;
  Observation last_;
  int told_ = 0;
  int tachycardias_ = 0;
};

TEST_F(VentricularTachycardiaTest, ARunOfVentricularBeatsIsToldForAsLongAsItLasted) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  Play(30, 800, false);
  ExpectTold(0);
  EXPECT_EQ(last_.code, ObservationCode::kVentricularTachycardia);
  EXPECT_EQ(last_.unit, Unit::kOne);
  Play(20, 400, true);
  ExpectTold(1);
  Play(20, 800, false);
  ExpectTold(0);
  EXPECT_GE(tachycardias_, 19);
  EXPECT_LE(tachycardias_, 22);
}

TEST_F(VentricularTachycardiaTest, BeforeItCouldBeReadNothingIsTold) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-002");
  for (int n = 0; n < 20; ++n) Activate();
  ExpectUndeterminable(Reason::kStarting);
  Play(30, 400, true, 0);
  ExpectUndeterminable(Reason::kNoise);
  EXPECT_EQ(tachycardias_, 0);
}

TEST_F(VentricularTachycardiaTest, InNoiseItIsToldForTenSecondsMore) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-002");
  Play(30, 400, true);
  Play(9, 400, true, 0);
  ExpectTold(1);
  Play(3, 400, true, 0);
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(VentricularTachycardiaTest, AQualityThatIsSaidNoMoreIsStale) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-002");
  Play(30, 800, false);
  for (int n = 0; n < 150; ++n) Activate();
  ExpectUndeterminable(Reason::kStale);
}

TEST_F(VentricularTachycardiaTest, WhatBreaksTheEcgEndsTheRun) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-003");
  Play(30, 400, true);
  ASSERT_EQ(bench_.Give(Cannot(ObservationCode::kEcgQuality, Reason::kLeadOff, bench_.now())), Status::kOk);
  for (int n = 0; n < 10; ++n) Activate();
  ExpectUndeterminable(Reason::kLeadOff);
  Play(1, 800, false);
  ExpectUndeterminable(Reason::kStarting);
  Play(10, 800, false);
  ExpectTold(0);
}

TEST_F(VentricularTachycardiaTest, WhoCannotTellAndDoesNotSayWhyIsNoise) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-002");
  Play(30, 800, false);
  ASSERT_EQ(bench_.Give(Cannot(ObservationCode::kVentricularBeat, Reason::kNone, bench_.now())), Status::kOk);
  for (int n = 0; n < 10; ++n) Activate();
  ExpectUndeterminable(Reason::kNoise);
  Play(3, 800, false);
  ExpectTold(0);
  ASSERT_EQ(bench_.Give(Cannot(ObservationCode::kEcgQuality, Reason::kNone, bench_.now())), Status::kOk);
  for (int n = 0; n < 10; ++n) Activate();
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(VentricularTachycardiaTest, WithoutClassesItCannotTell) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-003");
  for (int n = 0; n < 10; ++n) {
    ASSERT_EQ(bench_.Give(Quality(1, bench_.now())), Status::kOk);
    for (int frame = 0; frame < 10; ++frame) Activate();
  }
  ExpectUndeterminable(Reason::kStarting);
  beat_ = bench_.now();
  Play(20, 800, false);
  ExpectTold(0);
  constexpr ObservationCode kClass = ObservationCode::kVentricularBeat;
  ASSERT_EQ(bench_.Give(Cannot(kClass, Reason::kNoEvent, bench_.now())), Status::kOk);
  for (int n = 0; n < 10; ++n) Activate();
  ExpectTold(0);
  ASSERT_EQ(bench_.Give(Cannot(kClass, Reason::kNoise, bench_.now())), Status::kOk);
  for (int n = 0; n < 10; ++n) Activate();
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(VentricularTachycardiaTest, ARunBeforeABeatWithoutClassIsStillTold) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-003");
  Play(30, 400, true);
  ASSERT_EQ(bench_.Give(Cannot(ObservationCode::kVentricularBeat, Reason::kNoise, bench_.now())), Status::kOk);
  for (int n = 0; n < 10; ++n) Activate();
  ExpectTold(1);
}

TEST_F(VentricularTachycardiaTest, SpeaksEachSecondFromTheFirstActivationOn) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-003");
  Activate();
  EXPECT_EQ(told_, 1);
  for (int n = 0; n < 49; ++n) Activate();
  EXPECT_EQ(told_, 6);
}

TEST_F(VentricularTachycardiaTest, WhatIsDamagedIsABreak) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-003");
  VentricularTachycardia plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Inbox in;
  in.now = Timestamp() + Seconds(1);
  Observation damaged = Quality(1, in.now);
  Seal(damaged);
  damaged.value = 0;
  ASSERT_EQ(in.observations.Add(damaged), Status::kOk);
  Outbox out;
  ASSERT_EQ(plugin.Process(in, out), Status::kOk);
  ASSERT_EQ(out.observations.size(), 1u);
  EXPECT_EQ(out.observations[0].reason, Reason::kDamaged);
}

}  // namespace
}  // namespace vigil::plugins
