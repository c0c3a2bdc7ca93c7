// The files of SisFall below a folder: an archive for each subject (SA01.tar.xz), or the
// unpacked ones (F01_SA01_R01.txt), at any depth.
//
//   absl::Status status = ForEachTrialFile("falls", db, [&](const std::string& path, const absl::StatusOr<std::string>& text) {
//     if (!text.ok()) ...    // a file that cannot be read, or the rest of an archive
//     return Use(path, *text);
//   });
#ifndef VIGIL_TEST_BENCHMARK_SISFALL_H_
#define VIGIL_TEST_BENCHMARK_SISFALL_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil::benchmark {

using OnTrialFile = std::function<absl::Status(const std::string& path, const absl::StatusOr<std::string>& text)>;

// In the order of their names; each is named on stderr behind `command`. InvalidArgument: no
// folder is named. NotFound: there is none, or nothing of it in it. The first error of
// `on_file` ends it.
absl::Status ForEachTrialFile(absl::string_view command, const std::string& db, const OnTrialFile& on_file);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_SISFALL_H_
