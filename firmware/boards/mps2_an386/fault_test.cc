// A fault of the processor ends the device with its registers on the console.
#include <string>

#include "firmware/boards/mps2_an386/simulator.h"
#include "firmware/boards/product.h"
#include "gtest/gtest.h"

namespace vigil::firmware {
namespace {

SimulatedRun Commit(const char* fault) {
  constexpr char kImage[] = "firmware/boards/mps2_an386/faulty_image.elf";
  // Any file serves as the stream; the product does not read it.
  const auto run =
      RunInSimulator(kImage, {"vigil", kImage, fault, "d"}, testing::TempDir());
  EXPECT_TRUE(run.ok()) << run.status();
  return run.ok() ? *run : SimulatedRun{.exit_code = -1};
}

void ExpectFault(const SimulatedRun& run, const std::string& cause) {
  EXPECT_EQ(run.exit_code, static_cast<int>(RunResult::kProcessorFault));
  EXPECT_NE(run.console.find("vigil: fault, exception"), std::string::npos)
      << run.console;
  EXPECT_NE(run.console.find(cause), std::string::npos) << run.console;
}

TEST(Fault, NoneWithoutCause) { EXPECT_EQ(Commit("0").exit_code, 0); }

TEST(Fault, DivisionByZeroIsTrapped) {
  ExpectFault(Commit("1"), "cfsr 0x02000000");  // UFSR.DIVBYZERO
}

TEST(Fault, UnmappedAddressIsNamed) {
  const SimulatedRun run = Commit("2");
  ExpectFault(run, "cfsr 0x00008200");  // BFSR.PRECISERR, BFARVALID
  ExpectFault(run, "bfar 0x90000000");
}

TEST(Fault, StackOverflowStopsAtTheGuard) {
  const SimulatedRun run = Commit("3");
  ExpectFault(run, "exception 0x00000004");  // MemManage
  // Below the memory by no more than the guard of 4 KiB.
  ExpectFault(run, "stack overflow, sp 0x1ffff");
}

TEST(Fault, JumpToNoCodeIsTrapped) {
  ExpectFault(Commit("4"), "cfsr 0x00020000");  // UFSR.INVSTATE
}

}  // namespace
}  // namespace vigil::firmware
