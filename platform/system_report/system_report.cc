#include "platform/system_report/system_report.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "safety_kernel/runtime/system_check.h"
#include "safety_kernel/runtime/system_timing.h"

namespace vigil {
namespace {

std::int64_t Milliseconds(Duration duration) { return duration.us / 1000; }

const char* NameOf(ChannelId channel) {
  switch (channel) {
    case ChannelId::kEcgAdc: return "ECG, converter";
    case ChannelId::kEcg: return "ECG";
    case ChannelId::kPpgGreen: return "green light";
    case ChannelId::kAcceleration: return "acceleration";
    case ChannelId::kPpgRed: return "red light";
    case ChannelId::kPpgInfrared: return "infrared light";
    case ChannelId::kSkinTemperature: return "skin temperature";
    case ChannelId::kNone: break;
  }
  return "unknown";
}

char LetterOf(SafetyClass safety_class) {
  return static_cast<char>('A' + static_cast<int>(safety_class) - 1);
}

absl::Status CheckAll(const SystemDescription& system) {
  const SystemVerdict verdict = CheckSystem(system);
  if (verdict.status == Status::kOk) return absl::OkStatus();
  const bool plugin = verdict.place < system.plugin_count;
  return absl::InvalidArgumentError(absl::StrFormat(
      "the kernel would refuse %s: status 0x%02X (safety_kernel/runtime/runtime.h, "
      "Start)",
      plugin ? absl::StrCat("the plugin ",
                            system.plugins[verdict.place].manifest->name)
             : "the description itself",
      static_cast<int>(verdict.status)));
}

absl::Status CheckBound(const std::string& what, const Result<Duration>& bound,
                        Duration longest) {
  if (!bound.ok()) {
    return absl::OutOfRangeError(
        absl::StrCat("nothing tells that ", what, " has stopped; see docs/plugins.md"));
  }
  if (bound.value() > longest) {
    return absl::OutOfRangeError(absl::StrCat(
        what, " may have stopped for ", Milliseconds(bound.value()),
        " ms before an alarm tells it; at most ", Milliseconds(longest),
        " are allowed"));
  }
  return absl::OkStatus();
}

std::string Producer(const SystemDescription& system, ChannelId channel) {
  for (std::uint32_t n = 0; n < system.plugin_count; ++n) {
    const PluginManifest& manifest = *system.plugins[n].manifest;
    if (Declares(manifest.channels_out, channel)) return manifest.name;
  }
  return "source";
}

std::string Consumers(const SystemDescription& system, ChannelId channel) {
  std::vector<std::string> names;
  for (std::uint32_t n = 0; n < system.plugin_count; ++n) {
    const PluginManifest& manifest = *system.plugins[n].manifest;
    if (Declares(manifest.channels_in, channel)) names.push_back(manifest.name);
  }
  return absl::StrJoin(names, ", ");
}

void TellPlugins(const SystemDescription& system, SystemReport& report) {
  absl::StrAppendFormat(&report.text, "%-20s %5s %9s %12s %7s %7s %9s %14s\n",
                        "partition", "class", "period ms", "budget instr", "stack B",
                        "state B", "restarts", "stop-alarm ms");
  std::uint64_t budget = 0;
  for (std::uint32_t n = 0; n < system.plugin_count; ++n) {
    const PluginManifest& manifest = *system.plugins[n].manifest;
    const Duration bound = PluginStopToAlarm(system, n).value();
    budget += manifest.budget_instructions;
    absl::StrAppendFormat(&report.text, "%-20s %5c %9d %12d %7d %7d %9d %14d\n",
                          manifest.name, LetterOf(manifest.safety_class),
                          manifest.period_us / 1000, manifest.budget_instructions,
                          manifest.stack_bytes, manifest.state_bytes,
                          system.policies[n].restarts, Milliseconds(bound));
    absl::StrAppendFormat(
        &report.json,
        "%s{\"name\": \"%s\", \"class\": \"%c\", \"period_us\": %d, "
        "\"budget_instructions\": %d, \"stack_bytes\": %d, \"state_bytes\": %d, "
        "\"restarts\": %d, \"stop_to_alarm_ms\": %d}",
        n == 0 ? "{\"partitions\": [" : ",\n ", manifest.name,
        LetterOf(manifest.safety_class), manifest.period_us,
        manifest.budget_instructions, manifest.stack_bytes, manifest.state_bytes,
        system.policies[n].restarts, Milliseconds(bound));
  }
  absl::StrAppendFormat(
      &report.text, "\nframe %d ms; budgets %d of %d instructions (%.1f %%)\n",
      system.frame_us / 1000, budget, system.frame_budget_instructions,
      100.0 * static_cast<double>(budget) / system.frame_budget_instructions);
  absl::StrAppendFormat(&report.json,
                        "],\n \"frame_us\": %d, \"budget_sum\": %d, "
                        "\"frame_budget_instructions\": %d,\n \"channels\": [",
                        system.frame_us, budget, system.frame_budget_instructions);
}

void TellChannels(const SystemDescription& system, SystemReport& report) {
  absl::StrAppendFormat(&report.text, "\n%-16s %9s %-18s %-28s %11s %13s\n",
                        "channel", "period us", "produced by", "consumed by",
                        "silence ms", "unmoved ms");
  for (std::uint32_t n = 0; n < system.channel_count; ++n) {
    const ChannelDescription& channel = system.channels[n];
    absl::StrAppendFormat(
        &report.text, "%-16s %9d %-18s %-28s %11d %13d\n", NameOf(channel.channel),
        channel.period_us, Producer(system, channel.channel),
        Consumers(system, channel.channel), channel.alarms.max_silence_us / 1000,
        channel.limits.max_unmoved_us / 1000);
    absl::StrAppendFormat(
        &report.json,
        "%s{\"name\": \"%s\", \"period_us\": %d, \"producer\": \"%s\", "
        "\"consumers\": \"%s\"}",
        n == 0 ? "" : ",\n ", NameOf(channel.channel), channel.period_us,
        Producer(system, channel.channel), Consumers(system, channel.channel));
  }
  const Duration source = SourceStopToAlarm(system).value();
  absl::StrAppendFormat(&report.text, "\nthe source's stop becomes an alarm within %d ms\n",
                        Milliseconds(source));
  absl::StrAppendFormat(&report.json, "],\n \"source_stop_to_alarm_ms\": %d}\n",
                        Milliseconds(source));
}

}  // namespace

absl::StatusOr<SystemReport> ReportOn(const SystemDescription& system,
                                      Duration longest_stop) {
  absl::Status status = CheckAll(system);
  if (status.ok()) {
    status = CheckBound("the source", SourceStopToAlarm(system), longest_stop);
  }
  for (std::uint32_t n = 0; status.ok() && n < system.plugin_count; ++n) {
    status = CheckBound(
        absl::StrCat("the plugin ", system.plugins[n].manifest->name),
        PluginStopToAlarm(system, n), longest_stop);
  }
  if (!status.ok()) return status;
  SystemReport report;
  TellPlugins(system, report);
  TellChannels(system, report);
  return report;
}

}  // namespace vigil
