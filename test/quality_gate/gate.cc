// What the products show when there is no patient, in hours of each noise, alone and after a
// patient.
//
//   ./bazelw run -c opt //test/quality_gate -- [--hours=24] [--noise=NAME] [--order=alone] [--seed=1]
//
// Tells on stderr how far it is, and ends with a table. Ends with 1 when something was shown
// that only a patient has.

#include <cstdint>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/command.h"
#include "test/quality_gate/gate_run.h"

ABSL_FLAG(int, hours, 24, "of each noise in each order");
ABSL_FLAG(std::string, noise, "", "the only one to run");
ABSL_FLAG(std::string, order, "", "the only one to run: alone, or after a patient as \"after\"");
ABSL_FLAG(std::uint64_t, seed, 1, "other noise");

namespace vigil::quality_gate {
namespace {

constexpr double kFramesPerSecond = 10;

const char* NameOf(Order order) { return order == Order::kNoiseAlone ? "alone" : "after"; }

struct Row {
  std::string noise;
  Order order = Order::kNoiseAlone;
  std::vector<Shown> all;
};

std::string ClockOf(Timestamp time) {
  const std::int64_t s = time.us / 1'000'000;
  return absl::StrFormat("%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
}

std::int64_t SumOf(const std::map<std::string, Count>& counts) {
  std::int64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count.count;
  return sum;
}

std::string LightOf(const Row& row) {
  std::string text;
  for (const Shown& shown : row.all) {
    if (shown.is_monitor) absl::StrAppendFormat(&text, "%6.1f %%", 100.0 * static_cast<double>(shown.lit_s) / static_cast<double>(shown.noise_s));
  }
  return text;
}

void PrintRow(const Row& row) {
  std::int64_t vitals = 0;
  std::int64_t alarms = 0;
  std::int64_t standstills = 0;
  std::int64_t readable = 0;
  for (const Shown& shown : row.all) {
    vitals += SumOf(shown.vitals);
    alarms += SumOf(shown.alarms);
    standstills += SumOf(shown.standstills);
    readable += shown.readable;
  }
  std::cout << absl::StrFormat("%-21s %-6s %9.1f %8d %11d %11.1f %s\n", row.noise, NameOf(row.order), static_cast<double>(vitals) / kFramesPerSecond, alarms,
                               standstills, static_cast<double>(readable) / kFramesPerSecond, LightOf(row));
}

void PrintFindings(const Row& row) {
  for (const Shown& shown : row.all) {
    const std::string where = absl::StrCat(row.noise, ", ", NameOf(row.order), ": the ", shown.product, " ");
    for (const auto& [name, count] : shown.vitals) {
      std::cout << absl::StrFormat("%sshows %s for %.1f s, first at %s\n", where, name, static_cast<double>(count.count) / kFramesPerSecond, ClockOf(count.first));
    }
    for (const auto& [name, count] : shown.alarms) {
      std::cout << absl::StrFormat("%salarms %s %d times, first at %s\n", where, name, count.count, ClockOf(count.first));
    }
  }
}

bool IsWished(const Noise& noise, Order order) {
  const std::string only_noise = absl::GetFlag(FLAGS_noise);
  const std::string only_order = absl::GetFlag(FLAGS_order);
  return (only_noise.empty() || only_noise == noise.name) && (only_order.empty() || only_order == NameOf(order));
}

absl::StatusOr<std::vector<Row>> RunAll(int hours) {
  std::vector<Row> rows;
  for (const Noise& noise : AllNoises()) {
    for (const Order order : {Order::kNoiseAlone, Order::kAfterAPatient}) {
      if (!IsWished(noise, order)) continue;
      const Course course = {.order = order, .length = Seconds(3600) * hours, .seed = absl::GetFlag(FLAGS_seed)};
      const auto tell = [&](int done) {
        std::cerr << absl::StrFormat("\r%s, %s: %d of %d h", noise.name, NameOf(order), done, hours) << (done == hours ? "\n" : "") << std::flush;
      };
      absl::StatusOr<std::vector<Shown>> all = RunNoise(noise, course, tell);
      if (!all.ok()) return all.status();
      rows.push_back({noise.name, order, *std::move(all)});
    }
  }
  return rows;
}

absl::Status Run() {
  const int hours = absl::GetFlag(FLAGS_hours);
  if (hours < 1 || hours > 1000) return absl::InvalidArgumentError("--hours is from 1 to 1000");
  const absl::StatusOr<std::vector<Row>> rows = RunAll(hours);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return absl::NotFoundError("there is no such noise, or no such order");
  bool is_clean = true;
  std::cout << absl::StrFormat("%d h each               vitals s   alarms standstills  readable s  light of the monitors\n", hours);
  for (const Row& row : *rows) PrintRow(row);
  for (const Row& row : *rows) {
    PrintFindings(row);
    for (const Shown& shown : row.all) is_clean = is_clean && shown.IsClean();
  }
  return is_clean ? absl::OkStatus() : absl::InternalError("a patient was shown where there was none");
}

}  // namespace
}  // namespace vigil::quality_gate

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand("quality_gate", "What the products show when there is no patient: [--hours=24] [--noise=NAME] [--order=alone|after]", argc,
                                      argv, vigil::quality_gate::Run);
}
