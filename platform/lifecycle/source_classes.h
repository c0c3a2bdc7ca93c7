// The parts of what has a class: its sources, what it rests on without a class of their
// own, and third-party code, with the class that they serve, as the build's graph says.
//
//   for (const auto& [path, safety_class] : SourceClasses(graph, Part::kProduct)) ...
#ifndef VIGIL_PLATFORM_LIFECYCLE_SOURCE_CLASSES_H_
#define VIGIL_PLATFORM_LIFECYCLE_SOURCE_CLASSES_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "platform/lifecycle/build_graph.pb.h"
#include "platform/lifecycle/graph_index.h"

namespace vigil::lifecycle {

enum class Part {
  kProduct,  // without tests, and what only they use
  kAll,      // with tests
};

struct Served {
  const Target* target = nullptr;  // null: the graph has no such target
  SafetyClass safety_class = SAFETY_CLASS_UNSPECIFIED;  // the highest that rests on it
  const Target* by = nullptr;  // one of that class; a release, where no class is
};

// By label in full: each classified target, each that it rests on through targets without
// a class and through third-party code, and the labels outside of the graph that all
// those name. What a release ships without any class is there with none. Does not block;
// safe from several threads. Points into `graph`.
std::map<std::string, Served> ServedTargets(const BuildGraph& graph, Part part);

// Each file that those targets name, with the highest class of those.
std::map<std::string, SafetyClass> SourceClasses(const BuildGraph& graph, Part part);

// False for tests, for what only they use, and for third-party code.
bool IsProduct(const Target& target);

// True for what a release puts together, false for the records and pages beside it.
bool IsShipped(const Target& artifact);

// All that the releases of the graph ship, with what it rests on; labels in full.
Labels ShippedTargets(const BuildGraph& graph);

// True for all but what is known to say nothing to a processor, by its suffix: a file
// of a kind that nobody thought of is code.
bool IsCode(absl::string_view file);

// True for code of a kind that gates, bans and measures were made for.
bool IsKnownCode(absl::string_view file);

// True when `file` ends with one of `suffixes`, separated by blanks.
bool HasSuffix(absl::string_view file, absl::string_view suffixes);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_SOURCE_CLASSES_H_
