// How well atrial fibrillation is told, by duration, on a database of recordings.
//
//   ./bazelw run //test/benchmark:af -- --db=FOLDER [--signal=N] [--json] [--record=NAME]
//       [--picture=FILE.svg --from=SECONDS --seconds=N] [--write-annotations=FOLDER]
//
// FOLDER holds WFDB records with beats' and rhythms' annotations, at any depth: NAME.hea,
// its signal file in format 212 or 16, NAME.atr. The beats are those that the QRS detector
// finds in the signal; those of the reference are not used. Annotations are NAME.af:
// rhythms.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "safety_kernel/algorithm/observation.h"
#include "test/benchmark/af_run.h"
#include "test/benchmark/binary_score.h"
#include "test/benchmark/ecg_command.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/output.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/qrs_run.h"
#include "test/benchmark/speed.h"

namespace vigil::benchmark {
namespace {

constexpr char kRule[] =
    "by duration, in seconds, against \"(AFIB\"; seconds of flutter are left out; what is not answered counts as "
    "not told";

class Figures {
 public:
  void Add(const std::string& record, const AfScore& score) {
    AddRow(record, score);
    all_ += score;
    sensitivity_.Add(score.seconds.Sensitivity());
    predictivity_.Add(score.seconds.PositivePredictivity());
    specificity_.Add(score.seconds.Specificity());
  }

  void Print(const Speed& speed, const Recordings& recordings) {
    AddRow("gross", all_);
    table_.Add("average", {std::nullopt, sensitivity_.Value(), predictivity_.Value(), specificity_.Value(), std::nullopt,
                           std::nullopt});
    PrintFigures("af", kRule, table_, speed, CostOfSaying({ObservationCode::kAtrialFibrillation}), recordings);
  }

 private:
  void AddRow(const std::string& name, const AfScore& score) {
    const BinaryScore& seconds = score.seconds;
    table_.Add(name, {static_cast<double>(seconds.true_positives + seconds.false_negatives), seconds.Sensitivity(),
                      seconds.PositivePredictivity(), seconds.Specificity(),
                      ShareOf(kPercent, score.answered_s, score.scored_s),
                      ShareOf(kPerDay, score.false_episodes, score.scored_s)});
  }

  FigureTable table_{"record",
                     {{"fibrillation_s", "AF s", 0},
                      {"se_percent", "Se %", 2},
                      {"ppv_percent", "+P %", 2},
                      {"sp_percent", "Sp %", 2},
                      {"answered_percent", "answered %", 1},
                      {"false_alarms_per_24h", "false/24h", 1}}};
  AfScore all_;
  Mean sensitivity_;
  Mean predictivity_;
  Mean specificity_;
};

// Rhythms as they are told or true; what is neither fibrillation nor flutter is left empty.
std::vector<Picture::Span> SpansOf(const Rhythm& rhythm, double end, Colour colour) {
  std::vector<Picture::Span> spans;
  const std::vector<Rhythm::Change>& changes = rhythm.changes();
  for (std::size_t n = 0; n < changes.size(); ++n) {
    const double until = n + 1 < changes.size() ? changes[n + 1].begin_s : end;
    switch (changes[n].kind) {
      case RhythmKind::kOther: break;
      case RhythmKind::kFibrillation: spans.push_back({changes[n].begin_s, until, "fibrillation", colour}); break;
      case RhythmKind::kFlutter: spans.push_back({changes[n].begin_s, until, "flutter", Colour::kQuiet}); break;
      case RhythmKind::kUnknown: spans.push_back({changes[n].begin_s, until, "?", Colour::kQuiet}); break;
    }
  }
  return spans;
}

Picture PictureOf(const EcgRecording& recording, const Rhythm& reference, const Rhythm& told) {
  const std::vector<Detection> beats = BeatsOf(recording.run).beats;
  std::vector<Picture::Mark> marks;
  std::vector<Picture::Point> rates;
  for (std::size_t n = 0; n < beats.size(); ++n) {
    const double second = static_cast<double>(beats[n].time.us) / 1e6;
    marks.push_back({second, ""});
    if (n > 0) rates.push_back({second, 6e7 / static_cast<double>((beats[n].time - beats[n - 1].time).us)});
  }
  const auto end = static_cast<double>(recording.length_s());
  Picture picture = PictureOfSignal(recording);
  picture.AddPanel("rate by beat", "per minute", {{"rate", std::move(rates)}});
  picture.AddMarks("beats found", Colour::kTold, std::move(marks));
  picture.AddSpans("reference", SpansOf(reference, end, Colour::kReference));
  picture.AddSpans("told", SpansOf(told, end, Colour::kTold));
  return picture;
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  using namespace vigil::benchmark;
  Figures figures;
  const auto score = [&](const EcgRecording& recording) {
    const Rhythm reference = ReferenceRhythm(recording.reference, recording.frequency());
    const Rhythm told = ToldRhythm(recording.run.told);
    figures.Add(recording.name, ScoreFibrillation(reference, told, recording.length_s()));
    return EcgResult{ToAnnotations(told, recording.frequency()),
                     [&recording, reference, told] { return PictureOf(recording, reference, told); }};
  };
  const auto print = [&](const Speed& speed, const Recordings& recordings) { figures.Print(speed, recordings); };
  return RunEcgCommand(argc, argv, {"af", "af", "Scores atrial fibrillation by duration", score, print});
}
