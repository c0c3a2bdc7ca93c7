#include "platform/link/frame.h"

#include <cstdint>

#include "safety_kernel/base/crc32.h"
#include "safety_kernel/base/status.h"

namespace vigil::link {
namespace {

constexpr std::uint8_t kEndMark = 0;
// COBS: a run of 254 bytes that is not followed by a zero.
constexpr std::uint8_t kFullRun = 0xFF;
constexpr std::uint32_t kHeaderLength = 1 + 4 + 4;
constexpr std::uint32_t kCrcLength = 4;
static_assert(kHeaderLength + kCrcLength == kFrameOverhead);

std::uint32_t EncodedRoom(std::uint32_t payload_length) {
  const std::uint32_t decoded = payload_length + kFrameOverhead;
  return decoded + decoded / 254 + 1 + 1;
}

// Encodes into memory that the caller has checked to be large enough.
class CobsWriter {
 public:
  explicit CobsWriter(std::uint8_t* out) : out_(out) {}

  void Add(std::uint8_t byte) {
    if (byte != 0) {
      out_[length_++] = byte;
      ++code_;
    }
    if (byte == 0 || code_ == kFullRun) CloseRun();
  }

  void Add32(std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) {
      Add(static_cast<std::uint8_t>(value >> shift));
    }
  }

  // Gives the length of the whole frame.
  std::uint32_t Finish() {
    out_[code_place_] = code_;
    out_[length_++] = kEndMark;
    return length_;
  }

 private:
  void CloseRun() {
    out_[code_place_] = code_;
    code_place_ = length_++;
    code_ = 1;
  }

  std::uint8_t* out_;
  std::uint32_t code_place_ = 0;  // where the code of the open run belongs
  std::uint32_t length_ = 1;
  std::uint8_t code_ = 1;
};

std::uint32_t Read32(const std::uint8_t* bytes) {
  std::uint32_t value = 0;
  for (std::uint32_t i = 0; i < 4; ++i) {
    value |= static_cast<std::uint32_t>(bytes[i]) << (8 * i);
  }
  return value;
}

std::uint32_t CrcOf(const std::uint8_t* bytes, std::uint32_t length) {
  Crc32 crc;
  crc.AddBytes(bytes, length);
  return crc.value();
}

}  // namespace

Result<std::uint32_t> EncodeFrame(const FrameHeader& header,
                                  const std::uint8_t* payload,
                                  std::uint32_t length, std::uint8_t* out,
                                  std::uint32_t room) {
  if (length > kMaxPayload) return Status::kInvalidArgument;
  if (payload == nullptr && length > 0) return Status::kInvalidArgument;
  if (room < EncodedRoom(length)) return Status::kFull;

  Crc32 crc;
  crc.AddByte(kFrameVersion);
  crc.Add32(header.session);
  crc.Add32(header.sequence);
  crc.AddBytes(payload, length);

  CobsWriter writer(out);
  writer.Add(kFrameVersion);
  writer.Add32(header.session);
  writer.Add32(header.sequence);
  for (std::uint32_t i = 0; i < length; ++i) writer.Add(payload[i]);
  writer.Add32(crc.value());
  return writer.Finish();
}

FrameReader::Event FrameReader::Push(std::uint8_t byte) {
  if (byte == kEndMark) return Finish();
  if (run_left_ > 0) {
    --run_left_;
    Append(byte);
    return Event::kNone;
  }
  if (zero_due_) Append(0);
  run_left_ = static_cast<std::uint8_t>(byte - 1);
  zero_due_ = byte != kFullRun;
  started_ = true;
  return Event::kNone;
}

void FrameReader::Append(std::uint8_t byte) {
  if (length_ == kMaxDecodedFrame) {
    overlong_ = true;
    return;
  }
  bytes_[length_] = byte;
  ++length_;
}

FrameReader::Event FrameReader::Finish() {
  // An end mark after an end mark is idle line, no frame.
  const Event event = started_ ? Judge() : Event::kNone;
  length_ = 0;
  run_left_ = 0;
  zero_due_ = false;
  started_ = false;
  overlong_ = false;
  return event;
}

FrameReader::Event FrameReader::Judge() {
  if (overlong_ || run_left_ > 0) return Damaged();
  if (length_ < kFrameOverhead) return Damaged();
  const std::uint32_t checked = length_ - kCrcLength;
  if (Read32(bytes_ + checked) != CrcOf(bytes_, checked)) return Damaged();
  if (bytes_[0] != kFrameVersion) return Damaged();
  header_.session = Read32(bytes_ + 1);
  header_.sequence = Read32(bytes_ + 5);
  payload_length_ = checked - kHeaderLength;
  return Event::kFrame;
}

FrameReader::Event FrameReader::Damaged() {
  payload_length_ = 0;
  ++damaged_;
  return Event::kDamaged;
}

bool SequenceTracker::Accept(std::uint32_t sequence) {
  constexpr std::uint32_t kHalfRange = 0x80000000u;
  const std::uint32_t ahead = sequence - next_;
  if (ahead >= kHalfRange) {
    ++duplicated_;
    return false;
  }
  lost_ += ahead;
  ++accepted_;
  next_ = sequence + 1;
  return true;
}

}  // namespace vigil::link
