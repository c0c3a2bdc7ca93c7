#include "cloud/database/database.h"

#include <cstdio>
#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr Schema kSchema = {
    .application_id = 0x56475431,
    .version = 2,
    .create_sql = "CREATE TABLE numbers (number INTEGER) STRICT;"};

std::string FreshPath(const char* name) {
  const std::string path = testing::TempDir() + "/" + name;
  std::remove(path.c_str());
  std::remove((path + "-wal").c_str());
  return path;
}

std::int64_t Count(Database& database) {
  absl::StatusOr<Statement> count =
      database.Prepare("SELECT count(*) FROM numbers");
  return *count->Step() ? count->Int(0) : -1;
}

TEST(DatabaseTest, WhatIsCommittedIsThereAfterReopening) {
  VIGIL_VERIFIES("REQ-DB-001");
  const std::string path = FreshPath("committed.db");
  {
    absl::StatusOr<Database> database = Database::Open(path, kSchema);
    ASSERT_TRUE(database.ok()) << database.status();
    Transaction transaction(*database);
    ASSERT_TRUE(transaction.Begin().ok());
    ASSERT_TRUE(database->Execute("INSERT INTO numbers VALUES (1)").ok());
    ASSERT_TRUE(transaction.Commit().ok());
  }
  absl::StatusOr<Database> database = Database::Open(path, kSchema);
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_EQ(Count(*database), 1);
}

TEST(DatabaseTest, WhatIsNotCommittedIsRolledBack) {
  VIGIL_VERIFIES("REQ-DB-001");
  absl::StatusOr<Database> database =
      Database::Open(FreshPath("rollback.db"), kSchema);
  ASSERT_TRUE(database.ok());
  {
    Transaction transaction(*database);
    ASSERT_TRUE(transaction.Begin().ok());
    ASSERT_TRUE(database->Execute("INSERT INTO numbers VALUES (1)").ok());
  }
  EXPECT_EQ(Count(*database), 0);
}

