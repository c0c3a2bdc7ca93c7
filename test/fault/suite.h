// Runs the fault product on the targets of this machine.
//
//   Suite suite(runfiles_root, scratch_folder);
//   for (const Row& row : suite.Run(kHost)) ...
#ifndef VIGIL_TEST_FAULT_SUITE_H_
#define VIGIL_TEST_FAULT_SUITE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "safety_kernel/base/time.h"
#include "test/fault/kinds.h"
#include "test/fault/outcome.h"

namespace vigil::fault {

struct Row {
  Kind kind;
  Target target = kHost;
  Verdict verdict;
  Duration bound;
};

// The targets that this machine runs, in the order of the table.
std::vector<Target> AllTargets();

// What the product's description promises (system_timing.h): the longest of all
// its plugins' and its source's.
Duration LongestStopToAlarm();

// Runs every kind that exists on `target`; blocks for as long as that takes.
// `folder`: an existing one, to write to.
absl::StatusOr<std::vector<Row>> RunSuite(Target target,
                                          const std::string& folder);

// Runs the fault product once for each of `codes` (fault_code.h), in their order.
// `stream`: an ADC stream file.
absl::StatusOr<std::vector<Outcome>> RunEach(
    Target target, const std::vector<std::uint32_t>& codes,
    const std::string& stream, const std::string& folder);

// The same for one.
absl::StatusOr<Outcome> RunOnce(Target target, std::uint32_t code,
                                const std::string& stream,
                                const std::string& folder);

// A drawn ECG of 75 /min, long enough for one fault and what follows; its path.
absl::StatusOr<std::string> WriteStream(const std::string& folder);

std::string AsText(const std::vector<Row>& rows);
std::string AsJson(const std::vector<Row>& rows);

}  // namespace vigil::fault

#endif  // VIGIL_TEST_FAULT_SUITE_H_
