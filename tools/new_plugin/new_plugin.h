// Makes a plugin from the template of its kind.
//
//   Wish wish = {.kind = "algorithm", .safety_class = "C", .name = "respiration_rate"};
//   absl::StatusOr<Wish> checked = CheckedWish(wish, root);
//   absl::StatusOr<Files> files = PluginFiles(*checked, root);   // nothing is written yet
//
// A template (template/KIND) is a plugin that is built and tested as it is. What is made
// of it differs in name, folder and class alone, and lacks what only its author can
// say: in the lifecycle file each field whose text begins with "Example:", and the
// digests of links; for class A, which needs none, the unit.
//
// All functions read files and block on nothing else; none is safe against changes of
// the workspace at the same time.
#ifndef VIGIL_TOOLS_NEW_PLUGIN_NEW_PLUGIN_H_
#define VIGIL_TOOLS_NEW_PLUGIN_NEW_PLUGIN_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace vigil::lifecycle {

// The lists of the workspace that a new plugin has to be in, besides the register of ids.
inline constexpr char kPackages[] = "tools/build_rules/packages.bzl";
inline constexpr char kInterfaceLock[] = "safety_kernel/interface.lock";

// Kinds of plugins that the kernel feeds. The manifest knows service and view as well,
// which get nothing from the kernel yet.
const std::vector<std::string>& PluginKinds();

struct Wish {
  std::string kind;          // one of PluginKinds()
  std::string safety_class;  // A, B or C
  std::string name;          // snake_case
  std::string folder;        // from the workspace's root; empty: plugins/KIND/NAME
};

// Content of files, by their paths from the workspace's root.
using Files = std::map<std::string, std::string>;

// The wish with its folder.
// InvalidArgument: kind or class is unknown; the name is not snake_case, a keyword of
//   C++, or the name of something in the kernel's interface; the folder is not below
//   plugins/.
// AlreadyExists: the folder exists, or another plugin has that name.
// NotFound: `root` is no workspace.
absl::StatusOr<Wish> CheckedWish(Wish wish, const std::string& root);

// The files of the plugin. `wish` was checked.
// NotFound: the template is not there.
absl::StatusOr<Files> PluginFiles(const Wish& wish, const std::string& root);

// The path of the lifecycle file among them.
std::string LifecycleFileOf(const Wish& wish);

// `text` of kPackages with one more package, in its order.
// AlreadyExists: it is there. FailedPrecondition: there is no list in `text`.
absl::StatusOr<std::string> WithPackage(const std::string& text, const std::string& package);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_NEW_PLUGIN_NEW_PLUGIN_H_
