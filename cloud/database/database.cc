#include "cloud/database/database.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace vigil {
namespace {

absl::Status ToStatus(sqlite3* connection, absl::string_view what) {
  const std::string text = absl::StrCat(what, ": ", sqlite3_errmsg(connection));
  switch (sqlite3_errcode(connection)) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::DataLossError(text);
    case SQLITE_FULL:
      return absl::ResourceExhaustedError(text);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::FailedPreconditionError(text);
    case SQLITE_CANTOPEN:
      return absl::NotFoundError(text);
    default:
      return absl::InternalError(text);
  }
}

// Says which file, what is wrong with it and what can be done.
absl::Status Explain(const std::string& path, const absl::Status& status) {
  absl::string_view advice;
  switch (status.code()) {
    case absl::StatusCode::kDataLoss:
      advice = ": it is damaged or no database; restore it from a backup, or "
               "move it away to start with an empty one";
      break;
    case absl::StatusCode::kFailedPrecondition:
      advice = ": another process uses it; stop that one or name another file";
      break;
    case absl::StatusCode::kNotFound:
      advice = ": its folder has to exist and to be writable";
      break;
    default:
      break;
  }
  return absl::Status(status.code(), absl::StrCat("the database ", path, advice,
                                                  " (", status.message(), ")"));
}

}  // namespace

void Statement::Bind(int parameter, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
}

void Statement::BindText(int parameter, absl::string_view value) {
  sqlite3_bind_text64(statement_.get(), parameter, value.data(), value.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::BindBlob(int parameter, absl::string_view value) {
  // A null pointer would bind NULL instead of an empty blob.
  sqlite3_bind_blob64(statement_.get(), parameter,
                      value.empty() ? "" : value.data(), value.size(),
                      SQLITE_TRANSIENT);
}

absl::StatusOr<bool> Statement::Step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) {
    Reset();
    return false;
  }
  const absl::Status status =
      ToStatus(sqlite3_db_handle(statement_.get()), "database");
  Reset();
  return status;
}

absl::Status Statement::Run() {
  const absl::Status status = Step().status();
  Reset();
  return status;
}

void Statement::Reset() { sqlite3_reset(statement_.get()); }

std::int64_t Statement::Int(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

absl::string_view Statement::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(
              sqlite3_column_bytes(statement_.get(), column))};
}

absl::StatusOr<Database> Database::Open(const std::string& path,
                                        const Schema& schema) {
  sqlite3* connection = nullptr;
  const int result = sqlite3_open_v2(
      path.c_str(), &connection,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(connection);
  if (result != SQLITE_OK) {
    return Explain(path, ToStatus(connection, "open"));
  }
  // The exclusive lock goes with the process, so kill -9 leaves nothing behind.
  absl::Status status = database.Execute(
      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;"
      "PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF;"
      "BEGIN EXCLUSIVE; COMMIT;");
  if (!status.ok()) return Explain(path, status);
  status = database.CheckKind(path, schema);
  if (!status.ok()) return status;
  return database;
}

absl::Status Database::CheckKind(const std::string& path, const Schema& schema) {
  const auto application = Pragma("application_id");
  if (!application.ok()) return Explain(path, application.status());
  const auto version = Pragma("user_version");
  if (!version.ok()) return Explain(path, version.status());
  const auto tables = Pragma("schema_version");
  if (!tables.ok()) return Explain(path, tables.status());

  if (*application == 0 && *version == 0 && *tables == 0) {
    const absl::Status status = Execute(
        absl::StrCat("BEGIN; PRAGMA application_id=", schema.application_id,
                     "; PRAGMA user_version=", schema.version, ";",
                     schema.create_sql, "COMMIT;")
            .c_str());
    return status.ok() ? status : Explain(path, status);
  }
  if (*application != schema.application_id) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the database ", path, " belongs to another program; name another file"));
  }
  if (*version > schema.version) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the database ", path, " has schema version ", *version,
        ", this program knows versions up to ", schema.version,
        "; use the newer program, or name another file"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> Database::Pragma(const char* name) {
  absl::StatusOr<Statement> statement = Prepare(absl::StrCat("PRAGMA ", name));
  if (!statement.ok()) return statement.status();
  const absl::StatusOr<bool> row = statement->Step();
  if (!row.ok()) return row.status();
  return statement->Int(0);
}

absl::StatusOr<Statement> Database::Prepare(absl::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection_.get(), sql.data(),
                         static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK) {
    return ToStatus(connection_.get(), "prepare");
  }
  return Statement(statement);
}

absl::Status Database::Execute(const char* sql) {
  if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) !=
      SQLITE_OK) {
    return ToStatus(connection_.get(), "database");
  }
  return absl::OkStatus();
}

Transaction::~Transaction() {
  // Fails only where SQLite has rolled back by itself already.
  if (open_) database_.Execute("ROLLBACK").IgnoreError();
}

absl::Status Transaction::Begin() {
  const absl::Status status = database_.Execute("BEGIN IMMEDIATE");
  open_ = status.ok();
  return status;
}

absl::Status Transaction::Commit() {
  const absl::Status status = database_.Execute("COMMIT");
  if (status.ok()) open_ = false;
  return status;
}

}  // namespace vigil
