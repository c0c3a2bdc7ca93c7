#include "tools/effectiveness/trial.h"

#include <chrono>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tools/effectiveness/overlay.h"
#include "tools/effectiveness/rebuild.h"
#include "tools/evidence/file_digest.h"
#include "tools/evidence/record.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

// Puts what was built into the test's runfiles.
absl::Status Replace(const BreakPlan& plan, const fs::path& tree, Overlay& runfiles, Trial& trial) {
  for (const Runfile& file : plan.runfile()) {
    const fs::path made = tree / file.path();
    if (!fs::exists(fs::path(plan.runfiles()) / file.runfile()) || !fs::exists(made)) continue;
    if (absl::Status status = runfiles.Copy(file.runfile(), made); !status.ok()) return status;
    FileDigest& digest = trial.made.emplace_back();
    digest.set_label(file.runfile());
    const absl::StatusOr<std::string> sum = DigestOfFile(made);
    if (!sum.ok()) return sum.status();
    digest.set_sha256(*sum);
  }
  if (!trial.made.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(plan.test(), " runs nothing that has the file in it"));
}

absl::StatusOr<TestEvidence> RunIn(const BreakPlan& plan, const fs::path& runfiles) {
  Order order = {.test = plan.test(), .program = runfiles / plan.program(), .runfiles = runfiles,
                 .limit = std::chrono::seconds(plan.timeout_s())};
  if (!plan.cases().empty()) order.arguments.push_back(absl::StrCat("--gtest_filter=", plan.cases()));
  // What a test says that fails as it should is of no interest.
  std::ostringstream said;
  return RecordOf(order, said);
}

}  // namespace

absl::StatusOr<Trial> Try(const BreakPlan& plan, const std::string& file,
                          const std::string& text, const fs::path& scratch) {
  fs::create_directories(scratch);
  Rebuild rebuild(plan, scratch);
  if (absl::Status status = rebuild.Run(file, text); !status.ok()) return status;
  Trial trial;
  Overlay runfiles(scratch / "runfiles", plan.runfiles());
  if (absl::Status status = Replace(plan, rebuild.tree(), runfiles, trial); !status.ok()) return status;
  absl::StatusOr<TestEvidence> evidence = RunIn(plan, runfiles.folder());
  if (!evidence.ok()) return evidence.status();
  trial.evidence = *std::move(evidence);
  return trial;
}

}  // namespace vigil::lifecycle
