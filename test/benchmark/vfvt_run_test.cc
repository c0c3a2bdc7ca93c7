#include "test/benchmark/vfvt_run.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/annotation.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/rhythm_chain.h"
#include "test/sim/patient.h"

namespace vigil::benchmark {
namespace {

wfdb::Annotation Note(std::int64_t sample, const std::string& text, int code = wfdb::kRhythmChange) {
  wfdb::Annotation note;
  note.sample = sample;
  note.code = code;
  note.auxiliary = text;
  return note;
}

RhythmTold Told(ObservationCode code, std::int64_t ms, int value) {
  RhythmTold told;
  told.said.code = code;
  told.said.unit = Unit::kOne;
  told.said.time = Timestamp() + Milliseconds(ms);
  if (value >= 0) {
    told.said.validity = Validity::kValid;
    told.said.value = value;
  }
  return told;
}

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

std::vector<double> BeatsEachSecond(int seconds) {
  std::vector<double> beats;
  for (int n = 0; n < seconds; ++n) beats.push_back(n + 0.5);
  return beats;
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
      {Told(ObservationCode::kVentricularFibrillation, 664, 0), Told(ObservationCode::kVentricularTachycardia, 1000, 0),
       Told(ObservationCode::kVentricularFibrillation, 1664, 1), Told(ObservationCode::kVentricularTachycardia, 2000, 1),
       Told(ObservationCode::kVentricularFibrillation, 2664, 0), Told(ObservationCode::kVentricularTachycardia, 3000, 1),
       Told(ObservationCode::kVentricularFibrillation, 3664, 0), Told(ObservationCode::kVentricularTachycardia, 4000, -1),
       Told(ObservationCode::kVentricularFibrillation, 4664, 0), Told(ObservationCode::kVentricularTachycardia, 5000, 0),
       Told(ObservationCode::kAsystole, 5000, 1), Told(ObservationCode::kQrsDetected, 6000, 1),
       Told(ObservationCode::kAsystole, 90'000, 1)},
      7);
  EXPECT_EQ(told, Steps("?.FT?A?"));
}

TEST(VfVtRunTest, EachStepCountsAndNoneIsLeftOut) {
  const VfVtScore score = ScoreVentricles(Steps("..FFFTT...A."), Steps(".FFF?F??.TA."), BeatsEachSecond(12));
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
  const VfVtScore score = ScoreVentricles(Steps(".TTT..F..TT"), Steps("...T....FF."), BeatsEachSecond(11));
  EXPECT_EQ(score.episodes, 3);
  EXPECT_EQ(score.episodes_found, 2);
}

TEST(VfVtRunTest, AnAlarmNearToAnEpisodeIsTrue) {
  const VfVtScore score =
      ScoreVentricles(Steps("...TT.............."), Steps(".T....T..TFT.TFAT.A"), BeatsEachSecond(19));
  EXPECT_EQ(score.false_alarms, 3);
  EXPECT_EQ(score.long_false_alarms, 1);
}

TEST(VfVtRunTest, AnAsystoleAlarmIsTrueWithoutBeats) {
  const Ventricles told = Steps("..........AA...A");
  std::vector<double> beats;
  for (const double beat : {0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 12.5, 13.5, 14.5}) beats.push_back(beat);
  EXPECT_EQ(ScoreVentricles(Ventricles(16, Ventricle::kOther), told, beats).false_alarms, 1);
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

// Through the kernel, with all plugins, on a patient whose truth is known.
TEST(VfVtRunTest, TheChainFindsEachRhythmOfASyntheticPatient) {
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
  const auto told = RunRhythmChain(recording.ecg_uv.size(), [&](std::size_t at) {
    return wfdb::Conversion{.counts = 2 * recording.ecg_uv[at], .status = 0};
  });
  ASSERT_TRUE(told.ok()) << told.status();
  Ventricles reference(1010, Ventricle::kOther);
  for (std::size_t s = 300; s < 340; ++s) reference[s] = Ventricle::kFibrillation;
  for (std::size_t s = 460; s < 500; ++s) reference[s] = Ventricle::kTachycardia;
  for (std::size_t s = 624; s < 650; ++s) reference[s] = Ventricle::kAsystole;
  const Ventricles ventricles = ToldVentricles(*told, 1010);
  std::vector<double> beats;
  for (const sim::Beat& beat : recording.beats) beats.push_back(beat.time);
  const VfVtScore score = ScoreVentricles(reference, ventricles, beats);
  EXPECT_GE(*score.steps.Sensitivity(), 90);
  EXPECT_GE(*score.steps.Specificity(), 99);
  EXPECT_EQ(score.episodes_found, 2);
  EXPECT_EQ(score.false_alarms, 0);
  EXPECT_EQ(ventricles[635], Ventricle::kAsystole);
}

}  // namespace
}  // namespace vigil::benchmark
