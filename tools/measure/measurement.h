// What a tool measured of sources, as the file that is kept beside them:
// <tool>.measured.textproto, an Evidence of platform/lifecycle/evidence.proto.
//
//   Measurement mutants = {.name = "mutation_score", .tool = "//tools:mutate"};
//   mutants.files.push_back({.path = "pump/rate.cc", .covered = 28, .total = 30});
//   const std::string text = TextOf({mutants}, digests, tests);
//
// Does not rest on Protobuf: what measures is quick to build.
#ifndef VIGIL_TOOLS_MEASURE_MEASUREMENT_H_
#define VIGIL_TOOLS_MEASURE_MEASUREMENT_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace vigil::tools {

// Something that is not covered.
struct Hole {
  std::size_t line = 0;   // from 1
  std::string text;       // of the line, without blanks around it
  std::string what;       // of a mutant: the change
  std::size_t count = 1;  // of what is counted
};

struct MeasuredFile {
  std::string path;  // from the workspace's root
  std::size_t covered = 0;
  std::size_t total = 0;
  std::vector<Hole> holes;
};

struct Measurement {
  std::string name;  // of a measure in the profile
  std::string tool;  // what measured, with its version
  std::vector<MeasuredFile> files;
};

using Digests = std::map<std::string, std::string>;  // path, sha256

// What sha256sum prints: a digest, two blanks and a path on each line.
Digests DigestsIn(const std::string& text);

// The file. Of `digests` each measured path has one; those of `tests` are written down
// as the tests that were used.
std::string TextOf(const std::vector<Measurement>& measurements, const Digests& digests, const Digests& tests);

}  // namespace vigil::tools

#endif  // VIGIL_TOOLS_MEASURE_MEASUREMENT_H_
