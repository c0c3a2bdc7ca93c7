// What the gateway has received and the cloud has not acknowledged yet, with the
// state of each session, on the disk. What Append has answered survives kill -9
// and a loss of power.
//
//   absl::StatusOr<Spool> spool = Spool::Open("gateway.spool", 256 << 20);
//   spool->Append(received, sessions);            // one commit
//   Batch batch = spool->NextBatch(512);
//   ... the cloud answers 200 ...
//   spool->Acknowledge(batch);
//
// Errors of every function: those of cloud/database/database.h. Every function
// blocks on the disk. One thread at a time.
#ifndef VIGIL_CLOUD_GATEWAY_SPOOL_H_
#define VIGIL_CLOUD_GATEWAY_SPOOL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloud/database/database.h"
#include "platform/wire/cloud.pb.h"

namespace vigil {

// What is known about a session of the device on the link.
struct LinkSession {
  std::uint32_t session = 0;
  std::string device_id;            // empty until a DeviceHello told it
  std::uint32_t next_sequence = 0;  // of the next frame
  std::uint64_t received = 0;       // as in wire::LinkReport
  std::uint64_t lost = 0;
  std::uint64_t damaged = 0;
  std::uint64_t duplicated = 0;
  bool ended = false;               // a DeviceGoodbye came
  std::int64_t last_received_unix_us = 0;

  bool operator==(const LinkSession&) const = default;
};

// A device message as it came.
struct SpooledMessage {
  std::uint32_t session = 0;
  std::uint32_t sequence = 0;
  std::int64_t received_unix_us = 0;
  std::string payload;  // a DeviceMessage, serialized
};

// What goes to the cloud in one request.
struct Batch {
  wire::UploadRequest request;
  std::vector<std::int64_t> message_ids;  // in the spool
  std::vector<LinkSession> reported;
  std::uint64_t payload_bytes = 0;        // that its messages take in the spool

  bool empty() const { return message_ids.empty() && reported.empty(); }
};

struct SpoolCounts {
  std::uint64_t waiting = 0;  // to be sent
  std::uint64_t held = 0;     // of sessions whose device is not known yet
  std::uint64_t refused = 0;  // the cloud said that it will never take them
  std::uint64_t payload_bytes = 0;
};

class Spool {
 public:
  // `limit_bytes`: of payloads; see is_full.
  static absl::StatusOr<Spool> Open(const std::string& path,
                                    std::uint64_t limit_bytes);

  Spool(Spool&&) noexcept;
  Spool& operator=(Spool&&) noexcept;
  ~Spool();

  // Stores messages and the state of their sessions together.
  absl::Status Append(absl::Span<const SpooledMessage> messages,
                      absl::Span<const LinkSession> sessions);

  // Sessions known, the one that received something last first. Of those that
  // are done with, the oldest are forgotten: at most 1024 are kept.
  absl::StatusOr<std::vector<LinkSession>> Sessions();

  // The oldest messages that can be sent, at most `limit`, and the link reports
  // that have changed since they were acknowledged.
  absl::StatusOr<Batch> NextBatch(int limit);

  // The cloud has it: forgets the messages, notes the reports as told.
  absl::Status Acknowledge(const Batch& batch);

  // The cloud will never take it: keeps it, but sends it no more.
  absl::Status Refuse(const Batch& batch);

  absl::StatusOr<SpoolCounts> Counts();

  // True at the limit: the oldest are kept, what comes now has no room.
  bool is_full() const;

 private:
  class Tables;
  explicit Spool(std::unique_ptr<Tables> tables);

  std::unique_ptr<Tables> tables_;
};

}  // namespace vigil

#endif  // VIGIL_CLOUD_GATEWAY_SPOOL_H_
