// What the class of a new plugin still asks for: from `vigil check` and the profile, as
// if the plugin were there already.
//
//   absl::StatusOr<OpenNeeds> needs = FindOpenNeeds(root, file, text);
//   for (const Finding& finding : needs->findings) Show(finding);
#ifndef VIGIL_TOOLS_NEW_PLUGIN_OPEN_NEEDS_H_
#define VIGIL_TOOLS_NEW_PLUGIN_OPEN_NEEDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/lifecycle/finding.h"
#include "platform/lifecycle/profile.pb.h"

namespace vigil::lifecycle {

// A kind of record that can speak of an item, and of which the plugin has none.
struct SilentKind {
  std::string name;              // a field of LifecycleFile
  std::vector<Clause> clauses;   // that apply to the class and are shown by that kind
};

struct OpenNeeds {
  std::string profile;     // its title
  Findings findings;       // at the records of the file
  std::vector<SilentKind> silent;
  std::vector<Gate> gates;        // of the build, that hold for its class
  std::vector<Measure> measures;  // that its sources have to reach
  std::string registered;  // the register of ids with those of the file
};

// file, text: the plugin's lifecycle file, which is not there yet. Reads the workspace
// below `root`.
// NotFound: it has no profile or no register of ids.
// AlreadyExists: an id of the file was given before.
// FailedPrecondition: a record of the workspace cannot be read.
absl::StatusOr<OpenNeeds> FindOpenNeeds(const std::string& root, const std::string& file,
                                        const std::string& text);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_NEW_PLUGIN_OPEN_NEEDS_H_
