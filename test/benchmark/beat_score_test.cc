#include "test/benchmark/beat_score.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "platform/wfdb/annotation.h"
#include "test/benchmark/told_for_test.h"

namespace vigil::benchmark {
namespace {

using wfdb::Annotation;

constexpr double kFrequency = 100;       // Hz: a sample is 10 ms
constexpr std::int64_t kLength = 100'000;
constexpr std::int64_t kStart = 30'000;  // end of the learning period

std::vector<Annotation> Beats(const std::vector<std::int64_t>& places) {
  std::vector<Annotation> annotations;
  for (const std::int64_t place : places) {
    Annotation annotation;
    annotation.sample = place;
    annotation.code = wfdb::kNormalBeat;
    annotations.push_back(annotation);
  }
  return annotations;
}

Annotation Mark(std::int64_t place, int code) {
  Annotation annotation;
  annotation.sample = place;
  annotation.code = code;
  return annotation;
}

BeatScore Score(const std::vector<Annotation>& reference,
                const std::vector<Annotation>& detected,
                std::int64_t length = kLength) {
  return ScoreBeats(reference, detected, kFrequency, length);
}

TEST(BeatScoreTest, EqualBeatsAllMatch) {
  EXPECT_EQ(Score(Beats({40'000, 40'100, 40'200}),
                  Beats({40'000, 40'100, 40'200})),
            CountOf(3, 0, 0));
}

TEST(BeatScoreTest, WindowIs150MsToBothSidesInclusive) {
  EXPECT_EQ(Score(Beats({40'000}), Beats({40'015})), CountOf(1, 0, 0));
  EXPECT_EQ(Score(Beats({40'000}), Beats({39'985})), CountOf(1, 0, 0));
  EXPECT_EQ(Score(Beats({40'000}), Beats({40'016})), CountOf(0, 1, 1));
  EXPECT_EQ(Score(Beats({40'000}), Beats({39'984})), CountOf(0, 1, 1));
}

TEST(BeatScoreTest, MissedAndExtraBeatsAreCounted) {
  EXPECT_EQ(Score(Beats({40'000, 40'100, 40'200}), Beats({40'000, 40'200})),
            CountOf(2, 1, 0));
  EXPECT_EQ(Score(Beats({40'000, 40'200}), Beats({40'000, 40'100, 40'200})),
            CountOf(2, 0, 1));
}

TEST(BeatScoreTest, OfTwoDetectionsAtOneBeatTheNearerIsTaken) {
  EXPECT_EQ(Score(Beats({40'000}), Beats({39'990, 40'005})), CountOf(1, 0, 1));
  EXPECT_EQ(Score(Beats({40'000}), Beats({39'995, 40'010})), CountOf(1, 0, 1));
}

TEST(BeatScoreTest, OfTwoBeatsAtOneDetectionTheNearerIsTaken) {
  EXPECT_EQ(Score(Beats({40'000, 40'014}), Beats({40'010})), CountOf(1, 1, 0));
}

TEST(BeatScoreTest, AtEqualDistanceTheLaterPartnerIsTaken) {
  // As in bxb: the earlier pairs only when it is strictly nearer.
  EXPECT_EQ(Score(Beats({40'010}), Beats({40'000, 40'020, 40'030})),
            CountOf(1, 0, 2));
  EXPECT_EQ(Score(Beats({40'000, 40'020}), Beats({40'010, 40'030})),
            CountOf(1, 1, 1));
}

TEST(BeatScoreTest, BeatTypesPlayNoPart) {
  std::vector<Annotation> reference = Beats({40'000, 40'100});
  reference[0].code = wfdb::kPrematureVentricular;
  reference[1].code = wfdb::kPacedBeat;
  EXPECT_EQ(Score(reference, Beats({40'000, 40'100})), CountOf(2, 0, 0));
}

TEST(BeatScoreTest, OtherAnnotationsAreNoBeats) {
  std::vector<Annotation> reference = Beats({40'000});
  reference.push_back(Mark(40'100, wfdb::kRhythmChange));
  reference.push_back(Mark(40'200, wfdb::kNoise));
  std::vector<Annotation> detected = Beats({40'000});
  detected.push_back(Mark(40'300, wfdb::kNote));
  EXPECT_EQ(Score(reference, detected), CountOf(1, 0, 0));
}

TEST(BeatScoreTest, FirstFiveMinutesAreNotScored) {
  EXPECT_EQ(Score(Beats({100, 200, 40'000}), Beats({300, 40'000})),
            CountOf(1, 0, 0));
  EXPECT_EQ(Score(Beats({kStart}), Beats({kStart})), CountOf(1, 0, 0));
}

TEST(BeatScoreTest, LearningPeriodCanBeLeftOut) {
  EXPECT_EQ(ScoreBeats(Beats({100, 200}), Beats({100}), kFrequency, kLength, 0),
            CountOf(1, 1, 0));
}

TEST(BeatScoreTest, DetectionJustBeforeTheStartPairsWithTheFirstBeat) {
  EXPECT_EQ(Score(Beats({kStart + 2, 40'000}), Beats({kStart - 3, 40'000})),
            CountOf(2, 0, 0));
}

TEST(BeatScoreTest, DetectionJustBeforeTheStartYieldsToANearerOne) {
  EXPECT_EQ(Score(Beats({kStart + 5, 40'000}),
                  Beats({kStart - 3, kStart + 6, 40'000})),
            CountOf(2, 0, 0));
}

TEST(BeatScoreTest, DetectionJustAfterTheStartOfAnUnscoredBeatIsDropped) {
  EXPECT_EQ(Score(Beats({kStart - 3, kStart + 100}),
                  Beats({kStart + 5, kStart + 100})),
            CountOf(1, 0, 0));
}

TEST(BeatScoreTest, DetectionLaterAfterTheStartIsAFalsePositive) {
  EXPECT_EQ(Score(Beats({kStart - 3, kStart + 100}),
                  Beats({kStart + 16, kStart + 100})),
            CountOf(1, 0, 1));
}

TEST(BeatScoreTest, DetectionsInVentricularFlutterDoNotCount) {
  std::vector<Annotation> reference = Beats({40'000});
  reference.push_back(Mark(40'100, wfdb::kVentricularFlutterOn));
  reference.push_back(Mark(40'300, wfdb::kVentricularFlutterOff));
  reference.push_back(Beats({40'400})[0]);
  EXPECT_EQ(Score(reference, Beats({40'000, 40'100, 40'150, 40'200, 40'300,
                                    40'350, 40'400})),
            CountOf(2, 0, 1));
}

TEST(BeatScoreTest, BeatsMarkedInVentricularFlutterAreNotExpected) {
  std::vector<Annotation> reference = {
      Mark(40'100, wfdb::kVentricularFlutterOn),
      Mark(40'200, wfdb::kNormalBeat),
      Mark(40'300, wfdb::kVentricularFlutterOff),
      Mark(40'400, wfdb::kNormalBeat)};
  EXPECT_EQ(Score(reference, Beats({40'400})), CountOf(1, 0, 0));
}

TEST(BeatScoreTest, FlutterWithoutEndLastsToTheEnd) {
  std::vector<Annotation> reference = Beats({40'000});
  reference.push_back(Mark(40'100, wfdb::kVentricularFlutterOn));
  EXPECT_EQ(Score(reference, Beats({40'000, 50'000})), CountOf(1, 0, 0));
}

TEST(BeatScoreTest, DetectionsAfterTheEndAreNotScored) {
  EXPECT_EQ(Score(Beats({40'000}), Beats({40'000, kLength + 50})),
            CountOf(1, 0, 0));
  EXPECT_EQ(Score(Beats({40'000}), Beats({40'000, kLength - 50})),
            CountOf(1, 0, 1));
}

TEST(BeatScoreTest, WithoutALengthScoringEndsWithTheReference) {
  EXPECT_EQ(Score(Beats({40'000}), Beats({40'000, 50'000}), 0),
            CountOf(1, 0, 0));
}

TEST(BeatScoreTest, NothingDetectedIsAllMissed) {
  const BeatScore score = Score(Beats({40'000, 40'100}), {});
  EXPECT_EQ(score, CountOf(0, 2, 0));
  EXPECT_EQ(score.Sensitivity(), 0.0);
  EXPECT_FALSE(score.PositivePredictivity().has_value());
}

TEST(BeatScoreTest, NothingToFindHasNoSensitivity) {
  const BeatScore score = Score({}, Beats({40'000}));
  EXPECT_EQ(score, CountOf(0, 0, 1));
  EXPECT_FALSE(score.Sensitivity().has_value());
  EXPECT_EQ(score.PositivePredictivity(), 0.0);
}

TEST(BeatScoreTest, ScoresAddUpToTheGross) {
  BeatScore sum = CountOf(1, 2, 3);
  sum += CountOf(9, 3, 0);
  EXPECT_EQ(sum, CountOf(10, 5, 3));
  EXPECT_DOUBLE_EQ(*sum.Sensitivity(), 10.0 / 15);
  EXPECT_DOUBLE_EQ(*sum.PositivePredictivity(), 10.0 / 13);
}

std::vector<Annotation> Typed(std::int64_t place, int code) { return {Mark(place, code)}; }

BeatScore Ventricular(int reference, int detected) {
  return ScoreBeatsAndTypes(Typed(40'000, reference), Typed(40'003, detected), kFrequency, kLength).ventricular;
}

TEST(BeatScoreTest, AVentricularBeatHasToBeToldAsOne) {
  for (const int code : {wfdb::kPrematureVentricular, wfdb::kVentricularEscape, wfdb::kVentricularOnT}) {
    EXPECT_EQ(Ventricular(code, wfdb::kPrematureVentricular), CountOf(1, 0, 0));
    EXPECT_EQ(Ventricular(code, wfdb::kNormalBeat), CountOf(0, 1, 0));
    EXPECT_EQ(Ventricular(code, wfdb::kUnclassifiableBeat), CountOf(0, 1, 0));
  }
  EXPECT_EQ(Ventricular(wfdb::kNormalBeat, wfdb::kPrematureVentricular), CountOf(0, 0, 1));
  EXPECT_EQ(Ventricular(wfdb::kNormalBeat, wfdb::kNormalBeat), CountOf(0, 0, 0));
}

TEST(BeatScoreTest, WhetherAFusionBeatIsVentricularDoesNotCount) {
  for (const int code :
       {wfdb::kFusionBeat, wfdb::kPacedBeat, wfdb::kFusionOfPacedBeat, wfdb::kUnclassifiableBeat}) {
    EXPECT_EQ(Ventricular(code, wfdb::kPrematureVentricular), CountOf(0, 0, 0));
  }
}

TEST(BeatScoreTest, MissedAndInventedVentricularBeatsCount) {
  const std::vector<Annotation> ventricular = Typed(40'000, wfdb::kPrematureVentricular);
  EXPECT_EQ(ScoreBeatsAndTypes(ventricular, {}, kFrequency, kLength).ventricular, CountOf(0, 1, 0));
  EXPECT_EQ(ScoreBeatsAndTypes({}, ventricular, kFrequency, kLength).ventricular, CountOf(0, 0, 1));
  EXPECT_EQ(ScoreBeatsAndTypes(Beats({40'000}), {}, kFrequency, kLength).ventricular, CountOf(0, 0, 0));
  EXPECT_EQ(ScoreBeatsAndTypes({}, Beats({40'000}), kFrequency, kLength).ventricular, CountOf(0, 0, 0));
}

TEST(BeatScoreTest, TypesDoNotChangeWhatWasFound) {
  const BeatScores scores = ScoreBeatsAndTypes(Typed(40'000, wfdb::kNormalBeat),
                                               Typed(40'003, wfdb::kPrematureVentricular), kFrequency, kLength);
  EXPECT_EQ(scores.beats, CountOf(1, 0, 0));
}

}  // namespace
}  // namespace vigil::benchmark
