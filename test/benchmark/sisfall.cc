#include "test/benchmark/sisfall.h"

#include <cstddef>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "absl/strings/match.h"
#include "test/benchmark/command.h"
#include "test/recordings/byte_source.h"
#include "test/recordings/tar_reader.h"

namespace vigil::benchmark {
namespace {

constexpr std::size_t kLargestFile = 64 << 20;

absl::Status ReadArchive(const std::string& path, const OnTrialFile& on_file) {
  absl::StatusOr<std::unique_ptr<recordings::ByteSource>> bytes = recordings::OpenBytes(path);
  if (!bytes.ok()) return on_file(path, bytes.status());
  recordings::TarReader tar(**bytes);
  while (true) {
    absl::StatusOr<std::optional<recordings::TarFile>> file = tar.Next();
    if (!file.ok()) return on_file(path, file.status());
    if (!*file) return absl::OkStatus();
    if (!absl::EndsWith((*file)->name, ".txt")) continue;
    const absl::Status status = on_file((*file)->name, (*file)->content);
    if (!status.ok()) return status;
  }
}

absl::Status ReadFile(const std::string& path, const OnTrialFile& on_file) {
  absl::StatusOr<std::unique_ptr<recordings::ByteSource>> bytes = recordings::OpenBytes(path);
  if (!bytes.ok()) return on_file(path, bytes.status());
  return on_file(path, recordings::ReadAll(**bytes, kLargestFile));
}

// Readme.txt stands beside the recordings.
bool IsTrial(const std::filesystem::path& path) { return path.filename().string().find("_R") != std::string::npos; }

}  // namespace

absl::Status ForEachTrialFile(absl::string_view command, const std::string& db, const OnTrialFile& on_file) {
  if (db.empty()) return absl::InvalidArgumentError("name the folder of SisFall's recordings: --db=FOLDER");
  const auto files = FilesBelow(FromUser(db), {".tar.xz", ".txt"}, "recording (*.tar.xz, *.txt)");
  if (!files.ok()) return files.status();
  for (const std::filesystem::path& path : *files) {
    const bool is_archive = path.extension() == ".xz";
    if (!is_archive && !IsTrial(path)) continue;
    std::cerr << command << ": " << path.filename().string() << "\n";
    const absl::Status status = is_archive ? ReadArchive(path.string(), on_file) : ReadFile(path.string(), on_file);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace vigil::benchmark
