// The image in QEMU against the same product on the host: same stream, same bits.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "firmware/adc_stream/test_stream.h"
#include "firmware/boards/host/run_summary.h"
#include "firmware/boards/product.h"
#include "gtest/gtest.h"

extern char** environ;

namespace vigil::firmware {
namespace {

constexpr char kFolder[] = "firmware/health_monitor/";
constexpr int kDidNotExit = -1;

std::string Temporary(const std::string& name) {
  return testing::TempDir() + "/" + name;
}

void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Runs a program found by PATH to its end, with standard error in a file.
int RunProgram(const std::vector<std::string>& words,
               const std::string& errors_path) {
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 2, errors_path.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child = 0;
  const int spawned = posix_spawnp(&child, arguments[0], &actions, nullptr,
                                   arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  EXPECT_EQ(spawned, 0) << "can't start " << words[0]
                        << "; ./bazelw installs what is missing";
  if (spawned != 0) return kDidNotExit;
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : kDidNotExit;
}

struct DeviceRun {
  int exit_code = 0;
  std::string console;
  std::string bytes;
  RunSummary summary;
};

// The image in QEMU, as fast as it can.
DeviceRun RunInQemu(const std::vector<std::string>& device_arguments) {
  std::string semihosting = "enable=on,target=native";
  for (const std::string& argument : device_arguments) {
    semihosting += ",arg=" + argument;
  }
  const std::string link = Temporary("link.bin");
  const std::string console = Temporary("console.txt");
  DeviceRun run;
  run.exit_code = RunProgram(
      {"qemu-system-arm", "-M", "mps2-an386", "-display", "none", "-monitor",
       "none", "-kernel", std::string(kFolder) + "health_monitor.elf",
       "-chardev", "file,id=link,path=" + link, "-serial", "chardev:link",
       "-icount", "shift=0,sleep=off", "-semihosting-config", semihosting},
      console);
  run.console = ReadFile(console);
  run.bytes = ReadFile(link);
  for (const char byte : run.bytes) {
    run.summary.Push(static_cast<std::uint8_t>(byte));
  }
  return run;
}

int Code(RunResult result) { return static_cast<int>(result); }

TEST(HealthMonitorInQemu, GivesTheSameBitsAsTheHost) {
  const std::string stream = Temporary("ecg.adc");
  WriteFile(stream, TestStream(60, 132));

  const DeviceRun device = RunInQemu({"vigil", stream, "7", "bed-7"});
  const std::string host_link = Temporary("host_link.bin");
  const int host_exit = RunProgram(
      {std::string(kFolder) + "health_monitor_host", "--stream=" + stream,
       "--session=7", "--device_id=bed-7", "--link=" + host_link},
      Temporary("host_console.txt"));

  EXPECT_EQ(device.exit_code, 0) << device.console;
  EXPECT_EQ(host_exit, 0) << ReadFile(Temporary("host_console.txt"));
  EXPECT_EQ(device.summary.samples(), 60u * 250u);
  EXPECT_GT(device.summary.beats(), 100u);
  EXPECT_EQ(device.summary.frames().lost(), 0u);
  EXPECT_EQ(device.summary.frames().duplicated(), 0u);
  EXPECT_EQ(device.summary.frames_damaged(), 0u);
  EXPECT_EQ(device.summary.unreadable(), 0u);
  EXPECT_EQ(device.summary.last_status().messages_dropped(), 0u);
  EXPECT_TRUE(device.summary.said_goodbye());
  EXPECT_TRUE(device.bytes == ReadFile(host_link))
      << "device " << device.summary.Json();
}

TEST(HealthMonitorInQemu, CountsTheInstructionsOfAFrame) {
  const std::string stream = Temporary("ecg.adc");
  WriteFile(stream, TestStream(10));

  const DeviceRun first =
      RunInQemu({"vigil", "--count-instructions", stream, "7", "bed-7"});
  const DeviceRun second =
      RunInQemu({"vigil", "--count-instructions", stream, "7", "bed-7"});

  ASSERT_EQ(first.exit_code, 0) << first.console;
  EXPECT_GT(first.summary.last_status().frame_cost_last(), 1000u);
  EXPECT_LT(first.summary.last_status().frame_cost_max(), 1'000'000u);
  EXPECT_TRUE(first.bytes == second.bytes);
}

TEST(HealthMonitorInQemu, DamagedStreamEndsWithItsOwnCode) {
  const std::string stream = Temporary("cut.adc");
  const std::string whole = TestStream(10);
  WriteFile(stream, whole.substr(0, whole.size() / 2));

  const DeviceRun run = RunInQemu({"vigil", stream, "7", "bed-7"});

  EXPECT_EQ(run.exit_code, Code(RunResult::kDamagedStream));
  EXPECT_NE(run.console.find("the ECG stream is damaged"), std::string::npos)
      << run.console;
  EXPECT_FALSE(run.summary.said_goodbye());
}

TEST(HealthMonitorInQemu, MissingStreamIsNamed) {
  const DeviceRun run = RunInQemu({"vigil", "/no/such.adc", "7", "bed-7"});

  EXPECT_EQ(run.exit_code, Code(RunResult::kNoStream));
  EXPECT_NE(run.console.find("can't open the ECG stream /no/such.adc"),
            std::string::npos)
      << run.console;
}

TEST(HealthMonitorInQemu, WrongArgumentsAreExplained) {
  const DeviceRun run = RunInQemu({"vigil", "stream", "seven", "bed-7"});

  EXPECT_EQ(run.exit_code, Code(RunResult::kBadCommandLine));
  EXPECT_NE(run.console.find("STREAM SESSION DEVICE_ID"), std::string::npos)
      << run.console;
}

}  // namespace
}  // namespace vigil::firmware
