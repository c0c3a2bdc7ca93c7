// A gallery of lies: small repositories that differ from a sound one, test/lifecycle/
// clean, by one edit each, and what `vigil check` says of them.
//
//   Gallery gallery("test/lifecycle", "platform/lifecycle/iec62304_a1_2015.textproto");
//   for (const std::string& name : gallery.Faults()) {
//     absl::StatusOr<Checked> checked = gallery.Check(name);   // .code, .text
//     ...
//   }
//
// An edit, faults/NAME.edit, reads like a diff, with its story before it:
//
//   # The hazard lost its control when somebody tidied up.
//   --- pump/risk.lifecycle.textproto
//      severity: SERIOUS
//   -  controlled_by { to: "RC-STALE-RATE" ...
//   then: accept
//   check: --release
//
// After `---` and the file, lines begin with ' ' (stays), '-' (goes) or '+' (comes);
// what stays and goes has to be in the file, together, exactly once. "..." at the end
// of a line stands for the rest of it. `then: accept` is what somebody does who wants
// the message gone: each suspect link is accepted unread, but those of approvals,
// which the command refuses; `then: register` adds new ids to the register;
// `then: sign APP-...` signs an approval anew, with the key of whoever it names, as
// somebody does who has that key and no scruples. `remove: FILE` takes a file away.
// `check: --release` asks as for a release. Files of clean/ end in ".clean", so that the
// lifecycle of the product does not contain them.
#ifndef VIGIL_TEST_LIFECYCLE_GALLERY_H_
#define VIGIL_TEST_LIFECYCLE_GALLERY_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/lifecycle/signature.h"

namespace vigil::lifecycle {

struct Checked {
  int code = 0;      // of the command
  std::string text;  // its findings
};

class Gallery {
 public:
  // `folder` has clean/, faults/ and golden/; `profile` is copied beside the data.
  Gallery(std::string folder, std::string profile)
      : folder_(std::move(folder)), profile_(std::move(profile)) {}

  // Names of all edits, in order.
  std::vector<std::string> Faults() const;

  // What `vigil check` says of the repository with that fault; of the clean one when
  // `fault` is empty. InvalidArgument: the edit does not fit, with its line.
  absl::StatusOr<Checked> Check(const std::string& fault) const { return CheckFolder(fault, false); }

  // As Check, with evidence.textproto, build_graph.textproto or both taken away.
  absl::StatusOr<Checked> CheckWithout(const std::string& fault, const std::vector<std::string>& files) const {
    return CheckFolder(fault, false, files);
  }

  // The clean one, asked as for a release.
  absl::StatusOr<Checked> CheckRelease() const { return CheckFolder("", true); }

  // All approvals that the profile wants of the clean one, signed: each file of
  // approvals(), one an approval, so that lines stay where golden files name them.
  absl::StatusOr<std::map<std::string, std::string>> SignedApprovals() const;
  std::string approvals() const { return folder_ + "/clean/approvals"; }

  // The register of the clean one, with every id that it lacks.
  absl::StatusOr<std::string> Register() const;
  std::string ids() const { return folder_ + "/clean/platform/lifecycle/ids.txt.clean"; }

  // What it should say.
  std::string GoldenFile(const std::string& fault) const;

 private:
  absl::StatusOr<Checked> CheckFolder(const std::string& fault, bool for_release,
                                      const std::vector<std::string>& without = {}) const;
  absl::Status CopyTo(const std::string& root) const;

  std::string folder_, profile_;
};

// Writes the clean twin of `folder`, a folder as Gallery has it, below `root`.
absl::Status WriteCleanTwin(const std::string& folder, const std::string& root);

// The key of a signatory of the clean twin, made of its id: everybody has it, and it is
// good for nothing else.
SigningKey TestKey(absl::string_view signatory);

// Does to the files below `root` what `edit` says.
absl::Status Apply(absl::string_view edit, const std::string& root);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TEST_LIFECYCLE_GALLERY_H_
