#include "cloud/service/service.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <array>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cloud/base/log.h"
#include "cloud/http/awaitable.h"
#include "cloud/service/api.h"
#include "cloud/service/live_channel.h"
#include "cloud/service/storage_thread.h"

namespace vigil {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

constexpr int kMaxConnections = 512;
constexpr std::uint32_t kMaxHeaderBytes = 8192;
constexpr std::chrono::seconds kRequestTimeout(30);
constexpr std::chrono::seconds kCloseTimeout(2);
constexpr std::chrono::milliseconds kHeartbeatPeriod(900);

absl::string_view View(beast::string_view text) {
  return {text.data(), text.size()};
}

beast::string_view BeastView(absl::string_view text) {
  return {text.data(), text.size()};
}

Response Answer(http::status code, absl::string_view type, std::string body) {
  Response response(code, 11);
  response.set(http::field::content_type, BeastView(type));
  response.body() = std::move(body);
  return response;
}

Response TextAnswer(int code, absl::string_view text) {
  return Answer(static_cast<http::status>(code), "text/plain; charset=utf-8",
                absl::StrCat(text, "\n"));
}

Response ErrorAnswer(const absl::Status& status) {
  if (HttpCode(status) >= 500) Log(Severity::kError, status.message());
  return TextAnswer(HttpCode(status), status.message());
}

Response WrongMethod(absl::string_view allowed) {
  Response response =
      TextAnswer(405, absl::StrCat("this address takes ", allowed));
  response.set(http::field::allow, BeastView(allowed));
  return response;
}

template <typename Message>
Response MessageAnswer(const absl::StatusOr<Message>& message) {
  if (!message.ok()) return ErrorAnswer(message.status());
  return Answer(http::status::ok, kProtobufType, message->SerializeAsString());
}

// What every answer carries, and its last form on the wire.
void Finish(const Request& request, Response& response) {
  response.version(request.version());
  response.keep_alive(request.keep_alive());
  response.set("Content-Security-Policy",
               "default-src 'self'; object-src 'none'; base-uri 'none'; "
               "form-action 'none'; frame-ancestors 'none'");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  if (response.find(http::field::cache_control) == response.end()) {
    response.set(http::field::cache_control, "no-store");
  }
  response.prepare_payload();
  if (request.method() == http::verb::head) {
    const std::size_t length = response.body().size();
    response.body().clear();
    response.content_length(length);
  }
}

class Service {
 public:
  Service(Store store, StaticFiles portal, const ServiceOptions& options)
      : options_(options), portal_(std::move(portal)), storage_(std::move(store)) {}

  // Listens, and starts everything that then runs. Gives the address.
  absl::StatusOr<std::string> Start();
  absl::Status LoadLive();
  void Run() { io_.run(); }

 private:
  Awaitable<void> Accept();
  Awaitable<void> Serve(beast::tcp_stream stream);
  Awaitable<bool> ReadBody(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                           http::request_parser<http::string_body>& parser);
  Awaitable<void> RefuseUnreadable(beast::tcp_stream& stream,
                                   beast::error_code error);
  Awaitable<void> Close(beast::tcp_stream& stream);
  Awaitable<void> Heartbeat();
  Awaitable<void> StopOnSignal();

  absl::Status CheckRequest(const Request& request) const;
  Awaitable<Response> Handle(const Request& request);
  Awaitable<Response> HandleApi(const Request& request, const Target& target);
  Awaitable<Response> Upload(const Request& request);
  Response StaticFile(const Request& request, const Target& target) const;
  // Runs a question on the storage thread.
  template <typename T>
  Awaitable<absl::StatusOr<T>> Ask(
      std::function<absl::StatusOr<T>(Store&)> question);

  const ServiceOptions options_;
  const StaticFiles portal_;
  // The context outlives all that runs on it.
  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  asio::signal_set signals_{io_};
  LiveChannel live_;
  int connections_ = 0;
  StorageThread storage_;
};

absl::StatusOr<std::string> Service::Start() {
  const HostPort& listen = options_.listen;
  const std::string name = absl::StrCat(listen.host, ":", listen.port);
  beast::error_code error;
  const asio::ip::address address = asio::ip::make_address(
      listen.host == "localhost" ? "127.0.0.1" : listen.host, error);
  const tcp::endpoint endpoint(address, listen.port);
  if (!error) acceptor_.open(endpoint.protocol(), error);
  // A restarted service takes its port over at once.
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return absl::FailedPreconditionError(absl::StrCat(
        "can not listen on ", name, ": ", error.message(),
        "; choose another address with --listen=HOST:PORT, port 0 takes any "
        "free one"));
  }
  signals_.add(SIGTERM, error);
  if (!error) signals_.add(SIGINT, error);
  if (error) return absl::InternalError(error.message());

  asio::co_spawn(io_, StopOnSignal(), asio::detached);
  asio::co_spawn(io_, Accept(), asio::detached);
  asio::co_spawn(io_, Heartbeat(), asio::detached);
  const std::uint16_t port = acceptor_.local_endpoint(error).port();
  const std::string host = address.is_v6()
                               ? absl::StrCat("[", address.to_string(), "]")
                               : address.to_string();
  return absl::StrCat("http://", host, ":", port);
}