TEST(DatabaseTest, ASecondUserIsRefused) {
  VIGIL_VERIFIES("REQ-DB-002");
  const std::string path = FreshPath("twice.db");
  absl::StatusOr<Database> first = Database::Open(path, kSchema);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(Database::Open(path, kSchema).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(DatabaseTest, ANewerSchemaIsRefused) {
  VIGIL_VERIFIES("REQ-DB-002");
  const std::string path = FreshPath("newer.db");
  Schema newer = kSchema;
  newer.version = 3;
  ASSERT_TRUE(Database::Open(path, newer).ok());
  const absl::Status status = Database::Open(path, kSchema).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(status.message().find("schema version 3"), std::string::npos);
}

TEST(DatabaseTest, AFileOfAnotherProgramIsRefused) {
  VIGIL_VERIFIES("REQ-DB-002");
  const std::string path = FreshPath("other.db");
  Schema other = kSchema;
  other.application_id = 1;
  ASSERT_TRUE(Database::Open(path, other).ok());
  EXPECT_EQ(Database::Open(path, kSchema).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(DatabaseTest, AFileThatIsNoDatabaseIsNamed) {
  VIGIL_VERIFIES("REQ-DB-002");
  const std::string path = FreshPath("garbage.db");
  std::ofstream(path) << std::string(8192, 'x');
  const absl::Status status = Database::Open(path, kSchema).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(status.message().find(path), std::string::npos);
}

TEST(DatabaseTest, AFolderThatIsNotThereIsNamed) {
  const absl::Status status =
      Database::Open(testing::TempDir() + "/none/x.db", kSchema).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
}

constexpr Schema kEntries = {
    .application_id = 0x56475431,
    .version = 1,
    .create_sql = "CREATE TABLE entries (id INTEGER PRIMARY KEY, name TEXT, bytes BLOB) STRICT;"};

// Holds an empty database of entries, and what puts one into it.
class StatementTest : public testing::Test {
 protected:
  StatementTest()
      : database_(Database::Open(FreshPath("statement.db"), kEntries)),
        insert_(database_->Prepare("INSERT INTO entries VALUES (?, ?, ?)")) {}

  absl::Status Insert(std::int64_t id, absl::string_view bytes) {
    insert_->Bind(1, id);
    insert_->BindText(2, "name");
    insert_->BindBlob(3, bytes);
    return insert_->Run();
  }

  absl::StatusOr<Database> database_;
  absl::StatusOr<Statement> insert_;
};

TEST_F(StatementTest, WhatIsBoundIsReadBackByteForByte) {
  const std::string bytes("\0\xff;'\n", 5);
  ASSERT_TRUE(Insert(1, bytes).ok());
  EXPECT_EQ(database_->changes(), 1);
  absl::StatusOr<Statement> read = database_->Prepare("SELECT * FROM entries");
  ASSERT_TRUE(*read->Step());
  EXPECT_EQ(read->Int(0), 1);
  EXPECT_EQ(read->Bytes(1), "name");
  EXPECT_EQ(read->Bytes(2), bytes);
  EXPECT_FALSE(*read->Step());
}

TEST_F(StatementTest, AnEmptyBlobIsNotNull) {
  ASSERT_TRUE(Insert(1, "").ok());
  absl::StatusOr<Statement> read = database_->Prepare("SELECT bytes, NULL FROM entries");
  ASSERT_TRUE(*read->Step());
  EXPECT_FALSE(read->IsNull(0));
  EXPECT_EQ(read->Bytes(0), "");
  EXPECT_TRUE(read->IsNull(1));
  EXPECT_EQ(read->Bytes(1), "");
}

TEST_F(StatementTest, AfterAnErrorItCanBeUsedAgain) {
  ASSERT_TRUE(Insert(1, "a").ok());
  EXPECT_EQ(Insert(1, "b").code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(Insert(2, "b").ok());
}

TEST_F(StatementTest, ThatIsNoSqlIsToldWithSqlitesWords) {
  const absl::Status status = database_->Prepare("SELECT name FROM nowhere").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(status.message(), "prepare: no such table: nowhere");
}

TEST_F(StatementTest, AFullDiskIsToldAndWhatWasThereStays) {
  ASSERT_TRUE(Insert(1, "kept").ok());
  // What a disk without room says, without one: the file may not grow.
  ASSERT_TRUE(database_->Execute("PRAGMA max_page_count=1").ok());
  EXPECT_EQ(Insert(2, std::string(100000, 'x')).code(), absl::StatusCode::kResourceExhausted);
  absl::StatusOr<Statement> read = database_->Prepare("SELECT bytes FROM entries");
  ASSERT_TRUE(*read->Step());
  EXPECT_EQ(read->Bytes(0), "kept");
  EXPECT_FALSE(*read->Step());
}

TEST(DatabaseTest, DamageInTheMiddleIsToldWhenItIsRead) {
  VIGIL_VERIFIES("REQ-DB-002");
  const std::string path = FreshPath("damaged.db");
  {
    absl::StatusOr<Database> database = Database::Open(path, kEntries);
    ASSERT_TRUE(database.ok()) << database.status();
    absl::StatusOr<Statement> insert = database->Prepare("INSERT INTO entries VALUES (1, '', ?)");
    insert->BindBlob(1, std::string(100000, 'x'));
    ASSERT_TRUE(insert->Run().ok());
  }
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);  // the table's first page, behind that of the schema
    file << std::string(4096, 'y');
  }
  absl::StatusOr<Database> database = Database::Open(path, kEntries);
  ASSERT_TRUE(database.ok()) << database.status();
  absl::StatusOr<Statement> read = database->Prepare("SELECT bytes FROM entries");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->Step().status().code(), absl::StatusCode::kDataLoss);
}

TEST(DatabaseTest, AnEmptyFileWhoseTablesCanNotBeMadeIsTold) {
  Schema wrong = kSchema;
  wrong.create_sql = "CREATE TABLE;";
  const std::string path = FreshPath("schema.db");
  const absl::Status status = Database::Open(path, wrong).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_NE(status.message().find(path), std::string::npos) << status;
}

TEST(TransactionTest, ASecondOneIsRefusedAndEndsNothing) {
  absl::StatusOr<Database> database = Database::Open(FreshPath("nested.db"), kSchema);
  ASSERT_TRUE(database.ok());
  Transaction outer(*database);
  ASSERT_TRUE(outer.Begin().ok());
  ASSERT_TRUE(database->Execute("INSERT INTO numbers VALUES (1)").ok());
  {
    Transaction inner(*database);
    EXPECT_EQ(inner.Begin().code(), absl::StatusCode::kInternal);
  }
  ASSERT_TRUE(outer.Commit().ok());
  EXPECT_EQ(Count(*database), 1);
  EXPECT_FALSE(outer.Commit().ok());
}

}  // namespace
}  // namespace vigil
