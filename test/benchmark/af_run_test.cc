#include "test/benchmark/af_run.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "platform/wfdb/annotation.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/qrs_run.h"

namespace vigil::benchmark {
namespace {

wfdb::Annotation Note(std::int64_t sample, const std::string& text, int code = wfdb::kRhythmChange) {
  wfdb::Annotation note;
  note.sample = sample;
  note.code = code;
  note.auxiliary = text;
  return note;
}

// Beats that the detector told in time; 800 ms apart, and without order from `from_s` to
// `to_s`.
std::vector<QrsTold> Beats(int length_s, int from_s, int to_s) {
  std::vector<QrsTold> told;
  std::uint32_t random = 1;
  Timestamp time;
  while (time < Timestamp() + Seconds(length_s)) {
    const bool is_irregular = time >= Timestamp() + Seconds(from_s) && time < Timestamp() + Seconds(to_s);
    random = random * 1'103'515'245u + 12'345u;
    time = time + Milliseconds(is_irregular ? 450 + (random >> 16) % 400 : 800);
    Observation beat;
    beat.code = ObservationCode::kQrsDetected;
    beat.unit = Unit::kMicrovolt;
    beat.validity = Validity::kValid;
    beat.time = time;
    beat.valid_until = time + Seconds(1);
    told.push_back({.now = time + Milliseconds(300), .said = beat});
  }
  return told;
}

TEST(AfRunTest, ReadsTheRhythmsOfAReference) {
  const Rhythm rhythm = ReferenceRhythm(
      {Note(360, "(N"), Note(400, "", wfdb::kNormalBeat), Note(720, "(AFIB"), Note(1080, std::string("(AFL\0", 5)),
       Note(1440, "(VT"), Note(1500, "TS", wfdb::kNote)},
      360);
  EXPECT_EQ(rhythm.At(0), RhythmKind::kOther);
  EXPECT_EQ(rhythm.At(1.99), RhythmKind::kOther);
  EXPECT_EQ(rhythm.At(2), RhythmKind::kFibrillation);
  EXPECT_EQ(rhythm.At(3), RhythmKind::kFlutter);
  EXPECT_EQ(rhythm.At(100), RhythmKind::kOther);
}

TEST(AfRunTest, WhatIsSaidLaterOfATimeHolds) {
  Rhythm rhythm;
  EXPECT_EQ(rhythm.At(5), RhythmKind::kUnknown);
  rhythm.Set(0, RhythmKind::kUnknown);
  rhythm.Set(10, RhythmKind::kUnknown);
  rhythm.Set(4, RhythmKind::kFibrillation);
  rhythm.Set(8, RhythmKind::kOther);
  rhythm.Set(8, RhythmKind::kFibrillation);
  ASSERT_EQ(rhythm.changes().size(), 2u);
  EXPECT_EQ(rhythm.At(3), RhythmKind::kUnknown);
  EXPECT_EQ(rhythm.At(9), RhythmKind::kFibrillation);
}

TEST(AfRunTest, ScoresSecondsAndLeavesFlutterOut) {
  Rhythm reference;
  reference.Set(0, RhythmKind::kOther);
  reference.Set(10, RhythmKind::kFibrillation);
  reference.Set(20, RhythmKind::kFlutter);
  reference.Set(30, RhythmKind::kOther);
  Rhythm told;
  told.Set(0, RhythmKind::kUnknown);
  told.Set(4, RhythmKind::kOther);
  told.Set(12, RhythmKind::kFibrillation);
  told.Set(33, RhythmKind::kOther);
  told.Set(36, RhythmKind::kFibrillation);
  const AfScore score = ScoreFibrillation(reference, told, 40);
  EXPECT_EQ(score.seconds.true_positives, 8);
  EXPECT_EQ(score.seconds.false_negatives, 2);
  EXPECT_EQ(score.seconds.false_positives, 3 + 4);
  EXPECT_EQ(score.seconds.true_negatives, 10 + 3);
  EXPECT_EQ(score.scored_s, 30);
  EXPECT_EQ(score.answered_s, 26);
  EXPECT_EQ(score.false_episodes, 1);
}

TEST(AfRunTest, ThePluginFindsAnEpisodeOfFiveMinutes) {
  const int length_s = 900;
  const absl::StatusOr<Rhythm> told = RunAtrialFibrillation(Beats(length_s, 300, 600), Seconds(length_s));
  ASSERT_TRUE(told.ok()) << told.status();
  Rhythm reference;
  reference.Set(0, RhythmKind::kOther);
  reference.Set(300, RhythmKind::kFibrillation);
  reference.Set(600, RhythmKind::kOther);
  const AfScore score = ScoreFibrillation(reference, *told, length_s);
  EXPECT_GE(*score.seconds.Sensitivity(), 90);
  EXPECT_GE(*score.seconds.PositivePredictivity(), 95);
  EXPECT_EQ(score.false_episodes, 0);
  EXPECT_GE(score.answered_s, length_s - 5);
}

TEST(AfRunTest, ARegularRhythmHasNoEpisode) {
  const absl::StatusOr<Rhythm> told = RunAtrialFibrillation(Beats(300, 0, 0), Seconds(300));
  ASSERT_TRUE(told.ok()) << told.status();
  for (const Rhythm::Change& change : told->changes()) EXPECT_NE(change.kind, RhythmKind::kFibrillation);
}

TEST(AfRunTest, WritesChangesAsAnnotations) {
  Rhythm rhythm;
  rhythm.Set(0, RhythmKind::kUnknown);
  rhythm.Set(2.5, RhythmKind::kOther);
  rhythm.Set(10, RhythmKind::kFibrillation);
  const std::vector<wfdb::Annotation> annotations = ToAnnotations(rhythm, 360);
  ASSERT_EQ(annotations.size(), 3u);
  EXPECT_EQ(annotations[0].auxiliary, "(U");
  EXPECT_EQ(annotations[1].auxiliary, "(N");
  EXPECT_EQ(annotations[1].sample, 900);
  EXPECT_EQ(annotations[2].auxiliary, "(AFIB");
  EXPECT_EQ(annotations[2].code, wfdb::kRhythmChange);
}

}  // namespace
}  // namespace vigil::benchmark
