// How well the QRS detector finds beats, and the beat classifier those that are
// ventricular, on a database of recordings.
//
//   ./bazelw run //test/benchmark:qrs -- --db=FOLDER [--record=NAME] [--json]
//       [--picture=FILE.svg --from=SECONDS --seconds=N] [--write-annotations=FOLDER]
//
// FOLDER holds WFDB records with their reference annotations: NAME.hea, its
// signal file in format 212 or 16, NAME.atr. Annotations are NAME.qrs, for bxb and other
// programs.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/record.h"
#include "test/benchmark/beat_score.h"
#include "test/benchmark/command.h"
#include "test/benchmark/output.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/qrs_report.h"
#include "test/benchmark/qrs_run.h"
#include "test/benchmark/speed.h"
#include "test/benchmark/ventricular_run.h"

ABSL_FLAG(std::string, db, "", "folder of the WFDB records");
ABSL_FLAG(int, signal, 0, "which signal of each record, from 0 on");
ABSL_FLAG(bool, json, false, "print one JSON object as the last line");

namespace vigil::benchmark {
namespace {

namespace fs = std::filesystem;

constexpr double kMatchSeconds = 0.15;  // as EC57 matches beats

std::string LetterOf(int code) {
  constexpr std::pair<int, const char*> kLetters[] = {{1, "N"}, {2, "L"}, {3, "R"}, {4, "a"}, {5, "V"}, {6, "F"}, {7, "J"},
                                                      {8, "A"}, {9, "S"}, {10, "E"}, {11, "j"}, {12, "/"}, {13, "Q"}, {38, "f"}};
  for (const auto& [number, letter] : kLetters) {
    if (number == code) return letter;
  }
  return "?";
}

// Those of `beats` that have none of `others` within a match.
std::vector<Picture::Mark> Without(const std::vector<Picture::Mark>& beats, const std::vector<Picture::Mark>& others) {
  std::vector<Picture::Mark> alone;
  for (const Picture::Mark& beat : beats) {
    const bool is_matched = std::any_of(others.begin(), others.end(), [&](const Picture::Mark& other) {
      return std::abs(other.second - beat.second) <= kMatchSeconds;
    });
    if (!is_matched) alone.push_back(beat);
  }
  return alone;
}

Picture PictureOf(const std::string& name, const wfdb::Record& record, const std::vector<wfdb::Annotation>& reference,
                  const std::vector<wfdb::Annotation>& detected) {
  const auto place = static_cast<std::size_t>(absl::GetFlag(FLAGS_signal));
  const wfdb::SignalSpec& signal = record.header.signals[place];
  const double frequency = record.header.sampling_frequency;
  std::vector<Picture::Point> points = Sampled(record.samples[place], frequency);
  for (Picture::Point& point : points) point.value = (point.value - signal.baseline) / signal.gain;
  std::vector<Picture::Mark> truth;
  std::vector<Picture::Mark> told;
  for (const wfdb::Annotation& beat : reference) {
    if (wfdb::IsBeat(beat.code)) truth.push_back({static_cast<double>(beat.sample) / frequency, LetterOf(beat.code)});
  }
  for (const wfdb::Annotation& beat : detected) {
    told.push_back({static_cast<double>(beat.sample) / frequency, LetterOf(beat.code)});
  }
  Picture picture = NewPicture(name);
  picture.AddPanel(signal.description, signal.units, {{signal.description, std::move(points)}});
  picture.AddMarks("reference", Colour::kReference, truth);
  picture.AddMarks("told", Colour::kTold, told);
  picture.AddMarks("missed", Colour::kWrong, Without(truth, told));
  picture.AddMarks("not there", Colour::kWrong, Without(told, truth));
  return picture;
}

absl::Status RunRecord(const fs::path& header, QrsReport& report, VentricularReport& ventricular, Speed& speed) {
  absl::StatusOr<wfdb::Record> record = wfdb::ReadRecord(header.string());
  if (!record.ok()) return record.status();
  const std::string name = header.stem().string();
  absl::StatusOr<std::vector<wfdb::Annotation>> reference =
      wfdb::ReadAnnotations(
          (header.parent_path() / (name + ".atr")).string());
  if (!reference.ok()) return reference.status();
  absl::StatusOr<std::vector<wfdb::Conversion>> conversions =
      wfdb::ToConversions(
          *record, static_cast<std::size_t>(absl::GetFlag(FLAGS_signal)));
  if (!conversions.ok()) return conversions.status();
  speed.Begin();
  absl::StatusOr<QrsRun> run = RunQrs(*conversions);
  speed.End(conversions->size());
  if (!run.ok()) return run.status();

  const double frequency = record->header.sampling_frequency;
  const absl::StatusOr<std::vector<Observation>> types = RunBeatClassifier(*run);
  if (!types.ok()) return types.status();
  const std::vector<wfdb::Annotation> detected = ToTypedAnnotations(run->beats, *types, frequency);
  const std::int64_t length = record->header.frame_count;
  const BeatScores scores = ScoreBeatsAndTypes(*reference, detected, frequency, length);
  report.Add(name, scores.beats, *run);
  ventricular.Add({.record = name,
                   .score = scores.ventricular,
                   .from_start = ScoreBeatsAndTypes(*reference, detected, frequency, length, 0).ventricular,
                   .beats = CountBeats(detected)});
  absl::Status status = WriteAnnotationsOf(name, "qrs", detected);
  if (!status.ok() || !WantsPicture()) return status;
  return WritePicture(PictureOf(name, *record, *reference, detected));
}

absl::Status Run() {
  const std::string db = absl::GetFlag(FLAGS_db);
  if (db.empty()) {
    return absl::InvalidArgumentError(
        "name a folder of WFDB records with reference annotations (NAME.hea, "
        "NAME.dat, NAME.atr), for example the MIT-BIH Arrhythmia Database: "
        "--db=FOLDER");
  }
  if (absl::GetFlag(FLAGS_signal) < 0) {
    return absl::InvalidArgumentError("--signal counts from 0 on");
  }
  absl::Status flags = CheckOutputFlags();
  if (!flags.ok()) return flags;
  const fs::path folder = FromUser(db);
  const absl::StatusOr<std::vector<fs::path>> headers = FilesBelow(folder, {".hea"}, "WFDB record (*.hea)");
  if (!headers.ok()) return headers.status();
  QrsReport report(folder.lexically_normal().filename().string());
  VentricularReport ventricular;
  Speed speed("samples of ECG");
  for (const fs::path& header : *headers) {
    if (!IsChosen(header.stem().string())) continue;
    absl::Status status = RunRecord(header, report, ventricular, speed);
    if (!status.ok()) return status;
  }
  std::cout << report.Text() << ventricular.Text() << speed.Text();
  if (absl::GetFlag(FLAGS_json)) std::cout << report.Json(ventricular.Json()) << "\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand(
      "qrs",
      "Scores QRS detector and beat classifier by ANSI/AAMI EC57: --db=FOLDER "
      "[--record=NAME] [--signal=N] [--json] [--picture=FILE] [--write-annotations=FOLDER]",
      argc, argv, vigil::benchmark::Run);
}
