// A plugin that misbehaves is stopped at the border of its partition; the kernel
// is told why, and the plugin beside it does not notice.
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "firmware/boards/mps2_an386/intruder.h"
#include "firmware/boards/mps2_an386/simulator.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

using plugins::Act;

// As in intruder_product.cc.
enum Target {
  kKernelMemory = 0,
  kWitness = 1,
  kOwnMemory = 2,
  kPeripheral = 3,
  kProtectionUnit = 4,
  kCode = 5,
  kNull = 6,
  kUnmapped = 7,
  kBelow = 8,
  kNoThumb = 9,
};

constexpr char kTrapped[] = "status 0x000000aa ending 0x0000002d";
constexpr char kCutOff[] = "status 0x00000099 ending 0x00000033";
constexpr char kBadCall[] = "status 0x000000aa ending 0x0000004b";
constexpr char kAccessViolation[] = " cfsr 0x00000082";  // DACCVIOL, MMARVALID
constexpr char kNoExecution[] = " cfsr 0x00000001";      // IACCVIOL
constexpr char kNoStack[] = " cfsr 0x00010010";  // UNDEFINSTR, MSTKERR
constexpr char kBusError[] = " cfsr 0x00008200";  // PRECISERR, BFARVALID

struct Case {
  const char* name;
  Act act;
  Target target;
  std::string ending;
  std::string cause;
};

std::string RunCase(Act act, Target target) {
  const auto run = RunInSimulator(
      "firmware/boards/mps2_an386/intruder_image.elf",
      {"vigil", "firmware/boards/mps2_an386/intruder_image.elf",
       absl::StrCat(static_cast<int>(act) * 10 + target), "d"},
      testing::TempDir());
  EXPECT_TRUE(run.ok()) << run.status();
  if (!run.ok()) return "";
  EXPECT_EQ(run->exit_code, 0) << run->console;
  return run->console;
}

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

class Isolation : public testing::TestWithParam<Case> {};

TEST_P(Isolation, HoldsEachTime) {
  VIGIL_VERIFIES("REQ-MPS2-001");
  const Case& given = GetParam();

  const std::string console = RunCase(given.act, given.target);

  EXPECT_EQ(Count(console, given.ending + given.cause), 3u) << console;
  EXPECT_EQ(Count(console, "kernel word 0x00000000"), 3u) << console;
  EXPECT_NE(console.find("witness: intact"), std::string::npos) << console;
}

