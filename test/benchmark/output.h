// What a benchmark writes: its table, pictures and annotations, as its user asks with
//
//   --record=NAME                    only that record
//   --picture=FILE.svg --from=SECONDS --seconds=N    that stretch of it
//   --write-annotations=FOLDER       what was told, as WFDB annotations
//   --json                           the figures once more, for programs
//
//   if (!IsChosen(name)) continue;
//   ...
//   if (WantsPicture()) { Picture picture = NewPicture(name); ...; WritePicture(picture); }
//   WriteAnnotationsOf(name, "qrs", detected);
//   PrintFigures("qrs", kRule, table, speed);
#ifndef VIGIL_TEST_BENCHMARK_OUTPUT_H_
#define VIGIL_TEST_BENCHMARK_OUTPUT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "platform/wfdb/annotation.h"
#include "test/benchmark/figure_table.h"
#include "test/benchmark/picture.h"
#include "test/benchmark/speed.h"

namespace vigil::benchmark {

// True when the user wants this record run: the one that is named, or all.
bool IsChosen(const std::string& record);

// InvalidArgument: a picture without its record, or of no length.
absl::Status CheckOutputFlags();

// After CheckOutputFlags a single record is chosen then.
bool WantsPicture();

// Of the stretch that the user asked for; the title names the record.
Picture NewPicture(const std::string& record);

// Unavailable: the file cannot be written.
absl::Status WritePicture(const Picture& picture);

bool WantsJson();

// The table, its rule and the speed, and a last line of JSON when the user wants it.
void PrintFigures(const std::string& task, const std::string& rule, const FigureTable& table, const Speed& speed);

// Writes FOLDER/RECORD.EXTENSION when the user asked for it; the folder is made.
// Otherwise as wfdb::WriteAnnotations.
absl::Status WriteAnnotationsOf(const std::string& record, const std::string& extension, const std::vector<wfdb::Annotation>& annotations);

// One that says `text` at `second` of a recording with `frequency` Hz.
wfdb::Annotation NoteAt(double second, double frequency, const std::string& text);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_OUTPUT_H_
