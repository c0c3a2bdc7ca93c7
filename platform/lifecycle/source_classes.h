// The sources of the workspace with the class of what they become a part of, as the
// build's graph says.
//
//   for (const auto& [path, safety_class] : SourceClasses(graph, Part::kProduct)) ...
#ifndef VIGIL_PLATFORM_LIFECYCLE_SOURCE_CLASSES_H_
#define VIGIL_PLATFORM_LIFECYCLE_SOURCE_CLASSES_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "platform/lifecycle/build_graph.pb.h"

namespace vigil::lifecycle {

enum class Part {
  kProduct,  // without tests, what only they use, and third-party code
  kAll,      // with tests
};

// Each file that a classified target names, or a target without a class that it rests
// on, with the highest class of those. Does not block; safe from several threads.
std::map<std::string, SafetyClass> SourceClasses(const BuildGraph& graph, Part part);

// False for tests, for what only they use, and for third-party code.
bool IsProduct(const Target& target);

// True for what is written to run, by its suffix; what describes the build is none.
bool IsCode(absl::string_view file);

// True when `file` ends with one of `suffixes`, separated by blanks.
bool HasSuffix(absl::string_view file, absl::string_view suffixes);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_SOURCE_CLASSES_H_
