// The bound of stacks fails on the faults that it is there for.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"

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
  const Outcome outcome =
      Bound(kProduct, "\"--entry=vigil::plugins::QrsDetector::Process(vigil::Inbox const&, vigil::Outbox&)=100\"");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.said.find("bytes of stack, and has 100"), std::string::npos)
      << outcome.said;
}

TEST(StackBound, ACallThroughAPointerHasToBeListed) {
  const Outcome outcome = Bound(kProduct, "--entry=VigilReset=16384");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.said.find("calls through a pointer that is not listed"),
            std::string::npos) << outcome.said;
}

TEST(StackBound, WhatIsNoImageIsNamed) {
  EXPECT_EQ(Bound("nowhere.elf").exit_code, 2);
}

}  // namespace