INSTANTIATE_TEST_SUITE_P(
    OfMemory, Isolation,
    testing::Values(
        Case{"WriteToKernel", Act::kWrite, kKernelMemory, kTrapped,
             kAccessViolation},
        Case{"WriteToOtherPlugin", Act::kWrite, kWitness, kTrapped,
             kAccessViolation},
        Case{"WriteToPeripheral", Act::kWrite, kPeripheral, kTrapped,
             kAccessViolation},
        Case{"WriteToProtectionUnit", Act::kWrite, kProtectionUnit, kTrapped,
             kBusError},
        Case{"WriteToCode", Act::kWrite, kCode, kTrapped, kAccessViolation},
        Case{"WriteToNull", Act::kWrite, kNull, kTrapped, kAccessViolation},
        Case{"WriteToUnmapped", Act::kWrite, kUnmapped, kTrapped,
             kAccessViolation},
        Case{"WriteBelowPartition", Act::kWrite, kBelow, kTrapped,
             kAccessViolation},
        Case{"ReadOfKernel", Act::kRead, kKernelMemory, kTrapped,
             kAccessViolation},
        Case{"ReadOfOtherPlugin", Act::kRead, kWitness, kTrapped,
             kAccessViolation},
        Case{"ReadOfPeripheral", Act::kRead, kPeripheral, kTrapped,
             kAccessViolation},
        Case{"ReadOfProtectionUnit", Act::kRead, kProtectionUnit, kTrapped,
             kBusError},
        Case{"ReadOfUnmapped", Act::kRead, kUnmapped, kTrapped,
             kAccessViolation},
        Case{"StackOverflow", Act::kOverflowStack, kKernelMemory, kTrapped, ""},
        Case{"StepOverStackEnd", Act::kSkipBelowStack, kKernelMemory, kTrapped,
             kAccessViolation}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OfExecution, Isolation,
    testing::Values(
        Case{"JumpToOwnData", Act::kJump, kOwnMemory, kTrapped, kNoExecution},
        Case{"JumpToOtherPlugin", Act::kJump, kWitness, kTrapped, ""},
        Case{"JumpToPeripheral", Act::kJump, kPeripheral, kTrapped, ""},
        Case{"JumpToUnmapped", Act::kJump, kUnmapped, kTrapped, kNoExecution},
        Case{"JumpToNoCode", Act::kJump, kNoThumb, kTrapped,
             " cfsr 0x00020000"},  // INVSTATE
        Case{"ExecutionOfStack", Act::kExecuteStack, kKernelMemory, kTrapped,
             kNoExecution},
        Case{"UndefinedInstruction", Act::kUndefinedInstruction, kKernelMemory,
             kTrapped, " cfsr 0x00010000"},  // UNDEFINSTR
        Case{"Breakpoint", Act::kBreakpoint, kKernelMemory, kTrapped, ""},
        Case{"FloatingPoint", Act::kFloatingPoint, kKernelMemory, kTrapped,
             " cfsr 0x00080000"},  // NOCP
        Case{"DivisionByZero", Act::kDivideByZero, kKernelMemory, kTrapped,
             " cfsr 0x02000000"},  // DIVBYZERO
        Case{"UnalignedAccess", Act::kUnaligned, kKernelMemory, kTrapped,
             " cfsr 0x01000000"},  // UNALIGNED
        Case{"ReturnAsHandler", Act::kReturnFromException, kKernelMemory,
             kTrapped, kNoExecution}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OfPrivilege, Isolation,
    testing::Values(
        Case{"PrivilegeTaken", Act::kRaisePrivilege, kKernelMemory, kTrapped,
             kAccessViolation},
        Case{"InterruptsOff", Act::kDisableInterrupts, kKernelMemory, kCutOff,
             ""},
        Case{"ResetOfProcessor", Act::kSupervisorReset, kKernelMemory, kTrapped,
             kBusError},
        Case{"EndlessLoop", Act::kLoop, kKernelMemory, kCutOff, ""},
        Case{"EndlessSleep", Act::kSleep, kKernelMemory, kCutOff, ""},
        Case{"UnknownCall", Act::kUnknownCall, kKernelMemory, kBadCall, ""},
        Case{"UnknownCallWithWildPointer", Act::kUnknownCall, kUnmapped,
             kBadCall, ""},
        Case{"KernelsOwnCall", Act::kKernelCall, kKernelMemory, kBadCall, ""},
        Case{"CallWithKernelsStack", Act::kCallWithBadStack, kKernelMemory,
             kTrapped, ""},
        Case{"CallWithOtherPluginsStack", Act::kCallWithBadStack, kWitness,
             kTrapped, ""},
        Case{"CallWithStackInCode", Act::kCallWithBadStack, kCode, kTrapped, ""},
        Case{"CallWithStackNowhere", Act::kCallWithBadStack, kUnmapped,
             kTrapped, ""}),
    [](const auto& info) { return info.param.name; });

// The second fault is still to come when the first one has ended the activation.
INSTANTIATE_TEST_SUITE_P(
    OfTwoFaultsAtOnce, Isolation,
    testing::Values(
        Case{"UndefinedWithKernelsStack", Act::kUndefinedWithBadStack,
             kKernelMemory, kTrapped, kNoStack},
        Case{"UndefinedWithOtherPluginsStack", Act::kUndefinedWithBadStack,
             kWitness, kTrapped, kNoStack},
        Case{"UndefinedWithStackNowhere", Act::kUndefinedWithBadStack,
             kUnmapped, kTrapped, kNoStack},
        Case{"BreakpointWithKernelsStack", Act::kBreakpointWithBadStack,
             kKernelMemory, kTrapped, ""},
        Case{"BreakpointWithOtherPluginsStack", Act::kBreakpointWithBadStack,
             kWitness, kTrapped, ""},
        Case{"DivisionByZeroBelowStack", Act::kDivideBelowStack, kKernelMemory,
             kTrapped, " cfsr 0x02000010"}),  // DIVBYZERO, MSTKERR
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OfResults, Isolation,
    testing::Values(
        Case{"NoFault", Act::kNone, kKernelMemory,
             "status 0x0000001e ending 0x0000001e", ""},
        Case{"ReadOfCode", Act::kRead, kCode,
             "status 0x0000001e ending 0x0000001e", ""},
        Case{"Failure", Act::kFailure, kKernelMemory,
             "status 0x00000066 ending 0x0000001e", ""},
        Case{"NoStatus", Act::kBadStatus, kKernelMemory,
             "status 0x000000aa ending 0x0000001e", ""},
        Case{"GarbageInOutbox", Act::kGarbage, kKernelMemory,
             "status 0x0000001e ending 0x0000001e", ""}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace vigil::firmware
