// Ten hours without a patient: one of each noise. The command runs 24 of each.
#include "test/quality_gate/gate_run.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace vigil::quality_gate {
namespace {

constexpr Duration kLength = Seconds(3600);
constexpr std::uint64_t kSeed = 1;

Noise NamedNoise(const std::string& name) {
  for (const Noise& noise : AllNoises()) {
    if (name == noise.name) return noise;
  }
  ADD_FAILURE() << "there is no noise " << name;
  return {};
}

std::string NameOfTest(const testing::TestParamInfo<const char*>& info) {
  std::string name = info.param;
  std::replace_if(name.begin(), name.end(), [](char c) { return c == ' ' || c == ','; }, '_');
  return name;
}

class QuietNoise : public testing::TestWithParam<const char*> {};

TEST_P(QuietNoise, ShowsNoVitalAndRaisesNoPhysiologicalAlarm) {
  const absl::StatusOr<Shown> shown = RunNoise(NamedNoise(GetParam()), kLength, kSeed);
  ASSERT_TRUE(shown.ok()) << shown.status();

  EXPECT_TRUE(shown->vitals.empty()) << shown->vitals.begin()->first << " " << shown->vitals.begin()->second;
  EXPECT_TRUE(shown->alarms.empty()) << shown->alarms.begin()->first << " " << shown->alarms.begin()->second;
  EXPECT_EQ(shown->readable, 0);
  // That something is missing is told all the time, but for the start.
  EXPECT_GE(shown->lit_s, kLength.us / 1'000'000 - 30);
}

INSTANTIATE_TEST_SUITE_P(All, QuietNoise, testing::Values("on a desk, told", "on a desk", "on a desk, with hum", "white noise", "wander", "muscle, busy arm",
                                         "loose electrode", "very loose electrode", "loose lead, 1 mV", "steps alone"),
                         NameOfTest);

TEST(QualityGate, EachNoiseIsTried) { EXPECT_EQ(AllNoises().size(), 10u); }

// A gate that lets nobody through would pass as well.
TEST(QualityGate, APatientIsShown) {
  const Noise patient = {.name = "a patient", .scene = {}};
  const absl::StatusOr<Shown> shown = RunNoise(patient, Seconds(600), kSeed);
  ASSERT_TRUE(shown.ok()) << shown.status();

  for (const char* vital : {"heart rate", "pulse rate", "saturation", "respiration rate"}) {
    EXPECT_TRUE(shown->vitals.contains(vital)) << vital;
  }
  EXPECT_TRUE(shown->alarms.empty());
  EXPECT_GE(shown->readable, 500);
  EXPECT_LE(shown->lit_s, 30);
}

TEST(QualityGate, WhatIsOfAPatientIsToldFromWhatIsNot) {
  Observation said;
  said.code = ObservationCode::kHeartRate;
  said.value = 70;
  EXPECT_FALSE(IsOfAPatient(said));
  said.validity = Validity::kValid;
  EXPECT_TRUE(IsOfAPatient(said));
  said.code = ObservationCode::kAtrialFibrillation;
  said.value = 0;
  EXPECT_FALSE(IsOfAPatient(said));
  said.value = 1;
  EXPECT_TRUE(IsOfAPatient(said));
  said.code = ObservationCode::kEcgQuality;
  EXPECT_FALSE(IsOfAPatient(said));
}

}  // namespace
}  // namespace vigil::quality_gate
