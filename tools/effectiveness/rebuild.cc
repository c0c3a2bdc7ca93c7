#include "tools/effectiveness/rebuild.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tools/evidence/file_digest.h"
#include "tools/evidence/run_test.h"

namespace vigil::lifecycle {
namespace {

constexpr std::chrono::seconds kLongestStep{120};

bool IsHeader(const std::string& file) { return absl::EndsWith(file, ".h"); }

}  // namespace

Rebuild::Rebuild(const BreakPlan& plan, const std::filesystem::path& scratch)
    : plan_(plan), said_(std::filesystem::absolute(scratch) / "said.txt"), tree_(scratch / "tree", ".") {}

absl::Status Rebuild::Run(const std::string& file, const std::string& broken) {
  const bool compiled = std::any_of(plan_.step().begin(), plan_.step().end(), [&](const Step& step) {
    return step.source() == file || (IsHeader(file) && !step.source().empty());
  });
  if (!compiled) {
    return absl::NotFoundError(absl::StrCat(file, " is compiled by none of the libraries that are named"));
  }
  if (absl::Status status = tree_.Write(file, broken); !status.ok()) return status;
  for (const Step& step : plan_.step()) {
    const bool concerned = step.source().empty() || step.source() == file || IsHeader(file);
    if (!concerned) continue;
    if (absl::Status status = RunStep(step); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Rebuild::RunStep(const Step& step) {
  if (step.argument().empty()) return absl::InvalidArgumentError("the plan has a step without words");
  for (const std::string& output : step.output()) {
    if (absl::Status status = tree_.MakeRoomFor(output); !status.ok()) return status;
  }
  const std::vector<std::string> words(step.argument().begin(), step.argument().end());
  const absl::StatusOr<TestEnd> end = RunTest({.program = words[0],
                                               .arguments = {words.begin() + 1, words.end()},
                                               .folder = tree_.folder(),
                                               .environment = {"PATH=/usr/local/bin:/usr/bin:/bin"},
                                               .output = said_,
                                               .limit = kLongestStep});
  if (!end.ok()) return end.status();
  if (end->exit_code == 0) return absl::OkStatus();
  const absl::StatusOr<std::string> said = ReadFile(said_);
  return absl::InvalidArgumentError(absl::StrCat(step.source().empty() ? words[0] : step.source(),
                                                 " does not build with the break: it ", end->how, "\n",
                                                 said.value_or("")));
}

}  // namespace vigil::lifecycle
