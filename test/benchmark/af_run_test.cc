#include "test/benchmark/af_run.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "platform/wfdb/annotation.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/told_for_test.h"

namespace vigil::benchmark {
namespace {

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

TEST(AfRunTest, ReadsWhatThePluginSaid) {
  const Rhythm told = ToldRhythm({Said(ObservationCode::kAtrialFibrillation, Seconds(1), std::nullopt),
                                  Said(ObservationCode::kAtrialFibrillation, Seconds(10), 0),
                                  Said(ObservationCode::kVentricularFibrillation, Seconds(20), 1),
                                  Said(ObservationCode::kAtrialFibrillation, Seconds(30), 1)});
  EXPECT_EQ(told.At(5), RhythmKind::kUnknown);
  EXPECT_EQ(told.At(25), RhythmKind::kOther);
  EXPECT_EQ(told.At(30), RhythmKind::kFibrillation);
}

TEST(AfRunTest, ScoresAddUp) {
  AfScore score{.seconds = {.true_positives = 1}, .answered_s = 2, .scored_s = 3, .false_episodes = 4};
  score += score;
  EXPECT_EQ(score.seconds.true_positives, 2);
  EXPECT_EQ(score.answered_s, 4);
  EXPECT_EQ(score.scored_s, 6);
  EXPECT_EQ(score.false_episodes, 8);
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
