#include "platform/wfdb/record.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace vigil::wfdb {
namespace {

constexpr std::streamoff kMaxFileBytes = std::streamoff{1} << 30;

std::string FolderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

std::string NameOf(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  // It opens like a file, and has the size of none.
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is a folder; name a file in it"));
  }
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = file.tellg();
  if (!file || size < 0) {
    return absl::NotFoundError(
        absl::StrCat(path, ": cannot be read (", std::strerror(errno),
                     "); check the path and its rights"));
  }
  if (size > kMaxFileBytes) {
    return absl::OutOfRangeError(
        absl::StrCat(path, ": holds ", size, " bytes; at most 1 GiB is read"));
  }
  std::string content(static_cast<std::size_t>(size), '\0');
  file.seekg(0);
  if (!file.read(content.data(), size)) {
    return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  }
  return content;
}

absl::Status WriteFile(const std::string& path, std::string_view content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.flush();
  if (!file) {
    return absl::UnavailableError(absl::StrCat(
        path, ": cannot be written (", std::strerror(errno), ")"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Record> ReadRecord(const std::string& header_path) {
  absl::StatusOr<std::string> text = ReadFile(header_path);
  if (!text.ok()) return text.status();
  absl::StatusOr<Header> header = ParseHeader(*text, NameOf(header_path));
  if (!header.ok()) return header.status();

  std::map<std::string, std::vector<Samples>> of_file;
  std::map<std::string, std::size_t> taken;
  Record record;
  for (const SignalSpec& signal : header->signals) {
    if (of_file.find(signal.file_name) == of_file.end()) {
      absl::StatusOr<std::string> bytes =
          ReadFile(FolderOf(header_path) + "/" + signal.file_name);
      if (!bytes.ok()) return bytes.status();
      absl::StatusOr<std::vector<Samples>> samples =
          DecodeSignalFile(*header, signal.file_name, *bytes);
      if (!samples.ok()) return samples.status();
      of_file[signal.file_name] = *std::move(samples);
    }
    const std::size_t index = taken[signal.file_name]++;
    record.samples.push_back(std::move(of_file[signal.file_name][index]));
  }
  record.header = *std::move(header);
  return record;
}

absl::Status WriteRecord(const std::string& folder, Record record) {
  if (record.samples.size() != record.header.signals.size()) {
    return absl::InvalidArgumentError(
        "the header does not describe each signal");
  }
  absl::StatusOr<std::string> bytes = EncodeSignalFile(16, record.samples);
  if (!bytes.ok()) return bytes.status();
  const std::string base = record.header.record_name;
  for (std::size_t i = 0; i < record.samples.size(); ++i) {
    SignalSpec& spec = record.header.signals[i];
    const Samples& samples = record.samples[i];
    record.header.frame_count = static_cast<std::int64_t>(samples.size());
    spec.file_name = base + ".dat";
    spec.format = 16;
    spec.samples_per_frame = 1;
    spec.skew = 0;
    spec.byte_offset = 0;
    spec.initial_value = samples.empty() ? spec.adc_zero : samples.front();
    spec.checksum = Checksum(samples);
  }
  absl::Status status = WriteFile(folder + "/" + base + ".dat", *bytes);
  if (!status.ok()) return status;
  return WriteFile(folder + "/" + base + ".hea", FormatHeader(record.header));
}

absl::StatusOr<std::vector<Annotation>> ReadAnnotations(
    const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  return DecodeAnnotations(*bytes, NameOf(path));
}

absl::Status WriteAnnotations(const std::string& path,
                              const std::vector<Annotation>& annotations) {
  absl::StatusOr<std::string> bytes = EncodeAnnotations(annotations);
  if (!bytes.ok()) return bytes.status();
  return WriteFile(path, *bytes);
}

}  // namespace vigil::wfdb
