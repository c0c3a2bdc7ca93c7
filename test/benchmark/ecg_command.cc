#include "test/benchmark/ecg_command.h"

#include <cstddef>
#include <filesystem>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/status/statusor.h"
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

}  // namespace

std::string NameOfDataSet() { return FromUser(absl::GetFlag(FLAGS_db)).lexically_normal().filename().string(); }

absl::Status ForEachRecording(Speed& speed, Recordings& recordings,
                              const std::function<absl::Status(const EcgRecording&)>& score) {
  const std::string db = absl::GetFlag(FLAGS_db);
  if (db.empty()) {
    return absl::InvalidArgumentError(
        "name a folder of WFDB records with reference annotations (NAME.hea, NAME.dat, NAME.atr), for example the "
        "MIT-BIH Arrhythmia Database: --db=FOLDER");
  }
  if (absl::GetFlag(FLAGS_signal) < 0) return absl::InvalidArgumentError("--signal counts from 0 on");
  absl::Status flags = CheckOutputFlags();
  if (!flags.ok()) return flags;
  const auto headers = FilesBelow(FromUser(db), {".hea"}, "WFDB record (*.hea)");
  if (!headers.ok()) return headers.status();
  for (const fs::path& header : *headers) {
    if (!IsChosen(header.stem().string())) continue;
    const absl::StatusOr<EcgRecording> recording = ReadAndRun(header, speed);
    if (!recordings.Use(header.string(), recording.status())) continue;
    absl::Status status = score(*recording);
    if (!status.ok()) return status;
  }
  return recordings.CheckAny();
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
