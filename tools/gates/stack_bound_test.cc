// The bound of stacks fails on the faults that it is there for.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace {

struct Outcome {
  int exit_code = 0;
  std::string said;
  std::string text;
};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

Outcome Bound(const std::string& image, const std::string& more = "") {
  const std::string folder = testing::TempDir();
  const std::string command =
      "tools/gates/stack_bound --objdump=tools/toolchain/bin/llvm-objdump --image=" +
      image + " --text=" + folder + "/text --json=" + folder + "/json " + more +
      " 2>" + folder + "/said";
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), ReadFile(folder + "/said"), ReadFile(folder + "/text")};
}

constexpr char kProduct[] = "firmware/health_monitor/health_monitor.elf";
constexpr char kIntruder[] = "firmware/boards/mps2_an386/intruder_image.elf";

TEST(StackBound, EachPluginOfTheProductFits) {
  VIGIL_VERIFIES("REQ-TOOL-001");
  const Outcome outcome = Bound(kProduct);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.said;
  for (const char* plugin : {"EcgAcquisition::Process", "QrsDetector::Process",
                             "HeartRate::Process", "HeartRateLimits::Init"}) {
    EXPECT_NE(outcome.text.find(plugin), std::string::npos) << plugin;
  }
}

TEST(StackBound, APluginThatCallsItselfIsRefused) {
  const Outcome outcome = Bound(kIntruder);
  EXPECT_EQ(outcome.exit_code, 1);
  const bool refused = outcome.said.find("calls itself") != std::string::npos ||
                       outcome.said.find("calls through a pointer") != std::string::npos;
  EXPECT_TRUE(refused) << outcome.said;
}

TEST(StackBound, AnEntryThatNeedsMoreThanItHasIsRefused) {
  VIGIL_VERIFIES("REQ-TOOL-001");
  const Outcome outcome =
      Bound(kProduct, "\"--entry=vigil::plugins::QrsDetector::Process(vigil::Inbox const&, vigil::Outbox&)=100\"");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.said.find("bytes of stack, and has 100"), std::string::npos)
      << outcome.said;
}

TEST(StackBound, ACallThroughAPointerHasToBeListed) {
  VIGIL_VERIFIES("REQ-TOOL-001");
  const Outcome outcome = Bound(kProduct, "--entry=VigilReset=16384");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.said.find("calls through a pointer that is not listed"),
            std::string::npos) << outcome.said;
}

const std::string kCalls = ReadFile("firmware/monitor/indirect_calls.txt");

// `calls`: in place of the product's own.
Outcome BoundWith(const std::string& calls, const std::string& more = "") {
  const std::string file = testing::TempDir() + "/calls.txt";
  std::ofstream(file) << calls;
  return Bound(kProduct, "--indirect=" + file + " " + more);
}

// The lines that have `part` are left out.
std::string Without(const std::string& part) {
  std::istringstream lines(kCalls);
  std::string rest;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(part) == std::string::npos) rest += line + "\n";
  }
  EXPECT_LT(rest.size(), kCalls.size()) << part;
  return rest;
}

// What the kernel's own entry needs.
int Bytes(const Outcome& outcome) {
  EXPECT_EQ(outcome.exit_code, 0) << outcome.said;
  const std::size_t line = outcome.text.find("VigilReset ");
  EXPECT_NE(line, std::string::npos) << outcome.text;
  return line == std::string::npos ? 0 : std::atoi(outcome.text.c_str() + line + 10);
}

void ExpectRefused(const Outcome& outcome, const std::string& why) {
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.said.find(why), std::string::npos) << outcome.said;
}

TEST(StackBound, TheKernelFitsItsRegionOfTheLinkerScript) {
  const Outcome outcome = BoundWith(kCalls);
  EXPECT_GT(Bytes(outcome), 1'000);
  EXPECT_NE(outcome.text.find("of  16384 bytes"), std::string::npos) << outcome.text;
}

TEST(StackBound, AKernelThatNeedsMoreThanItHasIsRefused) {
  VIGIL_VERIFIES("REQ-TOOL-001");
  ExpectRefused(BoundWith(kCalls, "--entry=VigilReset=1000"), "bytes of stack, and has 1000");
}

// The deepest way leads through one.
TEST(StackBound, CalleesOfAPointerCountWhereTheyAreCalled) {
  const std::string kOutputs = "-> vigil::firmware::DeviceOutput::On";
  const Outcome elsewhere = BoundWith(Without(kOutputs) + "VigilReset " + kOutputs + "\n");
  EXPECT_LT(Bytes(elsewhere), Bytes(BoundWith(kCalls)));
}

TEST(StackBound, AVirtualFunctionThatNoLineCallsIsRefused) {
  ExpectRefused(BoundWith(Without("-> vigil::firmware::AdcStreamSource::")),
                "no line calls the virtual function vigil::firmware::AdcStreamSource::Read");
}

TEST(StackBound, HandlersAreOnTheKernelsStackToo) {
  EXPECT_LT(Bytes(BoundWith(Without("handler "))), Bytes(BoundWith(kCalls)));
}

TEST(StackBound, RecursionHasToBeListed) {
  VIGIL_VERIFIES("REQ-TOOL-001");
  ExpectRefused(BoundWith(Without("recursion pb_encode ")), "calls itself");
}

TEST(StackBound, DeeperRecursionNeedsMore) {
  const int twice = Bytes(BoundWith(kCalls));
  const int thrice = Bytes(BoundWith(Without("recursion pb_encode ") + "recursion pb_encode 3 for a test\n"));
  EXPECT_GT(thrice, twice);
}

TEST(StackBound, RecursionOfWhatDoesNotRecurIsRefused) {
  ExpectRefused(BoundWith(kCalls + "recursion VigilReset 2 for a test\n"), "it does not call itself so often");
}

TEST(StackBound, RecursionWithoutAReasonIsRefused) {
  ExpectRefused(BoundWith(Without("recursion pb_encode ") + "recursion pb_encode 2\n"), "and a reason");
}

TEST(StackBound, ALineThatStandsForNothingIsRefused) {
  ExpectRefused(BoundWith(kCalls + "VigilReset -> Renamed::\n"), "no such callee");
  ExpectRefused(BoundWith(kCalls + "vigil::Crc32:: -> VigilReset\n"), "no such caller");
  ExpectRefused(BoundWith(kCalls + "pb_encode -> nothing: \n"), "no such callee");
  ExpectRefused(BoundWith(kCalls + "entry Renamed vigil_ram_begin vigil_stack_top\n"), "no function Renamed");
  ExpectRefused(BoundWith(kCalls + "entry VigilCall renamed vigil_stack_top\n"), "lacks a border");
  ExpectRefused(BoundWith(kCalls + "handler Renamed\n"), "no such function");
  ExpectRefused(BoundWith(kCalls + "anything VigilReset\n"), "no line begins so");
}

TEST(StackBound, WhatIsNoImageIsNamed) {
  EXPECT_EQ(Bound("nowhere.elf").exit_code, 2);
}

}  // namespace
