// What anybody who looks at the cloud sees: its requests over HTTP and the live
// feed that the portal shows.
//
//   absl::StatusOr<wire::SessionList> sessions = FetchSessions("127.0.0.1", 8080);
//   LiveFeed feed("127.0.0.1", 8080, [](const wire::LiveUpdate& update) {...});
//
// The Fetch functions block until the answer is there, at most 30 s.
#ifndef VIGIL_TOOLS_DEMO_CLOUD_READER_H_
#define VIGIL_TOOLS_DEMO_CLOUD_READER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/wire/cloud.pb.h"

namespace vigil::demo {

// kUnavailable: no answer, or none with code 200; the message tells which.
// kDataLoss: the answer is no message of the schema.
absl::StatusOr<wire::SessionList> FetchSessions(const std::string& host,
                                                std::uint16_t port);

// Every message of a session, by sequence.
absl::StatusOr<wire::MessageList> FetchMessages(const std::string& host,
                                                std::uint16_t port,
                                                const wire::SessionSummary& session);

// Follows /v1/live on a thread of its own until it is destroyed or the cloud ends
// the connection. `on_update` is called on that thread.
class LiveFeed {
 public:
  using OnUpdate = std::function<void(const wire::LiveUpdate&)>;

  // kUnavailable: the cloud does not answer.
  static absl::StatusOr<std::unique_ptr<LiveFeed>> Follow(const std::string& host,
                                                          std::uint16_t port,
                                                          OnUpdate on_update);
  virtual ~LiveFeed() = default;
};

}  // namespace vigil::demo

#endif  // VIGIL_TOOLS_DEMO_CLOUD_READER_H_
