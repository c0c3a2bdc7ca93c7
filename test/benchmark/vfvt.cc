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
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/record.h"
#include "test/benchmark/command.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/output.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/rhythm_chain.h"
#include "test/benchmark/speed.h"
#include "test/benchmark/vfvt_run.h"

ABSL_FLAG(std::string, db, "", "folder of the WFDB records");
ABSL_FLAG(int, signal, 0, "which signal of each record, from 0 on");
ABSL_FLAG(bool, json, false, "print one JSON object as the last line");

namespace vigil::benchmark {
namespace {

namespace fs = std::filesystem;

constexpr char kRule[] =
    "steps of 1 s, none left out; a step is positive when the rhythm annotation at it is VF, VFL or VT, runs of three "
    "beats with them, and told when any of them is told; asystole and what nobody can read are negative; what is not "
    "answered counts as not told; VF %: steps of VF and VFL alone; an alarm is a row of steps told as one of them or as "
    "asystole, false when none of them is within 2 s of it, and no standstill of 4 s; long: of 4 s and more";

class Figures {
 public:
  void Add(const std::string& record, const VfVtScore& score) {
    AddRow(record, score);
    all_ += score;
    sensitivity_.Add(score.steps.Sensitivity());
    specificity_.Add(score.steps.Specificity());
    fibrillation_.Add(score.fibrillation.Sensitivity());
  }

  void Print(const Speed& speed) {
    AddRow("gross", all_);
    table_.Add("average", {std::nullopt, sensitivity_.Value(), specificity_.Value(), std::nullopt, fibrillation_.Value(),
                           std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt});
    std::cout << table_.Text() << "rule: " << kRule << "\n" << speed.Text();
    if (!absl::GetFlag(FLAGS_json)) return;
    std::cout << "{\"task\":\"vfvt\",\"rule\":" << JsonString(kRule) << "," << speed.Json()
              << ",\"rows\":" << table_.JsonRows() << "}\n";
  }

 private:
  // Of the records that have one.
  struct Mean {
    double sum = 0;
    int count = 0;
    void Add(std::optional<double> value) {
      if (!value) return;
      sum += *value;
      ++count;
    }
    std::optional<double> Value() const {
      if (count == 0) return std::nullopt;
      return sum / count;
    }
  };

  void AddRow(const std::string& name, const VfVtScore& score) {
    const auto share = [](double part, std::int64_t whole) -> std::optional<double> {
      if (whole == 0) return std::nullopt;
      return part / static_cast<double>(whole);
    };
    const auto positives = [](const BinaryScore& steps) {
      return static_cast<double>(steps.true_positives + steps.false_negatives);
    };
    table_.Add(name, {positives(score.steps), score.steps.Sensitivity(), score.steps.Specificity(),
                      positives(score.fibrillation), score.fibrillation.Sensitivity(), static_cast<double>(score.episodes),
                      share(100.0 * static_cast<double>(score.episodes_found), score.episodes),
                      share(100.0 * static_cast<double>(score.answered_s), score.scored_s),
                      static_cast<double>(score.false_alarms),
                      share(86'400.0 * static_cast<double>(score.false_alarms), score.scored_s),
                      share(86'400.0 * static_cast<double>(score.long_false_alarms), score.scored_s)});
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
                      {"false_alarms", "false", 0},
                      {"false_alarms_per_24h", "false/24h", 2},
                      {"long_false_alarms_per_24h", "long/24h", 2}}};
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

Picture PictureOf(const std::string& name, const wfdb::Record& record, const std::vector<RhythmTold>& told,
                  const Ventricles& reference, const Ventricles& ventricles) {
  const auto place = static_cast<std::size_t>(absl::GetFlag(FLAGS_signal));
  const wfdb::SignalSpec& signal = record.header.signals[place];
  std::vector<Picture::Point> points = Sampled(record.samples[place], record.header.sampling_frequency);
  for (Picture::Point& point : points) point.value = (point.value - signal.baseline) / signal.gain;
  std::vector<Picture::Mark> marks;
  for (const RhythmTold& one : told) {
    if (one.said.code != ObservationCode::kVentricularBeat || one.said.validity != Validity::kValid) continue;
    marks.push_back({static_cast<double>(one.said.time.us) / 1e6, one.said.value == 1 ? "V" : ""});
  }
  Picture picture = NewPicture(name);
  picture.AddPanel(signal.description, signal.units, {{signal.description, std::move(points)}});
  picture.AddMarks("beats found", Colour::kTold, std::move(marks));
  picture.AddSpans("reference", SpansOf(reference, Colour::kReference));
  picture.AddSpans("told", SpansOf(ventricles, Colour::kTold));
  return picture;
}

absl::Status RunRecord(const fs::path& header, Figures& figures, Speed& speed) {
  const absl::StatusOr<wfdb::Record> record = wfdb::ReadRecord(header.string());
  if (!record.ok()) return record.status();
  const auto annotations = wfdb::ReadAnnotations(fs::path(header).replace_extension(".atr").string());
  if (!annotations.ok()) return annotations.status();
  const auto conversions = wfdb::ToConversions(*record, static_cast<std::size_t>(absl::GetFlag(FLAGS_signal)));
  if (!conversions.ok()) return conversions.status();
  speed.Begin();
  const auto told = RunRhythmChain(conversions->size(), [&](std::size_t at) { return (*conversions)[at]; });
  speed.End(conversions->size());
  const std::string name = header.stem().string();
  if (!told.ok()) return absl::Status(told.status().code(), absl::StrCat(name, ": ", told.status().message()));
  const double frequency = record->header.sampling_frequency;
  const auto length_s = static_cast<std::int64_t>(static_cast<double>(record->header.frame_count) / frequency);
  const Ventricles reference = ReferenceVentricles(*annotations, frequency, length_s);
  const Ventricles ventricles = ToldVentricles(*told, length_s);
  figures.Add(name, ScoreVentricles(reference, ventricles, BeatTimes(*annotations, frequency)));
  absl::Status status = WriteAnnotationsOf(name, "vf", ToAnnotations(ventricles, frequency));
  if (!status.ok() || !WantsPicture()) return status;
  return WritePicture(PictureOf(name, *record, *told, reference, ventricles));
}

absl::Status Run() {
  const std::string db = absl::GetFlag(FLAGS_db);
  if (db.empty()) return absl::InvalidArgumentError("name a folder of WFDB records with annotations: --db=FOLDER");
  if (absl::GetFlag(FLAGS_signal) < 0) return absl::InvalidArgumentError("--signal counts from 0 on");
  absl::Status flags = CheckOutputFlags();
  if (!flags.ok()) return flags;
  const auto headers = FilesBelow(FromUser(db), {".hea"}, "WFDB record (*.hea)");
  if (!headers.ok()) return headers.status();
  Figures figures;
  Speed speed("samples of ECG");
  for (const fs::path& header : *headers) {
    if (!IsChosen(header.stem().string())) continue;
    const absl::Status status = RunRecord(header, figures, speed);
    if (!status.ok()) return status;
  }
  figures.Print(speed);
  return absl::OkStatus();
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand(
      "vfvt", "Scores ventricular fibrillation and tachycardia by steps of a second: --db=FOLDER [--signal=N] [--json] "
              "[--record=NAME] [--picture=FILE] [--write-annotations=FOLDER]", argc,
      argv, vigil::benchmark::Run);
}
