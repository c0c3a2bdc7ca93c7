// How well fibrillation, flutter and tachycardia of the ventricles are told, by steps of a
// second, on a database of recordings.
//
//   ./bazelw run //test/benchmark:vfvt -- --db=FOLDER [--signal=N] [--json] [--record=NAME]
//       [--picture=FILE.svg --from=SECONDS --seconds=N] [--write-annotations=FOLDER]
//
// FOLDER holds WFDB records with rhythms' annotations, at any depth: NAME.hea, its signal
// file in format 212 or 16, NAME.atr. Beats and their classes are those that the plugins
// find; those of the reference are not used. Annotations are NAME.vf: rhythms.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "safety_kernel/algorithm/observation.h"
#include "test/benchmark/binary_score.h"
#include "test/benchmark/device_cost.h"
#include "test/benchmark/ecg_command.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/output.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/speed.h"
#include "test/benchmark/vfvt_run.h"

namespace vigil::benchmark {
namespace {

constexpr char kRule[] =
    "steps of 1 s, none left out; a step is positive when the rhythm annotation at it is VF, VFL or VT, runs of three "
    "beats with them, and told when any of them is told; asystole and what nobody can read are negative; what is not "
    "answered counts as not told; VF %: steps of VF and VFL alone; long: episodes of 10 s and more, and how many of them "
    "had an alarm; alarms: those of high priority that the product raised; false: none of the three within 2 s, no "
    "standstill of 4 s for asystole or a low rate, no rate within 10 % of the limit for a rate";

class Figures {
 public:
  void Add(const std::string& record, const VfVtScore& score) {
    AddRow(record, score);
    all_ += score;
    sensitivity_.Add(score.steps.Sensitivity());
    specificity_.Add(score.steps.Specificity());
    fibrillation_.Add(score.fibrillation.Sensitivity());
  }

  void Print(const Speed& speed, const Recordings& recordings) {
    AddRow("gross", all_);
    table_.Add("average", {std::nullopt, sensitivity_.Value(), specificity_.Value(), std::nullopt, fibrillation_.Value(),
                           std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                           std::nullopt, std::nullopt});
    const DeviceCost cost = CostOfSaying({ObservationCode::kVentricularFibrillation, ObservationCode::kVentricularTachycardia,
                                          ObservationCode::kAsystole});
    PrintFigures("vfvt", kRule, table_, speed, cost, recordings);
  }

 private:
  void AddRow(const std::string& name, const VfVtScore& score) {
    const auto positives = [](const BinaryScore& steps) {
      return static_cast<double>(steps.true_positives + steps.false_negatives);
    };
    table_.Add(name, {positives(score.steps), score.steps.Sensitivity(), score.steps.Specificity(),
                      positives(score.fibrillation), score.fibrillation.Sensitivity(), static_cast<double>(score.episodes),
                      ShareOf(kPercent, score.episodes_found, score.episodes),
                      ShareOf(kPercent, score.answered_s, score.scored_s),
                      static_cast<double>(score.long_episodes), ShareOf(kPercent, score.long_alarmed, score.long_episodes),
                      static_cast<double>(score.alarms), static_cast<double>(score.false_alarms),
                      ShareOf(kPerDay, score.false_alarms, score.scored_s)});
  }

  FigureTable table_{"record",
                     {{"vfvt_s", "VF+VT s", 0},
                      {"se_percent", "Se %", 2},
                      {"sp_percent", "Sp %", 3},
                      {"vf_s", "VF s", 0},
                      {"vf_se_percent", "VF %", 2},
                      {"episodes", "episodes", 0},
                      {"episodes_se_percent", "found %", 1},
                      {"answered_percent", "answered %", 2},
                      {"long_episodes", "long", 0},
                      {"long_alarmed_percent", "alarmed %", 1},
                      {"alarms", "alarms", 0},
                      {"false_alarms", "false", 0},
                      {"false_alarms_per_24h", "false/24h", 2}}};
  VfVtScore all_;
  Mean sensitivity_;
  Mean specificity_;
  Mean fibrillation_;
};

std::vector<Picture::Span> SpansOf(const Ventricles& ventricles, Colour colour) {
  std::vector<Picture::Span> spans;
  std::size_t begin = 0;
  for (std::size_t second = 1; second <= ventricles.size(); ++second) {
    if (second < ventricles.size() && ventricles[second] == ventricles[begin]) continue;
    const Ventricle kind = ventricles[begin];
    if (kind != Ventricle::kOther) {
      spans.push_back({static_cast<double>(begin), static_cast<double>(second), NameOf(kind),
                       kind == Ventricle::kUnknown ? Colour::kQuiet : colour});
    }
    begin = second;
  }
  return spans;
}

Picture PictureOf(const EcgRecording& recording, const Ventricles& reference, const Ventricles& ventricles,
                  const std::vector<HighAlarm>& alarms) {
  std::vector<Picture::Mark> marks;
  for (const Told& one : recording.run.told) {
    if (one.said.code != ObservationCode::kVentricularBeat || one.said.validity != Validity::kValid) continue;
    marks.push_back({static_cast<double>(one.said.time.us) / 1e6, one.said.value == 1 ? "V" : ""});
  }
  std::vector<Picture::Span> alarmed;
  alarmed.reserve(alarms.size());
  for (const HighAlarm& alarm : alarms) alarmed.push_back({alarm.begin_s, alarm.end_s, NameOf(alarm.id), Colour::kTold});
  Picture picture = PictureOfSignal(recording);
  picture.AddMarks("beats found", Colour::kTold, std::move(marks));
  picture.AddSpans("reference", SpansOf(reference, Colour::kReference));
  picture.AddSpans("told", SpansOf(ventricles, Colour::kTold));
  picture.AddSpans("alarms", std::move(alarmed));
  return picture;
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  using namespace vigil::benchmark;
  Figures figures;
  const auto score = [&](const EcgRecording& recording) {
    const double frequency = recording.frequency();
    const Ventricles reference = ReferenceVentricles(recording.reference, frequency, recording.length_s());
    const Ventricles told = ToldVentricles(recording.run.told, recording.length_s());
    const std::vector<HighAlarm> alarms = HighAlarms(recording.run);
    VfVtScore one = ScoreVentricles(reference, told);
    one += ScoreAlarms(alarms, reference, BeatTimes(recording.reference, frequency));
    figures.Add(recording.name, one);
    return EcgResult{ToAnnotations(told, frequency),
                     [&recording, reference, told, alarms] { return PictureOf(recording, reference, told, alarms); }};
  };
  const auto print = [&](const Speed& speed, const Recordings& recordings) { figures.Print(speed, recordings); };
  return RunEcgCommand(
      argc, argv, {"vfvt", "vf", "Scores ventricular fibrillation and tachycardia by steps of a second", score, print});
}
