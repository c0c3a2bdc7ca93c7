// What `vigil check` costs: writes sound data of 1,000, 10,000 and 100,000
// requirements with three links each, their tests' evidence and register of ids, runs
// the command over it and tells time and peak memory.
//
//   ./bazelw run -c opt //tools/vigil:check_cost [-- [--json] [--items=N]]
//
// --items: that many requirements alone, a multiple of 100.
//
// Each requirement derives from the one behind it, so the longest chain is as long as
// there are requirements. Other programs on the machine make it take longer: CPU is the
// time that it computed. Exit: 0; 1 when the command finds anything, or when 10,000 of
// an optimized build take more CPU or memory than their limits.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "platform/lifecycle/records.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

constexpr int kInFile = 100;  // requirements
constexpr int kRuns = 3;
constexpr int kLimited = 10000;  // requirements that the limits are for
constexpr double kCpuSecondsLimit = 0.5;
constexpr double kMegabytesLimit = 200;
#ifdef NDEBUG
constexpr bool kOptimized = true;
#else
constexpr bool kOptimized = false;
#endif

using Digests = std::map<std::string, std::string>;

std::string LinkText(const char* name, const std::string& to, const Digests& digests) {
  const auto digest = digests.find(to);
  return absl::StrCat("  ", name, " { to: \"", to, "\" digest: \"",
                      digest == digests.end() ? "" : digest->second, "\" }\n");
}

std::string RequirementId(int n) { return absl::StrCat("REQ-", n); }

std::string RequirementText(int n, bool is_last, const std::string& group, const Digests& digests) {
  return absl::StrCat(
      "requirement {\n  id: \"", RequirementId(n), "\"\n  title: \"Requirement ", n,
      "\"\n  kind: FUNCTIONAL\n  text: \"When input ", n,
      " leaves its range for longer than 100 ms, the unit reports it as invalid and goes on with "
      "the value of the channel beside it.\"\n  rationale: \"A value out of its range is known to be "
      "wrong, and a wrong value must not be shown.\"\n  source: \"Need N-", n, "\"\n",
      LinkText("item", "ITEM-" + group, digests),
      is_last ? "" : LinkText("derives_from", RequirementId(n + 1), digests),
      LinkText("implements", "RC-" + group, digests), "  author: \"author\"\n}\n");
}

// An item with its hazard, the control of it, and kInFile requirements.
std::string FileText(int file, bool is_last, const Digests& digests) {
  const std::string group = absl::StrCat(file);
  std::string text = absl::StrCat(
      "item {\n  id: \"ITEM-", group, "\"\n  title: \"Item\"\n  purpose: \"Measures.\"\n"
      "  safety_class: B\n  class_rationale: \"A wrong value delays treatment.\"\n  package: \"//item", group,
      "\"\n}\nhazard {\n  id: \"HAZ-", group, "\"\n  title: \"A wrong value is shown\"\n"
      "  sequence_of_events: \"The channel breaks.\"\n  hazardous_situation: \"The value is believed.\"\n"
      "  harm: \"Treatment is late.\"\n  severity: MINOR\n  cause {\n    kind: HARDWARE_FAILURE\n"
      "    text: \"The cable breaks.\"\n  ", LinkText("item", "ITEM-" + group, digests), "  }\n",
      LinkText("controlled_by", "RC-" + group, digests),
      "  residual_risk: \"Acceptable.\"\n}\ncontrol {\n  id: \"RC-", group,
      "\"\n  title: \"A second channel\"\n  kind: PROTECTIVE_HARDWARE\n  text: \"It is compared.\"\n"
      "  external: true\n  verified_outside: \"Report of the channel, version 1.\"\n"
      "  new_hazards: \"None.\"\n}\n");
  for (int n = file * kInFile; n < (file + 1) * kInFile; ++n) {
    text += RequirementText(n, is_last && n + 1 == (file + 1) * kInFile, group, digests);
  }
  return text;
}

std::string EvidenceText(int file) {
  const std::string digest(64, '0');
  std::string text = absl::StrCat("test {\n  test: \"//item", file, ":test\"\n  environment: \"x86-64 Linux\"\n  subject { label: \"//item",
                                  file, "\" sha256: \"", digest, "\" }\n  tool { label: \"//compiler\" sha256: \"", digest, "\" }\n");
  for (int n = file * kInFile; n < (file + 1) * kInFile; ++n) {
    text += absl::StrCat("  case { name: \"Unit.ReportsInput", n, "\" result: PASSED verifies: \"",
                         RequirementId(n), "\" }\n");
  }
  return text + "}\n";
}

void Write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary | std::ios::app) << text;
}

