// How well minutes with apnea are told from minutes without, on nights of both.
//
//   ./bazelw run //test/benchmark:apnea -- --db=FOLDER [--json] [--record=NAME]
//       [--picture=FILE.svg --from=SECONDS --seconds=N] [--write-annotations=FOLDER]
//
// FOLDER holds NAME.hr.csv.gz (or NAME.hr.csv), the heart rate at each beat, and
// NAME.apnea.csv, a label for each minute, of the Apnea-ECG database. Annotations are
// written as that database has its own, NAME.apn: N or A at the begin of each minute that
// was answered, at 100 Hz.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "plugins/algorithm/apnea/apnea.plugin.h"
#include "test/benchmark/apnea_run.h"
#include "test/benchmark/command.h"
#include "test/benchmark/device_cost.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/output.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/speed.h"
#include "test/recordings/byte_source.h"

ABSL_FLAG(std::string, db, "", "folder of the nights");

namespace vigil::benchmark {
namespace {

namespace fs = std::filesystem;

constexpr char kRule[] = "a minute with an answer counts once, against its label";
constexpr std::size_t kLargestFile = 64 << 20;
constexpr std::int64_t kFramesPerMinute = 6000;  // of the database's annotations
constexpr int kApneaCode = 8;                    // "A"

absl::StatusOr<std::string> TextOf(const fs::path& path) {
  absl::StatusOr<std::unique_ptr<recordings::ByteSource>> bytes = recordings::OpenBytes(path.string());
  if (!bytes.ok()) return bytes.status();
  return recordings::ReadAll(**bytes, kLargestFile);
}

absl::StatusOr<ApneaNight> ReadNight(const fs::path& folder, const std::string& name) {
  const absl::StatusOr<std::string> labels = TextOf(folder / (name + ".apnea.csv"));
  if (!labels.ok()) return labels.status();
  const bool is_packed = fs::exists(folder / (name + ".hr.csv.gz"));
  const absl::StatusOr<std::string> rates = TextOf(folder / (name + (is_packed ? ".hr.csv.gz" : ".hr.csv")));
  if (!rates.ok()) return rates.status();
  return ReadApneaNight(*rates, *labels);
}

std::vector<wfdb::Annotation> AnnotationsOf(const ApneaRun& run) {
  std::vector<wfdb::Annotation> annotations;
  for (std::size_t minute = 0; minute < run.told.size(); ++minute) {
    if (!run.told[minute]) continue;
    wfdb::Annotation annotation;
    annotation.sample = static_cast<std::int64_t>(minute) * kFramesPerMinute;
    annotation.code = *run.told[minute] ? kApneaCode : wfdb::kNormalBeat;
    annotations.push_back(annotation);
  }
  return annotations;
}

Picture PictureOf(const std::string& name, const ApneaNight& night, const ApneaRun& run) {
  std::vector<Picture::Point> rates;
  for (std::size_t n = 1; n < night.beats.size(); ++n) {
    const double second = static_cast<double>(night.beats[n].us) / 1e6;
    rates.push_back({second, 6e7 / static_cast<double>((night.beats[n] - night.beats[n - 1]).us)});
  }
  std::vector<Picture::Span> truth;
  std::vector<Picture::Span> told;
  for (std::size_t minute = 0; minute < night.minutes.size(); ++minute) {
    const double begin = 60.0 * static_cast<double>(minute);
    const bool is_apnea = night.minutes[minute];
    if (is_apnea) truth.push_back({begin, begin + 60, "apnea", Colour::kReference});
    if (!run.told[minute]) {
      told.push_back({begin, begin + 60, "?", Colour::kQuiet});
    } else if (*run.told[minute] || is_apnea) {
      told.push_back({begin, begin + 60, *run.told[minute] ? "apnea" : "none",
                      *run.told[minute] == is_apnea ? Colour::kTold : Colour::kWrong});
    }
  }
  Picture picture = NewPicture(name);
  picture.AddPanel("heart rate", "per minute", {{"heart rate", std::move(rates)}});
  picture.AddSpans("experts", std::move(truth));
  picture.AddSpans("told", std::move(told));
  return picture;
}

void AddRow(const std::string& name, const ApneaRun& run, FigureTable& table) {
  const BinaryScore& minutes = run.minutes;
  table.Add(name, {static_cast<double>(run.length),
                   static_cast<double>(minutes.true_positives + minutes.false_negatives), minutes.Accuracy(),
                   minutes.Sensitivity(), minutes.Specificity(), ShareOf(kPercent, run.answered, run.length)});
}

absl::Status Run() {
  const std::string db = absl::GetFlag(FLAGS_db);
  if (db.empty()) return absl::InvalidArgumentError("name the folder of the nights: --db=FOLDER");
  absl::Status flags = CheckOutputFlags();
  if (!flags.ok()) return flags;
  const std::string end = ".apnea.csv";
  const auto files = FilesBelow(FromUser(db), {end}, "night (*.apnea.csv)");
  if (!files.ok()) return files.status();
  FigureTable table("record", {{"minutes", "minutes", 0},
                               {"apnea_minutes", "apnea", 0},
                               {"accuracy_percent", "accuracy %", 1},
                               {"se_percent", "Se %", 1},
                               {"sp_percent", "Sp %", 1},
                               {"answered_percent", "answered %", 1}});
  Speed speed("beats");
  Recordings recordings;
  ApneaRun all;
  Mean accuracy;
  for (const fs::path& path : *files) {
    const std::string file = path.filename().string();
    const std::string name = file.substr(0, file.size() - end.size());
    if (!IsChosen(name)) continue;
    const absl::StatusOr<ApneaNight> night = ReadNight(path.parent_path(), name);
    speed.Begin();
    const absl::StatusOr<ApneaRun> run = night.ok() ? RunApnea(*night) : night.status();
    if (!recordings.Use(path.string(), run.status())) continue;
    speed.End(night->beats.size());
    absl::Status status = WriteAnnotationsOf(name, "apn", AnnotationsOf(*run));
    if (status.ok() && WantsPicture()) status = WritePicture(PictureOf(name, *night, *run));
    if (!status.ok()) return status;
    AddRow(name, *run, table);
    all.minutes += run->minutes;
    all.answered += run->answered;
    all.length += run->length;
    accuracy.Add(run->minutes.Accuracy());
  }
  absl::Status any = recordings.CheckAny();
  if (!any.ok()) return any;
  AddRow("gross", all, table);
  table.Add("average", {std::nullopt, std::nullopt, accuracy.Value(), std::nullopt, std::nullopt, std::nullopt});
  PrintFigures("apnea", kRule, table, speed, CostOnDevice({plugins::kApneaManifest.name}), recordings);
  return recordings.CheckAll();
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand("apnea", "Scores apnea by minute: --db=FOLDER [--json] [--record=NAME] [--picture=FILE]", argc, argv,
                                      vigil::benchmark::Run);
}
