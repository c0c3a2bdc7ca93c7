// On an ECG of known truth: what is learned finds what was taught, and does not depend on
// what is held out.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "platform/wfdb/annotation.h"
#include "plugins/algorithm/beat_classifier/beat_weights.h"
#include "plugins/algorithm/beat_classifier/test_ecg.h"
#include "plugins/algorithm/qrs_detector/beat_net_weights.h"
#include "test/benchmark/beat_score.h"
#include "test/benchmark/vfvt_run.h"
#include "test/sim/patient.h"
#include "test/training/beat_rows.h"
#include "test/training/beat_training.h"
#include "test/training/qrs_rows.h"
#include "test/training/qrs_training.h"
#include "test/training/rhythm_score.h"
#include "test/training/trainer_command.h"
#include "test/training/training_set.h"

namespace vigil::training {
namespace {

TrainingRecord RecordOf(const plugins::TestEcg& ecg, const plugins::TestEcg& second) {
  TrainingRecord record;
  record.frequency = kSamplesPerSecond;
  for (const plugins::TestEcg::KnownBeat& beat : ecg.beats()) {
    wfdb::Annotation annotation;
    annotation.sample = beat.time.us / 4000;
    annotation.code = beat.is_ventricular ? wfdb::kPrematureVentricular : wfdb::kNormalBeat;
    record.reference.push_back(annotation);
  }
  record.leads[0] = LeadOf(ecg.Samples(), record.reference, record.frequency);
  record.leads[1] = LeadOf(second.Samples(), record.reference, record.frequency);
  record.length = static_cast<std::int64_t>(record.leads[0].microvolt.size());
  return record;
}

// Narrow beats, each eighth followed by an early wide one; in the second signal smaller.
TrainingRecord NewRecord(const plugins::BeatForm& ventricular, int groups) {
  plugins::TestEcg ecg;
  for (int n = 0; n < groups; ++n) {
    ecg.Beats(8, Milliseconds(800 + 10 * (n % 5)), plugins::kNarrow);
    ecg.Beat(Milliseconds(480), ventricular);
    ecg.Beat(Milliseconds(1100), plugins::kNarrow);
  }
  plugins::TestEcg second = ecg;
  return RecordOf(ecg, second);
}

std::vector<TrainingRecord> NewSet() {
  return {NewRecord(plugins::kWide, 12), NewRecord(plugins::kWideDown, 12), NewRecord(plugins::kWide, 4)};
}

// Sinus rhythm, in which the reference has a tachycardia from 60 to 80 s: whether the product
// has it rests on the classes of its beats alone.
TrainingRecord NewTachycardia() {
  const sim::Recording patient = sim::Simulate({{.seconds = 140, .rate_per_minute = 90}});
  TrainingRecord record;
  record.frequency = kSamplesPerSecond;
  for (const std::int32_t uv : patient.ecg_uv) record.conversions.push_back({.counts = 2 * uv, .status = 0});
  record.leads[0] = LeadOf(patient.ecg_uv, {}, kSamplesPerSecond);
  for (const int second : {60, 80}) {
    wfdb::Annotation rhythm;
    rhythm.sample = second * 250;
    rhythm.code = wfdb::kRhythmChange;
    rhythm.auxiliary = second == 60 ? "(VT" : "(N";
    record.reference.push_back(rhythm);
  }
  return record;
}

// Those between 60 and 80 s are of `code`, the others normal.
std::vector<FoundBeat> WithClasses(const Lead& lead, int code) {
  std::vector<FoundBeat> found;
  for (const double at : FindBeats(lead, plugins::kNetWeights)) {
    const double second = at / kSamplesPerSecond;
    found.push_back({at, second >= 60 && second < 80 ? code : wfdb::kNormalBeat});
  }
  return found;
}

TEST(QrsTrainingTest, FindsTheBeatsOfARecordThatWasHeldOut) {
  const std::vector<TrainingRecord> set = NewSet();
  const benchmark::BeatScore score = Score(set[2], QrsTrainer().found_without(set, 2), 0).beats;
  EXPECT_LE(score.false_negatives, 1);
  EXPECT_EQ(score.false_positives, 0);
  EXPECT_GE(score.true_positives, 39);
}

TEST(QrsTrainingTest, WhatIsHeldOutChangesNothing) {
  std::vector<TrainingRecord> set = NewSet();
  const std::string text = QrsWeightsText(TrainQrs(set, 2));
  set[2].leads[0] = Reversed(set[0].leads[0]);
  EXPECT_EQ(text, QrsWeightsText(TrainQrs(set, 2)));
}

TEST(QrsTrainingTest, RowsAreLabelledByTheReference) {
  const Lead lead = NewRecord(plugins::kWide, 4).leads[0];
  std::vector<Row> rows;
  AddQrsRows(lead, plugins::kNetWeights, {.group = 7, .weight = 0.5F}, rows);
  const auto beats = std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.target > 0.5F; });
  EXPECT_EQ(beats, static_cast<std::ptrdiff_t>(lead.beats.size()));
  for (const Row& row : rows) EXPECT_EQ(row.group, 7);
}

