// What `vigil check` still finds in our own product: each line is known, open, and
// somebody's work. A finding that is not among them stops a change, and so does a line
// whose finding is gone.
//
//   absl::StatusOr<std::string> points = OpenPoints("bazel-bin/lifecycle");
#ifndef VIGIL_TEST_LIFECYCLE_OPEN_POINTS_H_
#define VIGIL_TEST_LIFECYCLE_OPEN_POINTS_H_

#include <string>

#include "absl/status/statusor.h"

namespace vigil::lifecycle {

// One line a finding, "rule: record or file: message", in order. NotFound: `folder`
// holds no lifecycle (tools/build_rules/lifecycle.bzl).
absl::StatusOr<std::string> OpenPoints(const std::string& folder);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TEST_LIFECYCLE_OPEN_POINTS_H_
