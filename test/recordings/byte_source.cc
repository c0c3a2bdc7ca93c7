#include "test/recordings/byte_source.h"

#include <lzma.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace vigil::recordings {
namespace {

constexpr absl::string_view kGzipMagic("\x1f\x8b", 2);
constexpr absl::string_view kXzMagic("\xfd" "7zXZ\0", 6);
constexpr std::uint64_t kXzMemory = std::uint64_t{256} << 20;  // of the widest preset, rounded up
constexpr int kGzipOnly = 16 + MAX_WBITS;  // zlib.h, inflateInit2

class PlainSource : public ByteSource {
 public:
  explicit PlainSource(std::string content) : content_(std::move(content)) {}

  absl::StatusOr<std::size_t> Read(char* to, std::size_t size) override {
    const std::size_t count = std::min(size, content_.size() - at_);
    std::memcpy(to, content_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  const std::string content_;
  std::size_t at_ = 0;
};

// Several members behind each other are one text (RFC 1952, 2.2).
class GzipSource : public ByteSource {
 public:
  explicit GzipSource(std::string packed) : packed_(std::move(packed)) {
    stream_.next_in = reinterpret_cast<Bytef*>(packed_.data());
    stream_.avail_in = static_cast<uInt>(packed_.size());
    is_ready_ = inflateInit2(&stream_, kGzipOnly) == Z_OK;
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  absl::StatusOr<std::size_t> Read(char* to, std::size_t size) override {
    if (!is_ready_) return absl::ResourceExhaustedError("no memory to unpack gzip");
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out > 0 && !is_at_end_) {
      const int result = inflate(&stream_, Z_NO_FLUSH);
      if (result == Z_STREAM_END) {
        is_at_end_ = stream_.avail_in == 0;
        if (!is_at_end_ && inflateReset(&stream_) != Z_OK) return Damaged("its next part does not begin");
      } else if (result == Z_BUF_ERROR) {
        return Damaged("it ends too early");
      } else if (result != Z_OK) {
        return Damaged(stream_.msg == nullptr ? "no gzip" : stream_.msg);
      }
    }
    return size - stream_.avail_out;
  }

 private:
  static absl::Status Damaged(absl::string_view why) {
    return absl::DataLossError(absl::StrCat("gzip is damaged: ", why));
  }

  std::string packed_;
  z_stream stream_ = {};
  bool is_ready_ = false;
  bool is_at_end_ = false;
};

class XzSource : public ByteSource {
 public:
  explicit XzSource(std::string packed) : packed_(std::move(packed)) {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(packed_.data());
    stream_.avail_in = packed_.size();
    is_ready_ = lzma_stream_decoder(&stream_, kXzMemory, LZMA_CONCATENATED) == LZMA_OK;
  }
  ~XzSource() override { lzma_end(&stream_); }
  XzSource(const XzSource&) = delete;
  XzSource& operator=(const XzSource&) = delete;

  absl::StatusOr<std::size_t> Read(char* to, std::size_t size) override {
    if (!is_ready_) return absl::ResourceExhaustedError("no memory to unpack xz");
    stream_.next_out = reinterpret_cast<std::uint8_t*>(to);
    stream_.avail_out = size;
    while (stream_.avail_out > 0 && !is_at_end_) {
      const lzma_ret result = lzma_code(&stream_, LZMA_FINISH);
      if (result == LZMA_STREAM_END) {
        is_at_end_ = true;
      } else if (result == LZMA_MEMLIMIT_ERROR) {
        return absl::ResourceExhaustedError("xz wants more memory than is allowed (256 MiB)");
      } else if (result != LZMA_OK) {
        return absl::DataLossError(
            absl::StrCat("xz is damaged: ", result == LZMA_BUF_ERROR ? "it ends too early" : "no xz, or changed"));
      }
    }
    return size - stream_.avail_out;
  }

 private:
  const std::string packed_;
  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool is_ready_ = false;
  bool is_at_end_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> BytesOf(std::string content) {
  if (absl::StartsWith(content, kGzipMagic)) return std::make_unique<GzipSource>(std::move(content));
  if (absl::StartsWith(content, kXzMagic)) return std::make_unique<XzSource>(std::move(content));
  return std::make_unique<PlainSource>(std::move(content));
}

absl::StatusOr<std::unique_ptr<ByteSource>> OpenBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be opened"));
  std::string content(static_cast<std::size_t>(std::max<std::streamoff>(file.tellg(), 0)), '\0');
  file.seekg(0);
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  return BytesOf(std::move(content));
}

absl::StatusOr<std::string> ReadAll(ByteSource& source, std::size_t limit) {
  constexpr std::size_t kAtOnce = 1 << 16;
  std::string content;
  while (true) {
    const std::size_t before = content.size();
    content.resize(before + kAtOnce);
    const absl::StatusOr<std::size_t> count = source.Read(content.data() + before, kAtOnce);
    if (!count.ok()) return count.status();
    content.resize(before + *count);
    if (content.size() > limit) {
      return absl::ResourceExhaustedError(absl::StrCat("holds more than ", limit, " bytes"));
    }
    if (*count < kAtOnce) return content;
  }
}

}  // namespace vigil::recordings
