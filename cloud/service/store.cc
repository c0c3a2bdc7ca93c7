#include "cloud/service/store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cloud/records/records.h"

namespace vigil {
namespace {

constexpr std::int64_t kMaxRecentDevices = 256;
constexpr std::int64_t kMaxRecentMessages = 1024;

// The counts of a session are kept with it, so that a list of sessions does not
// read their messages. kind is the number of the body in DeviceMessage.
constexpr Schema kSchema = {
    .application_id = 0x5647434C,  // "VGCL"
    .version = kStoreSchemaVersion,
    .create_sql = R"(
      CREATE TABLE sessions (
        id INTEGER PRIMARY KEY,
        device_id TEXT NOT NULL,
        session INTEGER NOT NULL,
        first_received_unix_us INTEGER NOT NULL DEFAULT 0,
        last_received_unix_us INTEGER NOT NULL DEFAULT 0,
        messages INTEGER NOT NULL DEFAULT 0,
        samples INTEGER NOT NULL DEFAULT 0,
        observations INTEGER NOT NULL DEFAULT 0,
        alarms_raised INTEGER NOT NULL DEFAULT 0,
        ended INTEGER NOT NULL DEFAULT 0,
        next_sequence INTEGER NOT NULL DEFAULT 0,
        frames_received INTEGER NOT NULL DEFAULT 0,
        frames_lost INTEGER NOT NULL DEFAULT 0,
        frames_damaged INTEGER NOT NULL DEFAULT 0,
        frames_duplicated INTEGER NOT NULL DEFAULT 0,
        UNIQUE (device_id, session)
      ) STRICT;
      CREATE INDEX sessions_by_time ON sessions (last_received_unix_us);
      CREATE TABLE messages (
        session_id INTEGER NOT NULL REFERENCES sessions (id),
        sequence INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        received_unix_us INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (session_id, sequence)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX landmarks ON messages (session_id, sequence)
        WHERE kind IN (1, 4);
    )"};
static_assert(wire::DeviceMessage::kHello == 1);
static_assert(wire::DeviceMessage::kAlarm == 4);

#define VIGIL_SESSION_COLUMNS                                                \
  "id, device_id, session, first_received_unix_us, last_received_unix_us, " \
  "messages, samples, observations, alarms_raised, ended, next_sequence, "  \
  "frames_received, frames_lost, frames_damaged, frames_duplicated"

struct SessionRow {
  std::int64_t id = 0;
  wire::SessionSummary summary;
  std::int64_t next_sequence = 0;  // one after the highest that is stored
};

SessionRow ReadSession(const Statement& row) {
  SessionRow session;
  session.id = row.Int(0);
  wire::SessionSummary& summary = session.summary;
  summary.set_device_id(std::string(row.Bytes(1)));
  summary.set_session(static_cast<std::uint32_t>(row.Int(2)));
  summary.set_first_received_unix_us(row.Int(3));
  summary.set_last_received_unix_us(row.Int(4));
  summary.set_messages(static_cast<std::uint64_t>(row.Int(5)));
  summary.set_samples(static_cast<std::uint64_t>(row.Int(6)));
  summary.set_observations(static_cast<std::uint64_t>(row.Int(7)));
  summary.set_alarms_raised(static_cast<std::uint64_t>(row.Int(8)));
  summary.set_ended(row.Int(9) != 0);
  session.next_sequence = row.Int(10);
  summary.set_messages_missing(
      static_cast<std::uint64_t>(session.next_sequence - row.Int(5)));
  wire::LinkReport& link = *summary.mutable_link();
  link.set_device_id(summary.device_id());
  link.set_session(summary.session());
  link.set_frames_received(static_cast<std::uint64_t>(row.Int(11)));
  link.set_frames_lost(static_cast<std::uint64_t>(row.Int(12)));
  link.set_frames_damaged(static_cast<std::uint64_t>(row.Int(13)));
  link.set_frames_duplicated(static_cast<std::uint64_t>(row.Int(14)));
  return session;
}

// Counts a message that is new.
void Count(const wire::ReceivedMessage& received, SessionRow& session) {
  wire::SessionSummary& summary = session.summary;
  const std::int64_t time = received.received_unix_us();
  const bool first = summary.messages() == 0;
  if (first || time < summary.first_received_unix_us()) {
    summary.set_first_received_unix_us(time);
  }
  if (first || time > summary.last_received_unix_us()) {
    summary.set_last_received_unix_us(time);
  }
  summary.set_messages(summary.messages() + 1);
  session.next_sequence = std::max(
      session.next_sequence, std::int64_t{received.sequence()} + 1);

  const wire::DeviceMessage& message = received.message();
  if (message.has_samples()) {
    summary.set_samples(
        summary.samples() +
        static_cast<std::uint64_t>(message.samples().samples_size()));
  }
  if (message.has_observation()) {
    summary.set_observations(summary.observations() + 1);
  }
  if (message.has_alarm() && message.alarm().transition() == 1) {
    summary.set_alarms_raised(summary.alarms_raised() + 1);
  }
  if (message.has_goodbye()) summary.set_ended(true);
}

// Counts only grow: a report that is older than what is stored changes nothing.
bool Merge(const wire::LinkReport& report, wire::LinkReport& stored) {
  wire::LinkReport merged = stored;
  merged.set_frames_received(
      std::max(stored.frames_received(), report.frames_received()));
  merged.set_frames_lost(std::max(stored.frames_lost(), report.frames_lost()));
  merged.set_frames_damaged(
      std::max(stored.frames_damaged(), report.frames_damaged()));
  merged.set_frames_duplicated(
      std::max(stored.frames_duplicated(), report.frames_duplicated()));
  const bool changed = merged.SerializeAsString() != stored.SerializeAsString();
  stored = merged;
  return changed;
}

}  // namespace

// The tables and the statements on them.
class Store::Tables {
 public:
  explicit Tables(Database database) : database_(std::move(database)) {}

