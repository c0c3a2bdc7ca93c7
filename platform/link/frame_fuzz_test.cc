// Any bytes: the reader stays within its memory and counts what it refuses, and
// each frame that it believes comes back the same when it is encoded again.
#include <cstddef>
#include <cstdint>

#include "platform/link/frame.h"

namespace vigil::link {
namespace {

void Require(bool condition) {
  if (!condition) __builtin_trap();
}

void CheckSame(const FrameReader& a, const FrameReader& b) {
  Require(a.header().session == b.header().session);
  Require(a.header().sequence == b.header().sequence);
  Require(a.payload_length() == b.payload_length());
  for (std::uint32_t i = 0; i < a.payload_length(); ++i) {
    Require(a.payload()[i] == b.payload()[i]);
  }
}

void CheckRoundTrip(const FrameReader& reader) {
  std::uint8_t encoded[kMaxEncodedFrame];
  const Result<std::uint32_t> length =
      EncodeFrame(reader.header(), reader.payload(), reader.payload_length(),
                  encoded, sizeof encoded);
  Require(length.ok());
  FrameReader again;
  for (std::uint32_t i = 0; i + 1 < length.value(); ++i) {
    Require(again.Push(encoded[i]) == FrameReader::Event::kNone);
  }
  Require(again.Push(encoded[length.value() - 1]) == FrameReader::Event::kFrame);
  CheckSame(reader, again);
}

// The bytes as a stream from the line.
void Read(const std::uint8_t* data, std::size_t size) {
  FrameReader reader;
  SequenceTracker tracker;
  std::uint64_t frames = 0;
  std::uint64_t damaged = 0;
  for (std::size_t i = 0; i < size; ++i) {
    switch (reader.Push(data[i])) {
      case FrameReader::Event::kNone: break;
      case FrameReader::Event::kDamaged: ++damaged; break;
      case FrameReader::Event::kFrame:
        ++frames;
        tracker.Accept(reader.header().sequence);
        Require(reader.payload_length() <= kMaxPayload);
        CheckRoundTrip(reader);
        break;
    }
  }
  Require(reader.damaged() == damaged);
  Require(tracker.accepted() + tracker.duplicated() == frames);
}

// The bytes as a payload.
void Write(const std::uint8_t* data, std::size_t size) {
  const auto length = static_cast<std::uint32_t>(
      size < kMaxPayload ? size : kMaxPayload);
  std::uint8_t encoded[kMaxEncodedFrame];
  const Result<std::uint32_t> written = EncodeFrame(
      {static_cast<std::uint32_t>(size), length}, data, length, encoded,
      sizeof encoded);
  Require(written.ok());
  FrameReader reader;
  for (std::uint32_t i = 0; i + 1 < written.value(); ++i) {
    Require(encoded[i] != 0);
    Require(reader.Push(encoded[i]) == FrameReader::Event::kNone);
  }
  Require(reader.Push(0) == FrameReader::Event::kFrame);
  Require(reader.payload_length() == length);
  for (std::uint32_t i = 0; i < length; ++i) {
    Require(reader.payload()[i] == data[i]);
  }
}

}  // namespace
}  // namespace vigil::link

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  vigil::link::Read(data, size);
  vigil::link::Write(data, size);
  return 0;
}
