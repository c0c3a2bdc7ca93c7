#include "test/benchmark/ecg_command.h"

#include <cstddef>
#include <filesystem>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "firmware/health_monitor/system.h"
#include "platform/wfdb/adc_stream.h"
#include "test/benchmark/command.h"

ABSL_FLAG(std::string, db, "", "folder of the WFDB records");
ABSL_FLAG(int, signal, 0, "which signal of each record, from 0 on");

namespace vigil::benchmark {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<EcgRecording> ReadAndRun(const fs::path& header, Speed& speed) {
  EcgRecording recording;
  recording.name = header.stem().string();
  absl::StatusOr<wfdb::Record> record = wfdb::ReadRecord(header.string());
  if (!record.ok()) return record.status();
  auto reference = wfdb::ReadAnnotations(fs::path(header).replace_extension(".atr").string());
  if (!reference.ok()) return reference.status();
  const auto conversions = wfdb::ToConversions(*record, static_cast<std::size_t>(absl::GetFlag(FLAGS_signal)));
  if (!conversions.ok()) return conversions.status();
  speed.Begin();
  absl::StatusOr<ProductRun> run = RunProduct(*conversions);
  speed.End(conversions->size());
  if (!run.ok()) return run.status();
  recording.record = *std::move(record);
  recording.reference = *std::move(reference);
  recording.run = *std::move(run);
  return recording;
}

absl::Status Write(const EcgCommand& command, const EcgRecording& recording, const EcgResult& result) {
  absl::Status written = WriteAnnotationsOf(recording.name, command.ending, result.told);
  return written.ok() && WantsPicture() ? WritePicture(result.picture()) : written;
}

absl::Status Run(const EcgCommand& command) {
  const std::string db = absl::GetFlag(FLAGS_db);
  if (db.empty()) {
    return absl::InvalidArgumentError(
        "name a folder of WFDB records with reference annotations (NAME.hea, NAME.dat, NAME.atr), for example the "
        "MIT-BIH Arrhythmia Database: --db=FOLDER");
  }
  if (absl::GetFlag(FLAGS_signal) < 0) return absl::InvalidArgumentError("--signal counts from 0 on");
  absl::Status status = CheckOutputFlags();
  if (!status.ok()) return status;
  const auto headers = FilesBelow(FromUser(db), {".hea"}, "WFDB record (*.hea)");
  if (!headers.ok()) return headers.status();
  Speed speed("samples of ECG");
  Recordings recordings;
  for (const fs::path& header : *headers) {
    if (!IsChosen(header.stem().string())) continue;
    const absl::StatusOr<EcgRecording> recording = ReadAndRun(header, speed);
    if (!recordings.Use(header.string(), recording.status())) continue;
    status = Write(command, *recording, command.score(*recording));
    if (!status.ok()) return status;
  }
  status = recordings.CheckAny();
  if (!status.ok()) return status;
  command.print(speed, recordings);
  return recordings.CheckAll();
}

}  // namespace

std::string NameOfDataSet() { return FromUser(absl::GetFlag(FLAGS_db)).lexically_normal().filename().string(); }

int RunEcgCommand(int argc, char** argv, const EcgCommand& command) {
  const std::string usage = absl::StrCat(
      command.what, ": --db=FOLDER [--signal=N] [--json] [--record=NAME] [--picture=FILE] [--write-annotations=FOLDER]");
  return RunCommand(command.name.c_str(), usage, argc, argv, [&] { return Run(command); });
}

DeviceCost CostOfSaying(const std::vector<ObservationCode>& codes) {
  return CostOnDevice(AlgorithmsFor(firmware::HealthMonitorSystem(), codes));
}

Picture PictureOfSignal(const EcgRecording& recording) {
  const auto place = static_cast<std::size_t>(absl::GetFlag(FLAGS_signal));
  const wfdb::SignalSpec& signal = recording.record.header.signals[place];
  std::vector<Picture::Point> points = Sampled(recording.record.samples[place], recording.frequency());
  for (Picture::Point& point : points) point.value = (point.value - signal.baseline) / signal.gain;
  Picture picture = NewPicture(recording.name);
  picture.AddPanel(signal.description, signal.units, {{signal.description, std::move(points)}});
  return picture;
}

}  // namespace vigil::benchmark
