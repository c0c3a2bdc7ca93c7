#include "test/lifecycle/change_gallery.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/text_format.h"
#include "platform/lifecycle/build_graph.pb.h"
#include "test/lifecycle/git_for_test.h"
#include "test/system/temporary_folder.h"
#include "tools/evidence/file_digest.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;
using google::protobuf::TextFormat;

constexpr char kChange[] = ".change";
constexpr char kGraph[] = "build_graph.textproto";

std::string TextAt(const std::string& path) { return ReadText(path).value_or(""); }

BuildGraph GraphAt(const std::string& root) {
  BuildGraph graph;
  if (!TextFormat::ParseFromString(TextAt(absl::StrCat(root, "/", kGraph)), &graph)) graph.Clear();
  return graph;
}

class Story {
 public:
  Story(const std::string& root, const std::string& build) : git_(root), build_(build) {}

  absl::Status Play(absl::string_view text) {
    const BuildGraph graph = GraphAt(git_.root());
    for (const Target& target : graph.target()) {
      for (const std::string& file : target.source()) git_.Write(file, absl::StrCat("// ", file, "\n"));
    }
    hashes_.push_back(git_.Commit("The clean twin\n"));
    for (absl::string_view line : absl::StrSplit(text, '\n')) {
      if (const absl::Status status = PlayLine(line); !status.ok()) return status;
    }
    const absl::Status status = Finish();
    if (status.ok()) WriteBuild();
    return status;
  }

  std::string Base() const { return hashes_[base_]; }

  // With numbers for hashes.
  std::string Masked(std::string text) const {
    for (std::size_t n = 0; n < hashes_.size(); ++n) {
      const std::string number = absl::StrCat("<", n, ">");
      text = absl::StrReplaceAll(text, {{hashes_[n], number}, {hashes_[n].substr(0, 12), number}});
    }
    return text;
  }

 private:
  absl::Status PlayLine(absl::string_view line) {
    if (absl::ConsumePrefix(&line, "base: ")) {
      return absl::SimpleAtoi(line, &base_) ? absl::OkStatus() : absl::InvalidArgumentError("base: is no number");
    }
    if (absl::ConsumePrefix(&line, "commit: ")) {
      const absl::Status status = Finish();
      message_ = absl::StrCat(line, "\n\n");
      return status;
    }
    if (absl::ConsumePrefix(&line, "change: ")) {
      absl::StrAppend(&message_, "Change: ", line, "\n");
    } else if (absl::ConsumePrefix(&line, "remove: ")) {
      git_.Remove(std::string(line));
    } else if (absl::ConsumePrefix(&line, "new: ")) {
      git_.Write(std::string(line), absl::StrCat("// ", line, "\n"));
    } else if (absl::ConsumePrefix(&line, "move: ")) {
      const std::pair<std::string, std::string> names = absl::StrSplit(line, ' ');
      git_.Write(names.second, TextAt(absl::StrCat(git_.root(), "/", names.first)));
      git_.Remove(names.first);
    } else {
      absl::StrAppend(&edit_, Unmasked(std::string(line)), "\n");
    }
    return absl::OkStatus();
  }

  std::string Unmasked(std::string line) const {
    for (std::size_t n = 0; n < hashes_.size(); ++n) {
      line = absl::StrReplaceAll(line, {{absl::StrCat("<", n, ">"), hashes_[n]}});
    }
    return line;
  }

  absl::Status Finish() {
    const std::string message = std::exchange(message_, "");
    const std::string edit = std::exchange(edit_, "");
    if (message.empty()) return absl::OkStatus();
    const absl::Status status = Apply(edit, git_.root());
    if (!status.ok()) return absl::InvalidArgumentError(absl::StrCat(message, ": ", status.message()));
    hashes_.push_back(git_.Commit(message));
    return absl::OkStatus();
  }

  // The graph and the evidence, as the build leaves them.
  void WriteBuild() const {
    BuildGraph graph = GraphAt(git_.root());
    graph.clear_source();
    std::set<std::string> files;
    for (const Target& target : graph.target()) files.insert(target.source().begin(), target.source().end());
    for (const std::string& file : files) {
      SourceFile& source = *graph.add_source();
      source.set_path(file);
      source.set_sha256(DigestOfFile(absl::StrCat(git_.root(), "/", file)).value_or(""));
    }
    std::string text;
    TextFormat::PrintToString(graph, &text);
    std::ofstream(absl::StrCat(build_, "/", kGraph)) << text;
    std::ofstream(build_ + "/evidence.textproto") << TextAt(git_.root() + "/evidence.textproto");
  }

  GitForTest git_;
  std::string build_;
  std::string message_, edit_;
  std::vector<std::string> hashes_;
  std::size_t base_ = 0;
};

}  // namespace

std::vector<std::string> ChangeGallery::Names() const {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_ + "/changes")) {
    if (entry.path().extension() == kChange) names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<Checked> ChangeGallery::Run(const std::string& name) const {
  const TemporaryFolder folder, build;
  const std::string root = folder.path().string();
  if (const absl::Status status = WriteCleanTwin(folder_, root); !status.ok()) return status;
  Story story(root, build.path().string());
  const absl::Status played = story.Play(TextAt(absl::StrCat(folder_, "/changes/", name, kChange)));
  if (!played.ok()) return absl::InvalidArgumentError(absl::StrCat(name, kChange, ": ", played.message()));
  // Not in the repository, so that a need more in the profile changes no hash.
  const fs::path profile = fs::path(root) / kProfile;
  fs::create_directories(profile.parent_path());
  std::ofstream(profile) << TextAt(profile_);
  Workspace workspace;
  if (const absl::Status status = workspace.Load(root); !status.ok()) return status;
  std::ostringstream said;
  const Call call = {.arguments = {story.Base() + "..HEAD"}, .json = false,
                     .options = {{"graph", absl::StrCat(build.path().string(), "/", kGraph)}}};
  const int code = RunImpact(workspace, call, said);
  return Checked{code, story.Masked(said.str())};
}

std::string ChangeGallery::GoldenFile(const std::string& name) const {
  return absl::StrCat(folder_, "/changes/", name, ".txt");
}

}  // namespace vigil::lifecycle
