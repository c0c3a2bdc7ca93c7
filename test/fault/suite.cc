#include "test/fault/suite.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "firmware/adc_stream/test_stream.h"
#include "firmware/boards/mps2_an386/simulator.h"
#include "firmware/health_monitor/system.h"
#include "safety_kernel/runtime/system_timing.h"

namespace vigil::fault {
namespace {

constexpr char kHostProgram[] = "test/fault/fault_host";
constexpr char kPageProgram[] = "test/fault/fault_page";
constexpr char kCloudProgram[] = "test/fault/fault_cloud";
constexpr char kDeviceImage[] = "test/fault/fault_image.elf";

// 10 s until the fault, 5 s of it, and time to come back.
constexpr std::uint32_t kSeconds = 35;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("can't read ", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::StatusOr<Outcome> RunProgram(const std::string& program,
                                   std::uint32_t code,
                                   const std::string& stream,
                                   const std::string& folder) {
  const std::string link = absl::StrCat(folder, "/fault.link");
  const absl::StatusOr<int> exit_code = firmware::RunProgram(
      {program, absl::StrCat("--stream=", stream),
       absl::StrCat("--session=", code), absl::StrCat("--link=", link)},
      absl::StrCat(folder, "/fault.err"));
  if (!exit_code.ok()) return exit_code.status();
  const absl::StatusOr<std::string> bytes = ReadFile(link);
  if (!bytes.ok()) return bytes.status();
  return ReadOutcome(*bytes, *exit_code);
}

absl::StatusOr<Outcome> RunDevice(std::uint32_t code, const std::string& stream,
                                  const std::string& folder) {
  const absl::StatusOr<firmware::SimulatedRun> run = firmware::RunInSimulator(
      kDeviceImage, {"vigil", stream, absl::StrCat(code), "fault"}, folder);
  if (!run.ok()) return run.status();
  return ReadOutcome(run->link, run->exit_code);
}

// One browser for all of them.
absl::StatusOr<std::vector<Outcome>> RunPage(
    const std::vector<std::uint32_t>& codes, const std::string& stream,
    const std::string& folder) {
  const std::string link = absl::StrCat(folder, "/page.link");
  const absl::StatusOr<int> exit_code = firmware::RunProgram(
      {kPageProgram, absl::StrCat("--stream=", std::filesystem::absolute(stream).string()),
       absl::StrCat("--link=", link),
       absl::StrCat("--sessions=", absl::StrJoin(codes, ","))},
      absl::StrCat(folder, "/page.out"));
  if (!exit_code.ok()) return exit_code.status();
  if (*exit_code != 0) {
    const absl::StatusOr<std::string> said = ReadFile(folder + "/page.out");
    return absl::InternalError(said.ok() ? *said : "the page failed");
  }
  std::vector<Outcome> outcomes;
  for (const std::uint32_t code : codes) {
    const absl::StatusOr<std::string> bytes = ReadFile(absl::StrCat(link, ".", code));
    const absl::StatusOr<std::string> result =
        ReadFile(absl::StrCat(link, ".", code, ".result"));
    if (!bytes.ok()) return bytes.status();
    if (!result.ok()) return result.status();
    const absl::StatusOr<Outcome> outcome =
        ReadOutcome(*bytes, std::atoi(result->c_str()));
    if (!outcome.ok()) return outcome.status();
    outcomes.push_back(*outcome);
  }
  return outcomes;
}

std::string Milliseconds(Duration duration) {
  return absl::StrCat(duration.us / 1000);
}

}  // namespace

std::vector<Target> AllTargets() { return {kDevice, kCloud, kPortal, kHost}; }

Duration LongestStopToAlarm() {
  const SystemDescription& system = firmware::HealthMonitorSystem();
  Duration longest = SourceStopToAlarm(system).value();
  for (std::uint32_t place = 0; place < system.plugin_count; ++place) {
    longest = std::max(longest, PluginStopToAlarm(system, place).value());
  }
  return longest;
}

absl::StatusOr<std::string> WriteStream(const std::string& folder) {
  const std::string path = absl::StrCat(folder, "/fault.adc");
  std::ofstream file(path, std::ios::binary);
  file << firmware::TestStream(kSeconds);
  if (!file.flush()) {
    return absl::InternalError(absl::StrCat("can't write ", path));
  }
  return path;
}

absl::StatusOr<std::vector<Outcome>> RunEach(
    Target target, const std::vector<std::uint32_t>& codes,
    const std::string& stream, const std::string& folder) {
  if (target == kPortal) return RunPage(codes, stream, folder);
  std::vector<Outcome> outcomes;
  for (const std::uint32_t code : codes) {
    const absl::StatusOr<Outcome> outcome =
        target == kDevice
            ? RunDevice(code, stream, folder)
            : RunProgram(target == kCloud ? kCloudProgram : kHostProgram, code,
                         stream, folder);
    if (!outcome.ok()) {
      return absl::Status(outcome.status().code(),
                          absl::StrCat("fault ", code, ": ",
                                       outcome.status().message()));
    }
    outcomes.push_back(*outcome);
  }
  return outcomes;
}

absl::StatusOr<Outcome> RunOnce(Target target, std::uint32_t code,
                                const std::string& stream,
                                const std::string& folder) {
  const absl::StatusOr<std::vector<Outcome>> outcomes =
      RunEach(target, {code}, stream, folder);
  if (!outcomes.ok()) return outcomes.status();
  return outcomes->front();
}

absl::StatusOr<std::vector<Row>> RunSuite(Target target,
                                          const std::string& folder) {
  const absl::StatusOr<std::string> stream = WriteStream(folder);
  if (!stream.ok()) return stream.status();
  std::vector<Kind> kinds;
  std::vector<std::uint32_t> codes = {0};
  for (const Kind& kind : Kinds()) {
    if ((kind.targets & target) == 0) continue;
    kinds.push_back(kind);
    codes.push_back(kind.code);
  }
  const absl::StatusOr<std::vector<Outcome>> outcomes =
      RunEach(target, codes, *stream, folder);
  if (!outcomes.ok()) return outcomes.status();
  const Outcome& without = outcomes->front();
  if (without.exit_code != 0 || without.observations.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the run without a fault ended with exit code ", without.exit_code));
  }
  const Duration bound = LongestStopToAlarm();
  std::vector<Row> rows;
  for (std::size_t n = 0; n < kinds.size(); ++n) {
    rows.push_back({kinds[n], target,
                    Judge(kinds[n], (*outcomes)[n + 1], without, bound), bound});
  }
  return rows;
}

std::string AsText(const std::vector<Row>& rows) {
  std::string text =
      absl::StrFormat("%-34s %-8s %-10s %9s %9s\n", "fault", "target",
                      "contained", "alarm ms", "bound ms");
  for (const Row& row : rows) {
    const bool silent = row.kind.alarm == AlarmId::kNone;
    const bool none = row.verdict.alarm_after == Duration();
    absl::StrAppendFormat(
        &text, "%-34s %-8s %-10s %9s %9s%s\n", row.kind.name,
        NameOf(row.target), row.verdict.contained ? "yes" : "NO",
        silent ? "mended" : none ? "none" : Milliseconds(row.verdict.alarm_after),
        Milliseconds(row.bound),
        row.verdict.why_not.empty() ? "" : "  " + row.verdict.why_not);
  }
  return text;
}

std::string AsJson(const std::vector<Row>& rows) {
  std::string json = "[";
  for (const Row& row : rows) {
    absl::StrAppendFormat(
        &json,
        "%s{\"fault\": \"%s\", \"target\": \"%s\", \"contained\": %s, "
        "\"alarmed\": %s, \"alarm_after_ms\": %d, \"bound_ms\": %d, "
        "\"why_not\": \"%s\"}",
        json.size() == 1 ? "" : ",\n ", row.kind.name, NameOf(row.target),
        row.verdict.contained ? "true" : "false",
        row.verdict.alarmed ? "true" : "false", row.verdict.alarm_after.us / 1000,
        row.bound.us / 1000, row.verdict.why_not);
  }
  return json + "]\n";
}

}  // namespace vigil::fault