absl::Status Service::LoadLive() {
  absl::Status status = absl::InternalError("the store did not answer");
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  storage_.Ask([&](Store& store) {
    absl::StatusOr<wire::LiveUpdate> recent = store.Recent();
    const std::lock_guard lock(mutex);
    status = recent.status();
    if (recent.ok()) live_.Publish(*std::move(recent));
    done = true;
    changed.notify_one();
  });
  std::unique_lock lock(mutex);
  changed.wait(lock, [&done] { return done; });
  return status;
}

Awaitable<void> Service::StopOnSignal() {
  co_await signals_.async_wait(kAsValues);
  Log(Severity::kInfo, "stopping");
  beast::error_code ignored;
  acceptor_.close(ignored);
  storage_.Stop();
  io_.stop();
}

Awaitable<void> Service::Heartbeat() {
  asio::steady_timer timer(io_);
  for (;;) {
    timer.expires_after(kHeartbeatPeriod);
    co_await timer.async_wait(kAsValues);
    live_.Publish({});
  }
}

Awaitable<void> Service::Accept() {
  asio::steady_timer pause(io_);
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(kAsValues);
    if (error) {
      // Such as no file descriptor left: connections that end give some back.
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(kAsValues);
      continue;
    }
    if (connections_ >= kMaxConnections) continue;  // closed unheard
    ++connections_;
    asio::co_spawn(
        io_,
        [](Service& self, tcp::socket connection) -> Awaitable<void> {
          co_await self.Serve(beast::tcp_stream(std::move(connection)));
          --self.connections_;
        }(*this, std::move(socket)),
        asio::detached);
  }
}

Awaitable<void> Service::Serve(beast::tcp_stream stream) {
  beast::error_code ignored;
  stream.socket().set_option(tcp::no_delay(true), ignored);
  beast::flat_buffer buffer;
  for (bool keep = true; keep;) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(kMaxHeaderBytes);
    parser.body_limit(kMaxBodyBytes);
    stream.expires_after(kRequestTimeout);
    const auto [error, length] =
        co_await http::async_read_header(stream, buffer, parser, kAsValues);
    if (error) {
      co_await RefuseUnreadable(stream, error);
      co_return;
    }
    if (!co_await ReadBody(stream, buffer, parser)) co_return;
    Request request = parser.release();

    const absl::Status allowed = CheckRequest(request);
    if (allowed.ok() && beast::websocket::is_upgrade(request) &&
        request.target() == "/v1/live") {
      co_await live_.Serve(std::move(stream), std::move(request));
      co_return;
    }
    Response response;
    if (allowed.ok()) {
      response = co_await Handle(request);
    } else {
      response = ErrorAnswer(allowed);
    }
    Finish(request, response);
    stream.expires_after(kRequestTimeout);
    const auto [write_error, written] =
        co_await http::async_write(stream, response, kAsValues);
    keep = !write_error && response.keep_alive();
  }
  co_await Close(stream);
}

Awaitable<bool> Service::ReadBody(
    beast::tcp_stream& stream, beast::flat_buffer& buffer,
    http::request_parser<http::string_body>& parser) {
  if (parser.is_done()) co_return true;
  if (absl::EqualsIgnoreCase(View(parser.get()[http::field::expect]),
                             "100-continue")) {
    http::response<http::empty_body> go_on(http::status::continue_, 11);
    const auto [error, written] =
        co_await http::async_write(stream, go_on, kAsValues);
    if (error) co_return false;
  }
  const auto [error, length] =
      co_await http::async_read(stream, buffer, parser, kAsValues);
  if (error) co_await RefuseUnreadable(stream, error);
  co_return !error;
}

// Answers what can not be read as a request, and ends the connection. Says
// nothing where the client has gone or is silent.
Awaitable<void> Service::RefuseUnreadable(beast::tcp_stream& stream,
                                          beast::error_code error) {
  const bool unreadable = error.category() ==
                              make_error_code(http::error::bad_value).category() &&
                          error != http::error::end_of_stream &&
                          error != http::error::partial_message;
  if (!unreadable) co_return;
  Response response =
      error == http::error::body_limit
          ? TextAnswer(413, absl::StrCat("the body is larger than ",
                                         kMaxBodyBytes, " bytes"))
      : error == http::error::header_limit
          ? TextAnswer(431, absl::StrCat("the header is larger than ",
                                         kMaxHeaderBytes, " bytes"))
          : TextAnswer(400, absl::StrCat("this is no HTTP request: ",
                                         error.message()));
  Request unread;
  unread.version(11);
  unread.keep_alive(false);
  Finish(unread, response);
  stream.expires_after(kCloseTimeout);
  co_await http::async_write(stream, response, kAsValues);
  co_await Close(stream);
}

