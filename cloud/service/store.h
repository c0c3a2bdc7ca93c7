// Everything the cloud keeps: the messages of all devices, once each, and what
// their gateways saw on the links. What StoreAll has answered is on the disk.
//
//   absl::StatusOr<Store> store = Store::Open("vigil.db");
//   std::vector<absl::StatusOr<Stored>> answers = store->StoreAll(requests);
//
// Errors of every function: those of cloud/database/database.h. Every function
// blocks on the disk. One thread at a time.
#ifndef VIGIL_CLOUD_SERVICE_STORE_H_
#define VIGIL_CLOUD_SERVICE_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloud/database/database.h"
#include "platform/wire/cloud.pb.h"

namespace vigil {

inline constexpr std::int32_t kStoreSchemaVersion = 1;
inline constexpr std::uint32_t kMaxMessagesPerAnswer = 4096;
inline constexpr std::uint32_t kMaxSessionsPerAnswer = 1000;

// What became of an upload. Link reports are those that told something new, as
// they are stored now.
struct Stored {
  wire::UploadReply reply;
  std::vector<wire::ReceivedMessage> new_messages;
  std::vector<wire::LinkReport> changed_links;
};

// GET /v1/messages.
struct MessagesQuery {
  std::string device_id;
  std::uint32_t session = 0;
  std::optional<std::uint32_t> after;  // a sequence number; none: from the first
  std::uint32_t limit = 1024;          // at most kMaxMessagesPerAnswer
};

class Store {
 public:
  static absl::StatusOr<Store> Open(const std::string& path);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // Stores each request whole or not at all, all of them with one commit. Each
  // has its own answer, in the order of the requests. Also:
  //   kInvalidArgument  CheckUpload refuses the request
  //   kAlreadyExists    a message with the same device, session and sequence
  //                     but other content is stored: a session number was used
  //                     twice. Nothing of the request is stored.
  std::vector<absl::StatusOr<Stored>> StoreAll(
      absl::Span<const wire::UploadRequest> requests);

  // The sessions that received something last, newest first, at most
  // kMaxSessionsPerAnswer.
  absl::StatusOr<wire::SessionList> Sessions();

  // By sequence. Empty for a session that is not there.
  absl::StatusOr<wire::MessageList> Messages(const MessagesQuery& query);

  // Of the newest session of each device, at most 256 devices: its hello, its
  // alarm events, its last 1024 messages and its link report. What the live
  // view needs after a start.
  absl::StatusOr<wire::LiveUpdate> Recent();

 private:
  class Tables;
  explicit Store(std::unique_ptr<Tables> tables);

  std::unique_ptr<Tables> tables_;
};

}  // namespace vigil

#endif  // VIGIL_CLOUD_SERVICE_STORE_H_
