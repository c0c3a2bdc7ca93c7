// Half an hour of each noise, alone and after a patient. The command runs 24 hours of each.
#include "test/quality_gate/gate_run.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace vigil::quality_gate {
namespace {

constexpr std::uint64_t kSeed = 1;
// From the start until it is told that there is no value: 45 s of the wrist monitor.
constexpr std::int64_t kStartsWithin = 46;
// What is shown of the 62 s for which noise of the light that is as strong as the pulse was may
// hide that it ended.
constexpr std::int64_t kHidesFrames = 320;

Noise NamedNoise(const std::string& name) {
  for (const Noise& noise : AllNoises()) {
    if (name == noise.name) return noise;
  }
  ADD_FAILURE() << "there is no noise " << name;
  return {};
}

std::string Listed(const std::map<std::string, Count>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) {
    text += name + ", " + std::to_string(count.count) + " from " + std::to_string(count.first.us / 1'000'000) + " s on; ";
  }
  return text;
}

const Shown& Of(const std::vector<Shown>& all, const std::string& product) {
  return *std::find_if(all.begin(), all.end(), [&product](const Shown& shown) { return shown.product == product; });
}

// PR-PULSE-UNDER-NOISE.
void ForgiveHiddenPulse(Shown& shown) {
  const auto pulse = shown.vitals.find("pulse rate");
  if (pulse != shown.vitals.end() && pulse->second.count <= kHidesFrames) shown.vitals.erase(pulse);
}

using NoiseAndOrder = std::tuple<const char*, Order>;

std::string NameOfTest(const testing::TestParamInfo<NoiseAndOrder>& info) {
  std::string name = std::get<0>(info.param);
  std::replace_if(name.begin(), name.end(), [](char c) { return c == ' ' || c == ','; }, '_');
  return name + (std::get<1>(info.param) == Order::kNoiseAlone ? "_alone" : "_after_a_patient");
}

class QuietNoise : public testing::TestWithParam<NoiseAndOrder> {};

TEST_P(QuietNoise, ShowsNoVitalAndRaisesNoPhysiologicalAlarm) {
  const auto& [name, order] = GetParam();
  absl::StatusOr<std::vector<Shown>> all = RunNoise(NamedNoise(name), {.order = order, .seed = kSeed});
  ASSERT_TRUE(all.ok()) << all.status();

  EXPECT_EQ(all->size(), 3u);
  for (Shown& shown : *all) {
    SCOPED_TRACE(shown.product);
    if (order == Order::kAfterAPatient && std::string(name) == "white noise") ForgiveHiddenPulse(shown);
    EXPECT_TRUE(shown.vitals.empty()) << Listed(shown.vitals);
    EXPECT_TRUE(shown.alarms.empty()) << Listed(shown.alarms);
    EXPECT_EQ(shown.readable, 0);
    EXPECT_GE(shown.noise_s, 1170);
    // That something is missing is told all the time, but for the start.
    const std::int64_t starts = order == Order::kNoiseAlone ? kStartsWithin : 0;
    EXPECT_TRUE(!shown.is_monitor || shown.lit_s >= shown.noise_s - starts) << shown.lit_s;
  }
  if (order == Order::kNoiseAlone) return;
  // There was something that had to end.
  EXPECT_TRUE(Of(*all, "health monitor").of_patient.contains("heart rate"));
  for (const char* vital : {"pulse rate", "saturation", "skin temperature"}) {
    EXPECT_TRUE(Of(*all, "wrist monitor").of_patient.contains(vital)) << vital;
  }
  EXPECT_TRUE(Of(*all, "sleep study").of_patient.contains("respiration rate"));
}

INSTANTIATE_TEST_SUITE_P(All, QuietNoise,
                         testing::Combine(testing::Values("on a desk, told", "on a desk", "on a desk, with hum", "white noise", "wander", "muscle, busy arm",
                                                          "loose electrode", "very loose electrode", "loose lead, 1 mV", "steps alone", "electrode off, told",
                                                          "electrode off"),
                                          testing::Values(Order::kNoiseAlone, Order::kAfterAPatient)),
                         NameOfTest);

TEST(QualityGate, EachNoiseIsTried) { EXPECT_EQ(AllNoises().size(), 12u); }

// A gate that finds nothing would pass as well: a patient who is taken for noise is found, in
// both orders, and his low rate is alarmed.
TEST(QualityGate, APatientIsFound) {
  Noise patient = {.name = "a patient", .scene = {}};
  patient.scene.rate_per_minute = 38;
  for (const Order order : {Order::kNoiseAlone, Order::kAfterAPatient}) {
    const absl::StatusOr<std::vector<Shown>> all = RunNoise(patient, {.order = order, .seed = kSeed});
    ASSERT_TRUE(all.ok()) << all.status();
    for (const Shown& shown : *all) EXPECT_FALSE(shown.IsClean()) << shown.product;
    const Shown& chest = Of(*all, "health monitor");
    EXPECT_TRUE(chest.vitals.contains("heart rate"));
    EXPECT_GE(chest.readable, 10'000);
    EXPECT_TRUE((order == Order::kNoiseAlone ? chest.alarms : chest.standstills).contains("low heart rate"));
    for (const char* vital : {"pulse rate", "saturation", "perfusion index"}) {
      EXPECT_TRUE(Of(*all, "wrist monitor").vitals.contains(vital)) << vital;
    }
    EXPECT_TRUE(Of(*all, "sleep study").vitals.contains("respiration rate"));
  }
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
