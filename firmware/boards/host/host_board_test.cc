#include "firmware/boards/host/host_board.h"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace vigil::firmware {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string EmptyFile(const std::string& name) {
  const std::string path = testing::TempDir() + "/" + name;
  std::ofstream(path, std::ios::binary | std::ios::trunc).flush();
  return path;
}

TEST(HostBoard, HasTheMemoryThatItWasGiven) {
  absl::StatusOr<FileLogStore> log = FileLogStore::Open(EmptyFile("a.log"));
  ASSERT_TRUE(log.ok()) << log.status();

  EXPECT_EQ(HostBoard([](std::uint8_t) {}, &*log).AlarmLogMemory(), &*log);
  EXPECT_EQ(HostBoard([](std::uint8_t) {}).AlarmLogMemory(), nullptr);
}

TEST(FileLogStore, IsErasedWhenNewAndGoesOnWhereItWas) {
  const std::string path = EmptyFile("b.log");
  absl::StatusOr<FileLogStore> log = FileLogStore::Open(path);
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(ReadFile(path), std::string(kLogFileBytes, '\xFF'));

  const std::uint8_t written[] = {1, 2, 3};
  ASSERT_EQ(log->Write(kLogFileSectorBytes - 1, written, 3), Status::kOk);

  absl::StatusOr<FileLogStore> again = FileLogStore::Open(path);
  ASSERT_TRUE(again.ok()) << again.status();
  std::uint8_t read[5] = {};
  ASSERT_EQ(again->Read(kLogFileSectorBytes - 2, read, 5), Status::kOk);
  EXPECT_EQ(std::vector<std::uint8_t>(read, read + 5),
            (std::vector<std::uint8_t>{0xFF, 1, 2, 3, 0xFF}));
  EXPECT_EQ(ReadFile(path).size(), kLogFileBytes);
}

TEST(FileLogStore, ErasesOneSectorAlone) {
  absl::StatusOr<FileLogStore> log = FileLogStore::Open(EmptyFile("c.log"));
  ASSERT_TRUE(log.ok()) << log.status();
  const std::uint8_t written[] = {1, 2};
  ASSERT_EQ(log->Write(kLogFileSectorBytes - 1, written, 2), Status::kOk);

  ASSERT_EQ(log->Erase(1), Status::kOk);

  std::uint8_t read[2] = {};
  ASSERT_EQ(log->Read(kLogFileSectorBytes - 1, read, 2), Status::kOk);
  EXPECT_EQ(read[0], 1);
  EXPECT_EQ(read[1], 0xFF);
}

TEST(FileLogStore, WhatIsOutsideIsNotRead) {
  absl::StatusOr<FileLogStore> log = FileLogStore::Open(EmptyFile("d.log"));
  ASSERT_TRUE(log.ok()) << log.status();
  std::uint8_t read[2] = {};
  EXPECT_EQ(log->Read(kLogFileBytes - 1, read, 2), Status::kDataLoss);
}

TEST(FileLogStore, FolderThatIsNotThereIsNamed) {
  const absl::StatusOr<FileLogStore> log = FileLogStore::Open("/no/such/a.log");
  ASSERT_FALSE(log.ok());
  EXPECT_NE(log.status().message().find("/no/such/a.log"), std::string::npos);
}

}  // namespace
}  // namespace vigil::firmware
