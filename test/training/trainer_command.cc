#include "test/training/trainer_command.h"

#include <iostream>
#include <optional>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "platform/wfdb/record.h"
#include "test/benchmark/command.h"

ABSL_FLAG(std::string, db, "", "folder of the MIT-BIH Arrhythmia Database");
ABSL_FLAG(std::string, out, "", "file to write");
ABSL_FLAG(bool, leave_one_out, false, "print how weights do on the record that they were learned without");

namespace vigil::training {
namespace {

double Percent(std::optional<double> share) { return 100 * share.value_or(0); }

std::string LineOf(const std::string& name, const benchmark::BeatScore& skipped, const benchmark::BeatScore& all) {
  return absl::StrFormat("%-6s %7d %6d %6d %9.3f %9.3f %10.3f %9.3f\n", name, skipped.true_positives,
                         skipped.false_negatives, skipped.false_positives, Percent(skipped.Sensitivity()),
                         Percent(skipped.PositivePredictivity()), Percent(all.Sensitivity()),
                         Percent(all.PositivePredictivity()));
}

void LeaveOneOut(const Trainer& trainer, const std::vector<TrainingRecord>& set) {
  std::cout << "each record by weights that were learned from the others; EC57, first 5 minutes not scored; "
               "all: from the start\n"
               "record      tp missed   false      Se %      +P %   all Se %  all +P %\n";
  benchmark::BeatScore skipped_sum;
  benchmark::BeatScore all_sum;
  for (std::size_t n = 0; n < set.size(); ++n) {
    const std::vector<FoundBeat> found = trainer.found_without(set, n);
    const benchmark::BeatScore skipped = Score(set[n], found, benchmark::kLearningSeconds).*trainer.score;
    const benchmark::BeatScore all = Score(set[n], found, 0).*trainer.score;
    skipped_sum += skipped;
    all_sum += all;
    std::cout << LineOf(set[n].name, skipped, all) << std::flush;
  }
  std::cout << LineOf("gross", skipped_sum, all_sum);
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
  LeaveOneOut(trainer, *set);
  return absl::OkStatus();
}

}  // namespace

int RunTrainer(int argc, char** argv, const Trainer& trainer) {
  return benchmark::RunCommand(trainer.name, "Learns weights: --db=FOLDER --out=FILE, or --db=FOLDER --leave_one_out",
                               argc, argv, [&] { return Run(trainer); });
}

}  // namespace vigil::training
