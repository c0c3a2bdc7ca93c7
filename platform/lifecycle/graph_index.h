// The build graph in both directions, and the items that its packages belong to.
//
//   const GraphIndex index(graph);
//   const Labels changed = index.Holding("safety_kernel/base/frame.cc");
//   for (const std::string& label : index.RestingOn(changed)) {
//     if (index.Find(label)->is_test()) Run(label);
//   }
//
// Labels are in full, "//folder:name", whatever their BUILD file wrote. Safe for use
// from several threads once made.
#ifndef VIGIL_PLATFORM_LIFECYCLE_GRAPH_INDEX_H_
#define VIGIL_PLATFORM_LIFECYCLE_GRAPH_INDEX_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "platform/lifecycle/build_graph.pb.h"
#include "platform/lifecycle/records.h"

namespace vigil::lifecycle {

using Labels = std::set<std::string>;

// "//a/b" in full is "//a/b:b"; what is in full stays.
std::string FullLabel(absl::string_view label);

// Of a label, "//a/b"; of the root's, "//".
std::string PackageOf(absl::string_view label);

// The file that a label in full may name: "a/b/c.h" of "//a/b:c.h".
std::string FileOf(absl::string_view label);

// Of a file that a target makes, "//a:b/libb.a", the target in full, "//a:b".
std::string TargetOf(absl::string_view file);

// Bazel's name of the package that a label is in, "zip" of "@zip//:a"; empty: ours, or
// no label of Bazel's.
std::string RepositoryOf(absl::string_view label);

// Whether a path stays below the folder that it is joined to.
bool IsBelowRoot(absl::string_view path);

// A test, or what only tests use: no part of a product.
bool IsForTests(const Target& target);

class GraphIndex {
 public:
  // `graph` must outlive it.
  explicit GraphIndex(const BuildGraph& graph);

  // Null: the graph has no such target.
  const Target* Find(absl::string_view label) const;

  // Targets that name the file, and for a BUILD file all of its package.
  Labels Holding(const std::string& file) const;

  // Those labels themselves with all that rests on them, through any number of targets.
  // A label may be outside of the graph, as "@package//..." is.
  Labels RestingOn(const Labels& labels) const;

  // Those labels with all that they rest on, as far as the graph knows.
  Labels Below(const Labels& labels) const;

  // "//a/b", the package whose folder is the nearest around the file; empty: none.
  std::string PackageOfFile(absl::string_view file) const;

  // Each with its targets, in the order of labels.
  const std::map<std::string, std::vector<const Target*>>& packages() const { return packages_; }

  // Whether a target names the file.
  bool HasFile(const std::string& file) const { return holding_.count(file) != 0; }

  // Each label that is rested on and begins so; "@com_google_absl//" finds what of that
  // package is used.
  Labels DepsThatBegin(absl::string_view prefix) const;

 private:
  using Edges = absl::flat_hash_map<std::string, std::vector<std::string>>;

  static Labels Closure(const Labels& from, const Edges& edges);

  absl::flat_hash_map<std::string, const Target*> targets_;
  std::map<std::string, std::vector<const Target*>> packages_;
  absl::flat_hash_map<std::string, Labels> holding_;  // of a file
  Edges above_, below_;
};

// Which item a target belongs to: the one that names it most exactly. "//a/b:c" names
// that target, "//a/b" a package, "//a/..." each below and itself.
class ItemTargets {
 public:
  explicit ItemTargets(const Records& records);

  // Of a label in full, or of a package. Null: no item names it.
  const Record* Owner(const std::string& label) const;

  struct Twice {
    std::string written;
    const Record* first;
    const Record* second;
  };
  // What two items name alike.
  const std::vector<Twice>& twice() const { return twice_; }

 private:
  std::map<std::string, const Record*> owners_;  // by what is written
  std::vector<Twice> twice_;
};

// Whether what an item wrote names the package.
bool NamesPackage(absl::string_view written, absl::string_view package);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_GRAPH_INDEX_H_