  absl::Status Prepare();
  Database& database() { return database_; }

  absl::StatusOr<SessionRow> FindOrAddSession(const std::string& device_id,
                                              std::uint32_t session);
  // True when it is new.
  absl::StatusOr<bool> Insert(const SessionRow& session,
                              const wire::ReceivedMessage& received);
  absl::Status Update(const SessionRow& session);

  absl::Status Store(const wire::UploadRequest& request, Stored& stored);
  absl::StatusOr<std::vector<SessionRow>> Newest(Statement& query,
                                                 std::int64_t limit);
  // Runs a query whose columns are sequence, received_unix_us, body.
  template <typename Add>
  absl::Status ReadMessages(Statement& query, const SessionRow& session, Add add);

  Statement& newest_sessions() { return *newest_sessions_; }
  Statement& newest_of_devices() { return *newest_of_devices_; }
  Statement& find_session() { return *find_session_; }
  Statement& messages_after() { return *messages_after_; }
  Statement& recent_messages() { return *recent_messages_; }

 private:
  absl::Status Prepare(const char* sql, std::optional<Statement>& statement);
  absl::Status CheckSame(const SessionRow& session,
                         const wire::ReceivedMessage& received,
                         absl::string_view body);

  Database database_;  // first: statements end before it
  std::optional<Statement> find_session_, add_session_, update_session_,
      insert_message_, find_body_, newest_sessions_, newest_of_devices_,
      messages_after_, recent_messages_;
};

absl::Status Store::Tables::Prepare(const char* sql,
                                    std::optional<Statement>& statement) {
  absl::StatusOr<Statement> prepared = database_.Prepare(sql);
  if (!prepared.ok()) return prepared.status();
  statement.emplace(*std::move(prepared));
  return absl::OkStatus();
}

absl::Status Store::Tables::Prepare() {
  absl::Status status;
  status.Update(Prepare("SELECT " VIGIL_SESSION_COLUMNS
                        " FROM sessions WHERE device_id = ? AND session = ?",
                        find_session_));
  status.Update(Prepare(
      "INSERT INTO sessions (device_id, session) VALUES (?, ?)", add_session_));
  status.Update(Prepare(
      "UPDATE sessions SET first_received_unix_us = ?2, "
      "last_received_unix_us = ?3, messages = ?4, samples = ?5, "
      "observations = ?6, alarms_raised = ?7, ended = ?8, next_sequence = ?9, "
      "frames_received = ?10, frames_lost = ?11, frames_damaged = ?12, "
      "frames_duplicated = ?13 WHERE id = ?1",
      update_session_));
  status.Update(Prepare("INSERT OR IGNORE INTO messages VALUES (?, ?, ?, ?, ?)",
                        insert_message_));
  status.Update(Prepare(
      "SELECT body FROM messages WHERE session_id = ? AND sequence = ?",
      find_body_));
  status.Update(Prepare("SELECT " VIGIL_SESSION_COLUMNS
                        " FROM sessions ORDER BY last_received_unix_us DESC, "
                        "id DESC LIMIT ?",
                        newest_sessions_));
  // SQLite: with max() the other columns are those of the row that has it.
  status.Update(Prepare(
      "SELECT " VIGIL_SESSION_COLUMNS
      " FROM (SELECT *, max(last_received_unix_us) FROM sessions "
      "GROUP BY device_id) ORDER BY last_received_unix_us DESC LIMIT ?",
      newest_of_devices_));
  status.Update(Prepare(
      "SELECT sequence, received_unix_us, body FROM messages "
      "WHERE session_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
      messages_after_));
  status.Update(Prepare(
      "SELECT sequence, received_unix_us, body FROM messages "
      "WHERE session_id = ?1 AND kind IN (1, 4) UNION "
      "SELECT * FROM (SELECT sequence, received_unix_us, body FROM messages "
      "WHERE session_id = ?1 ORDER BY sequence DESC LIMIT ?2) ORDER BY 1",
      recent_messages_));
  return status;
}

absl::StatusOr<SessionRow> Store::Tables::FindOrAddSession(
    const std::string& device_id, std::uint32_t session) {
  find_session_->BindText(1, device_id);
  find_session_->Bind(2, session);
  absl::StatusOr<bool> found = find_session_->Step();
  if (found.ok() && !*found) {
    add_session_->BindText(1, device_id);
    add_session_->Bind(2, session);
    const absl::Status added = add_session_->Run();
    if (!added.ok()) return added;
    found = find_session_->Step();
  }
  if (!found.ok()) return found.status();
  SessionRow row = ReadSession(*find_session_);
  find_session_->Reset();
  return row;
}

absl::Status Store::Tables::CheckSame(const SessionRow& session,
                                      const wire::ReceivedMessage& received,
                                      absl::string_view body) {
  find_body_->Bind(1, session.id);
  find_body_->Bind(2, received.sequence());
  const absl::StatusOr<bool> found = find_body_->Step();
  if (!found.ok()) return found.status();
  const bool same = *found && find_body_->Bytes(0) == body;
  find_body_->Reset();
  if (same) return absl::OkStatus();
  return absl::AlreadyExistsError(absl::StrCat(
      "device ", received.device_id(), ", session ", received.session(),
      ", sequence ", received.sequence(),
      " is stored with other content: a session number was used twice"));
}

absl::StatusOr<bool> Store::Tables::Insert(
    const SessionRow& session, const wire::ReceivedMessage& received) {
  const std::string body = received.message().SerializeAsString();
  insert_message_->Bind(1, session.id);
  insert_message_->Bind(2, received.sequence());
  insert_message_->Bind(3, received.message().body_case());
  insert_message_->Bind(4, received.received_unix_us());
  insert_message_->BindBlob(5, body);
  const absl::Status inserted = insert_message_->Run();
  if (!inserted.ok()) return inserted;
  if (database_.changes() == 1) return true;
  const absl::Status same = CheckSame(session, received, body);
  if (!same.ok()) return same;
  return false;
}

absl::Status Store::Tables::Update(const SessionRow& session) {
  const wire::SessionSummary& summary = session.summary;
  const auto bind = [this](int parameter, std::uint64_t value) {
    update_session_->Bind(parameter, static_cast<std::int64_t>(value));
  };
  update_session_->Bind(1, session.id);
  update_session_->Bind(2, summary.first_received_unix_us());
  update_session_->Bind(3, summary.last_received_unix_us());
  bind(4, summary.messages());
  bind(5, summary.samples());
  bind(6, summary.observations());
  bind(7, summary.alarms_raised());
  bind(8, summary.ended() ? 1 : 0);
  update_session_->Bind(9, session.next_sequence);
  bind(10, summary.link().frames_received());
  bind(11, summary.link().frames_lost());
  bind(12, summary.link().frames_damaged());
  bind(13, summary.link().frames_duplicated());
  return update_session_->Run();
}

absl::Status Store::Tables::Store(const wire::UploadRequest& request,
                                  Stored& stored) {
  std::optional<SessionRow> session;
  // Messages of one session come together: its row is read and written once.
  const auto use = [&](const std::string& device_id, std::uint32_t number) {
    absl::Status status;
    if (session && session->summary.device_id() == device_id &&
        session->summary.session() == number) {
      return status;
    }
    if (session) status = Update(*session);
    if (!status.ok()) return status;
    absl::StatusOr<SessionRow> found = FindOrAddSession(device_id, number);
    if (!found.ok()) return found.status();
    session = *std::move(found);
    return status;
  };
  for (const wire::ReceivedMessage& received : request.messages()) {
    const absl::Status used = use(received.device_id(), received.session());
    if (!used.ok()) return used;
    const absl::StatusOr<bool> is_new = Insert(*session, received);
    if (!is_new.ok()) return is_new.status();
    if (*is_new) {
      Count(received, *session);
      stored.new_messages.push_back(received);
    }
  }
  for (const wire::LinkReport& report : request.links()) {
    const absl::Status used = use(report.device_id(), report.session());
    if (!used.ok()) return used;
    if (Merge(report, *session->summary.mutable_link())) {
      stored.changed_links.push_back(session->summary.link());
    }
  }
  const auto fresh = static_cast<std::uint32_t>(stored.new_messages.size());
  stored.reply.set_stored(fresh);
  stored.reply.set_duplicates(
      static_cast<std::uint32_t>(request.messages_size()) - fresh);
  return session ? Update(*session) : absl::OkStatus();
}

absl::StatusOr<std::vector<SessionRow>> Store::Tables::Newest(
    Statement& query, std::int64_t limit) {
  std::vector<SessionRow> rows;
  query.Bind(1, limit);
  absl::StatusOr<bool> row = query.Step();
  for (; row.ok() && *row; row = query.Step()) {
    rows.push_back(ReadSession(query));
  }
  if (!row.ok()) return row.status();
  return rows;
}

template <typename Add>
absl::Status Store::Tables::ReadMessages(Statement& query,
                                         const SessionRow& session, Add add) {
  absl::StatusOr<bool> row = query.Step();
  for (; row.ok() && *row; row = query.Step()) {
    wire::ReceivedMessage& received = *add();
    received.set_device_id(session.summary.device_id());
    received.set_session(session.summary.session());
    received.set_sequence(static_cast<std::uint32_t>(query.Int(0)));
    received.set_received_unix_us(query.Int(1));
    const absl::string_view body = query.Bytes(2);
    if (!received.mutable_message()->ParseFromArray(
            body.data(), static_cast<int>(body.size()))) {
      query.Reset();
      return absl::DataLossError(absl::StrCat(
          "database: the stored message ", received.sequence(), " of device ",
          received.device_id(), ", session ", received.session(),
          " is damaged"));
    }
  }
  return row.status();
}

Store::Store(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

absl::StatusOr<Store> Store::Open(const std::string& path) {
  absl::StatusOr<Database> database = Database::Open(path, kSchema);
  if (!database.ok()) return database.status();
  auto tables = std::make_unique<Tables>(*std::move(database));
  const absl::Status status = tables->Prepare();
  if (!status.ok()) {
    return absl::Status(status.code(), absl::StrCat("the database ", path, ": ",
                                                    status.message()));
  }
  return Store(std::move(tables));
}

std::vector<absl::StatusOr<Stored>> Store::StoreAll(
    absl::Span<const wire::UploadRequest> requests) {
  std::vector<absl::StatusOr<Stored>> answers;
  Database& database = tables_->database();
  Transaction transaction(database);
  absl::Status failure = transaction.Begin();
  for (const wire::UploadRequest& request : requests) {
    absl::Status status = CheckUpload(request);
    Stored stored;
    if (status.ok() && failure.ok()) {
      failure.Update(database.Execute("SAVEPOINT request"));
      status = failure.ok() ? tables_->Store(request, stored) : failure;
      if (!status.ok()) failure.Update(database.Execute("ROLLBACK TO request"));
      failure.Update(database.Execute("RELEASE request"));
    }
    if (status.ok()) {
      answers.emplace_back(std::move(stored));
    } else {
      answers.emplace_back(std::move(status));
    }
  }
  if (failure.ok()) failure = transaction.Commit();
  if (!failure.ok()) {
    for (absl::StatusOr<Stored>& answer : answers) {
      if (answer.ok()) answer = failure;
    }
  }
  return answers;
}

absl::StatusOr<wire::SessionList> Store::Sessions() {
  absl::StatusOr<std::vector<SessionRow>> rows =
      tables_->Newest(tables_->newest_sessions(), kMaxSessionsPerAnswer);
  if (!rows.ok()) return rows.status();
  wire::SessionList list;
  for (SessionRow& row : *rows) *list.add_sessions() = std::move(row.summary);
  return list;
}

absl::StatusOr<wire::MessageList> Store::Messages(const MessagesQuery& query) {
  wire::MessageList list;
  Statement& find = tables_->find_session();
  find.BindText(1, query.device_id);
  find.Bind(2, query.session);
  const absl::StatusOr<bool> found = find.Step();
  if (!found.ok()) return found.status();
  if (!*found) return list;
  const SessionRow session = ReadSession(find);
  find.Reset();

  Statement& messages = tables_->messages_after();
  messages.Bind(1, session.id);
  messages.Bind(2, query.after ? std::int64_t{*query.after} : -1);
  messages.Bind(3, std::min(query.limit, kMaxMessagesPerAnswer));
  const absl::Status status = tables_->ReadMessages(
      messages, session, [&list] { return list.add_messages(); });
  if (!status.ok()) return status;
  return list;
}

absl::StatusOr<wire::LiveUpdate> Store::Recent() {
  const absl::StatusOr<std::vector<SessionRow>> sessions =
      tables_->Newest(tables_->newest_of_devices(), kMaxRecentDevices);
  if (!sessions.ok()) return sessions.status();
  wire::LiveUpdate recent;
  for (const SessionRow& session : *sessions) {
    Statement& messages = tables_->recent_messages();
    messages.Bind(1, session.id);
    messages.Bind(2, kMaxRecentMessages);
    const absl::Status status = tables_->ReadMessages(
        messages, session, [&recent] { return recent.add_messages(); });
    if (!status.ok()) return status;
    *recent.add_links() = session.summary.link();
  }
  return recent;
}

}  // namespace vigil
