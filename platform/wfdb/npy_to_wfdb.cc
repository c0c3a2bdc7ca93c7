// Makes a WFDB record of one signal (NAME.hea and NAME.dat, format 16) from a
// NumPy file of converter counts.
//
//   npy_to_wfdb --npy=ecg.npy --folder=. --name=ecg --frequency=360
//       --gain=200 --zero=1024 --description=MLII

#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/wfdb/npy.h"
#include "platform/wfdb/record.h"

ABSL_FLAG(std::string, npy, "", "the .npy file: one dimension of '<u2'");
ABSL_FLAG(std::string, folder, ".", "where the record is written");
ABSL_FLAG(std::string, name, "ecg", "name of the record");
ABSL_FLAG(double, frequency, 360, "samples a second");
ABSL_FLAG(double, gain, 200, "counts a millivolt");
ABSL_FLAG(int, zero, 0, "count of 0 mV");
ABSL_FLAG(int, resolution, 11, "bits of the converter");
ABSL_FLAG(std::string, description, "ECG", "name of the signal");

namespace vigil::wfdb {
namespace {

absl::Status Convert() {
  const std::string path = absl::GetFlag(FLAGS_npy);
  if (path.empty()) {
    return absl::InvalidArgumentError("name the input: --npy=FILE.npy");
  }
  absl::StatusOr<std::string> bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<std::vector<std::uint16_t>> counts = DecodeNpy(*bytes, path);
  if (!counts.ok()) return counts.status();

  Record record;
  record.header.record_name = absl::GetFlag(FLAGS_name);
  record.header.sampling_frequency = absl::GetFlag(FLAGS_frequency);
  SignalSpec signal;
  signal.gain = absl::GetFlag(FLAGS_gain);
  signal.is_calibrated = true;
  signal.baseline = absl::GetFlag(FLAGS_zero);
  signal.adc_zero = absl::GetFlag(FLAGS_zero);
  signal.adc_resolution = absl::GetFlag(FLAGS_resolution);
  signal.description = absl::GetFlag(FLAGS_description);
  record.header.signals.push_back(signal);
  record.samples.emplace_back(counts->begin(), counts->end());
  return WriteRecord(absl::GetFlag(FLAGS_folder), record);
}

}  // namespace
}  // namespace vigil::wfdb

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Makes a WFDB record from a NumPy file.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = vigil::wfdb::Convert();
  if (status.ok()) return 0;
  std::cerr << "npy_to_wfdb: " << status.message() << "\n";
  return 1;
}
