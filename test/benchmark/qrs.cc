// How well the QRS detector finds beats, on a database of recordings.
//
//   ./bazelw run //test/benchmark:qrs -- --db=FOLDER [--record=NAME] [--json]
//       [--write-annotations=FOLDER]
//
// FOLDER holds WFDB records with their reference annotations: NAME.hea, its
// signal file in format 212 or 16, NAME.atr.

#include <cstddef>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/record.h"
#include "test/benchmark/beat_score.h"
#include "test/benchmark/command.h"
#include "test/benchmark/qrs_report.h"
#include "test/benchmark/qrs_run.h"

ABSL_FLAG(std::string, db, "", "folder of the WFDB records");
ABSL_FLAG(std::string, record, "", "the only record to run, for example 100");
ABSL_FLAG(int, signal, 0, "which signal of each record, from 0 on");
ABSL_FLAG(bool, json, false, "print one JSON object as the last line");
ABSL_FLAG(std::string, write_annotations, "",
          "folder to write NAME.qrs into, for bxb and other programs");

namespace vigil::benchmark {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<std::vector<fs::path>> FindHeaders(const fs::path& folder, const std::string& record) {
  if (!record.empty()) return std::vector<fs::path>{folder / (record + ".hea")};
  return FilesBelow(folder, {".hea"}, "WFDB record (*.hea)");
}

absl::Status RunRecord(const fs::path& header, QrsReport& report) {
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
  absl::StatusOr<QrsRun> run = RunQrs(*conversions);
  if (!run.ok()) return run.status();

  const double frequency = record->header.sampling_frequency;
  const std::vector<wfdb::Annotation> detected =
      ToAnnotations(run->beats, frequency);
  report.Add(name,
             ScoreBeats(*reference, detected, frequency,
                        record->header.frame_count),
             *run);
  const std::string folder = absl::GetFlag(FLAGS_write_annotations);
  if (folder.empty()) return absl::OkStatus();
  return wfdb::WriteAnnotations((FromUser(folder) / (name + ".qrs")).string(),
                                detected);
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
  const fs::path folder = FromUser(db);
  absl::StatusOr<std::vector<fs::path>> headers =
      FindHeaders(folder, absl::GetFlag(FLAGS_record));
  if (!headers.ok()) return headers.status();
  QrsReport report(folder.lexically_normal().filename().string());
  for (const fs::path& header : *headers) {
    absl::Status status = RunRecord(header, report);
    if (!status.ok()) return status;
  }
  std::cout << report.Text();
  if (absl::GetFlag(FLAGS_json)) std::cout << report.Json() << "\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace vigil::benchmark

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand(
      "qrs",
      "Scores the QRS detector by ANSI/AAMI EC57: --db=FOLDER [--record=NAME] "
      "[--signal=N] [--json] [--write-annotations=FOLDER]",
      argc, argv, vigil::benchmark::Run);
}
