// From the bytes of the device link to the spool: finds frames, checks what is in
// them, follows the sequence of each session, and counts what is damaged, lost
// and doubled. Nothing damaged or doubled goes further.
//
//   absl::StatusOr<Intake> intake = Intake::Start(spool);
//   intake->Push(bytes, now_unix_us);
//   absl::Status status = intake->Commit();   // now it is durable
//
// A message belongs to the device that the DeviceHello of its session names. A
// session whose DeviceHello has not come is held in the spool until one comes;
// the session's counts go on over restarts, so that what was sent while no
// gateway listened counts as lost.
//
// Commit blocks on the disk. One thread at a time.
#ifndef VIGIL_CLOUD_GATEWAY_INTAKE_H_
#define VIGIL_CLOUD_GATEWAY_INTAKE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cloud/gateway/spool.h"
#include "platform/link/frame.h"
#include "platform/wire/device.pb.h"

namespace vigil {

class Intake {
 public:
  // Goes on with the sessions that `spool` knows. `spool` outlives it. Errors
  // are those of the spool.
  static absl::StatusOr<Intake> Start(Spool& spool);

  // Any bytes, from an attacker too. `now_unix_us`: UTC.
  void Push(absl::string_view bytes, std::int64_t now_unix_us);

  // The link broke off: what was begun is no frame.
  void LinkEnded();

  // Stores what came since the last Commit; OK when nothing did. After an error
  // nothing is forgotten: try again later.
  absl::Status Commit();

  std::size_t pending() const { return messages_.size(); }
  // Frames of this run that found the spool full. The sequence shows them as
  // lost as soon as there is room again.
  std::uint64_t refused_full() const { return refused_full_; }
  // The newest session; null when there is none yet.
  const LinkSession* current() const;
  // The sum over all sessions.
  wire::LinkReport Totals() const;

 private:
  explicit Intake(Spool& spool) : spool_(&spool) {}

  void AcceptFrame(std::int64_t now_unix_us);
  void CountDamaged();
  LinkSession& FindOrAdd(std::uint32_t session);
  bool Identify(const wire::DeviceHello& hello, LinkSession& session);

  Spool* spool_;
  link::FrameReader reader_;
  std::map<std::uint32_t, LinkSession> sessions_;
  std::optional<std::uint32_t> current_;
  std::uint64_t damaged_before_any_ = 0;  // session
  std::uint64_t refused_full_ = 0;
  bool inside_frame_ = false;
  std::vector<SpooledMessage> messages_;  // since the last Commit
  std::set<std::uint32_t> touched_;
};

}  // namespace vigil

#endif  // VIGIL_CLOUD_GATEWAY_INTAKE_H_
