#include "cloud/gateway/intake.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cloud/base/log.h"
#include "cloud/records/records.h"

namespace vigil {

absl::StatusOr<Intake> Intake::Start(Spool& spool) {
  absl::StatusOr<std::vector<LinkSession>> sessions = spool.Sessions();
  if (!sessions.ok()) return sessions.status();
  Intake intake(spool);
  if (!sessions->empty()) intake.current_ = sessions->front().session;
  for (LinkSession& session : *sessions) {
    const std::uint32_t number = session.session;
    intake.sessions_[number] = std::move(session);
  }
  return intake;
}

void Intake::Push(absl::string_view bytes, std::int64_t now_unix_us) {
  for (const char byte : bytes) {
    inside_frame_ = byte != 0;
    switch (reader_.Push(static_cast<std::uint8_t>(byte))) {
      case link::FrameReader::Event::kNone:
        break;
      case link::FrameReader::Event::kFrame:
        AcceptFrame(now_unix_us);
        break;
      case link::FrameReader::Event::kDamaged:
        CountDamaged();
        break;
    }
  }
}

void Intake::LinkEnded() {
  if (inside_frame_) CountDamaged();
  inside_frame_ = false;
  reader_ = link::FrameReader();
}

void Intake::CountDamaged() {
  if (!current_) {
    ++damaged_before_any_;
    return;
  }
  ++sessions_[*current_].damaged;
  touched_.insert(*current_);
}

LinkSession& Intake::FindOrAdd(std::uint32_t number) {
  const auto [found, is_new] = sessions_.try_emplace(number);
  LinkSession& session = found->second;
  if (is_new) {
    session.session = number;
    session.damaged = std::exchange(damaged_before_any_, 0);
    Log(Severity::kInfo, absl::StrCat("session ", number, " began"));
  }
  current_ = number;
  return session;
}

// False when the device of the session is known already and is another.
bool Intake::Identify(const wire::DeviceHello& hello, LinkSession& session) {
  if (session.device_id.empty()) {
    session.device_id = hello.device_id();
    Log(Severity::kInfo, absl::StrCat("session ", session.session,
                                      " is of device ", session.device_id));
  }
  return session.device_id == hello.device_id();
}

void Intake::AcceptFrame(std::int64_t now_unix_us) {
  const std::string payload(reinterpret_cast<const char*>(reader_.payload()),
                            reader_.payload_length());
  wire::DeviceMessage message;
  if (!message.ParseFromString(payload) || !CheckDeviceMessage(message).ok()) {
    CountDamaged();
    return;
  }
  // Not counted as received: the sequence will show the gap.
  if (spool_->is_full()) {
    if (refused_full_++ == 0) {
      Log(Severity::kError, "the spool is full: what comes now is lost");
    }
    return;
  }
  const link::FrameHeader header = reader_.header();
  LinkSession& session = FindOrAdd(header.session);
  touched_.insert(header.session);
  if (message.has_hello() && !Identify(message.hello(), session)) {
    Log(Severity::kWarning, "a DeviceHello names another device than the one "
                            "before it in its session; it is not used");
    ++session.damaged;
    return;
  }
  link::SequenceTracker tracker(session.next_sequence);
  const bool is_new = tracker.Accept(header.sequence);
  session.next_sequence = tracker.next();
  session.received += tracker.accepted();
  session.lost += tracker.lost();
  session.duplicated += tracker.duplicated();
  if (!is_new) return;
  session.last_received_unix_us = now_unix_us;
  session.ended = session.ended || message.has_goodbye();
  messages_.push_back({header.session, header.sequence, now_unix_us, payload});
}

absl::Status Intake::Commit() {
  if (messages_.empty() && touched_.empty()) return absl::OkStatus();
  std::vector<LinkSession> sessions;
  for (const std::uint32_t number : touched_) {
    sessions.push_back(sessions_[number]);
  }
  const absl::Status status = spool_->Append(messages_, sessions);
  if (!status.ok()) return status;
  messages_.clear();
  touched_.clear();
  return status;
}

const LinkSession* Intake::current() const {
  return current_ ? &sessions_.at(*current_) : nullptr;
}

wire::LinkReport Intake::Totals() const {
  wire::LinkReport totals;
  totals.set_frames_damaged(damaged_before_any_);
  for (const auto& [number, session] : sessions_) {
    totals.set_frames_received(totals.frames_received() + session.received);
    totals.set_frames_lost(totals.frames_lost() + session.lost);
    totals.set_frames_damaged(totals.frames_damaged() + session.damaged);
    totals.set_frames_duplicated(totals.frames_duplicated() +
                                 session.duplicated);
  }
  return totals;
}

}  // namespace vigil
