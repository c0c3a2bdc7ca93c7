#include "safety_kernel/algorithm/observation.h"

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

Observation SealedRate() {
  Observation rate;
  rate.code = ObservationCode::kHeartRate;
  rate.value = 72;
  rate.unit = Unit::kPerMinute;
  rate.validity = Validity::kValid;
  rate.sequence = 3;
  rate.time = Timestamp{1'000'000};
  rate.valid_until = Timestamp{6'000'000};
  Seal(rate);
  return rate;
}

TEST(ObservationTest, IsIntactAfterSeal) {
  EXPECT_TRUE(IsIntact(SealedRate()));
}

TEST(ObservationTest, IsNotIntactBeforeSeal) {
  VIGIL_VERIFIES("REQ-OBS-001");
  EXPECT_FALSE(IsIntact(Observation{}));
}

TEST(ObservationTest, EachFieldIsProtected) {
  VIGIL_VERIFIES("REQ-OBS-001");
  struct Change {
    const char* field;
    void (*apply)(Observation& observation);
  };
  const Change changes[] = {
      {"code", [](Observation& o) { o.code = ObservationCode::kQrsDetected; }},
      {"value", [](Observation& o) { o.value = 73; }},
      {"unit", [](Observation& o) { o.unit = Unit::kNone; }},
      {"validity", [](Observation& o) { o.validity = Validity::kQuestionable; }},
      {"reason", [](Observation& o) { o.reason = Reason::kNoise; }},
      {"sequence", [](Observation& o) { ++o.sequence; }},
      {"time", [](Observation& o) { ++o.time.us; }},
      {"valid_until", [](Observation& o) { o.valid_until.us ^= 1ll << 50; }},
      {"integrity", [](Observation& o) { o.integrity = ~o.integrity; }},
  };
  for (const Change& change : changes) {
    Observation rate = SealedRate();
    change.apply(rate);
    EXPECT_FALSE(IsIntact(rate)) << change.field;
  }
}

TEST(ObservationTest, IsCurrentUntilItsValidityEnds) {
  VIGIL_VERIFIES("REQ-OBS-002");
  const Observation rate = SealedRate();
  EXPECT_TRUE(IsCurrent(rate, rate.time));
  EXPECT_TRUE(IsCurrent(rate, rate.valid_until));
  EXPECT_FALSE(IsCurrent(rate, rate.valid_until + Microseconds(1)));
}

TEST(ObservationTest, OnlyAValidValueIsCurrent) {
  VIGIL_VERIFIES("REQ-OBS-002");
  for (const Validity validity :
       {Validity::kUndeterminable, Validity::kQuestionable}) {
    Observation rate = SealedRate();
    rate.validity = validity;
    EXPECT_FALSE(IsCurrent(rate, rate.time));
  }
}

TEST(WhyUnusable, EachFlagHasItsReason) {
  VIGIL_VERIFIES("REQ-OBS-004");
  const struct {
    std::uint16_t quality;
    Reason reason;
  } known[] = {
      {kQualityGood, Reason::kNone},
      {kQualityGap, Reason::kNone},
      {kQualityDamaged, Reason::kDamaged},
      {kQualityNotWorn, Reason::kNotWorn},
      {kQualityLeadOff, Reason::kLeadOff},
      {kQualityWrongRate, Reason::kWrongRate},
      {kQualityStuck, Reason::kStuck},
      {kQualityOutOfRange, Reason::kOutOfRange},
      {kQualitySaturated, Reason::kNoise},
      // the one that explains the others
      {kQualityLeadOff | kQualitySaturated | kQualityStuck, Reason::kLeadOff},
      {kQualityDamaged | kQualityLeadOff, Reason::kDamaged},
  };
  for (const auto& one : known) {
    EXPECT_EQ(WhyUnusable(one.quality), one.reason) << one.quality;
  }
}

TEST(UnitOf, EachCodeHasOneAndWhatIsNoneHasNone) {
  VIGIL_VERIFIES("REQ-OBS-003");
  const struct {
    ObservationCode code;
    Unit unit;
  } known[] = {
      {ObservationCode::kNone, Unit::kNone},
      {ObservationCode::kHeartRate, Unit::kPerMinute},
      {ObservationCode::kPulseRate, Unit::kPerMinute},
      {ObservationCode::kSkinTemperature, Unit::kMilliCelsius},
      {ObservationCode::kSpo2, Unit::kPercent},
      {ObservationCode::kPerfusionIndex, Unit::kPartsPerMillion},
      {ObservationCode::kRespirationRate, Unit::kPerMinute},
      {ObservationCode::kQrsDetected, Unit::kMicrovolt},
      {ObservationCode::kFallDetected, Unit::kMilliG},
      {ObservationCode::kAtrialFibrillation, Unit::kOne},
      {ObservationCode::kApneaMinute, Unit::kOne},
      {ObservationCode::kEcgQuality, Unit::kOne},
      {ObservationCode::kVentricularBeat, Unit::kOne},
      {ObservationCode::kVentricularFibrillation, Unit::kOne},
      {ObservationCode::kVentricularTachycardia, Unit::kOne},
      {ObservationCode::kAsystole, Unit::kOne},
      {ObservationCode::kStepRate, Unit::kPerMinute},
      {ObservationCode::kSleepMinute, Unit::kOne},
      {ObservationCode::kForTest, Unit::kPerMinute},
      {static_cast<ObservationCode>(77), Unit::kNone},
  };
  for (const auto& one : known) {
    EXPECT_EQ(UnitOf(one.code), one.unit) << static_cast<std::uint32_t>(one.code);
  }
}

}  // namespace
}  // namespace vigil
