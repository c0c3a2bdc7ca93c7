#include "tools/evidence/collect.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/text_format.h"
#include "platform/lifecycle/build_graph.pb.h"
#include "platform/lifecycle/evidence.pb.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/source_classes.h"
#include "tools/evidence/file_digest.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

absl::Status Write(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file.fail()) return absl::InternalError(absl::StrCat("can't write ", path.string()));
  return absl::OkStatus();
}

// Adds what a file says to `all`.
template <typename Message>
absl::Status Merge(const std::string& path, Message& all) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  if (google::protobuf::TextFormat::MergeFromString(*text, &all)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path, " is no ", Message::descriptor()->name()));
}

template <typename Message>
absl::Status WriteMessage(const fs::path& path, const Message& message) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  return Write(path, text);
}

absl::Status CopyAll(const Collection& collection, const fs::path& folder) {
  std::vector<std::string> paths = collection.copied;
  // Records come with --copy; one that a target names, as a template, is none.
  std::copy_if(collection.sources.begin(), collection.sources.end(), std::back_inserter(paths),
               [](const std::string& path) { return !absl::EndsWith(path, ".lifecycle.textproto"); });
  for (const std::string& path : paths) {
    const absl::StatusOr<std::string> text = ReadFile(path);
    if (!text.ok()) return text.status();
    if (const absl::Status status = Write(folder / path, *text); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<BuildGraph> GraphOf(const Collection& collection) {
  BuildGraph graph;
  for (const std::string& path : collection.graphs) {
    if (const absl::Status status = Merge(path, graph); !status.ok()) return status;
  }
  for (const std::string& path : collection.sources) {
    const absl::StatusOr<std::string> digest = DigestOfFile(path);
    if (!digest.ok()) return digest.status();
    SourceFile& source = *graph.add_source();
    source.set_path(path);
    source.set_sha256(*digest);
  }
  return graph;
}

// A committed file may say what was measured and nothing else: what a test did, what a
// broken control changed and what ships are for the build to say.
absl::Status MergeMeasured(const std::string& path, Evidence& all) {
  Evidence measured;
  if (const absl::Status status = Merge(path, measured); !status.ok()) return status;
  all.mutable_measurement()->MergeFrom(measured.measurement());
  measured.clear_measurement();
  if (measured.ByteSizeLong() == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path, " holds more than measurements; take out: ", measured.ShortDebugString().substr(0, 100)));
}

// What made the bits, and each part of what ships; where nothing ships, all there is.
bool IsOfRelease(const std::string& label, const Labels& shipped) {
  return shipped.empty() || !absl::StartsWith(label, "//") || shipped.count(TargetOf(label)) != 0;
}

absl::StatusOr<Evidence> EvidenceIn(const Collection& collection, const Labels& shipped) {
  Evidence evidence;
  for (const std::string& path : collection.evidence) {
    if (const absl::Status status = Merge(path, evidence); !status.ok()) return status;
  }
  for (const std::string& path : collection.measured) {
    if (const absl::Status status = MergeMeasured(path, evidence); !status.ok()) return status;
  }
  for (const auto& [label, path] : collection.released) {
    if (!IsOfRelease(label, shipped)) continue;
    const absl::StatusOr<std::string> digest = DigestOfFile(path);
    if (!digest.ok()) return digest.status();
    FileDigest& file = *evidence.add_released();
    file.set_label(label);
    file.set_sha256(*digest);
  }
  return evidence;
}

}  // namespace

absl::StatusOr<Collection> ParseCollection(const std::string& lines) {
  Collection collection;
  for (absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    absl::string_view value = line;
    if (absl::ConsumePrefix(&value, "--copy=")) {
      collection.copied.emplace_back(value);
    } else if (absl::ConsumePrefix(&value, "--graph=")) {
      collection.graphs.emplace_back(value);
    } else if (absl::ConsumePrefix(&value, "--source=")) {
      collection.sources.emplace_back(value);
    } else if (absl::ConsumePrefix(&value, "--evidence=")) {
      collection.evidence.emplace_back(value);
    } else if (absl::ConsumePrefix(&value, "--measured=")) {
      collection.measured.emplace_back(value);
    } else if (absl::ConsumePrefix(&value, "--released=") && absl::StrContains(value, '=')) {
      const std::size_t equal = value.rfind('=');
      collection.released.emplace_back(value.substr(0, equal), value.substr(equal + 1));
    } else {
      return absl::InvalidArgumentError(absl::StrCat("what is ", line, "?"));
    }
  }
  return collection;
}

absl::Status Collect(const Collection& collection, const std::string& folder) {
  if (const absl::Status status = CopyAll(collection, folder); !status.ok()) return status;
  const absl::StatusOr<BuildGraph> graph = GraphOf(collection);
  if (!graph.ok()) return graph.status();
  const absl::StatusOr<Evidence> evidence = EvidenceIn(collection, ShippedTargets(*graph));
  if (!evidence.ok()) return evidence.status();
  const absl::Status status = WriteMessage(fs::path(folder) / "build_graph.textproto", *graph);
  if (!status.ok()) return status;
  return WriteMessage(fs::path(folder) / "evidence.textproto", *evidence);
}

}  // namespace vigil::lifecycle
