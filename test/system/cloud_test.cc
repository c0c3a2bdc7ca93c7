// The real cloud over HTTP and WebSocket.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "cloud/http/url.h"
#include "gtest/gtest.h"
#include "platform/wire/cloud.pb.h"
#include "test/system/process.h"
#include "test/system/socket.h"
#include "test/system/temporary_folder.h"
#include "test/verifies.h"

namespace vigil {
namespace {

const std::string kProtobuf = "Content-Type: application/x-protobuf\r\n";

wire::UploadRequest Upload(std::uint32_t sequence) {
  wire::UploadRequest request;
  wire::ReceivedMessage& received = *request.add_messages();
  received.set_device_id("monitor-1");
  received.set_session(7);
  received.set_sequence(sequence);
  received.set_received_unix_us(1'000'000);
  wire::SampleBlock& block = *received.mutable_message()->mutable_samples();
  block.set_channel(2);
  block.set_period_us(4000);
  block.add_samples(5);
  return request;
}

// A WebSocket that shows what the cloud sends (RFC 6455).
class Viewer {
 public:
  Viewer(const HostPort& cloud, const std::string& header)
      : socket_(Socket::Connect(cloud)) {
    socket_.Send("GET /v1/live HTTP/1.1\r\nHost: localhost\r\n" + header +
                 "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                 "Sec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    while (answer_.find("\r\n\r\n") == answer_.npos) {
      const std::string more = socket_.Receive(1);
      if (more.empty()) break;
      answer_ += more;
    }
  }

  int code() const { return ParseHttpAnswer(answer_).code; }

  // Blocks until one has come. A ping on the way is answered, as a browser does.
  wire::LiveUpdate Next() {
    std::string head = socket_.ReceiveAll(2);
    for (; !head.empty() && head[0] == kPing; head = socket_.ReceiveAll(2)) {
      EXPECT_EQ(head[1], 0) << "a ping of ours carries nothing";
      socket_.Send(std::string("\x8a\x80\0\0\0\0", 6));  // a masked pong without content
    }
    EXPECT_EQ(head.substr(0, 1), "\x82") << "no whole binary message";
    std::size_t length = static_cast<unsigned char>(head.at(1));
    if (length >= 126) {
      const std::string bytes = socket_.ReceiveAll(length == 126 ? 2 : 8);
      length = 0;
      for (const char byte : bytes) {
        length = length * 256 + static_cast<unsigned char>(byte);
      }
    }
    wire::LiveUpdate update;
    EXPECT_TRUE(update.ParseFromString(socket_.ReceiveAll(length)));
    EXPECT_GT(update.cloud_unix_us(), 0);
    return update;
  }

  wire::LiveUpdate NextWithMessages() {
    for (;;) {
      const wire::LiveUpdate update = Next();
      if (update.messages_size() > 0) return update;
    }
  }

 private:
  static constexpr char kPing = '\x89';  // RFC 6455, 5.5.2

  const Socket socket_;
  std::string answer_;
};

class CloudTest : public testing::Test {
 protected:
  CloudTest() {
    std::filesystem::create_directories(folder_ / "portal");
    std::ofstream(folder_ / "portal/index.html") << "portal";
    std::ofstream(folder_ / "secret") << "secret";
    Start();
  }

  Process StartOn(const std::string& address) {
    return Process::Start({"cloud/service/vigil_cloud", "--listen=" + address,
                           "--database=" + (folder_ / "cloud.db").string(),
                           "--portal=" + (folder_ / "portal").string()});
  }

  void Start() {
    process_ = StartOn("127.0.0.1:0");
    const absl::StatusOr<HostPort> address =
        ParseHttpOrigin(process_.ReadLine());
    ASSERT_TRUE(address.ok()) << address.status();
    cloud_ = *address;
  }

  int CodeOf(const std::string& method, const std::string& target,
             const std::string& header = "", const std::string& body = "") {
    return Fetch(cloud_, method, target, header, body).code;
  }

