#include "test/recordings/byte_source.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace vigil::recordings {
namespace {

constexpr std::size_t kLimit = 1 << 20;
const char kBeats[] = "time_s,heart_rate_bpm\n0.017,1.20\n0.032,1.12\n";

std::string Corpus(const std::string& name) { return "test/recordings/corpus/" + name; }

absl::StatusOr<std::string> TextOf(const std::string& path) {
  absl::StatusOr<std::unique_ptr<ByteSource>> bytes = OpenBytes(path);
  if (!bytes.ok()) return bytes.status();
  return ReadAll(**bytes, kLimit);
}

std::string RawBytes(const std::string& name) {
  std::ifstream file(Corpus(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ByteSource, ReadsPlainAndPackedFilesAlike) {
  EXPECT_EQ(*TextOf(Corpus("beats.csv")), kBeats);
  EXPECT_EQ(*TextOf(Corpus("beats.csv.gz")), kBeats);
}

TEST(ByteSource, ReadsAllPartsOfAGzipFile) {
  EXPECT_EQ(*TextOf(Corpus("two_parts.csv.gz")), std::string(kBeats) + "0.048,1.00\n");
}

TEST(ByteSource, ReadsXz) {
  const absl::StatusOr<std::string> archive = TextOf(Corpus("subject.tar.xz"));
  ASSERT_TRUE(archive.ok()) << archive.status();
  EXPECT_EQ(archive->size() % 512, 0u);
  EXPECT_NE(archive->find("S/F01.txt"), std::string::npos);
}

TEST(ByteSource, TellsWhatIsDamagedOrCut) {
  for (const char* name : {"beats.csv.gz", "subject.tar.xz"}) {
    const std::string whole = RawBytes(name);
    ASSERT_GT(whole.size(), 20u);
    const std::unique_ptr<ByteSource> cut = BytesOf(whole.substr(0, whole.size() - 10));
    EXPECT_EQ(ReadAll(*cut, kLimit).status().code(), absl::StatusCode::kDataLoss) << name;
    std::string changed = whole;
    changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 0x55);
    const std::unique_ptr<ByteSource> damaged = BytesOf(changed);
    EXPECT_EQ(ReadAll(*damaged, kLimit).status().code(), absl::StatusCode::kDataLoss) << name;
  }
}

TEST(ByteSource, TellsOfAFileThatIsNotThere) {
  EXPECT_EQ(OpenBytes("test/recordings/corpus/none").status().code(), absl::StatusCode::kNotFound);
}

TEST(ByteSource, StopsAtTheLimit) {
  const std::unique_ptr<ByteSource> bytes = BytesOf("12345");
  EXPECT_EQ(ReadAll(*bytes, 4).status().code(), absl::StatusCode::kResourceExhausted);
  const std::unique_ptr<ByteSource> again = BytesOf("12345");
  EXPECT_EQ(*ReadAll(*again, 5), "12345");
}

TEST(ByteSource, GivesFewerBytesAtTheEndAlone) {
  const std::unique_ptr<ByteSource> bytes = OpenBytes(Corpus("beats.csv.gz")).value();
  char first[10];
  ASSERT_EQ(*bytes->Read(first, sizeof(first)), sizeof(first));
  EXPECT_EQ(std::string(first, sizeof(first)), "time_s,hea");
  char rest[100];
  EXPECT_EQ(*bytes->Read(rest, sizeof(rest)), sizeof(kBeats) - 1 - sizeof(first));
  EXPECT_EQ(*bytes->Read(rest, sizeof(rest)), 0u);
}

}  // namespace
}  // namespace vigil::recordings
