#include "cloud/gateway/gateway.h"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "cloud/base/file.h"
#include "cloud/base/log.h"
#include "cloud/gateway/backoff.h"
#include "cloud/gateway/cloud_client.h"
#include "cloud/gateway/intake.h"
#include "cloud/http/awaitable.h"

namespace vigil {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Socket = asio::generic::stream_protocol::socket;

constexpr int kMaxMessagesPerBatch = 1024;
// So many come into the spool with one commit when they come fast; when they
// come slowly, each read is committed.
constexpr std::size_t kMaxPending = 256;
constexpr std::chrono::milliseconds kFirstWait(50);
constexpr std::chrono::milliseconds kLongestLinkWait(2000);
constexpr std::chrono::milliseconds kLongestCloudWait(10000);
constexpr std::chrono::seconds kStatusPeriod(1);
// What the cloud takes within this time after SIGTERM is sent; the rest stays in
// the spool for the next start.
constexpr std::chrono::seconds kFarewell(2);

std::int64_t NowUnixUs() { return absl::ToUnixMicros(absl::Now()); }

// Tells a trouble when it begins and when it is over, not at each try.
class Trouble {
 public:
  explicit Trouble(std::string over) : over_(std::move(over)) {}
  void Tell(absl::string_view what) {
    if (!std::exchange(there_, true)) Log(Severity::kWarning, what);
  }
  void Over() {
    if (std::exchange(there_, false)) Log(Severity::kInfo, over_);
  }

 private:
  const std::string over_;
  bool there_ = false;
};

class Gateway {
 public:
  Gateway(const GatewayOptions& options, Spool& spool, Intake intake)
      : options_(options), spool_(spool), intake_(std::move(intake)) {}

  void Run();
  // Why it ended early.
  const absl::Status& status() const { return status_; }

 private:
  Awaitable<void> ReadLink();
  Awaitable<bool> Connect(Socket& socket);
  Awaitable<void> ReadUntilEnd(Socket& socket);
  Awaitable<void> CommitAll();
  Awaitable<void> Send();
  Awaitable<bool> SendOne(Batch batch);
  Awaitable<void> StopOnSignal();
  Awaitable<void> WriteStatusNowAndThen();
  Awaitable<void> Pause(std::chrono::milliseconds time);

  void ReadWhatIsThere();
  bool IsFinished() const;
  void CheckNothingIsHeld();
  void WriteStatus();
  void Fail(const absl::Status& status);

  const GatewayOptions options_;
  Spool& spool_;
  Intake intake_;
  absl::Status status_;
  asio::io_context io_{1};
  asio::signal_set signals_{io_, SIGTERM, SIGINT};
  asio::steady_timer new_data_{io_};  // cancelled when there is something to send
  std::optional<Socket> link_;
  CloudClient client_{io_.get_executor(), options_.cloud};
  Backoff cloud_backoff_{kFirstWait, kLongestCloudWait, std::random_device()()};
  Trouble cloud_trouble_{"the cloud answers again"};
  int batch_limit_ = kMaxMessagesPerBatch;
  bool stopping_ = false;
  bool sent_all_ = false;  // nothing was left to send at the last look
  bool cloud_up_ = false;
};

void Gateway::Run() {
  asio::co_spawn(io_, StopOnSignal(), asio::detached);
  asio::co_spawn(io_, ReadLink(), asio::detached);
  asio::co_spawn(io_, Send(), asio::detached);
  if (!options_.status_path.empty()) {
    asio::co_spawn(io_, WriteStatusNowAndThen(), asio::detached);
  }
  io_.run();
  WriteStatus();
}

void Gateway::Fail(const absl::Status& status) {
  status_ = status;
  io_.stop();
}

Awaitable<void> Gateway::Pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(io_, time);
  co_await timer.async_wait(kAsValues);
}

Awaitable<void> Gateway::ReadLink() {
  Backoff backoff(kFirstWait, kLongestLinkWait, std::random_device()());
  Trouble trouble("the device link is there again");
  while (!stopping_) {
    link_.emplace(io_);
    if (co_await Connect(*link_)) {
      Log(Severity::kInfo, "connected to the device link");
      trouble.Over();
      backoff.Reset();
      co_await ReadUntilEnd(*link_);
      if (!stopping_) Log(Severity::kInfo, "the device link ended");
    } else {
      trouble.Tell("no device link yet; trying on");
    }
    link_.reset();
    if (!stopping_) co_await Pause(backoff.Next());
  }
}

