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

}  // namespace
}  // namespace vigil
