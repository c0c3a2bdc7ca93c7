#include "test/benchmark/output.h"

#include <cmath>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "platform/wfdb/record.h"
#include "test/benchmark/command.h"

ABSL_FLAG(std::string, record, "", "the only record to run");
ABSL_FLAG(std::string, picture, "", "SVG file to draw a stretch of --record into");
ABSL_FLAG(double, from, 0, "where the picture begins, seconds");
ABSL_FLAG(double, seconds, 10, "how much of the recording the picture shows");
ABSL_FLAG(bool, json, false, "print one JSON object as the last line");
ABSL_FLAG(std::string, write_annotations, "", "folder to write what was told into, as WFDB annotations");

namespace vigil::benchmark {

bool IsChosen(const std::string& record) {
  const std::string chosen = absl::GetFlag(FLAGS_record);
  return chosen.empty() || chosen == record;
}

bool Recordings::Use(const std::string& path, const absl::Status& status) {
  if (status.ok()) {
    ++used_;
    return true;
  }
  std::cerr << "left out: " << path << ": " << status.message() << "\n";
  left_out_.push_back(path);
  return false;
}

absl::Status Recordings::CheckAny() const {
  if (used_ > 0) return absl::OkStatus();
  if (!left_out_.empty()) return absl::NotFoundError("none of the recordings can be used");
  const std::string chosen = absl::GetFlag(FLAGS_record);
  return absl::NotFoundError(chosen.empty() ? "there is no recording" : absl::StrCat("there is no record ", chosen));
}

absl::Status Recordings::CheckAll() const {
  if (left_out_.empty()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the figures are of ", used_, " recordings; left out: ", left_out_.size()));
}

std::string Recordings::Text() const {
  return left_out_.empty() ? "" : absl::StrCat("left out: ", absl::StrJoin(left_out_, ", "), "\n");
}

std::string Recordings::Json() const {
  return absl::StrCat("\"left_out\":[", absl::StrJoin(left_out_, ",", [](std::string* to, const std::string& path) {
                        absl::StrAppend(to, JsonString(path));
                      }), "]");
}

absl::Status CheckOutputFlags() {
  if (!WantsPicture()) return absl::OkStatus();
  if (absl::GetFlag(FLAGS_record).empty()) return absl::InvalidArgumentError("--picture is of one record: --record=NAME");
  if (!(absl::GetFlag(FLAGS_seconds) > 0) || !(absl::GetFlag(FLAGS_from) >= 0)) {
    return absl::InvalidArgumentError("a picture begins at --from=0 or later and shows more than --seconds=0");
  }
  return absl::OkStatus();
}

bool WantsPicture() { return !absl::GetFlag(FLAGS_picture).empty(); }

Picture NewPicture(const std::string& record) {
  const double from = absl::GetFlag(FLAGS_from);
  const double seconds = absl::GetFlag(FLAGS_seconds);
  return Picture(absl::StrFormat("%s, %g s from second %g on", record, seconds, from), from, seconds);
}

absl::Status WritePicture(const Picture& picture) {
  const std::string path = FromUser(absl::GetFlag(FLAGS_picture)).string();
  absl::Status status = wfdb::WriteFile(path, picture.Svg());
  if (status.ok()) std::cerr << "written: " << path << "\n";
  return status;
}

bool WantsJson() { return absl::GetFlag(FLAGS_json); }

void PrintFigures(const std::string& task, const std::string& rule, const FigureTable& table, const Speed& speed,
                  const DeviceCost& cost, const Recordings& recordings) {
  std::cout << table.Text() << "rule: " << rule << "\n" << speed.Text() << cost.Text() << recordings.Text();
  if (!WantsJson()) return;
  std::cout << "{\"task\":" << JsonString(task) << ",\"rule\":" << JsonString(rule) << "," << speed.Json()
            << "," << cost.Json() << "," << recordings.Json() << ",\"rows\":" << table.JsonRows() << "}\n";
}

absl::Status WriteAnnotationsOf(const std::string& record, const std::string& extension, const std::vector<wfdb::Annotation>& annotations) {
  if (absl::GetFlag(FLAGS_write_annotations).empty()) return absl::OkStatus();
  const std::filesystem::path folder = FromUser(absl::GetFlag(FLAGS_write_annotations));
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return absl::UnavailableError(absl::StrCat(folder.string(), ": ", error.message()));
  return wfdb::WriteAnnotations((folder / absl::StrCat(record, ".", extension)).string(), annotations);
}

wfdb::Annotation NoteAt(double second, double frequency, const std::string& text) {
  wfdb::Annotation annotation;
  annotation.sample = std::llround(second * frequency);
  annotation.code = wfdb::kNote;
  annotation.auxiliary = text;
  return annotation;
}

}  // namespace vigil::benchmark
