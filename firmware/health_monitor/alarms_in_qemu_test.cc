// What becomes of an alarm on the device in QEMU: its log, which survives when the
// power goes, and the lamps and the sounder.
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "firmware/adc_stream/test_stream.h"
#include "firmware/boards/host/host_board.h"
#include "firmware/boards/mps2_an386/simulator.h"
#include "firmware/boards/product.h"
#include "firmware/monitor/scripted_board.h"
#include "gtest/gtest.h"
#include "platform/device_codec/device_decoder.h"
#include "platform/link/frame.h"
#include "platform/wire/device.pb.h"
#include "safety_kernel/alerting/alarm_log.h"
#include "test/verifies.h"

extern char** environ;

namespace vigil::firmware {
namespace {

constexpr char kImage[] = "firmware/health_monitor/health_monitor.elf";
constexpr char kHostProgram[] = "firmware/health_monitor/health_monitor_host";

// A file of this test alone, which is not there yet.
std::string Temporary(const std::string& name) {
  const std::string test =
      testing::UnitTest::GetInstance()->current_test_info()->name();
  const std::string path = testing::TempDir() + "/" + test + "." + name;
  unlink(path.c_str());
  return path;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string WriteStream(const std::string& bytes) {
  const std::string path = Temporary("adc");
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

// The leads come off after 15 s of each 20 s, for 5 s: alarms begin and end.
std::string RestlessStream(std::uint32_t seconds) {
  constexpr std::uint32_t kRate = 250;
  constexpr std::uint32_t kBeat = 100;  // 150 /min
  std::vector<wfdb::Conversion> conversions;
  for (std::uint32_t n = 0; n < seconds * kRate; ++n) {
    const bool off = n / kRate % 20 >= 15;
    conversions.push_back({.counts = DrawnEcg(n % kBeat, n), .status = off ? kAdcStatusLeadOff : 0u});
  }
  return EcgFile(std::move(conversions));
}

// Takes the bytes of a link and keeps its alarms.
class AlarmReader {
 public:
  void Push(const char* bytes, std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) {
      Push(static_cast<std::uint8_t>(bytes[n]));
    }
  }
  const std::vector<AlarmEvent>& alarms() const { return alarms_; }

 private:
  void Push(std::uint8_t byte) {
    if (reader_.Push(byte) != link::FrameReader::Event::kFrame) return;
    wire::DeviceMessage message;
    ASSERT_TRUE(message.ParseFromArray(
        reader_.payload(), static_cast<int>(reader_.payload_length())));
    if (!message.has_alarm()) return;
    const absl::StatusOr<AlarmEvent> event = FromWire(message.alarm());
    ASSERT_TRUE(event.ok()) << event.status();
    alarms_.push_back(*event);
  }

  link::FrameReader reader_;
  std::vector<AlarmEvent> alarms_;
};

std::vector<AlarmEvent> AlarmsOf(const std::string& link) {
  AlarmReader reader;
  reader.Push(link.data(), link.size());
  return reader.alarms();
}

// The records of a log, the oldest first.
std::vector<AlarmEvent> RecordsIn(const std::string& path) {
  std::vector<AlarmEvent> records;
  absl::StatusOr<FileLogStore> store = FileLogStore::Open(path);
  EXPECT_TRUE(store.ok()) << store.status();
  AlarmLog log;
  if (!store.ok() || log.Open(*store) != Status::kOk) return records;
  EXPECT_EQ(log.damaged(), 0u);
  for (std::uint32_t age = log.next_number(); age > 0; --age) {
    const Result<AlarmEvent> event = log.Read(age - 1);
    EXPECT_TRUE(event.ok()) << age;
    records.push_back(event.value());
  }
  return records;
}

void ExpectSame(const AlarmEvent& record, const AlarmEvent& told) {
  EXPECT_EQ(record.condition.id, told.condition.id);
  EXPECT_EQ(record.condition.priority, told.condition.priority);
  EXPECT_EQ(record.condition.value, told.condition.value);
  EXPECT_EQ(record.condition.limit, told.condition.limit);
  EXPECT_EQ(record.condition.since.us, told.condition.since.us);
  EXPECT_EQ(record.transition, told.transition);
  EXPECT_EQ(record.sequence, told.sequence);
  EXPECT_EQ(record.time.us, told.time.us);
}

SimulatedRun RunInQemu(const std::string& stream, const std::string& log) {
  const absl::StatusOr<SimulatedRun> run = RunInSimulator(
      kImage, {"vigil", "--alarm-log=" + log, stream, "7", "bed-7"},
      testing::TempDir());
  EXPECT_TRUE(run.ok()) << run.status();
  return run.ok() ? *run : SimulatedRun{.exit_code = -1};
}

TEST(AlarmLogInQemu, HoldsWhatTheLinkToldAndIsTheSameOnTheHost) {
  VIGIL_VERIFIES("REQ-MON-004");
  const std::string stream = WriteStream(RestlessStream(60));
  const std::string device_log = Temporary("device.log");
  const std::string host_log = Temporary("host.log");

  const SimulatedRun device = RunInQemu(stream, device_log);
  const absl::StatusOr<int> host = RunProgram(
      {kHostProgram, "--stream=" + stream, "--alarm_log=" + host_log},
      Temporary("host_console.txt"));

  ASSERT_EQ(device.exit_code, 0) << device.console;
  ASSERT_TRUE(host.ok()) << host.status();
  ASSERT_EQ(*host, 0);
  const std::vector<AlarmEvent> told = AlarmsOf(device.link);
  const std::vector<AlarmEvent> records = RecordsIn(device_log);
  ASSERT_GE(told.size(), 5u);
  ASSERT_EQ(records.size(), told.size());
  for (std::size_t n = 0; n < told.size(); ++n) ExpectSame(records[n], told[n]);
  EXPECT_EQ(ReadFile(device_log).size(), kLogFileBytes);
  EXPECT_TRUE(ReadFile(device_log) == ReadFile(host_log));
}

// Starts the image with a pipe as its link, and ends it as soon as `count` alarms
// came out of it; gives those that came.
std::vector<AlarmEvent> RunUntilKilled(const std::string& stream,
                                       const std::string& log,
                                       std::size_t count) {
  const std::string pipe = Temporary("link");
  EXPECT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const std::vector<std::string> words = SimulatorCommand(
      kImage, {"vigil", "--alarm-log=" + log, stream, "6", "bed-7"}, pipe);
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  pid_t child = 0;
  EXPECT_EQ(posix_spawnp(&child, arguments[0], nullptr, nullptr,
                         arguments.data(), environ),
            0);
  AlarmReader reader;
  std::ifstream link(pipe, std::ios::binary);
  for (char byte = 0; reader.alarms().size() < count && link.get(byte);) {
    reader.Push(&byte, 1);
  }
  EXPECT_EQ(kill(child, SIGKILL), 0);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status)) << "it ended before it was killed";
  return reader.alarms();
}

TEST(AlarmLogInQemu, LosesNothingWhenThePowerGoesMidway) {
  VIGIL_VERIFIES("REQ-MON-004");
  const std::string log = Temporary("log");
  constexpr std::size_t kAlarms = 5;

  // Of an hour, in which there are hundreds of alarms.
  const std::vector<AlarmEvent> before =
      RunUntilKilled(WriteStream(RestlessStream(3600)), log, kAlarms);
  const SimulatedRun after = RunInQemu(WriteStream(RestlessStream(60)), log);

  ASSERT_EQ(after.exit_code, 0) << after.console;
  const std::vector<AlarmEvent> told = AlarmsOf(after.link);
  const std::vector<AlarmEvent> records = RecordsIn(log);
  ASSERT_EQ(before.size(), kAlarms);
  ASSERT_GE(told.size(), kAlarms);
  // Of the first run there may be more than the link still got out.
  ASSERT_GE(records.size(), before.size() + told.size());
  const std::size_t of_first = records.size() - told.size();
  for (std::size_t n = 0; n < of_first; ++n) EXPECT_EQ(records[n].sequence, n);
  for (std::size_t n = 0; n < kAlarms; ++n) ExpectSame(records[n], before[n]);
  for (std::size_t n = 0; n < told.size(); ++n) {
    ExpectSame(records[of_first + n], told[n]);
  }
}

bool Raises(const std::vector<AlarmEvent>& alarms, AlarmId id) {
  for (const AlarmEvent& alarm : alarms) {
    if (alarm.condition.id == id && alarm.transition == AlarmTransition::kRaised) {
      return true;
    }
  }
  return false;
}

TEST(AlarmLogInQemu, DamagedRecordIsToldAtTheNextStart) {
  const std::string log = Temporary("log");
  ASSERT_EQ(RunInQemu(WriteStream(RestlessStream(60)), log).exit_code, 0);
  std::fstream file(log, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(9);
  file.put('\x5A');
  ASSERT_TRUE(file.flush());

  const SimulatedRun run = RunInQemu(WriteStream(TestStream(10)), log);

  EXPECT_EQ(run.exit_code, 0) << run.console;
  EXPECT_TRUE(Raises(AlarmsOf(run.link), AlarmId::kAlarmLogDamaged));
}

TEST(AlarmLogInQemu, MemoryThatFailsIsToldAndMonitoringGoesOn) {
  const SimulatedRun run = RunInQemu(WriteStream(TestStream(10)), "/no/such/folder/log");

  EXPECT_EQ(run.exit_code, 0) << run.console;
  const std::vector<AlarmEvent> told = AlarmsOf(run.link);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(Raises(told, AlarmId::kAlarmLogDamaged));
}

TEST(AlarmLogInQemu, FileThatIsTooShortIsFilledUp) {
  const std::string log = Temporary("log");
  std::ofstream(log, std::ios::binary) << std::string(100, '\xFF');

  const SimulatedRun run = RunInQemu(WriteStream(RestlessStream(60)), log);

  EXPECT_EQ(run.exit_code, 0) << run.console;
  EXPECT_EQ(ReadFile(log).size(), kLogFileBytes);
  EXPECT_EQ(RecordsIn(log).size(), AlarmsOf(run.link).size());
}

// What QEMU tells of the writes to a register at offset `at` of a device, in order.
std::vector<std::uint32_t> WritesIn(const std::string& trace,
                                    const std::string& event,
                                    const std::string& at) {
  const std::string place = "offset 0x" + at + " data 0x";
  std::vector<std::uint32_t> values;
  std::istringstream lines(trace);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t data = line.find(place);
    if (data == std::string::npos || line.find(event) == std::string::npos) {
      continue;
    }
    values.push_back(static_cast<std::uint32_t>(
        std::stoul(line.substr(data + place.size()), nullptr, 16)));
  }
  return values;
}

TEST(SignalsInQemu, LampsAndSounderShowWhatTheKernelSays) {
  VIGIL_VERIFIES("REQ-MON-006");
  const std::string stream = WriteStream(RestlessStream(60));
  ScriptedBoard board;
  DirectHost host;
  MemoryStream memory(ReadFile(stream));
  ASSERT_EQ(RunProduct({board, host, memory, {"bed-7", 7}}),
            RunResult::kEndedAsPlanned);

  std::vector<std::string> words = SimulatorCommand(
      kImage, {"vigil", stream, "7", "bed-7"}, Temporary("link"));
  for (const char* word :
       {"-trace", "mps2_fpgaio_write", "-trace", "mps2_scc_write"}) {
    words.emplace_back(word);
  }
  const std::string console = Temporary("console.txt");
  const absl::StatusOr<int> exit_code = RunProgram(words, console);

  ASSERT_TRUE(exit_code.ok()) << exit_code.status();
  ASSERT_EQ(*exit_code, 0);
  const std::string trace = ReadFile(console);
  const std::vector<std::uint32_t> lamps = WritesIn(trace, "mps2_fpgaio_write", "0");
  const std::vector<std::uint32_t> colours = WritesIn(trace, "mps2_scc_write", "4");
  const std::vector<AlarmIndication>& said = board.indications();
  ASSERT_EQ(said.size(), 600u);
  ASSERT_EQ(lamps.size(), said.size());
  ASSERT_EQ(colours.size(), said.size());
  // none, cyan, yellow, red
  constexpr std::uint32_t kLampOf[] = {0, 4, 2, 1};
  std::uint32_t lit = 0;
  std::uint32_t heard = 0;
  for (std::size_t n = 0; n < said.size(); ++n) {
    const bool light = said[n].light != LightColour::kNone;
    const bool sound = said[n].tone_hz != 0;
    EXPECT_EQ(lamps[n], (light ? 1u : 0u) | (sound ? 2u : 0u)) << n;
    EXPECT_EQ(colours[n], kLampOf[static_cast<int>(said[n].light)]) << n;
    lit += light ? 1 : 0;
    heard += sound ? 1 : 0;
  }
  EXPECT_GT(lit, 50u);
  EXPECT_LT(lit, 550u);
  EXPECT_GT(heard, 10u);
}

}  // namespace
}  // namespace vigil::firmware
