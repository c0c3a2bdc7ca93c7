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
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "platform/wfdb/annotation.h"
#include "safety_kernel/algorithm/observation.h"
#include "test/benchmark/beat_score.h"
#include "test/benchmark/device_cost.h"
#include "test/benchmark/ecg_command.h"
#include "test/benchmark/output.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/qrs_report.h"
#include "test/benchmark/qrs_run.h"
#include "test/benchmark/speed.h"
#include "test/benchmark/ventricular_run.h"

namespace vigil::benchmark {
namespace {

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

Picture PictureOf(const EcgRecording& recording, const std::vector<wfdb::Annotation>& detected) {
  const double frequency = recording.frequency();
  std::vector<Picture::Mark> truth;
  std::vector<Picture::Mark> told;
  for (const wfdb::Annotation& beat : recording.reference) {
    if (wfdb::IsBeat(beat.code)) truth.push_back({static_cast<double>(beat.sample) / frequency, LetterOf(beat.code)});
  }
  for (const wfdb::Annotation& beat : detected) {
    told.push_back({static_cast<double>(beat.sample) / frequency, LetterOf(beat.code)});
  }
  Picture picture = PictureOfSignal(recording);
  picture.AddMarks("reference", Colour::kReference, truth);
  picture.AddMarks("told", Colour::kTold, told);
  picture.AddMarks("missed", Colour::kWrong, Without(truth, told));
  picture.AddMarks("not there", Colour::kWrong, Without(told, truth));
  return picture;
}

class Reports {
 public:
  EcgResult Score(const EcgRecording& recording) {
    const double frequency = recording.frequency();
    const std::int64_t length = recording.record.header.frame_count;
    const QrsRun beats = BeatsOf(recording.run);
    const std::vector<wfdb::Annotation> detected = ToTypedAnnotations(beats.beats, recording.run.told, frequency);
    const BeatScores scores = ScoreBeatsAndTypes(recording.reference, detected, frequency, length);
    const BeatScores from_start = ScoreBeatsAndTypes(recording.reference, detected, frequency, length, 0);
    beats_.Add(recording.name, scores.beats, from_start.beats, beats);
    ventricular_.Add(recording.name, scores.ventricular, from_start.ventricular, CountBeats(detected));
    return {detected, [&recording, detected] { return PictureOf(recording, detected); }};
  }

  void Print(const Speed& speed, const Recordings& recordings) const {
    const DeviceCost cost = CostOfSaying({ObservationCode::kQrsDetected, ObservationCode::kVentricularBeat});
    std::cout << beats_.Text(NameOfDataSet()) << ventricular_.Text() << speed.Text() << cost.Text() << recordings.Text();
    if (!WantsJson()) return;
    std::cout << "{\"task\":\"qrs\"," << beats_.Json(NameOfDataSet()) << "," << speed.Json() << "," << cost.Json() << ","
              << recordings.Json() << ",\"ventricular\":" << ventricular_.Json() << "}\n";
  }

 private:
  QrsReport beats_;
  VentricularReport ventricular_;
};

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  using namespace vigil::benchmark;
  Reports reports;
  const auto score = [&](const EcgRecording& recording) { return reports.Score(recording); };
  const auto print = [&](const Speed& speed, const Recordings& recordings) { reports.Print(speed, recordings); };
  return RunEcgCommand(argc, argv, {"qrs", "qrs", "Scores QRS detector and beat classifier by ANSI/AAMI EC57", score, print});
}
