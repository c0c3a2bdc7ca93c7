// `vigil field DIGEST`: something runs in the field; which release is it, of what does it
// consist, which problems were known, and which evidence was there before it went out
// (5.8.4, 5.8.7)?
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/lifecycle/read_message.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

constexpr std::size_t kLeastDigits = 12, kAllDigits = 64;

bool IsDigest(const std::string& text) {
  return text.size() >= kLeastDigits && text.size() <= kAllDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)) || (c >= 'a' && c <= 'f'); });
}

// Looks for the digest wherever one is written down.
class Field {
 public:
  Field(const Workspace& workspace, std::string digest, std::ostream& out)
      : workspace_(workspace), subject_(workspace.subject()), digest_(std::move(digest)), out_(out) {}

  bool Tell(const Evidence* manifest) {
    const bool shipped = manifest != nullptr && TellShipped(*manifest);
    const bool tested = TellTested();
    if (!shipped && !tested) return false;
    if (!shipped) out_ << "no part of a release here: it was tested, or is what tests run\n";
    if (!shipped) return true;
    TellReleases();
    TellParts();
    return true;
  }

 private:
  bool Is(const FileDigest& file) const { return absl::StartsWith(file.sha256(), digest_); }

  bool TellShipped(const Evidence& manifest) {
    int found = 0;
    for (const FileDigest& file : manifest.released()) {
      if (!Is(file)) continue;
      ++found;
      out_ << "is " << Printable(file.label()) << "  " << Printable(file.sha256()) << "\n";
    }
    for (const FileDigest& file : manifest.released()) {
      const bool is_table = file.label() == absl::StrCat("lifecycle/", kLock) || file.label() == absl::StrCat("lifecycle/", kProfile);
      if (found > 0 && is_table) out_ << "with " << Printable(file.label()) << "  " << Printable(file.sha256()) << "\n";
    }
    return found > 0;
  }

  bool TellTested() {
    bool found = false;
    if (!subject_.evidence) return found;
    for (const TestEvidence& test : subject_.evidence->test()) {
      const auto subject = std::find_if(test.subject().begin(), test.subject().end(), [this](const FileDigest& file) { return Is(file); });
      if (subject == test.subject().end()) continue;
      std::map<std::string, int> results;
      for (const TestCase& one : test.case_()) ++results[Result_Name(one.result())];
      out_ << "tested as " << Printable(subject->label()) << " by " << Printable(test.test());
      for (const auto& [result, count] : results) out_ << "  " << count << " " << result;
      out_ << "\n";
      found = true;
    }
    return found;
  }

  void TellReleases() {
    for (const Record& record : workspace_.records().all()) {
      const auto* release = record.As<Release>();
      if (release == nullptr) continue;
      out_ << "release " << record.id << "  version " << Printable(release->version());
      if (!release->date().empty()) out_ << "  of " << Printable(release->date());
      out_ << "  " << *record.file << ":" << record.line << "\n";
      for (const Reference& link : record.links) {
        if (link.target == nullptr) continue;
        out_ << "  known problem " << link.target->id << "  " << Printable(Records::TitleOf(*link.target)) << "\n";
      }
    }
  }

  void TellParts() {
    for (const Record& record : workspace_.records().all()) {
      const auto* soup = record.As<Soup>();
      if (soup != nullptr) out_ << "part " << record.id << "  " << Printable(soup->name()) << " " << Printable(soup->version()) << "\n";
    }
  }

  const Workspace& workspace_;
  const Subject subject_;
  const std::string digest_;
  std::ostream& out_;
};

}  // namespace

int RunField(const Workspace& workspace, const Call& call, std::ostream& out) {
  if (call.arguments.size() != 1 || !IsDigest(call.arguments[0])) {
    out << "vigil field DIGEST: the SHA-256 of a file in the field, " << kAllDigits << " lower case hexadecimal digits or at least the first "
        << kLeastDigits << " of them: sha256sum FILE\n";
    return 2;
  }
  const std::string path = absl::StrCat(workspace.root(), "/../", kManifest);
  Evidence manifest;
  Findings findings;
  const absl::StatusOr<std::string> text = ReadText(path);
  const bool is_release = text.ok() && ReadMessage(kManifest, *text, manifest, findings);
  for (const Finding& finding : findings) out << TextOf(finding);
  if (!findings.empty()) return 1;
  if (!is_release) out << "There is no release here (--root=bazel-bin/release, or the folder where it was archived): results of tests alone.\n";
  if (Field(workspace, call.arguments[0], out).Tell(is_release ? &manifest : nullptr)) return 0;
  out << "vigil field: nothing that was " << (is_release ? "released or " : "") << "tested has the digest " << call.arguments[0] << "\n";
  return 1;
}

}  // namespace vigil::lifecycle
