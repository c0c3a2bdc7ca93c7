// Makes the file that stands in for the device's ECG converter from one signal of
// a WFDB record.
//
//   record_to_adc --record=100.hea --signal=0 --replay --out=100.adc

#include <cstddef>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/record.h"

ABSL_FLAG(std::string, record, "", "the record's .hea file");
ABSL_FLAG(int, signal, 0, "which of its signals, from 0 on");
ABSL_FLAG(bool, replay, false, "whether the device begins again at its end");
ABSL_FLAG(std::string, out, "", "the file to write");

namespace vigil::wfdb {
namespace {

absl::Status Convert() {
  const std::string path = absl::GetFlag(FLAGS_record);
  const std::string out = absl::GetFlag(FLAGS_out);
  const int signal = absl::GetFlag(FLAGS_signal);
  if (path.empty() || out.empty() || signal < 0) {
    return absl::InvalidArgumentError(
        "name input and output: --record=FILE.hea --out=FILE.adc, and a signal "
        "from 0 on");
  }
  absl::StatusOr<Record> record = ReadRecord(path);
  if (!record.ok()) return record.status();
  absl::StatusOr<std::vector<Conversion>> conversions =
      ToConversions(*record, static_cast<std::size_t>(signal));
  if (!conversions.ok()) return conversions.status();
  AdcStream stream = EcgStream(*std::move(conversions));
  stream.replay = absl::GetFlag(FLAGS_replay);
  const absl::StatusOr<std::string> bytes = EncodeAdcStream(stream);
  if (!bytes.ok()) return bytes.status();
  return WriteFile(out, *bytes);
}

}  // namespace
}  // namespace vigil::wfdb

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Makes the device's converter input from a WFDB record.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = vigil::wfdb::Convert();
  if (status.ok()) return 0;
  std::cerr << "record_to_adc: " << status.message() << "\n";
  return 1;
}