Awaitable<bool> Gateway::Connect(Socket& socket) {
  const DeviceAddress& device = options_.device;
  if (!device.unix_path.empty()) {
    const asio::local::stream_protocol::endpoint endpoint(device.unix_path);
    const auto [error] = co_await socket.async_connect(endpoint, kAsValues);
    co_return !error;
  }
  asio::ip::tcp::resolver resolver(io_);
  const auto [error, found] = co_await resolver.async_resolve(
      device.tcp.host, std::to_string(device.tcp.port), kAsValues);
  if (error) co_return false;
  for (const auto& entry : found) {
    error_code ignored;
    socket.close(ignored);
    const auto [refused] =
        co_await socket.async_connect(entry.endpoint(), kAsValues);
    if (!refused) co_return true;
  }
  co_return false;
}

Awaitable<void> Gateway::ReadUntilEnd(Socket& socket) {
  std::array<char, 8192> bytes = {};
  for (;;) {
    const auto [error, length] =
        co_await socket.async_read_some(asio::buffer(bytes), kAsValues);
    if (stopping_ && error) co_return;
    if (error) intake_.LinkEnded();
    intake_.Push({bytes.data(), length}, NowUnixUs());
    error_code no_socket;
    // While more is there already, it goes into the same commit.
    const bool more = socket.available(no_socket) > 0 && !no_socket;
    if (!more || intake_.pending() >= kMaxPending) co_await CommitAll();
    if (error) co_return;
  }
}

// The link waits until the disk has it.
Awaitable<void> Gateway::CommitAll() {
  Trouble trouble("the spool can be written again");
  for (;;) {
    const absl::Status status = intake_.Commit();
    if (status.ok()) break;
    trouble.Tell(status.message());
    if (stopping_) co_return;
    co_await Pause(std::chrono::milliseconds(1000));
  }
  trouble.Over();
  sent_all_ = false;
  new_data_.cancel();
}

Awaitable<void> Gateway::Send() {
  while (!io_.stopped()) {
    absl::StatusOr<Batch> batch = spool_.NextBatch(batch_limit_);
    if (!batch.ok()) {
      Fail(batch.status());
      co_return;
    }
    if (!batch->empty()) {
      const bool sent = co_await SendOne(*std::move(batch));
      // One try is all that a stop waits for.
      if (!sent && stopping_) io_.stop();
      continue;
    }
    sent_all_ = true;
    if (stopping_ || IsFinished()) {
      if (!stopping_) CheckNothingIsHeld();
      io_.stop();
      co_return;
    }
    new_data_.expires_at(asio::steady_timer::time_point::max());
    co_await new_data_.async_wait(kAsValues);  // ends by cancel
  }
}

Awaitable<bool> Gateway::SendOne(Batch batch) {
  const absl::StatusOr<wire::UploadReply> reply =
      co_await client_.Upload(batch.request);
  cloud_up_ = reply.ok();
  absl::Status stored;
  if (reply.ok()) {
    stored = spool_.Acknowledge(batch);
    batch_limit_ = std::min(2 * batch_limit_, kMaxMessagesPerBatch);
    cloud_trouble_.Over();
    cloud_backoff_.Reset();
  } else if (reply.status().code() == absl::StatusCode::kInvalidArgument) {
    // The cloud takes a batch whole or not at all: find the one that it refuses.
    if (batch_limit_ > 1 && batch.message_ids.size() > 1) {
      batch_limit_ = static_cast<int>(batch.message_ids.size() / 2);
      co_return true;
    }
    Log(Severity::kError, absl::StrCat("a message is kept and sent no more, ",
                                       reply.status().message()));
    stored = spool_.Refuse(batch);
  } else {
    cloud_trouble_.Tell(
        absl::StrCat(reply.status().message(), "; what comes is kept, trying on"));
    if (!stopping_) co_await Pause(cloud_backoff_.Next());
    co_return false;
  }
  if (!stored.ok()) Fail(stored);
  co_return stored.ok();
}

