// How near the pulse rate at the wrist is to that of the ECG, while somebody runs.
//
//   ./bazelw run //test/benchmark:pulse -- --db=FOLDER [--json]
//
// FOLDER holds recordings of the IEEE Signal Processing Cup 2015, two files each, at any
// depth: NAME.csv or NAME.csv.gz with the signals, NAME.bpm.csv with the rate of each
// window.

#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "test/benchmark/command.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/pulse_run.h"
#include "test/recordings/byte_source.h"

ABSL_FLAG(std::string, db, "", "folder of the recordings");
ABSL_FLAG(bool, json, false, "print one JSON object as the last line");

namespace vigil::benchmark {
namespace {

constexpr char kRule[] =
    "mean absolute error per minute over windows of 8 s, steps of 2 s; held: a window without an answer counts with "
    "the last one, and with 80 before the first";
constexpr char kReferenceEnd[] = ".bpm.csv";
constexpr std::size_t kLargestFile = 64 << 20;

class Pulses {
 public:
  void Add(const std::string& name, const PulseScore& score) { rows_.emplace_back(name, score); }

  void Print() const {
    FigureTable table("record", {{"windows", "windows", 0}, {"answered_percent", "answered %", 1},
                                 {"error_per_minute", "error", 2}, {"held_error_per_minute", "held error", 2}});
    PulseScore gross;
    for (const auto& [name, score] : rows_) {
      AddRow(name, score, table);
      gross += score;
    }
    table.Add("average", {gross.windows(), Average(&PulseScore::AnsweredPercent), Average(&PulseScore::ErrorOfAnswers),
                          Average(&PulseScore::ErrorHeld)});
    AddRow("gross", gross, table);
    std::cout << table.Text() << "rule: " << kRule << "\n";
    if (absl::GetFlag(FLAGS_json)) {
      std::cout << "{\"task\":\"pulse\",\"rule\":" << JsonString(kRule) << ",\"rows\":" << table.JsonRows() << "}\n";
    }
  }

 private:
  static void AddRow(const std::string& name, const PulseScore& score, FigureTable& table) {
    table.Add(name, {score.windows(), score.AnsweredPercent(), score.ErrorOfAnswers(), score.ErrorHeld()});
  }

  // Over the records that have the figure.
  std::optional<double> Average(std::optional<double> (PulseScore::*figure)() const) const {
    double sum = 0;
    int count = 0;
    for (const auto& [name, score] : rows_) {
      const std::optional<double> one = (score.*figure)();
      if (!one) continue;
      sum += *one;
      ++count;
    }
    if (count == 0) return std::nullopt;
    return sum / count;
  }

  std::vector<std::pair<std::string, PulseScore>> rows_;
};

absl::StatusOr<std::string> TextOf(const std::filesystem::path& path) {
  absl::StatusOr<std::unique_ptr<recordings::ByteSource>> bytes = recordings::OpenBytes(path.string());
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<std::string> text = recordings::ReadAll(**bytes, kLargestFile);
  if (!text.ok()) return absl::Status(text.status().code(), absl::StrCat(path.string(), ": ", text.status().message()));
  return text;
}

absl::Status AddRecording(const std::filesystem::path& reference, Pulses& pulses) {
  const std::string path = reference.string();
  const std::string stem = path.substr(0, path.size() - (sizeof(kReferenceEnd) - 1));
  const std::string plain = absl::StrCat(stem, ".csv");
  const absl::StatusOr<std::string> signals = TextOf(std::filesystem::exists(plain) ? plain : absl::StrCat(plain, ".gz"));
  if (!signals.ok()) return signals.status();
  const absl::StatusOr<std::string> rates = TextOf(reference);
  if (!rates.ok()) return rates.status();
  const std::string name = std::filesystem::path(stem).filename().string();
  const absl::StatusOr<PulseRecording> recording = ReadPulseRecording(name, *signals, *rates);
  if (!recording.ok()) return recording.status();
  const absl::StatusOr<std::vector<std::optional<double>>> told = RunPulseRate(*recording);
  if (!told.ok()) return told.status();
  PulseScore score;
  score.Add(recording->reference, *told);
  pulses.Add(name, score);
  return absl::OkStatus();
}

absl::Status Run() {
  const std::string db = absl::GetFlag(FLAGS_db);
  if (db.empty()) return absl::InvalidArgumentError("name the folder of the recordings: --db=FOLDER");
  const auto files = FilesBelow(FromUser(db), {kReferenceEnd}, "reference (*.bpm.csv)");
  if (!files.ok()) return files.status();
  Pulses pulses;
  for (const std::filesystem::path& path : *files) {
    const absl::Status status = AddRecording(path, pulses);
    if (!status.ok()) return status;
  }
  pulses.Print();
  return absl::OkStatus();
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand("pulse", "Scores the pulse rate on IEEE SPC 2015: --db=FOLDER [--json]", argc, argv,
                                      vigil::benchmark::Run);
}
