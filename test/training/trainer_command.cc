#include "test/training/trainer_command.h"

#include <cstddef>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "platform/wfdb/record.h"
#include "test/benchmark/beat_score.h"
#include "test/benchmark/binary_score.h"
#include "test/benchmark/command.h"
#include "test/benchmark/vfvt_run.h"
#include "test/training/rhythm_score.h"
#include "test/training/training_set.h"

ABSL_FLAG(std::string, db, "", "folder of the MIT-BIH Arrhythmia Database");
ABSL_FLAG(std::string, out, "", "file to write");
ABSL_FLAG(bool, leave_one_out, false, "print how weights do on the record that they were learned without");

namespace vigil::training {
namespace {

// What is found in a record with weights of the others.
struct Scores {
  benchmark::BeatScore skipped;  // without the first five minutes
  benchmark::BeatScore all;
  benchmark::VfVtScore rhythms;

  Scores& operator+=(const Scores& other) {
    skipped += other.skipped;
    all += other.all;
    rhythms += other.rhythms;
    return *this;
  }
};

double Percent(std::optional<double> share) { return 100 * share.value_or(0); }

std::string RhythmColumns(const benchmark::VfVtScore& score) {
  const benchmark::BinaryScore& steps = score.steps;
  return absl::StrFormat(" %8d %8d %8d %5d of %2d %6d %6d", steps.true_positives + steps.false_negatives,
                         steps.false_negatives, steps.false_positives, score.episodes_found, score.episodes,
                         score.alarms, score.false_alarms);
}

std::string LineOf(const Trainer& trainer, const std::string& name, const Scores& scores) {
  const benchmark::BeatScore& skipped = scores.skipped;
  const benchmark::BeatScore& all = scores.all;
  return absl::StrFormat("%-6s %7d %6d %6d %9.3f %9.3f %10.3f %9.3f%s\n", name, skipped.true_positives,
                         skipped.false_negatives, skipped.false_positives, Percent(skipped.Sensitivity()),
                         Percent(skipped.PositivePredictivity()), Percent(all.Sensitivity()),
                         Percent(all.PositivePredictivity()), trainer.has_classes ? RhythmColumns(scores.rhythms) : "");
}

absl::StatusOr<Scores> ScoresOf(const Trainer& trainer, const TrainingRecord& record, const std::vector<FoundBeat>& found) {
  const auto beats = [&](double learning_seconds) {
    const benchmark::BeatScores scores = Score(record, found, learning_seconds);
    return trainer.has_classes ? scores.ventricular : scores.beats;
  };
  Scores scores = {.skipped = beats(benchmark::kLearningSeconds), .all = beats(0)};
  if (!trainer.has_classes) return scores;
  const absl::StatusOr<benchmark::VfVtScore> rhythms = ScoreRhythms(record, found);
  if (!rhythms.ok()) return rhythms.status();
  scores.rhythms = *rhythms;
  return scores;
}

absl::Status LeaveOneOut(const Trainer& trainer, const std::vector<TrainingRecord>& set) {
  std::cout << "each record by weights that were learned from the others; EC57, first 5 minutes not scored; "
               "all: from the start\n"
            << (trainer.has_classes ? "VF+VT: seconds of these rhythms as //test/benchmark:vfvt scores the product, from the "
                                      "start; alarms: of high priority\n"
                                    : "")
            << "record      tp missed   false      Se %      +P %   all Se %  all +P %"
            << (trainer.has_classes ? "  VF+VT s   missed    false episodes alarms  false\n" : "\n");
  Scores sum;
  for (std::size_t n = 0; n < set.size(); ++n) {
    const absl::StatusOr<Scores> scores = ScoresOf(trainer, set[n], trainer.found_without(set, n));
    if (!scores.ok()) return scores.status();
    sum += *scores;
    std::cout << LineOf(trainer, set[n].name, *scores) << std::flush;
  }
  std::cout << LineOf(trainer, "gross", sum);
  if (trainer.has_classes) {
    const benchmark::BinaryScore& steps = sum.rhythms.steps;
    std::cout << absl::StrFormat("VF+VT, gross: Se %.2f %%, Sp %.3f %%\n", steps.Sensitivity().value_or(0),
                                 steps.Specificity().value_or(0));
  }
  return absl::OkStatus();
}

absl::Status Run(const Trainer& trainer) {
  const std::string db = absl::GetFlag(FLAGS_db);
  const std::string out = absl::GetFlag(FLAGS_out);
  const bool leaves_out = absl::GetFlag(FLAGS_leave_one_out);
  if (db.empty() || out.empty() != leaves_out) {
    return absl::InvalidArgumentError(
        "name the folder of the MIT-BIH Arrhythmia Database, --db=FOLDER, and either the file of the weights, "
        "--out=FILE, or --leave_one_out");
  }
  const absl::StatusOr<std::vector<TrainingRecord>> set = ReadTrainingSet(benchmark::FromUser(db).string());
  if (!set.ok()) return set.status();
  if (!leaves_out) return wfdb::WriteFile(benchmark::FromUser(out).string(), trainer.source(*set));
  return LeaveOneOut(trainer, *set);
}

}  // namespace

int RunTrainer(int argc, char** argv, const Trainer& trainer) {
  return benchmark::RunCommand(trainer.name, "Learns weights: --db=FOLDER --out=FILE, or --db=FOLDER --leave_one_out",
                               argc, argv, [&] { return Run(trainer); });
}

}  // namespace vigil::training
