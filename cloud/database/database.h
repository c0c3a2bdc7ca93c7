// SQLite as the cloud and the gateway use it: durable (WAL, synchronous=FULL:
// Commit returns after the data is on the disk), held by one process alone, and
// with a schema version that an older program refuses to touch.
//
//   absl::StatusOr<Database> database = Database::Open(path, kSchema);
//   Transaction transaction(*database);
//   absl::Status status = transaction.Begin();
//   insert.Bind(1, 17);                      // a Statement from Prepare
//   status.Update(insert.Run());
//   if (status.ok()) status = transaction.Commit();  // else: rolled back
//
// Errors of every function, unless said otherwise:
//   kDataLoss            the file is damaged or no database
//   kResourceExhausted   the disk is full
//   kFailedPrecondition  another process holds the file
//   kInternal            anything else SQLite says, with its words
// Every function may block on the disk. One thread at a time.
#ifndef VIGIL_CLOUD_DATABASE_DATABASE_H_
#define VIGIL_CLOUD_DATABASE_DATABASE_H_

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil {

// What a database file is for.
struct Schema {
  std::int32_t application_id;  // in the file's header: tells kinds apart
  std::int32_t version;         // > 0; a file with a higher one is refused
  const char* create_sql;       // makes the tables in an empty file
};

// One SQL statement, used many times. Parameters count from 1, columns from 0.
class Statement {
 public:
  void Bind(int parameter, std::int64_t value);
  void BindText(int parameter, absl::string_view value);
  void BindBlob(int parameter, absl::string_view value);

  // True while there is a row to read. After false or an error the statement
  // is ready to be bound and stepped anew; parameters keep their values.
  absl::StatusOr<bool> Step();
  // For statements that give no rows.
  absl::Status Run();
  // Leaves off reading rows.
  void Reset();

  std::int64_t Int(int column) const;
  bool IsNull(int column) const;
  // Valid until the next Step or Reset.
  absl::string_view Bytes(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  // Opens or makes the file. Also kFailedPrecondition: the file belongs to
  // another program or to a newer version of this one. kNotFound: the folder
  // does not exist or may not be written.
  static absl::StatusOr<Database> Open(const std::string& path,
                                       const Schema& schema);

  // A statement lives no longer than its database.
  absl::StatusOr<Statement> Prepare(absl::string_view sql);
  absl::Status Execute(const char* sql);

  // Rows that the last statement changed.
  std::int64_t changes() const { return sqlite3_changes64(connection_.get()); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  explicit Database(sqlite3* connection) : connection_(connection) {}

  absl::Status CheckKind(const std::string& path, const Schema& schema);
  absl::StatusOr<std::int64_t> Pragma(const char* name);

  std::unique_ptr<sqlite3, Close> connection_;
};

// Rolls back when it ends without a Commit that succeeded.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  absl::Status Begin();
  // When this returns OK, the changes survive a loss of power.
  absl::Status Commit();

 private:
  Database& database_;
  bool open_ = false;
};

}  // namespace vigil

#endif  // VIGIL_CLOUD_DATABASE_DATABASE_H_
