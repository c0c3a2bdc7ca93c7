#include "test/benchmark/vfvt_run.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/annotation.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/product_run.h"
#include "test/benchmark/told_for_test.h"
#include "test/sim/patient.h"

namespace vigil::benchmark {
namespace {

Ventricles Steps(const std::string& letters) {
  Ventricles steps;
  for (const char letter : letters) {
    steps.push_back(letter == 'F'   ? Ventricle::kFibrillation
                    : letter == 'T' ? Ventricle::kTachycardia
                    : letter == 'A' ? Ventricle::kAsystole
                    : letter == '?' ? Ventricle::kUnknown
                                    : Ventricle::kOther);
  }
  return steps;
}

// The times of beats from 0.5 s on.
std::vector<double> BeatsEach(double seconds, int count) {
  std::vector<double> beats;
  for (int n = 0; n < count; ++n) beats.push_back(0.5 + n * seconds);
  return beats;
}

AlarmEvent Step(AlarmId id, AlarmPriority priority, AlarmTransition transition, int since_s, int now_s) {
  AlarmEvent event;
  event.condition.id = id;
  event.condition.priority = priority;
  event.condition.since = Timestamp() + Seconds(since_s);
  event.transition = transition;
  event.time = Timestamp() + Seconds(now_s);
  return event;
}

std::int64_t FalseAlarms(const HighAlarm& alarm, const std::string& reference, const std::vector<double>& beats) {
  return ScoreAlarms({alarm}, Steps(reference), beats).false_alarms;
}

TEST(VfVtRunTest, ReadsTheRhythmsOfAReference) {
  const Ventricles reference = ReferenceVentricles(
      {Note(0, "(N"), Note(500, "(VT"), Note(750, "(VFL"), Note(1000, std::string("(VFIB\0", 6)), Note(1250, "(ASYS"),
       Note(1500, "(N"), Note(1750, "", wfdb::kVentricularFlutterOn), Note(1800, "(VT"), Note(2000, "TS"),
       Note(2250, "", wfdb::kVentricularFlutterOff), Note(2500, "(AFIB"), Note(2600, "(VT", wfdb::kNote)},
      250, 12);
  EXPECT_EQ(reference, Steps("..TFFA.FFT.."));
}

TEST(VfVtRunTest, WhatIsSaidHoldsFromTheNextWholeSecondOn) {
  const Ventricles told = ToldVentricles(
      {Said(ObservationCode::kVentricularFibrillation, Milliseconds(664), 0), Said(ObservationCode::kVentricularTachycardia, Milliseconds(1000), 0),
       Said(ObservationCode::kVentricularFibrillation, Milliseconds(1664), 1), Said(ObservationCode::kVentricularTachycardia, Milliseconds(2000), 1),
       Said(ObservationCode::kVentricularFibrillation, Milliseconds(2664), 0), Said(ObservationCode::kVentricularTachycardia, Milliseconds(3000), 1),
       Said(ObservationCode::kVentricularFibrillation, Milliseconds(3664), 0), Said(ObservationCode::kVentricularTachycardia, Milliseconds(4000), std::nullopt),
       Said(ObservationCode::kVentricularFibrillation, Milliseconds(4664), 0), Said(ObservationCode::kVentricularTachycardia, Milliseconds(5000), 0),
       Said(ObservationCode::kAsystole, Milliseconds(5000), 1), Said(ObservationCode::kQrsDetected, Milliseconds(6000), 1),
       Said(ObservationCode::kAsystole, Milliseconds(90'000), 1)},
      7);
  EXPECT_EQ(told, Steps("?.FT?A?"));
}

TEST(VfVtRunTest, EachStepCountsAndNoneIsLeftOut) {
  const VfVtScore score = ScoreVentricles(Steps("..FFFTT...A."), Steps(".FFF?F??.TA."));
  EXPECT_EQ(score.steps.true_positives, 3);
  EXPECT_EQ(score.steps.false_negatives, 2);
  EXPECT_EQ(score.steps.false_positives, 2);
  EXPECT_EQ(score.steps.true_negatives, 5);
  EXPECT_EQ(score.fibrillation.true_positives, 2);
  EXPECT_EQ(score.fibrillation.false_negatives, 1);
  EXPECT_EQ(score.answered_s, 9);
  EXPECT_EQ(score.scored_s, 12);
}

TEST(VfVtRunTest, AnEpisodeIsFoundByOneStep) {
  const VfVtScore score = ScoreVentricles(Steps(".TTT..F..TT"), Steps("...T....FF."));
  EXPECT_EQ(score.episodes, 3);
  EXPECT_EQ(score.episodes_found, 2);
}

TEST(VfVtRunTest, AnAlarmLastsFromItsConditionOnToItsEnd) {
  ProductRun run;
  run.length = Seconds(100);
  const auto high = AlarmPriority::kHigh;
  run.alarms = {Step(AlarmId::kVentricularTachycardia, high, AlarmTransition::kRaised, 10, 18),
                Step(AlarmId::kRhythmUnavailable, high, AlarmTransition::kRaised, 10, 18),
                Step(AlarmId::kHeartRateHigh, AlarmPriority::kMedium, AlarmTransition::kRaised, 12, 18),
                Step(AlarmId::kAtrialFibrillation, AlarmPriority::kMedium, AlarmTransition::kRaised, 12, 19),
                Step(AlarmId::kHeartRateHigh, high, AlarmTransition::kRaised, 12, 20),
                Step(AlarmId::kAtrialFibrillation, AlarmPriority::kMedium, AlarmTransition::kEnded, 12, 21),
                Step(AlarmId::kVentricularTachycardia, high, AlarmTransition::kEnded, 10, 30)};
  const std::vector<HighAlarm> alarms = HighAlarms(run);
  ASSERT_EQ(alarms.size(), 2u);
  EXPECT_EQ(alarms[0].id, AlarmId::kVentricularTachycardia);
  EXPECT_EQ(alarms[0].begin_s, 10);
  EXPECT_EQ(alarms[0].end_s, 30);
  EXPECT_EQ(alarms[1].id, AlarmId::kHeartRateHigh);
  EXPECT_EQ(alarms[1].begin_s, 12);
  EXPECT_EQ(alarms[1].end_s, 100);
}

TEST(VfVtRunTest, AnAlarmNearToAnEpisodeIsTrue) {
  const std::string reference = "..........TT........";
  const std::vector<double> beats = BeatsEach(1, 20);
  EXPECT_EQ(FalseAlarms({AlarmId::kVentricularTachycardia, 9, 15}, reference, beats), 0);
  EXPECT_EQ(FalseAlarms({AlarmId::kVentricularFibrillation, 13, 15}, reference, beats), 0);
  EXPECT_EQ(FalseAlarms({AlarmId::kVentricularFibrillation, 14, 18}, reference, beats), 1);
  EXPECT_EQ(FalseAlarms({AlarmId::kVentricularTachycardia, 3, 7}, reference, beats), 1);
}

TEST(VfVtRunTest, AnAsystoleAlarmIsTrueWithoutBeats) {
  const std::string calm(30, '.');
  std::vector<double> beats = BeatsEach(1, 10);
  beats.push_back(14);
  beats.push_back(15);
  EXPECT_EQ(FalseAlarms({AlarmId::kAsystole, 13, 15}, calm, beats), 0);
  EXPECT_EQ(FalseAlarms({AlarmId::kHeartRateLow, 13, 15}, calm, beats), 0);
  EXPECT_EQ(FalseAlarms({AlarmId::kVentricularFibrillation, 13, 15}, calm, beats), 1);
  EXPECT_EQ(FalseAlarms({AlarmId::kAsystole, 5, 6}, calm, beats), 1);
  EXPECT_EQ(FalseAlarms({AlarmId::kAsystole, 19, 25}, calm, beats), 0);
}

TEST(VfVtRunTest, ARateAlarmIsTrueWhenTheRateIsExtreme) {
  const std::string calm(60, '.');
  EXPECT_EQ(FalseAlarms({AlarmId::kHeartRateLow, 20, 30}, calm, BeatsEach(1.4, 40)), 0);   // 43 a minute
  EXPECT_EQ(FalseAlarms({AlarmId::kHeartRateLow, 20, 30}, calm, BeatsEach(1.3, 40)), 1);   // 46
  EXPECT_EQ(FalseAlarms({AlarmId::kHeartRateHigh, 20, 30}, calm, BeatsEach(0.47, 120)), 0);  // 128
  EXPECT_EQ(FalseAlarms({AlarmId::kHeartRateHigh, 20, 30}, calm, BeatsEach(0.49, 120)), 1);  // 122
}

TEST(VfVtRunTest, LongEpisodesAreThoseThatHaveToBeAlarmed) {
  const std::string reference = "....TTTTTTTTTT.....TTTTTTTTT......FFFFFFFFFFF...";
  const VfVtScore score = ScoreAlarms({{AlarmId::kVentricularTachycardia, 6, 20}}, Steps(reference), BeatsEach(1, 48));
  EXPECT_EQ(score.long_episodes, 2);
  EXPECT_EQ(score.long_alarmed, 1);
  EXPECT_EQ(score.alarms, 1);
}

TEST(VfVtRunTest, WritesChangesAsAnnotations) {
  const std::vector<wfdb::Annotation> annotations = ToAnnotations(Steps("??..FFTA"), 360);
  ASSERT_EQ(annotations.size(), 5u);
  const char* const names[] = {"(U", "(N", "(VF", "(VT", "(ASYS"};
  for (std::size_t n = 0; n < 5; ++n) EXPECT_EQ(annotations[n].auxiliary, names[n]);
  EXPECT_EQ(annotations[2].sample, 1440);
  EXPECT_EQ(annotations[2].code, wfdb::kRhythmChange);
}

TEST(VfVtRunTest, BeatsOfTheReferenceHaveTheirTimes) {
  EXPECT_EQ(BeatTimes({Note(125, "", wfdb::kNormalBeat), Note(200, "(N"), Note(500, "", wfdb::kPrematureVentricular)}, 250),
            (std::vector<double>{0.5, 2}));
}

// Through the kernel, with all plugins of the product, on a patient whose truth is known.
TEST(VfVtRunTest, TheProductFindsEachRhythmOfASyntheticPatient) {
  const auto scene = [](double seconds, sim::Rhythm rhythm, double rate) {
    sim::Scene made;
    made.seconds = seconds;
    made.rhythm = rhythm;
    made.rate_per_minute = rate;
    return made;
  };
  const sim::Recording recording =
      sim::Simulate({scene(300, sim::Rhythm::kSinus, 70), scene(40, sim::Rhythm::kVentricularFibrillation, 70),
                     scene(120, sim::Rhythm::kSinus, 80), scene(40, sim::Rhythm::kVentricularTachycardia, 170),
                     scene(120, sim::Rhythm::kSinus, 90), scene(30, sim::Rhythm::kAsystole, 70),
                     scene(60, sim::Rhythm::kSinus, 70), scene(300, sim::Rhythm::kPrematureBeats, 70)});
  std::vector<wfdb::Conversion> conversions;
  for (const std::int32_t uv : recording.ecg_uv) conversions.push_back({.counts = 2 * uv, .status = 0});
  const absl::StatusOr<ProductRun> run = RunProduct(conversions);
  ASSERT_TRUE(run.ok()) << run.status();
  Ventricles reference(1010, Ventricle::kOther);
  for (std::size_t s = 300; s < 340; ++s) reference[s] = Ventricle::kFibrillation;
  for (std::size_t s = 460; s < 500; ++s) reference[s] = Ventricle::kTachycardia;
  for (std::size_t s = 624; s < 650; ++s) reference[s] = Ventricle::kAsystole;
  const Ventricles ventricles = ToldVentricles(run->told, 1010);
  std::vector<double> beats;
  for (const sim::Beat& beat : recording.beats) beats.push_back(beat.time);
  VfVtScore score = ScoreVentricles(reference, ventricles);
  score += ScoreAlarms(HighAlarms(*run), reference, beats);
  EXPECT_GE(*score.steps.Sensitivity(), 90);
  EXPECT_GE(*score.steps.Specificity(), 99);
  EXPECT_EQ(score.episodes_found, 2);
  EXPECT_EQ(score.long_alarmed, 2);
  EXPECT_EQ(score.false_alarms, 0);
  EXPECT_EQ(ventricles[635], Ventricle::kAsystole);
}

}  // namespace
}  // namespace vigil::benchmark
