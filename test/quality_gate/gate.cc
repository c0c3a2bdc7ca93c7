// What the product shows when there is no patient, in hours of each noise.
//
//   ./bazelw run //test/quality_gate -- [--hours=24] [--noise=NAME] [--seed=1]
//
// Ends with 1 when something was shown that only a patient has.

#include <cstdint>
#include <iostream>
#include <map>
#include <string>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "test/benchmark/command.h"
#include "test/quality_gate/gate_run.h"

ABSL_FLAG(int, hours, 24, "of each noise");
ABSL_FLAG(std::string, noise, "", "the only one to run");
ABSL_FLAG(std::uint64_t, seed, 1, "other noise");

namespace vigil::quality_gate {
namespace {

std::string Listed(const std::map<std::string, std::int64_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) absl::StrAppend(&text, text.empty() ? "" : ", ", name, " ", count);
  return text.empty() ? "none" : text;
}

absl::Status Run() {
  const int hours = absl::GetFlag(FLAGS_hours);
  if (hours < 1 || hours > 1000) return absl::InvalidArgumentError("--hours is from 1 to 1000");
  bool is_clean = true;
  bool is_known = false;
  for (const Noise& noise : AllNoises()) {
    if (!absl::GetFlag(FLAGS_noise).empty() && absl::GetFlag(FLAGS_noise) != noise.name) continue;
    is_known = true;
    const absl::StatusOr<Shown> shown = RunNoise(noise, Seconds(3600) * hours, absl::GetFlag(FLAGS_seed));
    if (!shown.ok()) return shown.status();
    std::cout << absl::StrFormat("%-20s %4d h  vitals: %s; physiological alarms: %s; readable %d s; light on %.1f %%\n", noise.name, hours,
                                 Listed(shown->vitals), Listed(shown->alarms), shown->readable, static_cast<double>(shown->lit_s) / (36.0 * hours))
              << std::flush;
    is_clean = is_clean && shown->vitals.empty() && shown->alarms.empty();
  }
  if (!is_known) return absl::NotFoundError(absl::StrCat("there is no noise \"", absl::GetFlag(FLAGS_noise), "\""));
  return is_clean ? absl::OkStatus() : absl::InternalError("a patient was shown where there was none");
}

}  // namespace
}  // namespace vigil::quality_gate

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand("quality_gate", "What the product shows when there is no patient: [--hours=24] [--noise=NAME]", argc, argv,
                                      vigil::quality_gate::Run);
}
