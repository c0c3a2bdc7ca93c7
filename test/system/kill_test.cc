// Real gateway and cloud, killed with kill -9 at exact points of an upload. What
// the cloud acknowledged has to be there, once; what the gateway's spool had has
// to arrive; and what the device sent while nobody listened has to be counted.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "cloud/gateway/spool.h"
#include "cloud/http/url.h"
#include "gtest/gtest.h"
#include "platform/wire/cloud.pb.h"
#include "test/system/process.h"
#include "test/system/relay.h"
#include "test/system/scripted_device.h"
#include "test/system/socket.h"
#include "test/system/temporary_folder.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr std::uint32_t kSession = 41;
constexpr std::size_t kMessages = 120;
constexpr std::size_t kStep = 10;
constexpr char kDeviceId[] = "monitor-1";

std::vector<std::string> Encode(const std::vector<wire::DeviceMessage>& messages) {
  std::vector<std::string> frames;
  for (std::uint32_t i = 0; i < messages.size(); ++i) {
    frames.push_back(EncodeDeviceFrame(kSession, i, messages[i]));
  }
  return frames;
}

std::set<std::uint32_t> SequencesOf(const std::set<Relay::Key>& keys) {
  std::set<std::uint32_t> sequences;
  for (const auto& [session, sequence] : keys) sequences.insert(sequence);
  return sequences;
}

// Device, gateway, relay and cloud, in a folder of their own.
class SystemTest : public testing::Test {
 protected:
  SystemTest()
      : sent_(DeviceSession(kDeviceId, kMessages)) {
    std::filesystem::create_directories(folder_ / "portal");
    std::ofstream(folder_ / "portal/index.html") << "portal";
    StartCloud();
  }

  std::string Path(const char* name) const { return folder_ / name; }

  void StartCloud() {
    cloud_ = Process::Start({"cloud/service/vigil_cloud", "--listen=127.0.0.1:0",
                             "--database=" + Path("cloud.db"),
                             "--portal=" + Path("portal")});
    const absl::StatusOr<HostPort> address = ParseHttpOrigin(cloud_.ReadLine());
    ASSERT_TRUE(address.ok()) << address.status();
    cloud_address_ = *address;
    relay_.SetCloud(*address);
  }

  void StartGateway() {
    gateway_ = Process::Start(
        {"cloud/gateway/vigil_gateway", "--device=unix:" + Path("link"),
         "--cloud=http://127.0.0.1:" + std::to_string(relay_.address().port),
         "--spool=" + Path("spool"), "--until-goodbye"});
  }

  void KillCloud() {
    cloud_.Kill();
    StartCloud();
  }

  void KillGateway(ScriptedDevice& device) {
    gateway_.Kill();
    device.Disconnect();
    NoteSpooled();
    StartGateway();
  }

  // What the spool holds while no gateway runs.
  void NoteSpooled() {
    absl::StatusOr<Spool> spool = Spool::Open(Path("spool"), 1 << 30);
    ASSERT_TRUE(spool.ok()) << spool.status();
    const absl::StatusOr<Batch> batch = spool->NextBatch(1 << 20);
    ASSERT_TRUE(batch.ok()) << batch.status();
    for (const auto& message : batch->request.messages()) {
      spooled_.insert(message.sequence());
    }
  }

  wire::SessionSummary Summary() {
    wire::SessionList list;
    const HttpAnswer answer = Fetch(cloud_address_, "GET", "/v1/sessions");
    EXPECT_TRUE(list.ParseFromString(answer.body));
    EXPECT_EQ(list.sessions_size(), 1);
    return list.sessions_size() == 1 ? list.sessions(0) : wire::SessionSummary();
  }

  // Each stored message was sent with this content, and is there once.
  std::set<std::uint32_t> Stored() {
    wire::MessageList list;
    const HttpAnswer answer =
        Fetch(cloud_address_, "GET",
              "/v1/messages?device=monitor-1&session=41&limit=4096");
    EXPECT_TRUE(list.ParseFromString(answer.body));
    std::set<std::uint32_t> sequences;
    for (const wire::ReceivedMessage& message : list.messages()) {
      EXPECT_TRUE(sequences.insert(message.sequence()).second);
      EXPECT_EQ(message.message().SerializeAsString(),
                sent_.at(message.sequence()).SerializeAsString());
    }
    return sequences;
  }

  void ExpectThere(const std::set<std::uint32_t>& expected,
                   const std::set<std::uint32_t>& stored, const char* what) {
    for (const std::uint32_t sequence : expected) {
      EXPECT_TRUE(stored.contains(sequence)) << what << ": " << sequence;
    }
  }

  // After the gateway's planned end.
  void ExpectEverythingAccountedFor(std::uint64_t frames_sent) {
    const std::set<std::uint32_t> stored = Stored();
    ExpectThere(SequencesOf(relay_.acknowledged()), stored, "acknowledged");
    ExpectThere(spooled_, stored, "spooled");
    const wire::SessionSummary summary = Summary();
    EXPECT_TRUE(summary.ended());
    EXPECT_EQ(summary.messages(), stored.size());
    EXPECT_EQ(summary.messages_missing(), frames_sent - stored.size());
    EXPECT_EQ(summary.link().frames_received(), stored.size());
    EXPECT_EQ(summary.link().frames_lost(), frames_sent - stored.size());
  }

