// How well atrial fibrillation is told of beats that annotators placed, by duration, and how
// often a rhythm keeps the plugin of apnea from an answer.
//
//   ./bazelw run //test/benchmark:vitaldb -- --db=FOLDER [--json] [--record=NAME]
//
// FOLDER holds the VitalDB Arrhythmia Database: Annotation_file_NAME.csv for each patient.

#include <cstddef>
#include <filesystem>
#include <string>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/wfdb/record.h"
#include "plugins/algorithm/atrial_fibrillation/atrial_fibrillation.plugin.h"
#include "test/benchmark/af_run.h"
#include "test/benchmark/binary_score.h"
#include "test/benchmark/command.h"
#include "test/benchmark/device_cost.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/output.h"
#include "test/benchmark/speed.h"
#include "test/benchmark/vitaldb_run.h"

ABSL_FLAG(std::string, db, "", "folder of the VitalDB Arrhythmia Database");

namespace vigil::benchmark {
namespace {

constexpr char kRule[] =
    "by duration, in seconds, against AFIB/AFL, which does not separate flutter; seconds of noise or without a label are "
    "left out; what is not answered counts as not told; no apnea: share of the windows of five minutes of one rhythm in "
    "which apnea gives no answer, for the heart does not follow the breath";
constexpr char kBegin[] = "Annotation_file_";

struct Scores {
  AfScore fibrillation;
  BreathWindows fibrillating;
  BreathWindows others;

  Scores& operator+=(const Scores& other) {
    fibrillation += other.fibrillation;
    fibrillating += other.fibrillating;
    others += other.others;
    return *this;
  }
};

absl::StatusOr<Scores> ScoresOf(const std::string& path, Speed& speed) {
  const absl::StatusOr<std::string> csv = wfdb::ReadFile(path);
  if (!csv.ok()) return csv.status();
  const absl::StatusOr<LabelledBeats> patient = ReadLabelledBeats(*csv);
  if (!patient.ok()) return patient.status();
  speed.Begin();
  const absl::StatusOr<Rhythm> told = RunAtrialFibrillation(*patient);
  speed.End(patient->beats.size());
  if (!told.ok()) return told.status();
  return Scores{.fibrillation = ScoreFibrillation(patient->reference, *told, patient->length_s),
                .fibrillating = WindowsOf(*patient, RhythmKind::kFibrillation),
                .others = WindowsOf(*patient, RhythmKind::kOther)};
}

void AddRow(const std::string& name, const Scores& scores, FigureTable& table) {
  const BinaryScore& seconds = scores.fibrillation.seconds;
  table.Add(name, {static_cast<double>(seconds.true_positives + seconds.false_negatives), seconds.Sensitivity(),
                   seconds.PositivePredictivity(), seconds.Specificity(),
                   ShareOf(kPercent, scores.fibrillation.answered_s, scores.fibrillation.scored_s),
                   static_cast<double>(scores.fibrillating.all),
                   ShareOf(kPercent, scores.fibrillating.no_answer, scores.fibrillating.all),
                   static_cast<double>(scores.others.all),
                   ShareOf(kPercent, scores.others.no_answer, scores.others.all)});
}

absl::Status Run() {
  const std::string db = absl::GetFlag(FLAGS_db);
  if (db.empty()) return absl::InvalidArgumentError("name the folder of the VitalDB Arrhythmia Database: --db=FOLDER");
  const auto files = FilesBelow(FromUser(db), {".csv"}, "patient (Annotation_file_*.csv)");
  if (!files.ok()) return files.status();
  FigureTable table("record", {{"fibrillation_s", "AF s", 0},
                               {"se_percent", "Se %", 2},
                               {"ppv_percent", "+P %", 2},
                               {"sp_percent", "Sp %", 2},
                               {"answered_percent", "answered %", 1},
                               {"af_windows", "AF windows", 0},
                               {"af_no_apnea_percent", "no apnea %", 1},
                               {"other_windows", "others", 0},
                               {"other_no_apnea_percent", "no apnea %", 1}});
  Speed speed("beats");
  Recordings recordings;
  Scores gross;
  for (const std::filesystem::path& path : *files) {
    const std::string file = path.stem().string();
    const std::size_t at = file.rfind(kBegin, 0) == 0 ? sizeof(kBegin) - 1 : 0;
    if (!IsChosen(file.substr(at))) continue;
    const absl::StatusOr<Scores> scores = ScoresOf(path.string(), speed);
    if (!recordings.Use(path.string(), scores.status())) continue;
    AddRow(file.substr(at), *scores, table);
    gross += *scores;
  }
  absl::Status any = recordings.CheckAny();
  if (!any.ok()) return any;
  AddRow("gross", gross, table);
  PrintFigures("vitaldb", kRule, table, speed, CostOnDevice({plugins::kAtrialFibrillationManifest.name}), recordings);
  return recordings.CheckAll();
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand("vitaldb", "Scores atrial fibrillation on beats of annotators: --db=FOLDER [--json] [--record=NAME]",
                                      argc, argv, vigil::benchmark::Run);
}
