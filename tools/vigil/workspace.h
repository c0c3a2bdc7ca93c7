// The lifecycle data of a workspace, as the commands of `vigil` use them.
//
//   Workspace workspace;
//   const absl::Status status = workspace.Load("/path/to/the/workspace");
//   Findings findings = workspace.findings();    // of reading alone
//
// Load, ReadText and WriteText read and write files and return when they are done; none
// waits for another process. A workspace belongs to one thread at a time.
#ifndef VIGIL_TOOLS_VIGIL_WORKSPACE_H_
#define VIGIL_TOOLS_VIGIL_WORKSPACE_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/finding.h"
#include "platform/lifecycle/records.h"

namespace vigil::lifecycle {

// How the name of a file with records ends.
inline constexpr char kRecordSuffix[] = ".lifecycle.textproto";

// Where things are, from the workspace's root.
inline constexpr char kIdRegister[] = "platform/lifecycle/ids.txt";
inline constexpr char kProfile[] = "platform/lifecycle/iec62304_a1_2015.textproto";
inline constexpr char kManifest[] = "manifest.textproto";  // of a release, beside its lifecycle
inline constexpr char kLock[] = "third_party/lock.bzl";

class Workspace {
 public:
  // Reads each *.lifecycle.textproto below `root` but in hidden folders and Bazel's
  // links, the profile, and, where they are, the register of ids, the lock of
  // packages, evidence.textproto and build_graph.textproto. What can't be understood
  // becomes a finding. `added`: lifecycle files that are not there, by path, read as if
  // they were. NotFound: `root` is no folder or has no profile.
  absl::Status Load(const std::string& root, const std::map<std::string, std::string>& added = {});

  // All of it; valid while this object lives.
  Subject subject() const;
  const Records& records() const { return records_; }
  const Profile& profile() const { return profile_; }
  const Findings& findings() const { return findings_; }
  const std::string& root() const { return root_; }

 private:
  void ReadSources();
  void TellUnreadable(const std::string& file, const absl::Status& status);
  template <typename Content>
  void ReadIfThere(const std::string& file, std::optional<Content>& content);

  std::string root_;
  Records records_;
  Profile profile_;
  std::string profile_sha256_;
  std::optional<IdRegister> ids_;
  std::optional<std::map<std::string, std::string>> locked_;
  std::optional<std::map<std::string, std::string>> repositories_;
  std::optional<Evidence> evidence_;
  std::optional<BuildGraph> graph_;
  std::optional<SourceTexts> source_texts_;
  Findings findings_;
};

// The file's content. NotFound: there is none. FailedPrecondition: it is no regular file,
// or larger than 256 MiB. Each with its path.
absl::StatusOr<std::string> ReadText(const std::string& path);

// Writes the whole file, or leaves it as it was; Unavailable with its path.
absl::Status WriteText(const std::string& path, const std::string& text);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_VIGIL_WORKSPACE_H_