  const TemporaryFolder temporary_;  // first: the programs end before it
  const std::filesystem::path folder_ = temporary_.path();
  const std::vector<wire::DeviceMessage> sent_;
  Relay relay_;
  HostPort cloud_address_;
  Process cloud_;
  Process gateway_;
  std::set<std::uint32_t> spooled_;
};

enum class Victim { kGateway, kCloud };

class KillTest
    : public SystemTest,
      public testing::WithParamInterface<std::tuple<Victim, Relay::Point, int>> {};

TEST_P(KillTest, NothingAcknowledgedIsMissingAndNothingIsThereTwice) {
  VIGIL_VERIFIES("REQ-CS-001");
  const auto [victim, point, upload] = GetParam();
  ScriptedDevice device(Path("link"), Encode(sent_));
  relay_.ActAt(upload, point, [&, victim = victim] {
    victim == Victim::kCloud ? KillCloud() : KillGateway(device);
  });
  StartGateway();

  // Each step is at least one upload of its own.
  for (std::size_t sent = kStep; sent < kMessages; sent += kStep) {
    device.Release(sent);
    relay_.WaitForAcknowledged(sent);
  }
  relay_.WaitForAction();
  device.Release(kMessages);
  EXPECT_EQ(gateway_.Wait(), 0);

  ExpectEverythingAccountedFor(kMessages);
  if (victim == Victim::kCloud) EXPECT_EQ(Stored().size(), kMessages);
  cloud_.Terminate();
  EXPECT_EQ(cloud_.Wait(), 0);
}

INSTANTIATE_TEST_SUITE_P(
    AtEachPoint, KillTest,
    testing::Combine(testing::Values(Victim::kGateway, Victim::kCloud),
                     testing::Values(Relay::Point::kBeforeRequest,
                                     Relay::Point::kBeforeAnswer,
                                     Relay::Point::kAfterAnswer),
                     testing::Values(1, 2, 5, 9)));

TEST_F(SystemTest, AGatewayThatIsKilledAgainAndAgainLosesOnlyWhatItNeverHad) {
  VIGIL_VERIFIES("REQ-GW-003");
  ScriptedDevice device(Path("link"), Encode(sent_));
  StartGateway();
  // Whose data it is has to be known; see the test of the missed hello.
  device.Release(1);
  relay_.WaitForAcknowledged(1);
  for (std::size_t sent = kStep; sent < kMessages; sent += kStep) {
    device.Release(sent);
    device.WaitUntilSent();
    KillGateway(device);
  }
  device.Release(kMessages);
  EXPECT_EQ(gateway_.Wait(), 0);
  ExpectEverythingAccountedFor(kMessages);
}

TEST_F(SystemTest, DamagedDroppedAndDoubledFramesAreCountedExactly) {
  VIGIL_VERIFIES("REQ-GW-001");
  std::vector<std::string> frames = Encode(sent_);
  // Damaged, and so also lost. Never to the mark of a frame's end.
  char& damaged = frames[10][frames[10].size() / 2];
  damaged = damaged == 1 ? 2 : 1;
  frames[20] += frames[20];                   // doubled
  frames[30] += frames[29];                   // one of before again
  frames[40].clear();                         // dropped
  frames[41].clear();
  frames[50].insert(0, std::string("noise\0", 6));
  ScriptedDevice device(Path("link"), frames);
  StartGateway();
  device.Release(kMessages);
  EXPECT_EQ(gateway_.Wait(), 0);

  const wire::LinkReport link = Summary().link();
  EXPECT_EQ(link.frames_received(), kMessages - 3);
  EXPECT_EQ(link.frames_lost(), 3u);
  EXPECT_EQ(link.frames_damaged(), 2u);
  EXPECT_EQ(link.frames_duplicated(), 2u);
  ExpectEverythingAccountedFor(kMessages);
}

TEST_F(SystemTest, AGatewayThatMissedTheHelloHoldsTheSessionAndSaysSo) {
  std::vector<std::string> frames = Encode(sent_);
  frames[0].clear();
  ScriptedDevice device(Path("link"), frames);
  StartGateway();
  device.Release(kMessages);
  EXPECT_EQ(gateway_.Wait(), 1);
  absl::StatusOr<Spool> spool = Spool::Open(Path("spool"), 1 << 30);
  ASSERT_TRUE(spool.ok()) << spool.status();
  EXPECT_EQ(spool->Counts()->held, kMessages - 1);
}

TEST_F(SystemTest, AStopKeepsWhatWasReceivedForTheNextStart) {
  cloud_.Kill();
  ScriptedDevice device(Path("link"), Encode(sent_));
  StartGateway();
  device.Release(kMessages / 2);
  device.WaitUntilSent();
  gateway_.Terminate();
  EXPECT_EQ(gateway_.Wait(), 0);
  NoteSpooled();
  EXPECT_EQ(spooled_.size(), kMessages / 2);

  device.Disconnect();
  StartCloud();
  StartGateway();
  device.Release(kMessages);
  EXPECT_EQ(gateway_.Wait(), 0);
  ExpectEverythingAccountedFor(kMessages);
  EXPECT_EQ(Stored().size(), kMessages);
}

}  // namespace
}  // namespace vigil