// Reads what the client still sends, so that it sees the answer before the end
// of the connection.
Awaitable<void> Service::Close(beast::tcp_stream& stream) {
  beast::error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  stream.expires_after(kCloseTimeout);
  std::array<char, 4096> discarded = {};
  for (std::uint64_t total = 0; total < 2 * kMaxBodyBytes;) {
    const auto [error, length] =
        co_await stream.async_read_some(asio::buffer(discarded), kAsValues);
    if (error) break;
    total += length;
  }
}

absl::Status Service::CheckRequest(const Request& request) const {
  return CheckSameSite(View(request[http::field::host]),
                       View(request[http::field::origin]),
                       options_.allowed_hosts);
}

Awaitable<Response> Service::Handle(const Request& request) {
  const absl::StatusOr<Target> target = ParseTarget(View(request.target()));
  if (!target.ok()) co_return ErrorAnswer(target.status());
  if (absl::StartsWith(target->path, "/v1/")) {
    co_return co_await HandleApi(request, *target);
  }
  co_return StaticFile(request, *target);
}

Awaitable<Response> Service::HandleApi(const Request& request,
                                       const Target& target) {
  if (target.path == "/v1/upload") co_return co_await Upload(request);
  const bool known = target.path == "/v1/sessions" ||
                     target.path == "/v1/messages" ||
                     target.path == "/v1/health" || target.path == "/v1/live";
  if (!known) co_return TextAnswer(404, "there is nothing at this address");
  if (request.method() != http::verb::get) co_return WrongMethod("GET");
  if (target.path == "/v1/live") {
    co_return TextAnswer(426, "this address speaks WebSocket");
  }
  if (target.path == "/v1/sessions") {
    co_return MessageAnswer(co_await Ask<wire::SessionList>(
        [](Store& store) { return store.Sessions(); }));
  }
  if (target.path == "/v1/messages") {
    const absl::StatusOr<MessagesQuery> query = ParseMessagesQuery(target);
    if (!query.ok()) co_return ErrorAnswer(query.status());
    co_return MessageAnswer(co_await Ask<wire::MessageList>(
        [query = *query](Store& store) { return store.Messages(query); }));
  }
  // Health: the store answers.
  const absl::StatusOr<bool> alive =
      co_await Ask<bool>([](Store&) -> absl::StatusOr<bool> { return true; });
  co_return alive.ok() ? TextAnswer(200, "ok") : ErrorAnswer(alive.status());
}

Awaitable<Response> Service::Upload(const Request& request) {
  if (request.method() != http::verb::post) co_return WrongMethod("POST");
  if (!IsProtobufType(View(request[http::field::content_type]))) {
    co_return TextAnswer(
        415, absl::StrCat("the Content-Type has to be ", kProtobufType));
  }
  absl::StatusOr<wire::UploadRequest> upload = ParseUpload(request.body());
  if (!upload.ok()) co_return ErrorAnswer(upload.status());
  absl::StatusOr<Stored> stored = co_await Wait<absl::StatusOr<Stored>>(
      [&](StorageThread::UploadDone done) {
        storage_.Upload(*std::move(upload), std::move(done));
      });
  if (!stored.ok()) co_return ErrorAnswer(stored.status());

  // Uploads come here in the order in which they were stored.
  wire::LiveUpdate update;
  for (wire::ReceivedMessage& received : stored->new_messages) {
    *update.add_messages() = std::move(received);
  }
  for (wire::LinkReport& link : stored->changed_links) {
    *update.add_links() = std::move(link);
  }
  if (update.messages_size() + update.links_size() > 0) {
    live_.Publish(std::move(update));
  }
  co_return Answer(http::status::ok, kProtobufType,
                   stored->reply.SerializeAsString());
}

template <typename T>
Awaitable<absl::StatusOr<T>> Service::Ask(
    std::function<absl::StatusOr<T>(Store&)> question) {
  using Answered = std::function<void(absl::StatusOr<T>)>;
  co_return co_await Wait<absl::StatusOr<T>>([&](Answered answered) {
    const bool asked = storage_.Ask(
        [question, answered](Store& store) { answered(question(store)); });
    if (!asked) answered(absl::UnavailableError("too many questions wait"));
  });
}

Response Service::StaticFile(const Request& request,
                             const Target& target) const {
  const StaticFiles::File* file = portal_.Find(target.path);
  if (file == nullptr) {
    return TextAnswer(404, "there is nothing at this address");
  }
  if (request.method() != http::verb::get &&
      request.method() != http::verb::head) {
    return WrongMethod("GET, HEAD");
  }
  Response response =
      Answer(http::status::ok, file->content_type, file->content);
  response.set(http::field::cache_control, "no-cache");
  return response;
}

}  // namespace

absl::Status RunService(
    Store store, StaticFiles portal, const ServiceOptions& options,
    const std::function<absl::Status(absl::string_view)>& on_ready) {
  Service service(std::move(store), std::move(portal), options);
  absl::Status status = service.LoadLive();
  if (!status.ok()) return status;
  const absl::StatusOr<std::string> address = service.Start();
  if (!address.ok()) return address.status();
  status = on_ready(*address);
  if (!status.ok()) return status;
  service.Run();
  return absl::OkStatus();
}

}  // namespace vigil