TEST(QrsTrainingTest, FlutterIsNotTaught) {
  Lead lead = NewRecord(plugins::kWide, 4).leads[0];
  lead.flutter.push_back({0, static_cast<double>(lead.microvolt.size())});
  std::vector<Row> rows;
  AddQrsRows(lead, plugins::kNetWeights, {}, rows);
  EXPECT_TRUE(rows.empty());
}

TEST(BeatTrainingTest, TellsTheVentricularBeatsOfARecordThatWasHeldOut) {
  const std::vector<TrainingRecord> set = NewSet();
  const benchmark::BeatScore score = Score(set[2], BeatTrainer().found_without(set, 2), 10).ventricular;
  EXPECT_EQ(score.true_positives, 3);
  EXPECT_EQ(score.false_positives, 0);
  EXPECT_EQ(score.false_negatives, 0);
}

TEST(BeatTrainingTest, WhatIsHeldOutChangesNothing) {
  std::vector<TrainingRecord> set = NewSet();
  const std::string text = BeatWeightsText(TrainBeats(set, 2));
  set[2].leads[0] = Reversed(set[0].leads[0]);
  EXPECT_EQ(text, BeatWeightsText(TrainBeats(set, 2)));
}

TEST(BeatTrainingTest, BeatsOfNoClearClassAreNotTaught) {
  Lead lead = NewRecord(plugins::kWide, 4).leads[0];
  const std::vector<double> found = FindBeats(lead, plugins::kNetWeights);
  const BeatRun run = {.weights = plugins::beats::kWeights};
  std::vector<Row> all;
  AddBeatRows(lead, found, run, {}, all);
  for (ReferenceBeat& beat : lead.beats) {
    if (IsVentricular(beat.code)) beat.code = wfdb::kFusionBeat;
  }
  std::vector<Row> rows;
  AddBeatRows(lead, found, run, {}, rows);
  EXPECT_EQ(all.size() - rows.size(), 4u);
  for (const Row& row : rows) EXPECT_EQ(row.target, 0);
}

TEST(BeatTrainingTest, ARareKindWeighsMore) {
  std::vector<Row> rows(1100);
  for (std::size_t n = 0; n < 100; ++n) rows[n].target = 1;
  Balance(rows);
  EXPECT_NEAR(rows[0].weight / rows[1099].weight, std::pow(10, 0.4), 1e-3);
}

TEST(TrainerTest, TheSourceIsOfAllRecords) {
  const std::vector<TrainingRecord> set = NewSet();
  EXPECT_EQ(BeatTrainer().source(set), BeatWeightsText(TrainBeats(set, kNoneHeldOut)));
}

TEST(RhythmScoreTest, TheClassesThatAreGivenMakeTheTachycardia) {
  const TrainingRecord record = NewTachycardia();
  const absl::StatusOr<benchmark::VfVtScore> found = ScoreRhythms(record, WithClasses(record.leads[0], wfdb::kPrematureVentricular));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_GE(found->steps.true_positives, 17);
  EXPECT_LE(found->steps.false_positives, 1);
  EXPECT_EQ(found->long_alarmed, 1);
  EXPECT_EQ(found->false_alarms, 0);
}

TEST(RhythmScoreTest, WithoutSuchClassesThereIsNone) {
  const TrainingRecord record = NewTachycardia();
  for (const std::vector<FoundBeat>& beats : {WithClasses(record.leads[0], wfdb::kNormalBeat), std::vector<FoundBeat>()}) {
    const absl::StatusOr<benchmark::VfVtScore> found = ScoreRhythms(record, beats);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->episodes, 1);
    EXPECT_EQ(found->steps.true_positives, 0);
    EXPECT_EQ(found->steps.false_positives, 0);
  }
}

TEST(TrainerCommandTest, AsksForFolderAndFile) {
  char name[] = "trainer";
  char* argv[] = {name};
  EXPECT_EQ(RunTrainer(1, argv, {.name = "trainer"}), 1);
}

}  // namespace
}  // namespace vigil::training
