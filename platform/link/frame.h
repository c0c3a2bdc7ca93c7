// The frames of the device link: how messages keep their borders, their order
// and their integrity on a byte stream that loses, damages and repeats bytes.
//
// A frame is, before encoding, all numbers little-endian:
//   version u8 (1) | session u32 | sequence u32 | payload 0..512 bytes | crc u32
// with the CRC-32 of safety_kernel/base/crc32.h over everything before it. It is
// encoded with COBS (Cheshire and Baker, IEEE/ACM ToN 7(2), 1999), so that the
// byte 0 appears only as its end.
//
//   std::uint8_t bytes[kMaxEncodedFrame];
//   Result<std::uint32_t> length = EncodeFrame({session, sequence}, payload, n, bytes, sizeof bytes);
//
//   FrameReader reader;                      // one for each link
//   SequenceTracker tracker;                 // one for each session
//   switch (reader.Push(byte)) {
//     case FrameReader::Event::kFrame:
//       if (tracker.Accept(reader.header().sequence)) Use(reader.payload());
//       break;
//     ...
//
// Nothing here allocates or blocks. An object belongs to one thread at a time.
#ifndef VIGIL_PLATFORM_LINK_FRAME_H_
#define VIGIL_PLATFORM_LINK_FRAME_H_

#include <cstdint>

#include "safety_kernel/base/status.h"

namespace vigil::link {

inline constexpr std::uint8_t kFrameVersion = 1;
inline constexpr std::uint32_t kMaxPayload = 512;
inline constexpr std::uint32_t kFrameOverhead = 1 + 4 + 4 + 4;
inline constexpr std::uint32_t kMaxDecodedFrame = kMaxPayload + kFrameOverhead;
// COBS adds one byte for each 254 and one; then the end mark.
inline constexpr std::uint32_t kMaxEncodedFrame =
    kMaxDecodedFrame + kMaxDecodedFrame / 254 + 1 + 1;

struct FrameHeader {
  std::uint32_t session = 0;   // differs at each start of the sender
  std::uint32_t sequence = 0;  // first 0, then one more each frame; wraps
};

// Writes one encoded frame with its end mark to out[0..room) and gives its
// length in bytes. kInvalidArgument: length above kMaxPayload, or payload null
// with length > 0. kFull: room is too small; kMaxEncodedFrame always suffices.
Result<std::uint32_t> EncodeFrame(const FrameHeader& header,
                                  const std::uint8_t* payload,
                                  std::uint32_t length, std::uint8_t* out,
                                  std::uint32_t room);

// Finds frames in a byte stream. Any bytes may be pushed, from an attacker too.
class FrameReader {
 public:
  enum class Event : std::uint8_t {
    kNone,     // nothing complete yet
    kFrame,    // header() and payload() hold a frame until the next Push
    kDamaged,  // something ended here that is no frame of ours: counted, dropped
  };

  Event Push(std::uint8_t byte);

  const FrameHeader& header() const { return header_; }
  const std::uint8_t* payload() const { return bytes_ + 9; }
  std::uint32_t payload_length() const { return payload_length_; }
  std::uint64_t damaged() const { return damaged_; }

 private:
  void Append(std::uint8_t byte);
  Event Finish();
  Event Judge();
  Event Damaged();

  std::uint8_t bytes_[kMaxDecodedFrame] = {};  // decoded so far
  std::uint32_t length_ = 0;                   // of bytes_
  std::uint8_t run_left_ = 0;                  // COBS: bytes until the next code
  bool zero_due_ = false;                      // COBS: the run ends in a zero
  bool started_ = false;                       // a code byte was seen
  bool overlong_ = false;                      // skipping to the next end mark
  FrameHeader header_;
  std::uint32_t payload_length_ = 0;
  std::uint64_t damaged_ = 0;
};

// Counts what a session's sequence numbers tell. A number that is behind by at
// most 2^31 is a duplicate; a jump ahead is a loss of what lies between. A frame
// that was counted as lost and comes late counts as duplicate: late data is
// never used.
class SequenceTracker {
 public:
  SequenceTracker() = default;
  // Goes on with a session whose next frame is `next`; the counts start at 0.
  explicit SequenceTracker(std::uint32_t next) : next_(next) {}

  // True when the frame is new and to be used.
  bool Accept(std::uint32_t sequence);

  std::uint32_t next() const { return next_; }
  std::uint64_t accepted() const { return accepted_; }
  std::uint64_t lost() const { return lost_; }
  std::uint64_t duplicated() const { return duplicated_; }

 private:
  std::uint32_t next_ = 0;
  std::uint64_t accepted_ = 0;
  std::uint64_t lost_ = 0;
  std::uint64_t duplicated_ = 0;
};

}  // namespace vigil::link

#endif  // VIGIL_PLATFORM_LINK_FRAME_H_
