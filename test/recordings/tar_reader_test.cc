#include "test/recordings/tar_reader.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace vigil::recordings {
namespace {

std::unique_ptr<ByteSource> Corpus(const std::string& name) {
  return OpenBytes("test/recordings/corpus/" + name).value();
}

std::string Unpacked() {
  const std::unique_ptr<ByteSource> bytes = Corpus("subject.tar.xz");
  return ReadAll(*bytes, 1 << 20).value();
}

absl::Status FirstStatus(std::string archive) {
  const std::unique_ptr<ByteSource> bytes = BytesOf(std::move(archive));
  return TarReader(*bytes).Next().status();
}

TEST(TarReader, GivesFilesInTheirOrderWithoutFolders) {
  const std::unique_ptr<ByteSource> bytes = Corpus("subject.tar.xz");
  TarReader tar(*bytes);
  std::vector<std::string> seen;
  while (true) {
    const absl::StatusOr<std::optional<TarFile>> file = tar.Next();
    ASSERT_TRUE(file.ok()) << file.status();
    if (!*file) break;
    seen.push_back((*file)->name + ": " + (*file)->content);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"S/D01.txt: 1,2,3;\n",
                                            "S/F01.txt:   17,-179, -99;\n  15,-174, -90;\n"}));
}

TEST(TarReader, TellsWhereAnArchiveIsCut) {
  const std::unique_ptr<ByteSource> bytes = Corpus("cut.tar");
  const absl::Status status = TarReader(*bytes).Next().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(status.message(), "the archive ends within S/D01.txt");
  EXPECT_EQ(FirstStatus(Unpacked().substr(0, 100)).message(), "the archive ends within a header");
}

TEST(TarReader, RefusesWhatIsNoArchive) {
  EXPECT_EQ(FirstStatus(std::string(512, 'x')).code(), absl::StatusCode::kDataLoss);
}

// Of a header of Unpacked() whose sum is made right again.
std::string Changed(std::size_t header, std::size_t offset, const std::string& to) {
  std::string archive = Unpacked().substr(header);
  archive.replace(offset, to.size(), to);
  archive.replace(148, 8, "        ");
  unsigned sum = 0;
  for (int at = 0; at < 512; ++at) sum += static_cast<unsigned char>(archive[static_cast<std::size_t>(at)]);
  char octal[8] = {};
  for (int at = 5; at >= 0; --at, sum /= 8) octal[at] = static_cast<char>('0' + sum % 8);
  archive.replace(148, 8, octal, 8);
  return archive;
}

TEST(TarReader, RefusesLongNamesAndHugeFiles) {
  EXPECT_EQ(FirstStatus(Changed(512, 156, "L")).code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(FirstStatus(Changed(512, 124, "77777777777")).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(FirstStatus(Changed(512, 124, "9")).code(), absl::StatusCode::kDataLoss);
}

TEST(TarReader, ReadsExtendedHeaders) {
  const std::unique_ptr<ByteSource> bytes = Corpus("pax.tar");
  TarReader tar(*bytes);
  const std::optional<TarFile> file = *tar.Next();
  ASSERT_TRUE(file);
  EXPECT_EQ(file->name, std::string(120, 'n') + ".txt");
  EXPECT_EQ(file->content, "1,2,3;\n");
  EXPECT_EQ((*tar.Next())->name, "short.txt");
  EXPECT_FALSE(*tar.Next());
}

TEST(TarReader, TellsOfADamagedExtendedHeader) {
  std::string archive = ReadAll(*Corpus("pax.tar"), 1 << 20).value();
  archive[512] = 'x';  // the length of the first record
  EXPECT_EQ(FirstStatus(archive).message(), "an extended header is damaged");
}

TEST(TarReader, PutsThePrefixBeforeTheName) {
  const std::unique_ptr<ByteSource> bytes = BytesOf(Changed(512, 345, "deep/er"));
  EXPECT_EQ((*TarReader(*bytes).Next())->name, "deep/er/S/D01.txt");
}

}  // namespace
}  // namespace vigil::recordings
