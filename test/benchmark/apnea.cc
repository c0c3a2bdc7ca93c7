// How well minutes with apnea are told from minutes without, on nights of both.
//
//   ./bazelw run //test/benchmark:apnea -- --db=FOLDER [--json]
//
// FOLDER holds NAME.hr.csv.gz (or NAME.hr.csv), the heart rate at each beat, and
// NAME.apnea.csv, a label for each minute, of the Apnea-ECG database.

#include <cstddef>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "test/benchmark/apnea_run.h"
#include "test/benchmark/command.h"
#include "test/benchmark/figure_table.h"
#include "test/recordings/byte_source.h"

ABSL_FLAG(std::string, db, "", "folder of the nights");
ABSL_FLAG(bool, json, false, "print one JSON object as the last line");

namespace vigil::benchmark {
namespace {

namespace fs = std::filesystem;

constexpr char kRule[] = "a minute with an answer counts once, against its label";
constexpr std::size_t kLargestFile = 64 << 20;

absl::StatusOr<std::string> TextOf(const fs::path& path) {
  absl::StatusOr<std::unique_ptr<recordings::ByteSource>> bytes = recordings::OpenBytes(path.string());
  if (!bytes.ok()) return bytes.status();
  return recordings::ReadAll(**bytes, kLargestFile);
}

absl::StatusOr<ApneaRun> RunNight(const fs::path& folder, const std::string& name) {
  const absl::StatusOr<std::string> labels = TextOf(folder / (name + ".apnea.csv"));
  if (!labels.ok()) return labels.status();
  const bool is_packed = fs::exists(folder / (name + ".hr.csv.gz"));
  const absl::StatusOr<std::string> rates = TextOf(folder / (name + (is_packed ? ".hr.csv.gz" : ".hr.csv")));
  if (!rates.ok()) return rates.status();
  const absl::StatusOr<ApneaNight> night = ReadApneaNight(*rates, *labels);
  if (!night.ok()) return night.status();
  return RunApnea(*night);
}

void AddRow(const std::string& name, const ApneaRun& run, FigureTable& table) {
  std::optional<double> answered;
  if (run.length > 0) answered = 100.0 * static_cast<double>(run.answered) / static_cast<double>(run.length);
  const BinaryScore& minutes = run.minutes;
  table.Add(name, {static_cast<double>(run.length),
                   static_cast<double>(minutes.true_positives + minutes.false_negatives), minutes.Accuracy(),
                   minutes.Sensitivity(), minutes.Specificity(), answered});
}

absl::Status Run() {
  const std::string db = absl::GetFlag(FLAGS_db);
  if (db.empty()) return absl::InvalidArgumentError("name the folder of the nights: --db=FOLDER");
  const std::string end = ".apnea.csv";
  const auto files = FilesBelow(FromUser(db), {end}, "night (*.apnea.csv)");
  if (!files.ok()) return files.status();
  FigureTable table("record", {{"minutes", "minutes", 0},
                               {"apnea_minutes", "apnea", 0},
                               {"accuracy_percent", "accuracy %", 1},
                               {"se_percent", "Se %", 1},
                               {"sp_percent", "Sp %", 1},
                               {"answered_percent", "answered %", 1}});
  ApneaRun all;
  double sum = 0;
  int count = 0;
  for (const fs::path& path : *files) {
    const std::string file = path.filename().string();
    const std::string name = file.substr(0, file.size() - end.size());
    const absl::StatusOr<ApneaRun> run = RunNight(path.parent_path(), name);
    if (!run.ok()) return absl::Status(run.status().code(), absl::StrCat(name, ": ", run.status().message()));
    AddRow(name, *run, table);
    all.minutes += run->minutes;
    all.answered += run->answered;
    all.length += run->length;
    if (const std::optional<double> accuracy = run->minutes.Accuracy(); accuracy.has_value()) {
      sum += *accuracy;
      ++count;
    }
  }
  AddRow("gross", all, table);
  std::optional<double> average;
  if (count > 0) average = sum / count;
  table.Add("average", {std::nullopt, std::nullopt, average, std::nullopt, std::nullopt, std::nullopt});
  std::cout << table.Text() << "rule: " << kRule << "\n";
  if (absl::GetFlag(FLAGS_json)) {
    std::cout << "{\"task\":\"apnea\",\"rule\":" << JsonString(kRule) << ",\"rows\":" << table.JsonRows() << "}\n";
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand("apnea", "Scores apnea by minute: --db=FOLDER [--json]", argc, argv,
                                      vigil::benchmark::Run);
}