// A session came to its planned end, and the cloud has all of it.
bool Gateway::IsFinished() const {
  const LinkSession* session = intake_.current();
  return options_.until_goodbye && sent_all_ && intake_.pending() == 0 &&
         session != nullptr && session->ended;
}

void Gateway::CheckNothingIsHeld() {
  const absl::StatusOr<SpoolCounts> counts = spool_.Counts();
  if (!counts.ok()) {
    status_ = counts.status();
  } else if (counts->held + counts->refused > 0) {
    status_ = absl::FailedPreconditionError(absl::StrCat(
        "the session has ended, but not everything was sent: ", counts->held,
        " messages are held because no DeviceHello told their device, ",
        counts->refused, " were refused by the cloud; they stay in the spool"));
  }
}

Awaitable<void> Gateway::StopOnSignal() {
  co_await signals_.async_wait(kAsValues);
  Log(Severity::kInfo, "stopping");
  stopping_ = true;
  ReadWhatIsThere();
  if (const absl::Status status = intake_.Commit(); !status.ok()) {
    Fail(status);
    co_return;
  }
  error_code ignored;
  if (link_) link_->close(ignored);
  new_data_.cancel();
  co_await Pause(kFarewell);
  io_.stop();
}

// What the device has sent and the system has taken is not lost by a stop.
void Gateway::ReadWhatIsThere() {
  if (!link_ || !link_->is_open()) return;
  error_code error;
  link_->non_blocking(true, error);
  std::array<char, 8192> bytes = {};
  while (!error) {
    const std::size_t length = link_->read_some(asio::buffer(bytes), error);
    intake_.Push({bytes.data(), length}, NowUnixUs());
  }
}

Awaitable<void> Gateway::WriteStatusNowAndThen() {
  for (;;) {
    WriteStatus();
    co_await Pause(kStatusPeriod);
  }
}

void Gateway::WriteStatus() {
  if (options_.status_path.empty()) return;
  const absl::StatusOr<SpoolCounts> counts = spool_.Counts();
  if (!counts.ok()) return;
  const wire::LinkReport totals = intake_.Totals();
  const absl::Status status = ReplaceFile(
      options_.status_path,
      absl::StrCat("{\"cloud_up\": ", cloud_up_ ? "true" : "false",
                   ", \"waiting\": ", counts->waiting,
                   ", \"held\": ", counts->held,
                   ", \"refused_by_cloud\": ", counts->refused,
                   ", \"refused_spool_full\": ", intake_.refused_full(),
                   ", \"frames_received\": ", totals.frames_received(),
                   ", \"frames_lost\": ", totals.frames_lost(),
                   ", \"frames_damaged\": ", totals.frames_damaged(),
                   ", \"frames_duplicated\": ", totals.frames_duplicated(),
                   "}\n"));
  if (!status.ok()) Log(Severity::kWarning, status.message());
}

}  // namespace

absl::StatusOr<DeviceAddress> ParseDeviceAddress(absl::string_view text) {
  DeviceAddress device;
  absl::string_view rest = text;
  // The system's bound on the path of a Unix socket.
  if (absl::ConsumePrefix(&rest, "unix:") && !rest.empty() &&
      rest.size() < 108) {
    device.unix_path = std::string(rest);
    return device;
  }
  if (absl::ConsumePrefix(&rest, "tcp:")) {
    const absl::StatusOr<HostPort> tcp = ParseHostPort(rest);
    if (!tcp.ok()) return tcp.status();
    device.tcp = *tcp;
    return device;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "'", text, "' is neither unix:PATH (up to 107 characters) nor "
      "tcp:HOST:PORT"));
}

absl::Status RunGateway(const GatewayOptions& options) {
  absl::StatusOr<Spool> opened =
      Spool::Open(options.spool_path, options.spool_limit_bytes);
  if (!opened.ok()) return opened.status();
  Spool spool = *std::move(opened);
  absl::StatusOr<Intake> intake = Intake::Start(spool);
  if (!intake.ok()) return intake.status();
  Gateway gateway(options, spool, *std::move(intake));
  gateway.Run();
  return gateway.status();
}

}  // namespace vigil
