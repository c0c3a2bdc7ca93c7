#include "cloud/service/live_channel.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <deque>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace vigil {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

using Text = std::shared_ptr<const std::string>;

Text Serialize(wire::LiveUpdate& update) {
  update.set_cloud_unix_us(absl::ToUnixMicros(absl::Now()));
  return std::make_shared<const std::string>(update.SerializeAsString());
}

}  // namespace

class LiveChannel::Viewer {
 public:
  Viewer(beast::tcp_stream stream, const LiveView& view)
      : view_(view), socket_(std::move(stream)), wake_(socket_.get_executor()) {
    wake_.expires_at(asio::steady_timer::time_point::max());
  }

  Awaitable<bool> Accept(
      const beast::http::request<beast::http::string_body>& upgrade);
  // Reads until the viewer goes; what it says is of no interest.
  Awaitable<void> Read();
  Awaitable<void> Write();
  void Queue(Text update);

 private:
  Text Next();

  const LiveView& view_;
  websocket::stream<beast::tcp_stream> socket_;
  asio::steady_timer wake_;  // cancelled when there is something to write
  std::deque<Text> queue_;
  std::size_t queued_bytes_ = 0;
  bool snapshot_due_ = true;
  bool gone_ = false;
};

Awaitable<bool> LiveChannel::Viewer::Accept(
    const beast::http::request<beast::http::string_body>& upgrade) {
  // From here on the WebSocket keeps the time: pings, and an end to silence.
  beast::get_lowest_layer(socket_).expires_never();
  auto timeout =
      websocket::stream_base::timeout::suggested(beast::role_type::server);
  timeout.idle_timeout = std::chrono::seconds(20);
  socket_.set_option(timeout);
  socket_.read_message_max(1024);
  socket_.binary(true);
  socket_.auto_fragment(false);
  const auto [error] = co_await socket_.async_accept(upgrade, kAsValues);
  co_return !error;
}

Awaitable<void> LiveChannel::Viewer::Read() {
  beast::flat_buffer ignored;
  for (;;) {
    const auto [error, length] = co_await socket_.async_read(ignored, kAsValues);
    if (error) break;
    ignored.clear();
  }
  gone_ = true;
  wake_.cancel();
}

Awaitable<void> LiveChannel::Viewer::Write() {
  while (!gone_) {
    const Text next = Next();
    if (next == nullptr) {
      co_await wake_.async_wait(kAsValues);  // ends by cancel
      continue;
    }
    const auto [error, length] =
        co_await socket_.async_write(asio::buffer(*next), kAsValues);
    // The read ends with the same error.
    if (error) break;
  }
}

Text LiveChannel::Viewer::Next() {
  if (snapshot_due_) {
    snapshot_due_ = false;
    wire::LiveUpdate snapshot = view_.Snapshot();
    return Serialize(snapshot);
  }
  if (queue_.empty()) return nullptr;
  Text next = std::move(queue_.front());
  queue_.pop_front();
  queued_bytes_ -= next->size();
  return next;
}

void LiveChannel::Viewer::Queue(Text update) {
  // The snapshot, when its turn comes, has all of it.
  if (snapshot_due_) return;
  queued_bytes_ += update->size();
  queue_.push_back(std::move(update));
  if (queue_.size() > kMaxQueuedUpdates || queued_bytes_ > kMaxQueuedBytes) {
    queue_.clear();
    queued_bytes_ = 0;
    snapshot_due_ = true;
  }
  wake_.cancel();
}

LiveChannel::LiveChannel() = default;
LiveChannel::~LiveChannel() = default;

void LiveChannel::Publish(wire::LiveUpdate update) {
  view_.Apply(update);
  if (viewers_.empty()) return;
  const Text text = Serialize(update);
  for (const std::shared_ptr<Viewer>& viewer : viewers_) viewer->Queue(text);
}

Awaitable<void> LiveChannel::Serve(
    beast::tcp_stream stream,
    beast::http::request<beast::http::string_body> upgrade) {
  const auto executor = stream.get_executor();
  const auto viewer = std::make_shared<Viewer>(std::move(stream), view_);
  if (!co_await viewer->Accept(upgrade)) co_return;
  viewers_.insert(viewer);
  asio::co_spawn(
      executor,
      [](std::shared_ptr<Viewer> self) -> Awaitable<void> {
        co_await self->Write();
      }(viewer),
      asio::detached);
  co_await viewer->Read();
  viewers_.erase(viewer);
}

}  // namespace vigil