  const TemporaryFolder temporary_;  // first: the programs end before it
  const std::filesystem::path folder_ = temporary_.path();
  Process process_;
  HostPort cloud_;
};

TEST_F(CloudTest, ThePortalIsServedWithItsGuards) {
  const HttpAnswer page = Fetch(cloud_, "GET", "/");
  EXPECT_EQ(page.code, 200);
  EXPECT_EQ(page.body, "portal");
  for (const char* line :
       {"Content-Type: text/html; charset=utf-8", "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer", "default-src 'self'",
        "frame-ancestors 'none'"}) {
    EXPECT_NE(page.header.find(line), std::string::npos) << line;
  }
  EXPECT_EQ(CodeOf("GET", "/../secret"), 400);
  EXPECT_EQ(CodeOf("GET", "/%2e%2e/secret"), 400);
  EXPECT_EQ(CodeOf("GET", "/secret"), 404);
  EXPECT_EQ(CodeOf("POST", "/"), 405);
}

TEST_F(CloudTest, WhatIsNoGoodRequestIsRefusedWithItsReason) {
  VIGIL_VERIFIES("REQ-CS-007");
  EXPECT_EQ(CodeOf("GET", "/v1/health"), 200);
  EXPECT_EQ(CodeOf("GET", "/v1/nothing"), 404);
  EXPECT_EQ(CodeOf("GET", "/v1/upload"), 405);
  EXPECT_EQ(CodeOf("DELETE", "/v1/sessions"), 405);
  EXPECT_EQ(CodeOf("GET", "/v1/live"), 426);
  EXPECT_EQ(CodeOf("GET", "/v1/messages?device=a"), 400);
  EXPECT_EQ(CodeOf("POST", "/v1/upload", "Content-Type: text/plain\r\n", "x"), 415);
  EXPECT_EQ(CodeOf("POST", "/v1/upload", kProtobuf, "\x0A\x05oops"), 400);
  EXPECT_EQ(CodeOf("POST", "/v1/upload", kProtobuf, std::string(5 << 20, 'x')),
            413);
  EXPECT_EQ(CodeOf("GET", "/", "Host: evil.example\r\n"), 403);
  EXPECT_EQ(CodeOf("GET", "/", "Origin: http://evil.example\r\n"), 403);
  EXPECT_EQ(CodeOf("GET", "/", "X-Long: " + std::string(10000, 'x') + "\r\n"), 431);
  const Socket socket = Socket::Connect(cloud_);
  socket.Send("garbage\r\n\r\n");
  EXPECT_EQ(ParseHttpAnswer(ReceiveHttp(socket)).code, 400);
}

TEST_F(CloudTest, AReusedSessionNumberIsAConflict) {
  VIGIL_VERIFIES("REQ-CS-002");
  EXPECT_EQ(PostUpload(cloud_, Upload(0).SerializeAsString()).code, 200);
  wire::UploadRequest other = Upload(0);
  other.mutable_messages(0)->mutable_message()->mutable_samples()->set_quality(1);
  EXPECT_EQ(PostUpload(cloud_, other.SerializeAsString()).code, 409);
}

TEST_F(CloudTest, AViewerGetsASnapshotThenWhatArrives) {
  ASSERT_EQ(PostUpload(cloud_, Upload(0).SerializeAsString()).code, 200);
  Viewer viewer(cloud_, "Origin: http://localhost\r\n");
  ASSERT_EQ(viewer.code(), 101);
  const wire::LiveUpdate snapshot = viewer.Next();
  EXPECT_TRUE(snapshot.snapshot());
  ASSERT_EQ(snapshot.messages_size(), 1);
  EXPECT_EQ(snapshot.messages(0).sequence(), 0u);

  ASSERT_EQ(PostUpload(cloud_, Upload(1).SerializeAsString()).code, 200);
  const wire::LiveUpdate update = viewer.NextWithMessages();
  EXPECT_FALSE(update.snapshot());
  EXPECT_EQ(update.messages(0).sequence(), 1u);
  // A duplicate is no news; silence is filled with empty updates.
  ASSERT_EQ(PostUpload(cloud_, Upload(1).SerializeAsString()).code, 200);
  EXPECT_EQ(viewer.Next().messages_size(), 0);
}

TEST_F(CloudTest, TheSnapshotIsThereAfterKill) {
  ASSERT_EQ(PostUpload(cloud_, Upload(0).SerializeAsString()).code, 200);
  process_.Kill();
  Start();
  Viewer viewer(cloud_, "");
  EXPECT_EQ(viewer.Next().messages_size(), 1);
}

TEST_F(CloudTest, AViewerThatDoesNotReadGetsASnapshotInsteadOfABacklog) {
  VIGIL_VERIFIES("REQ-CS-004");
  Viewer viewer(cloud_, "");
  EXPECT_TRUE(viewer.Next().snapshot());
  // Far more than sockets and the queue hold.
  constexpr std::uint32_t kUploads = 30, kEach = 3000;
  for (std::uint32_t i = 0; i < kUploads; ++i) {
    wire::UploadRequest request;
    for (std::uint32_t j = 0; j < kEach; ++j) {
      *request.add_messages() = Upload(i * kEach + j).messages(0);
      wire::SampleBlock& block = *request.mutable_messages(static_cast<int>(j))
                                      ->mutable_message()
                                      ->mutable_samples();
      for (int sample = 1; sample < 32; ++sample) block.add_samples(1 << 30);
    }
    ASSERT_EQ(PostUpload(cloud_, request.SerializeAsString()).code, 200);
  }
  std::uint32_t received = 0;
  wire::LiveUpdate update = viewer.Next();
  for (; !update.snapshot(); update = viewer.Next()) {
    received += static_cast<std::uint32_t>(update.messages_size());
  }
  EXPECT_LT(received, kUploads * kEach);
  EXPECT_EQ(update.messages(update.messages_size() - 1).sequence(),
            kUploads * kEach - 1);
}

TEST_F(CloudTest, PagesOfOtherSitesCannotWatch) {
  VIGIL_VERIFIES("REQ-CS-006");
  EXPECT_EQ(Viewer(cloud_, "Origin: http://evil.example\r\n").code(), 403);
}

TEST_F(CloudTest, APortThatIsTakenIsToldAndEndsTheProgram) {
  const std::string taken = "127.0.0.1:" + std::to_string(cloud_.port);
  Process second = Process::Start(
      {"cloud/service/vigil_cloud", "--listen=" + taken,
       "--database=" + (folder_ / "other.db").string(),
       "--portal=" + (folder_ / "portal").string()});
  EXPECT_EQ(second.ReadLine(), "");
  EXPECT_EQ(second.Wait(), 1);
}

TEST_F(CloudTest, AStopIsClean) {
  process_.Terminate();
  EXPECT_EQ(process_.Wait(), 0);
  Start();
  EXPECT_EQ(CodeOf("GET", "/v1/health"), 200);
}

}  // namespace
}  // namespace vigil
