// WebSocket /v1/live: each viewer gets a snapshot, then what arrives. A viewer
// that reads too slowly gets a fresh snapshot instead of what it missed; memory
// stays bounded.
//
//   LiveChannel live;
//   co_spawn(executor, live.Serve(std::move(stream), std::move(request)), ...);
//   live.Publish(update);     // when something was stored
//   live.Publish({});         // at least once a second
//
// Everything on the thread of the io_context; nothing blocks.
#ifndef VIGIL_CLOUD_SERVICE_LIVE_CHANNEL_H_
#define VIGIL_CLOUD_SERVICE_LIVE_CHANNEL_H_

#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstddef>
#include <memory>
#include <set>

#include "cloud/http/awaitable.h"
#include "cloud/service/live_view.h"
#include "platform/wire/cloud.pb.h"

namespace vigil {

inline constexpr std::size_t kMaxQueuedUpdates = 64;
inline constexpr std::size_t kMaxQueuedBytes = 8 << 20;

class LiveChannel {
 public:
  LiveChannel();
  ~LiveChannel();

  // Takes it into the view and sends it to each viewer.
  void Publish(wire::LiveUpdate update);

  // Speaks WebSocket on `stream`, whose upgrade request was read, until the
  // viewer goes.
  Awaitable<void> Serve(
      boost::beast::tcp_stream stream,
      boost::beast::http::request<boost::beast::http::string_body> upgrade);

 private:
  class Viewer;

  LiveView view_;
  std::set<std::shared_ptr<Viewer>> viewers_;
};

}  // namespace vigil

#endif  // VIGIL_CLOUD_SERVICE_LIVE_CHANNEL_H_
