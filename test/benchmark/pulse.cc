// How near the pulse rate at the wrist is to that of the ECG, while somebody runs.
//
//   ./bazelw run //test/benchmark:pulse -- --db=FOLDER [--json] [--record=NAME]
//       [--picture=FILE.svg --from=SECONDS --seconds=N] [--write-annotations=FOLDER]
//
// FOLDER holds recordings of the IEEE Signal Processing Cup 2015, two files each, at any
// depth: NAME.csv or NAME.csv.gz with the signals, NAME.bpm.csv with the rate of each
// window. Annotations are NAME.pulse: a note with the rate at the end of each window that
// was answered, at 125 Hz.

#include <cmath>
#include <cstddef>
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
#include "absl/strings/str_format.h"
#include "plugins/algorithm/pulse_rate/pulse_rate.plugin.h"
#include "test/benchmark/command.h"
#include "test/benchmark/device_cost.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/output.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/pulse_run.h"
#include "test/benchmark/speed.h"
#include "test/recordings/byte_source.h"

ABSL_FLAG(std::string, db, "", "folder of the recordings");

namespace vigil::benchmark {
namespace {

constexpr char kRule[] =
    "mean absolute error per minute over windows of 8 s, steps of 2 s; held: a window without an answer counts with "
    "the last one, and with 80 before the first";
constexpr char kReferenceEnd[] = ".bpm.csv";
constexpr std::size_t kLargestFile = 64 << 20;
constexpr double kReferenceHz = 125;
constexpr double kMomentHz = 50;
constexpr double kWindowSeconds = 8;
constexpr double kHopSeconds = 2;

class Pulses {
 public:
  void Add(const std::string& name, const PulseScore& score) { rows_.emplace_back(name, score); }

  void Print(const Speed& speed, const Recordings& recordings) const {
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
    PrintFigures("pulse", kRule, table, speed, CostOnDevice({plugins::kPulseRateManifest.name}), recordings);
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

// Of a window, at its end.
double EndOf(std::size_t window) { return kWindowSeconds + kHopSeconds * static_cast<double>(window); }

std::vector<wfdb::Annotation> AnnotationsOf(const std::vector<std::optional<double>>& told) {
  std::vector<wfdb::Annotation> notes;
  for (std::size_t n = 0; n < told.size(); ++n) {
    if (told[n]) notes.push_back(NoteAt(EndOf(n), kReferenceHz, absl::StrFormat("%.0f", *told[n])));
  }
  return notes;
}

Picture PictureOf(const PulseRecording& recording, const std::vector<std::optional<double>>& told) {
  std::vector<Picture::Point> light;
  std::vector<Picture::Point> motion;
  for (const PulseRecording::Moment& moment : recording.moments) {
    const double second = static_cast<double>(light.size()) / kMomentHz;
    light.push_back({second, static_cast<double>(moment.light)});
    const double g[3] = {moment.x / 1000.0, moment.y / 1000.0, moment.z / 1000.0};
    motion.push_back({second, std::sqrt(g[0] * g[0] + g[1] * g[1] + g[2] * g[2])});
  }
  std::vector<Picture::Point> reference;
  std::vector<Picture::Point> rates;
  std::vector<Picture::Span> unknown;
  for (std::size_t n = 0; n < told.size(); ++n) {
    reference.push_back({EndOf(n), recording.reference[n]});
    rates.push_back({EndOf(n), told[n].value_or(std::nan(""))});
    if (!told[n]) unknown.push_back({EndOf(n) - kHopSeconds, EndOf(n), "", Colour::kQuiet});
  }
  Picture picture = NewPicture(recording.name);
  picture.AddPanel("light", "counts", {{"light", std::move(light)}});
  picture.AddPanel("acceleration", "g", {{"magnitude", std::move(motion)}});
  picture.AddPanel("rate", "per minute", {{"ECG", std::move(reference), Colour::kReference}, {"told", std::move(rates), Colour::kTold}});
  picture.AddSpans("not told", std::move(unknown));
  return picture;
}

absl::StatusOr<PulseRecording> ReadRecording(const std::string& stem, const std::string& name) {
  const std::string plain = absl::StrCat(stem, ".csv");
  const absl::StatusOr<std::string> signals = TextOf(std::filesystem::exists(plain) ? plain : absl::StrCat(plain, ".gz"));
  if (!signals.ok()) return signals.status();
  const absl::StatusOr<std::string> rates = TextOf(absl::StrCat(stem, kReferenceEnd));
  if (!rates.ok()) return rates.status();
  return ReadPulseRecording(name, *signals, *rates);
}

absl::Status AddRecording(const std::string& path, Pulses& pulses, Speed& speed, Recordings& recordings) {
  const std::string stem = path.substr(0, path.size() - (sizeof(kReferenceEnd) - 1));
  const std::string name = std::filesystem::path(stem).filename().string();
  if (!IsChosen(name)) return absl::OkStatus();
  const absl::StatusOr<PulseRecording> recording = ReadRecording(stem, name);
  speed.Begin();
  const absl::StatusOr<std::vector<std::optional<double>>> told = recording.ok() ? RunPulseRate(*recording) : recording.status();
  if (!recordings.Use(path, told.status())) return absl::OkStatus();
  speed.End(recording->moments.size());
  PulseScore score;
  score.Add(recording->reference, *told);
  pulses.Add(name, score);
  absl::Status status = WriteAnnotationsOf(name, "pulse", AnnotationsOf(*told));
  if (!status.ok() || !WantsPicture()) return status;
  return WritePicture(PictureOf(*recording, *told));
}

absl::Status Run() {
  const std::string db = absl::GetFlag(FLAGS_db);
  if (db.empty()) return absl::InvalidArgumentError("name the folder of the recordings: --db=FOLDER");
  absl::Status flags = CheckOutputFlags();
  if (!flags.ok()) return flags;
  const auto files = FilesBelow(FromUser(db), {kReferenceEnd}, "reference (*.bpm.csv)");
  if (!files.ok()) return files.status();
  Pulses pulses;
  Speed speed("samples of light");
  Recordings recordings;
  for (const std::filesystem::path& path : *files) {
    const absl::Status status = AddRecording(path.string(), pulses, speed, recordings);
    if (!status.ok()) return status;
  }
  absl::Status any = recordings.CheckAny();
  if (!any.ok()) return any;
  pulses.Print(speed, recordings);
  return recordings.CheckAll();
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand("pulse", "Scores the pulse rate on IEEE SPC 2015: --db=FOLDER [--json] [--record=NAME] [--picture=FILE]", argc, argv,
                                      vigil::benchmark::Run);
}
