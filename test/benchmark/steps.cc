// How well steps are counted, on recordings of walking, jogging and other activity.
//
//   ./bazelw run //test/benchmark:steps -- --db=FOLDER [--json]
//
// FOLDER holds SisFall (sisfall.h). Nobody counted its steps: the reference of a trial of
// walking or jogging is the strongest line of its spectrum, and all of it counts as a gait.

#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "plugins/algorithm/activity/activity.plugin.h"
#include "test/benchmark/command.h"
#include "test/benchmark/device_cost.h"
#include "test/benchmark/falls_run.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/output.h"
#include "test/benchmark/sisfall.h"
#include "test/benchmark/speed.h"
#include "test/benchmark/steps_run.h"

ABSL_FLAG(std::string, db, "", "folder of SisFall's recordings");

namespace vigil::benchmark {
namespace {

constexpr char kRule[] = "steps from the fourth second on, against the strongest line of the whole trial";

// D01 to D04 are gaits, D05 and D06 stairs; in D18 somebody walks and stumbles.
bool IsGait(const FallTrial& trial) { return trial.activity >= "D01" && trial.activity <= "D04"; }
bool IsScored(const FallTrial& trial) { return !trial.is_fall && trial.activity != "D18"; }

std::string RowOf(const FallTrial& trial) {
  if (IsGait(trial)) return absl::StrCat(trial.activity, " ", trial.subject);
  return trial.activity <= "D06" ? "stairs" : "other";
}

class StepScore {
 public:
  absl::Status Add(const std::string& path, const absl::StatusOr<std::string>& text) {
    const absl::StatusOr<FallTrial> trial = text.ok() ? ReadFallTrial(path, *text) : text.status();
    if (trial.ok() && (!IsChosen(trial->name) || !IsScored(*trial))) return absl::OkStatus();
    if (!recordings_.Use(path, trial.status())) return absl::OkStatus();
    speed_.Begin();
    const StepRun run = CountSteps(trial->moments);
    speed_.End(trial->moments.size());
    Row& row = rows_[RowOf(*trial)];
    ++row.trials;
    row.run += run;
    if (IsGait(*trial)) row.expected += StrongestPace(trial->moments) * run.seconds / 60;
    return absl::OkStatus();
  }

  absl::Status Print() const {
    const absl::Status any = recordings_.CheckAny();
    if (!any.ok()) return any;
    FigureTable table("activity", {{"trials", "trials", 0}, {"steps_per_minute", "steps/min", 0},
                                   {"reference_per_minute", "line/min", 0}, {"gait_percent", "gait %", 0},
                                   {"count_error_percent", "count off %", 1}, {"steps_per_trial", "steps/trial", 1}});
    for (const auto& [name, row] : rows_) {
      const bool is_gait = row.expected > 0;
      const auto of_gait = [is_gait](double figure) { return is_gait ? std::optional<double>(figure) : std::nullopt; };
      table.Add(name, {row.trials, of_gait(row.run.PerMinute()), of_gait(60 * row.expected / row.run.seconds),
                       100.0 * row.run.gait_seconds / row.run.seconds,
                       of_gait(100 * std::abs(row.run.steps - row.expected) / row.expected), row.run.steps / row.trials});
    }
    PrintFigures("steps", kRule, table, speed_, CostOnDevice({plugins::kActivityManifest.name}), recordings_);
    return recordings_.CheckAll();
  }

 private:
  struct Row {
    double trials = 0;
    StepRun run;
    double expected = 0;  // steps
  };

  Speed speed_{"samples of motion"};
  std::map<std::string, Row> rows_;
  Recordings recordings_;
};

absl::Status Run() {
  const absl::Status flags = CheckOutputFlags();
  if (!flags.ok()) return flags;
  StepScore score;
  const absl::Status status = ForEachTrialFile(
      "steps", absl::GetFlag(FLAGS_db),
      [&score](const std::string& path, const absl::StatusOr<std::string>& text) { return score.Add(path, text); });
  return status.ok() ? score.Print() : status;
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand("steps", "Scores the count of steps on SisFall: --db=FOLDER [--json] [--record=NAME]", argc, argv,
                                      vigil::benchmark::Run);
}
