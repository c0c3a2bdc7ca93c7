// How well falls are told from daily life, on recordings of both.
//
//   ./bazelw run //test/benchmark:falls -- --db=FOLDER [--json] [--trials]
//       [--record=F01_SA01_R01] [--picture=FILE.svg --from=SECONDS --seconds=N]
//       [--write-annotations=FOLDER]
//
// FOLDER holds SisFall: an archive for each subject (SA01.tar.xz), or the unpacked files
// (F01_SA01_R01.txt), at any depth. Annotations are NAME.fall: a note "FALL" at each impact
// that was told, at 200 Hz.

#include <cmath>
#include <cstddef>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "plugins/algorithm/fall_detector/fall_detector.plugin.h"
#include "test/benchmark/binary_score.h"
#include "test/benchmark/command.h"
#include "test/benchmark/device_cost.h"
#include "test/benchmark/falls_run.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/output.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/sisfall.h"
#include "test/benchmark/speed.h"

ABSL_FLAG(std::string, db, "", "folder of SisFall's recordings");
ABSL_FLAG(bool, trials, false, "print each trial that was judged wrongly");

namespace vigil::benchmark {
namespace {

constexpr char kRule[] = "a trial counts once; a fall is found when it is told at least once";
constexpr double kLinesPerSecond = 200;
constexpr double kMomentsPerSecond = 50;

class Falls {
 public:
  absl::Status Add(const std::string& path, const std::string& text) {
    const absl::StatusOr<FallTrial> trial = ReadFallTrial(path, text);
    if (trial.ok() && !IsChosen(trial->name)) return absl::OkStatus();
    speed_.Begin();
    const absl::StatusOr<FallRun> run = trial.ok() ? RunFallDetector(*trial) : trial.status();
    if (!recordings_.Use(path, run.status())) return absl::OkStatus();
    speed_.End(trial->moments.size());
    absl::Status status = Write(*trial, *run);
    if (!status.ok()) return status;
    Subject& subject = subjects_[trial->subject];
    subject.score.Add(trial->is_fall, run->falls > 0);
    subject.answered_s += run->answered_s;
    subject.length_s += run->length_s;
    if (!trial->is_fall) {
      subject.daily_life_s += run->length_s;
      subject.false_alarms += run->falls;
    }
    if (trial->is_fall != (run->falls > 0)) wrong_.push_back(trial->name);
    return absl::OkStatus();
  }

  // A file that cannot be read, or the rest of an archive.
  void LeaveOut(const std::string& path, const absl::Status& why) { (void)recordings_.Use(path, why); }

  // Simulated activities come far more often in it than in a day: false alarms in 24 h
  // of recordings are no forecast of those in a day of somebody's life.
  absl::Status Print() const {
    absl::Status any = recordings_.CheckAny();
    if (!any.ok()) return any;
    FigureTable table("subject", {{"falls", "falls", 0}, {"daily", "daily", 0}, {"se_percent", "Se %", 1},
                                  {"sp_percent", "Sp %", 1}, {"answered_percent", "answered %", 1},
                                  {"false_alarms_per_24h", "false/24h", 1}});
    Subject all;
    for (const auto& [name, subject] : subjects_) {
      AddRow(name, subject, table);
      all.score += subject.score;
      all.answered_s += subject.answered_s;
      all.length_s += subject.length_s;
      all.daily_life_s += subject.daily_life_s;
      all.false_alarms += subject.false_alarms;
    }
    AddRow("all", all, table);
    if (absl::GetFlag(FLAGS_trials)) {
      for (const std::string& name : wrong_) std::cout << "wrong: " << name << "\n";
    }
    PrintFigures("falls", kRule, table, speed_, CostOnDevice({plugins::kFallDetectorManifest.name}), recordings_);
    return recordings_.CheckAll();
  }

 private:
  struct Subject {
    BinaryScore score;
    double answered_s = 0;
    double length_s = 0;
    double daily_life_s = 0;
    int false_alarms = 0;
  };

  static absl::Status Write(const FallTrial& trial, const FallRun& run) {
    std::vector<wfdb::Annotation> notes;
    std::vector<Picture::Mark> marks;
    for (const double second : run.impacts_s) {
      notes.push_back(NoteAt(second, kLinesPerSecond, "FALL"));
      marks.push_back({second, "fall"});
    }
    absl::Status status = WriteAnnotationsOf(trial.name, "fall", notes);
    if (!status.ok() || !WantsPicture()) return status;
    std::vector<Picture::Point> axes[3];
    std::vector<Picture::Point> length;
    for (std::size_t n = 0; n < trial.moments.size(); ++n) {
      const double second = static_cast<double>(n) / kMomentsPerSecond;
      const plugins::Acceleration& moment = trial.moments[n];
      const double values[3] = {moment.x / 1000.0, moment.y / 1000.0, moment.z / 1000.0};
      for (std::size_t axis = 0; axis < 3; ++axis) axes[axis].push_back({second, values[axis]});
      length.push_back({second, std::sqrt(values[0] * values[0] + values[1] * values[1] + values[2] * values[2])});
    }
    Picture picture = NewPicture(absl::StrCat(trial.name, trial.is_fall ? " (a fall)" : " (no fall)"));
    picture.AddPanel("acceleration", "g", {{"magnitude", length}});
    picture.AddPanel("its axes", "g", {{"x", axes[0], Colour::kSignal}, {"y", axes[1], Colour::kReference}, {"z", axes[2], Colour::kQuiet}});
    picture.AddMarks("told", trial.is_fall ? Colour::kTold : Colour::kWrong, marks);
    return WritePicture(picture);
  }

  static void AddRow(const std::string& name, const Subject& subject, FigureTable& table) {
    const BinaryScore& score = subject.score;
    const auto share = [](double part, double whole) -> std::optional<double> {
      if (whole <= 0) return std::nullopt;
      return part / whole;
    };
    const std::optional<double> answered = share(100 * subject.answered_s, subject.length_s);
    table.Add(name, {static_cast<double>(score.true_positives + score.false_negatives),
                     static_cast<double>(score.true_negatives + score.false_positives), score.Sensitivity(),
                     score.Specificity(), answered, share(86'400.0 * subject.false_alarms, subject.daily_life_s)});
  }

  Speed speed_{"samples of motion"};
  std::map<std::string, Subject> subjects_;
  std::vector<std::string> wrong_;
  Recordings recordings_;
};

absl::Status Run() {
  const absl::Status flags = CheckOutputFlags();
  if (!flags.ok()) return flags;
  Falls falls;
  const absl::Status status = ForEachTrialFile(
      "falls", absl::GetFlag(FLAGS_db), [&falls](const std::string& path, const absl::StatusOr<std::string>& text) {
        if (text.ok()) return falls.Add(path, *text);
        falls.LeaveOut(path, text.status());
        return absl::OkStatus();
      });
  return status.ok() ? falls.Print() : status;
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand("falls", "Scores the fall detector on SisFall: --db=FOLDER [--json] [--trials] [--record=NAME] [--picture=FILE]", argc,
                                      argv, vigil::benchmark::Run);
}
