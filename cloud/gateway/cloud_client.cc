#include "cloud/gateway/cloud_client.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace vigil {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::chrono::seconds kTimeout(10);

absl::StatusOr<wire::UploadReply> ReadAnswer(
    const http::response<http::string_body>& answer) {
  wire::UploadReply reply;
  if (answer.result() == http::status::ok) {
    if (reply.ParseFromString(answer.body())) return reply;
    return absl::UnavailableError("the cloud's answer is no UploadReply");
  }
  const std::string text =
      absl::StrCat("the cloud answers ", answer.result_int(), ": ",
                   absl::StripTrailingAsciiWhitespace(answer.body()));
  // What the request itself is the cause of.
  const bool for_good = answer.result() == http::status::bad_request ||
                        answer.result() == http::status::conflict ||
                        answer.result() == http::status::payload_too_large;
  if (for_good) return absl::InvalidArgumentError(text);
  return absl::UnavailableError(text);
}

}  // namespace

CloudClient::CloudClient(asio::any_io_executor executor, HostPort cloud)
    : executor_(std::move(executor)), cloud_(std::move(cloud)) {}

absl::Status CloudClient::Broken(absl::string_view what,
                                 beast::error_code error) {
  stream_.reset();
  buffer_.clear();
  return absl::UnavailableError(absl::StrCat(what, ": ", error.message()));
}

Awaitable<absl::Status> CloudClient::Connect() {
  tcp::resolver resolver(executor_);
  const auto [resolve_error, endpoints] = co_await resolver.async_resolve(
      cloud_.host, std::to_string(cloud_.port), kAsValues);
  if (resolve_error) {
    co_return Broken(absl::StrCat("the cloud's host ", cloud_.host),
                     resolve_error);
  }
  stream_.emplace(executor_);
  stream_->expires_after(kTimeout);
  const auto [error, endpoint] =
      co_await stream_->async_connect(endpoints, kAsValues);
  if (error) co_return Broken("no connection to the cloud", error);
  beast::error_code ignored;
  stream_->socket().set_option(tcp::no_delay(true), ignored);
  co_return absl::OkStatus();
}

Awaitable<absl::StatusOr<wire::UploadReply>> CloudClient::Upload(
    const wire::UploadRequest& upload) {
  if (!stream_) {
    const absl::Status connected = co_await Connect();
    if (!connected.ok()) co_return connected;
  }
  http::request<http::string_body> request(http::verb::post, "/v1/upload", 11);
  const bool is_v6 = absl::StrContains(cloud_.host, ":");
  request.set(http::field::host,
              is_v6 ? absl::StrCat("[", cloud_.host, "]:", cloud_.port)
                    : absl::StrCat(cloud_.host, ":", cloud_.port));
  request.set(http::field::content_type, "application/x-protobuf");
  request.body() = upload.SerializeAsString();
  request.prepare_payload();

  stream_->expires_after(kTimeout);
  const auto [write_error, written] =
      co_await http::async_write(*stream_, request, kAsValues);
  if (write_error) co_return Broken("the upload broke off", write_error);
  http::response<http::string_body> answer;
  const auto [read_error, read] =
      co_await http::async_read(*stream_, buffer_, answer, kAsValues);
  if (read_error) co_return Broken("the cloud did not answer", read_error);
  if (!answer.keep_alive()) stream_.reset();
  co_return ReadAnswer(answer);
}

}  // namespace vigil
