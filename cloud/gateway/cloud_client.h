// Uploads to the cloud over one HTTP connection that is kept open.
//
//   CloudClient client(executor, {"127.0.0.1", 8080});
//   absl::StatusOr<wire::UploadReply> reply = co_await client.Upload(request);
//
// Nothing blocks. On the thread of its executor.
#ifndef VIGIL_CLOUD_GATEWAY_CLOUD_CLIENT_H_
#define VIGIL_CLOUD_GATEWAY_CLOUD_CLIENT_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloud/http/awaitable.h"
#include "cloud/http/url.h"
#include "platform/wire/cloud.pb.h"

namespace vigil {

class CloudClient {
 public:
  CloudClient(boost::asio::any_io_executor executor, HostPort cloud);

  // OK only when the cloud has said that everything is durable.
  //   kUnavailable       no connection, it broke, no answer within 10 s, or the
  //                      cloud can not store at the moment: try again later
  //   kInvalidArgument   the cloud will never take this request, with its words
  Awaitable<absl::StatusOr<wire::UploadReply>> Upload(
      const wire::UploadRequest& upload);

 private:
  Awaitable<absl::Status> Connect();
  absl::Status Broken(absl::string_view what, boost::beast::error_code error);

  const boost::asio::any_io_executor executor_;
  const HostPort cloud_;
  std::optional<boost::beast::tcp_stream> stream_;  // connected
  boost::beast::flat_buffer buffer_;
};

}  // namespace vigil

#endif  // VIGIL_CLOUD_GATEWAY_CLOUD_CLIENT_H_
