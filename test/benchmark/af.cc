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
#include "test/benchmark/af_run.h"
#include "test/benchmark/command.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/output.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/qrs_run.h"
#include "test/benchmark/speed.h"

ABSL_FLAG(std::string, db, "", "folder of the WFDB records");
ABSL_FLAG(int, signal, 0, "which signal of each record, from 0 on");
ABSL_FLAG(bool, json, false, "print one JSON object as the last line");

namespace vigil::benchmark {
namespace {

namespace fs = std::filesystem;

constexpr char kRule[] =
    "by duration, in seconds, against \"(AFIB\"; seconds of flutter are left out; what is not answered counts as "
    "not told";

class Figures {
 public:
  void Add(const std::string& record, const AfScore& score) {
    AddRow(record, score);
    all_.seconds += score.seconds;
    all_.answered_s += score.answered_s;
    all_.scored_s += score.scored_s;
    all_.false_episodes += score.false_episodes;
    sensitivity_.Add(score.seconds.Sensitivity());
    predictivity_.Add(score.seconds.PositivePredictivity());
    specificity_.Add(score.seconds.Specificity());
  }

  void Print(const Speed& speed) {
    AddRow("gross", all_);
    table_.Add("average", {std::nullopt, sensitivity_.Value(), predictivity_.Value(), specificity_.Value(), std::nullopt,
                           std::nullopt});
    std::cout << table_.Text() << "rule: " << kRule << "\n" << speed.Text();
    if (!absl::GetFlag(FLAGS_json)) return;
    std::cout << "{\"task\":\"af\",\"rule\":" << JsonString(kRule) << "," << speed.Json() << ",\"rows\":" << table_.JsonRows() << "}\n";
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

  void AddRow(const std::string& name, const AfScore& score) {
    const auto share = [](double part, std::int64_t whole) -> std::optional<double> {
      if (whole == 0) return std::nullopt;
      return part / static_cast<double>(whole);
    };
    const BinaryScore& seconds = score.seconds;
    table_.Add(name, {static_cast<double>(seconds.true_positives + seconds.false_negatives), seconds.Sensitivity(),
                      seconds.PositivePredictivity(), seconds.Specificity(),
                      share(100.0 * static_cast<double>(score.answered_s), score.scored_s),
                      share(86'400.0 * static_cast<double>(score.false_episodes), score.scored_s)});
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

Picture PictureOf(const std::string& name, const wfdb::Record& record, const QrsRun& beats, const Rhythm& reference, const Rhythm& told) {
  const auto place = static_cast<std::size_t>(absl::GetFlag(FLAGS_signal));
  const wfdb::SignalSpec& signal = record.header.signals[place];
  const double frequency = record.header.sampling_frequency;
  std::vector<Picture::Point> points = Sampled(record.samples[place], frequency);
  for (Picture::Point& point : points) point.value = (point.value - signal.baseline) / signal.gain;
  std::vector<Picture::Mark> marks;
  std::vector<Picture::Point> rates;
  for (std::size_t n = 0; n < beats.beats.size(); ++n) {
    const double second = static_cast<double>(beats.beats[n].time.us) / 1e6;
    marks.push_back({second, ""});
    if (n > 0) rates.push_back({second, 6e7 / static_cast<double>((beats.beats[n].time - beats.beats[n - 1].time).us)});
  }
  const double end = static_cast<double>(record.header.frame_count) / frequency;
  Picture picture = NewPicture(name);
  picture.AddPanel(signal.description, signal.units, {{signal.description, std::move(points)}});
  picture.AddPanel("rate by beat", "per minute", {{"rate", std::move(rates)}});
  picture.AddMarks("beats found", Colour::kTold, std::move(marks));
  picture.AddSpans("reference", SpansOf(reference, end, Colour::kReference));
  picture.AddSpans("told", SpansOf(told, end, Colour::kTold));
  return picture;
}

absl::Status RunRecord(const fs::path& header, Figures& figures, Speed& speed) {
  const absl::StatusOr<wfdb::Record> record = wfdb::ReadRecord(header.string());
  if (!record.ok()) return record.status();
  const auto annotations = wfdb::ReadAnnotations(fs::path(header).replace_extension(".atr").string());
  if (!annotations.ok()) return annotations.status();
  const auto conversions = wfdb::ToConversions(*record, static_cast<std::size_t>(absl::GetFlag(FLAGS_signal)));
  if (!conversions.ok()) return conversions.status();
  const absl::StatusOr<QrsRun> beats = RunQrs(*conversions);
  if (!beats.ok()) return beats.status();
  speed.Begin();
  const absl::StatusOr<Rhythm> told = RunAtrialFibrillation(beats->told, beats->length);
  speed.End(conversions->size());
  const std::string name = header.stem().string();
  if (!told.ok()) return absl::Status(told.status().code(), absl::StrCat(name, ": ", told.status().message()));
  const double frequency = record->header.sampling_frequency;
  const auto length_s = static_cast<std::int64_t>(static_cast<double>(record->header.frame_count) / frequency);
  const Rhythm reference = ReferenceRhythm(*annotations, frequency);
  figures.Add(name, ScoreFibrillation(reference, *told, length_s));
  absl::Status status = WriteAnnotationsOf(name, "af", ToAnnotations(*told, frequency));
  if (!status.ok() || !WantsPicture()) return status;
  return WritePicture(PictureOf(name, *record, *beats, reference, *told));
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
      "af", "Scores atrial fibrillation by duration: --db=FOLDER [--signal=N] [--json] [--record=NAME] [--picture=FILE] "
            "[--write-annotations=FOLDER]", argc,
      argv, vigil::benchmark::Run);
}
