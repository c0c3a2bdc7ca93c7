#include "cloud/gateway/spool.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace vigil {
namespace {

constexpr std::int64_t kMaxSessions = 1024;
// Room for the limit of the cloud on one request.
constexpr std::int64_t kMaxReports = 128;

// `told` of a session: the counts were acknowledged as they are here.
constexpr Schema kSchema = {
    .application_id = 0x56475350,  // "VGSP"
    .version = 1,
    .create_sql = R"(
      CREATE TABLE sessions (
        session INTEGER PRIMARY KEY,
        device_id TEXT NOT NULL,
        next_sequence INTEGER NOT NULL,
        received INTEGER NOT NULL,
        lost INTEGER NOT NULL,
        damaged INTEGER NOT NULL,
        duplicated INTEGER NOT NULL,
        ended INTEGER NOT NULL,
        last_received_unix_us INTEGER NOT NULL,
        told INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE TABLE messages (
        id INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES sessions (session),
        sequence INTEGER NOT NULL,
        received_unix_us INTEGER NOT NULL,
        payload BLOB NOT NULL,
        refused INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX messages_by_session ON messages (session);
    )"};

#define VIGIL_LINK_COLUMNS                                                \
  "session, device_id, next_sequence, received, lost, damaged, duplicated, " \
  "ended, last_received_unix_us"

LinkSession ReadSession(const Statement& row) {
  LinkSession session;
  session.session = static_cast<std::uint32_t>(row.Int(0));
  session.device_id = std::string(row.Bytes(1));
  session.next_sequence = static_cast<std::uint32_t>(row.Int(2));
  session.received = static_cast<std::uint64_t>(row.Int(3));
  session.lost = static_cast<std::uint64_t>(row.Int(4));
  session.damaged = static_cast<std::uint64_t>(row.Int(5));
  session.duplicated = static_cast<std::uint64_t>(row.Int(6));
  session.ended = row.Int(7) != 0;
  session.last_received_unix_us = row.Int(8);
  return session;
}

void BindSession(const LinkSession& session, Statement& statement) {
  statement.Bind(1, session.session);
  statement.BindText(2, session.device_id);
  statement.Bind(3, session.next_sequence);
  statement.Bind(4, static_cast<std::int64_t>(session.received));
  statement.Bind(5, static_cast<std::int64_t>(session.lost));
  statement.Bind(6, static_cast<std::int64_t>(session.damaged));
  statement.Bind(7, static_cast<std::int64_t>(session.duplicated));
  statement.Bind(8, session.ended ? 1 : 0);
  statement.Bind(9, session.last_received_unix_us);
}

wire::LinkReport Report(const LinkSession& session) {
  wire::LinkReport report;
  report.set_device_id(session.device_id);
  report.set_session(session.session);
  report.set_frames_received(session.received);
  report.set_frames_lost(session.lost);
  report.set_frames_damaged(session.damaged);
  report.set_frames_duplicated(session.duplicated);
  return report;
}

}  // namespace

// The tables and the statements on them.
class Spool::Tables {
 public:
  Tables(Database database, std::uint64_t limit_bytes)
      : database_(std::move(database)), limit_bytes_(limit_bytes) {}

  absl::Status Prepare();
  absl::Status Append(absl::Span<const SpooledMessage> messages,
                      absl::Span<const LinkSession> sessions);
  absl::StatusOr<std::vector<LinkSession>> ReadSessions(Statement& query);
  absl::Status AddMessages(int limit, Batch& batch);
  absl::Status AddReports(Batch& batch);
  absl::Status Acknowledge(const Batch& batch);
  absl::Status Refuse(const Batch& batch);
  absl::StatusOr<SpoolCounts> Counts();
  absl::Status MeasurePayloads();

  bool is_full() const { return payload_bytes_ >= limit_bytes_; }
  Statement& all_sessions() { return *all_sessions_; }

 private:
  absl::Status Prepare(const char* sql, std::optional<Statement>& statement);
  absl::Status RunForAll(const std::vector<std::int64_t>& ids,
                         Statement& statement);
  absl::Status NoteTold(const Batch& batch);

  Database database_;  // first: statements end before it
  const std::uint64_t limit_bytes_;
  std::uint64_t payload_bytes_ = 0;
  std::optional<Statement> put_session_, forget_sessions_, all_sessions_,
      put_message_, next_messages_, untold_, note_told_, remove_, refuse_, count_;
};

absl::Status Spool::Tables::Prepare(const char* sql,
                                    std::optional<Statement>& statement) {
  absl::StatusOr<Statement> prepared = database_.Prepare(sql);
  if (!prepared.ok()) return prepared.status();
  statement.emplace(*std::move(prepared));
  return absl::OkStatus();
}

absl::Status Spool::Tables::Prepare() {
  absl::Status status;
  status.Update(Prepare(
      "INSERT INTO sessions (" VIGIL_LINK_COLUMNS ") "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
      "ON CONFLICT (session) DO UPDATE SET device_id = ?2, next_sequence = ?3, "
      "received = ?4, lost = ?5, damaged = ?6, duplicated = ?7, ended = ?8, "
      "last_received_unix_us = ?9, told = 0",
      put_session_));
  status.Update(Prepare(
      "DELETE FROM sessions WHERE session IN (SELECT session FROM sessions "
      "WHERE told AND NOT EXISTS (SELECT 1 FROM messages m "
      "WHERE m.session = sessions.session) "
      "ORDER BY last_received_unix_us DESC LIMIT -1 OFFSET ?)",
      forget_sessions_));
  status.Update(Prepare("SELECT " VIGIL_LINK_COLUMNS
                        " FROM sessions ORDER BY last_received_unix_us DESC",
                        all_sessions_));
  status.Update(Prepare(
      "INSERT INTO messages (session, sequence, received_unix_us, payload) "
      "VALUES (?, ?, ?, ?)",
      put_message_));
  status.Update(Prepare(
      "SELECT id, m.session, sequence, received_unix_us, payload, device_id "
      "FROM messages m JOIN sessions s ON m.session = s.session "
      "WHERE NOT refused AND device_id <> '' ORDER BY id LIMIT ?",
      next_messages_));
  status.Update(Prepare("SELECT " VIGIL_LINK_COLUMNS
                        " FROM sessions WHERE NOT told AND device_id <> '' "
                        "ORDER BY last_received_unix_us LIMIT ?",
                        untold_));
  status.Update(Prepare(
      "UPDATE sessions SET told = 1 WHERE session = ?1 AND device_id = ?2 AND "
      "next_sequence = ?3 AND received = ?4 AND lost = ?5 AND damaged = ?6 AND "
      "duplicated = ?7 AND ended = ?8 AND last_received_unix_us = ?9",
      note_told_));
  status.Update(Prepare("DELETE FROM messages WHERE id = ?", remove_));
  status.Update(
      Prepare("UPDATE messages SET refused = 1 WHERE id = ?", refuse_));
  status.Update(Prepare(
      "SELECT count(*) FILTER (WHERE NOT refused AND device_id <> ''), "
      "count(*) FILTER (WHERE NOT refused AND device_id = ''), "
      "count(*) FILTER (WHERE refused), ifnull(sum(length(payload)), 0) "
      "FROM messages m JOIN sessions s ON m.session = s.session",
      count_));
  return status;
}

absl::Status Spool::Tables::Append(absl::Span<const SpooledMessage> messages,
                                   absl::Span<const LinkSession> sessions) {
  Transaction transaction(database_);
  absl::Status status = transaction.Begin();
  std::uint64_t bytes = 0;
  for (const LinkSession& session : sessions) {
    if (!status.ok()) return status;
    BindSession(session, *put_session_);
    status = put_session_->Run();
  }
  for (const SpooledMessage& message : messages) {
    if (!status.ok()) return status;
    put_message_->Bind(1, message.session);
    put_message_->Bind(2, message.sequence);
    put_message_->Bind(3, message.received_unix_us);
    put_message_->BindBlob(4, message.payload);
    status = put_message_->Run();
    bytes += message.payload.size();
  }
  if (status.ok()) status = transaction.Commit();
  if (status.ok()) payload_bytes_ += bytes;
  return status;
}

absl::StatusOr<std::vector<LinkSession>> Spool::Tables::ReadSessions(
    Statement& query) {
  std::vector<LinkSession> sessions;
  absl::StatusOr<bool> row = query.Step();
  for (; row.ok() && *row; row = query.Step()) {
    sessions.push_back(ReadSession(query));
  }
  if (!row.ok()) return row.status();
  return sessions;
}

absl::Status Spool::Tables::AddMessages(int limit, Batch& batch) {
  next_messages_->Bind(1, limit);
  absl::StatusOr<bool> row = next_messages_->Step();
  for (; row.ok() && *row; row = next_messages_->Step()) {
    wire::ReceivedMessage& message = *batch.request.add_messages();
    batch.message_ids.push_back(next_messages_->Int(0));
    message.set_session(static_cast<std::uint32_t>(next_messages_->Int(1)));
    message.set_sequence(static_cast<std::uint32_t>(next_messages_->Int(2)));
    message.set_received_unix_us(next_messages_->Int(3));
    const std::string payload(next_messages_->Bytes(4));
    message.set_device_id(std::string(next_messages_->Bytes(5)));
    batch.payload_bytes += payload.size();
    if (!message.mutable_message()->ParseFromArray(
            payload.data(), static_cast<int>(payload.size()))) {
      next_messages_->Reset();
      return absl::DataLossError("database: a spooled message is damaged");
    }
  }
  return row.status();
}

absl::Status Spool::Tables::AddReports(Batch& batch) {
  untold_->Bind(1, kMaxReports);
  absl::StatusOr<std::vector<LinkSession>> sessions = ReadSessions(*untold_);
  if (!sessions.ok()) return sessions.status();
  batch.reported = *std::move(sessions);
  for (const LinkSession& session : batch.reported) {
    *batch.request.add_links() = Report(session);
  }
  return absl::OkStatus();
}

absl::Status Spool::Tables::RunForAll(const std::vector<std::int64_t>& ids,
                                      Statement& statement) {
  for (const std::int64_t id : ids) {
    statement.Bind(1, id);
    const absl::Status status = statement.Run();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// A session that has gone on since is to be told anew.
absl::Status Spool::Tables::NoteTold(const Batch& batch) {
  for (const LinkSession& session : batch.reported) {
    BindSession(session, *note_told_);
    const absl::Status status = note_told_->Run();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Spool::Tables::Acknowledge(const Batch& batch) {
  Transaction transaction(database_);
  absl::Status status = transaction.Begin();
  if (status.ok()) status = RunForAll(batch.message_ids, *remove_);
  if (status.ok()) status = NoteTold(batch);
  if (status.ok()) {
    forget_sessions_->Bind(1, kMaxSessions);
    status = forget_sessions_->Run();
  }
  if (status.ok()) status = transaction.Commit();
  if (status.ok()) payload_bytes_ -= batch.payload_bytes;
  return status;
}

absl::Status Spool::Tables::Refuse(const Batch& batch) {
  Transaction transaction(database_);
  absl::Status status = transaction.Begin();
  if (status.ok()) status = RunForAll(batch.message_ids, *refuse_);
  if (status.ok()) status = NoteTold(batch);
  if (status.ok()) status = transaction.Commit();
  return status;
}

absl::Status Spool::Tables::MeasurePayloads() {
  const absl::StatusOr<SpoolCounts> counts = Counts();
  if (counts.ok()) payload_bytes_ = counts->payload_bytes;
  return counts.status();
}

absl::StatusOr<SpoolCounts> Spool::Tables::Counts() {
  const absl::StatusOr<bool> row = count_->Step();
  if (!row.ok()) return row.status();
  SpoolCounts counts;
  counts.waiting = static_cast<std::uint64_t>(count_->Int(0));
  counts.held = static_cast<std::uint64_t>(count_->Int(1));
  counts.refused = static_cast<std::uint64_t>(count_->Int(2));
  counts.payload_bytes = static_cast<std::uint64_t>(count_->Int(3));
  count_->Reset();
  return counts;
}

Spool::Spool(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
Spool::Spool(Spool&&) noexcept = default;
Spool& Spool::operator=(Spool&&) noexcept = default;
Spool::~Spool() = default;

absl::StatusOr<Spool> Spool::Open(const std::string& path,
                                  std::uint64_t limit_bytes) {
  absl::StatusOr<Database> database = Database::Open(path, kSchema);
  if (!database.ok()) return database.status();
  auto tables = std::make_unique<Tables>(*std::move(database), limit_bytes);
  absl::Status status = tables->Prepare();
  if (status.ok()) status = tables->MeasurePayloads();
  if (!status.ok()) {
    return absl::Status(status.code(), absl::StrCat("the spool ", path, ": ",
                                                    status.message()));
  }
  return Spool(std::move(tables));
}

absl::Status Spool::Append(absl::Span<const SpooledMessage> messages,
                           absl::Span<const LinkSession> sessions) {
  return tables_->Append(messages, sessions);
}

absl::StatusOr<std::vector<LinkSession>> Spool::Sessions() {
  return tables_->ReadSessions(tables_->all_sessions());
}

absl::StatusOr<Batch> Spool::NextBatch(int limit) {
  Batch batch;
  absl::Status status = tables_->AddMessages(limit, batch);
  if (status.ok()) status = tables_->AddReports(batch);
  if (!status.ok()) return status;
  return batch;
}

absl::Status Spool::Acknowledge(const Batch& batch) {
  return tables_->Acknowledge(batch);
}

absl::Status Spool::Refuse(const Batch& batch) { return tables_->Refuse(batch); }

absl::StatusOr<SpoolCounts> Spool::Counts() { return tables_->Counts(); }

bool Spool::is_full() const { return tables_->is_full(); }

}  // namespace vigil