// Sound data of that many requirements below `root`.
void Generate(const fs::path& root, const std::string& profile, int requirements) {
  Write(root / kProfile, profile);
  const int files = requirements / kInFile;
  std::string next_digest;
  for (int file = files - 1; file >= 0; --file) {  // whom a file points at comes first
    const bool is_last = file == files - 1;
    Records records;
    Findings ignored;
    records.Read("", FileText(file, is_last, {}), ignored);
    Digests digests;
    std::string ids;
    for (const Record& record : records.all()) {
      digests[record.id] = record.digest;
      absl::StrAppend(&ids, record.id, "\n");
    }
    digests[RequirementId((file + 1) * kInFile)] = next_digest;
    next_digest = digests[RequirementId(file * kInFile)];
    Write(root / absl::StrCat("item", file, "/item.lifecycle.textproto"), FileText(file, is_last, digests));
    Write(root / "evidence.textproto", EvidenceText(file));
    Write(root / kIdRegister, ids);
  }
}

struct Cost {
  int code = 0;
  double seconds = 0;
  double cpu_seconds = 0;
  double megabytes = 0;  // at most, in memory at once
};

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

Cost Measure(const std::string& command, const std::string& root, const std::string& output) {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    const std::string option = "--root=" + root;
    const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || dup2(file, STDOUT_FILENO) < 0) _exit(126);
    execl(command.c_str(), command.c_str(), option.c_str(), "check", nullptr);
    _exit(127);
  }
  int status = 0;
  rusage usage = {};
  wait4(child, &status, 0, &usage);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, took.count(),
          Seconds(usage.ru_utime) + Seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
}

// The run of the middle time.
Cost Typical(const std::string& command, const std::string& root, const std::string& output) {
  std::vector<Cost> costs;
  for (int n = 0; n < kRuns; ++n) costs.push_back(Measure(command, root, output));
  std::sort(costs.begin(), costs.end(), [](const Cost& a, const Cost& b) { return a.seconds < b.seconds; });
  return costs[kRuns / 2];
}

void TellRow(int requirements, const Cost& cost, bool json, const char* separator) {
  if (json) {
    std::cout << separator
              << absl::StrFormat("{\"items\": %d, \"links\": %d, \"seconds\": %.3f, \"cpu_seconds\": %.3f, \"megabytes\": %.1f}",
                                 requirements, 3 * requirements, cost.seconds, cost.cpu_seconds,
                                 cost.megabytes);
  } else {
    std::cout << absl::StrFormat("%8d %8d %9.3f %9.3f %8.1f\n", requirements, 3 * requirements,
                                 cost.seconds, cost.cpu_seconds, cost.megabytes);
  }
}

struct Call {
  std::string command;
  std::vector<int> sizes = {1000, kLimited, 100000};  // requirements
  bool json = false;
};

bool Parse(int argc, char** argv, Call& call) {
  if (argc < 2) return false;
  call.command = argv[1];
  for (int n = 2; n < argc; ++n) {
    absl::string_view argument = argv[n];
    int items = 0;
    if (argument == "--json") {
      call.json = true;
    } else if (absl::ConsumePrefix(&argument, "--items=") && absl::SimpleAtoi(argument, &items) &&
               items > 0 && items % kInFile == 0) {
      call.sizes = {items};
    } else {
      return false;
    }
  }
  return true;
}

int Main(int argc, char** argv) {
  Call call;
  if (!Parse(argc, argv, call)) {
    std::cerr << "check_cost VIGIL [--json] [--items=N], N a multiple of " << kInFile << "\n";
    return 2;
  }
  const bool json = call.json;
  const auto profile = ReadText(kProfile);
  if (!profile.ok()) {
    std::cerr << profile.status().message() << "\n";
    return 2;
  }
  std::string folder = fs::temp_directory_path() / "check_cost_XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 2;
  if (!kOptimized) std::cerr << "not optimized; for figures that count: ./bazelw run -c opt ...\n";
  if (!json) std::cout << "   items    links   seconds     CPU s       MB\n";
  const char* separator = "[";
  int code = 0;
  for (const int requirements : call.sizes) {
    const std::string root = absl::StrCat(folder, "/", requirements);
    Generate(root, *profile, requirements);
    const Cost cost = Typical(call.command, root, folder + "/output.txt");
    TellRow(requirements, cost, json, separator);
    separator = ",\n ";
    const bool slow = kOptimized && requirements == kLimited &&
                      (cost.cpu_seconds > kCpuSecondsLimit || cost.megabytes > kMegabytesLimit);
    if (cost.code != 0) std::cerr << "vigil ended with " << cost.code << ":\n" << *ReadText(folder + "/output.txt");
    if (slow) std::cerr << "more than " << kCpuSecondsLimit << " s of CPU or " << kMegabytesLimit << " MB\n";
    if (slow || cost.code != 0) code = 1;
  }
  if (json) std::cout << "]\n";
  fs::remove_all(folder);
  return code;
}

}  // namespace
}  // namespace vigil::lifecycle

int main(int argc, char** argv) { return vigil::lifecycle::Main(argc, argv); }
