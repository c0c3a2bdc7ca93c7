// The deviation records of a *.lifecycle.textproto file, for gates, which can't rest on
// Protobuf: what is built with it is held to them.
//
//   std::vector<Deviation> deviations;
//   std::string problem;
//   if (!DeviationsIn(text, deviations, problem)) Refuse(problem);
#ifndef VIGIL_TOOLS_CPP_TEXT_DEVIATIONS_H_
#define VIGIL_TOOLS_CPP_TEXT_DEVIATIONS_H_

#include <string>
#include <vector>

namespace vigil::tools {

// As in platform/lifecycle/lifecycle.proto.
struct Deviation {
  std::string id;
  std::string rule;
  std::string file;
  std::string text;
  std::string what;
  std::string rationale;
};

// Adds each `deviation { ... }` of `text`. False when one is not closed, has a field
// that is none, or says nothing of its file, text or rationale; `problem` says which.
bool DeviationsIn(const std::string& text, std::vector<Deviation>& deviations, std::string& problem);

}  // namespace vigil::tools

#endif  // VIGIL_TOOLS_CPP_TEXT_DEVIATIONS_H_
