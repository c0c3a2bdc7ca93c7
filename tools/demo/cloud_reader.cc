#include "tools/demo/cloud_reader.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <limits>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace vigil::demo {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Error = boost::system::error_code;

constexpr std::uint32_t kMessagesPerRequest = 4096;

absl::Status Unavailable(absl::string_view what, const Error& error) {
  return absl::UnavailableError(
      absl::StrCat("the cloud does not answer: ", what, ": ", error.message()));
}

absl::StatusOr<asio::ip::tcp::endpoint> Endpoint(const std::string& host,
                                                 std::uint16_t port) {
  Error error;
  const asio::ip::address address = asio::ip::make_address(host, error);
  if (error) {
    return absl::InvalidArgumentError(absl::StrCat(host, " is no address"));
  }
  return asio::ip::tcp::endpoint(address, port);
}

template <typename Message>
absl::StatusOr<Message> Fetch(const std::string& host, std::uint16_t port,
                              const std::string& target) {
  absl::StatusOr<asio::ip::tcp::endpoint> endpoint = Endpoint(host, port);
  if (!endpoint.ok()) return endpoint.status();
  asio::io_context context;
  beast::tcp_stream stream(context);
  stream.expires_after(std::chrono::seconds(30));
  Error error;
  stream.connect(*endpoint, error);
  if (error) return Unavailable("connecting", error);
  http::request<http::empty_body> request(http::verb::get, target, 11);
  request.set(http::field::host, absl::StrCat(host, ":", port));
  request.keep_alive(false);
  http::write(stream, request, error);
  if (error) return Unavailable("asking", error);
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(std::numeric_limits<std::uint32_t>::max());
  http::read(stream, buffer, parser, error);
  if (error) return Unavailable("reading", error);
  if (parser.get().result() != http::status::ok) {
    return absl::UnavailableError(absl::StrCat(
        "the cloud answers ", target, " with ", parser.get().result_int(), ": ",
        parser.get().body()));
  }
  Message message;
  if (!message.ParseFromString(parser.get().body())) {
    return absl::DataLossError(
        absl::StrCat("the cloud's answer to ", target, " is not of the schema"));
  }
  return message;
}

class WebSocketFeed : public LiveFeed {
 public:
  explicit WebSocketFeed(OnUpdate on_update)
      : on_update_(std::move(on_update)), socket_(context_) {}

  ~WebSocketFeed() override {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }

  absl::Status Open(const std::string& host, std::uint16_t port) {
    absl::StatusOr<asio::ip::tcp::endpoint> endpoint = Endpoint(host, port);
    if (!endpoint.ok()) return endpoint.status();
    Error error;
    beast::get_lowest_layer(socket_).connect(*endpoint, error);
    if (error) return Unavailable("connecting", error);
    socket_.handshake(absl::StrCat(host, ":", port), "/v1/live", error);
    if (error) return Unavailable("opening the live feed", error);
    ReadNext();
    thread_ = std::thread([this] { context_.run(); });
    return absl::OkStatus();
  }

 private:
  void ReadNext() {
    socket_.async_read(buffer_, [this](const Error& error, std::size_t) {
      if (error) return;
      wire::LiveUpdate update;
      if (update.ParseFromArray(buffer_.data().data(),
                                static_cast<int>(buffer_.size()))) {
        on_update_(update);
      }
      buffer_.clear();
      ReadNext();
    });
  }

  OnUpdate on_update_;
  asio::io_context context_;
  beast::websocket::stream<beast::tcp_stream> socket_;
  beast::flat_buffer buffer_;
  std::thread thread_;
};

}  // namespace

absl::StatusOr<wire::SessionList> FetchSessions(const std::string& host,
                                                std::uint16_t port) {
  return Fetch<wire::SessionList>(host, port, "/v1/sessions");
}

absl::StatusOr<wire::MessageList> FetchMessages(
    const std::string& host, std::uint16_t port,
    const wire::SessionSummary& session) {
  wire::MessageList all;
  while (true) {
    std::string target =
        absl::StrCat("/v1/messages?device=", session.device_id(),
                     "&session=", session.session(), "&limit=", kMessagesPerRequest);
    if (all.messages_size() > 0) {
      absl::StrAppend(&target, "&after=",
                      all.messages(all.messages_size() - 1).sequence());
    }
    auto part = Fetch<wire::MessageList>(host, port, target);
    if (!part.ok()) return part.status();
    if (part->messages_size() == 0) return all;
    all.MergeFrom(*part);
  }
}

absl::StatusOr<std::unique_ptr<LiveFeed>> LiveFeed::Follow(
    const std::string& host, std::uint16_t port, OnUpdate on_update) {
  auto feed = std::make_unique<WebSocketFeed>(std::move(on_update));
  if (const absl::Status status = feed->Open(host, port); !status.ok()) {
    return status;
  }
  return feed;
}

}  // namespace vigil::demo
