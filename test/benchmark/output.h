// What a benchmark writes: its table, pictures and annotations, as its user asks with
//
//   --record=NAME                    only that record
//   --picture=FILE.svg --from=SECONDS --seconds=N    that stretch of it
//   --write-annotations=FOLDER       what was told, as WFDB annotations
//   --json                           the figures once more, for programs
//
//   if (!IsChosen(name)) continue;
//   if (!recordings.Use(path, status)) continue;
//   ...
//   if (WantsPicture()) { Picture picture = NewPicture(name); ...; WritePicture(picture); }
//   WriteAnnotationsOf(name, "qrs", detected);
//   PrintFigures("falls", kRule, table, speed, CostOnDevice({"fall_detector"}), recordings);
//   return recordings.CheckAll();
#ifndef VIGIL_TEST_BENCHMARK_OUTPUT_H_
#define VIGIL_TEST_BENCHMARK_OUTPUT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "platform/wfdb/annotation.h"
#include "test/benchmark/device_cost.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/speed.h"

namespace vigil::benchmark {

// True when the user wants this record run: the one that is named, or all.
bool IsChosen(const std::string& record);

// Which recordings the figures are of. One that cannot be used is named on stderr at once,
// with the reason, and the others keep their figures.
class Recordings {
 public:
  // True when `status` is ok: this one is used. `path` names it to the user.
  bool Use(const std::string& path, const absl::Status& status);

  // NotFound: none was used, so there is nothing to print.
  absl::Status CheckAny() const;
  // DataLoss: some were left out, so that whoever reads no more than the code of the
  // command does not take the figures for those of all.
  absl::Status CheckAll() const;

  // "left out: PATH, PATH\n", or nothing.
  std::string Text() const;
  // A member of an object: "left_out":["PATH"]
  std::string Json() const;

 private:
  int used_ = 0;
  std::vector<std::string> left_out_;
};

// InvalidArgument: a picture without its record, or of no length.
absl::Status CheckOutputFlags();

// After CheckOutputFlags a single record is chosen then.
bool WantsPicture();

// Of the stretch that the user asked for; the title names the record.
Picture NewPicture(const std::string& record);

// Unavailable: the file cannot be written.
absl::Status WritePicture(const Picture& picture);

bool WantsJson();

// The table, its rule, the speed, the cost on the device and what was left out, and a last
// line of JSON when the user wants it.
void PrintFigures(const std::string& task, const std::string& rule, const FigureTable& table, const Speed& speed,
                  const DeviceCost& cost, const Recordings& recordings);

// Writes FOLDER/RECORD.EXTENSION when the user asked for it; the folder is made.
// Otherwise as wfdb::WriteAnnotations.
absl::Status WriteAnnotationsOf(const std::string& record, const std::string& extension, const std::vector<wfdb::Annotation>& annotations);

// One that says `text` at `second` of a recording with `frequency` Hz.
wfdb::Annotation NoteAt(double second, double frequency, const std::string& text);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_OUTPUT_H_
