// The messages that wait for the link, in the order in which they came: a ring with
// its room built in, so that a link which stops costs messages and never memory.
//
//   SendQueue<4096> queue;
//   if (queue.Push(message, length) != Status::kOk) ++dropped;
//   const Result<std::uint32_t> length = queue.Pop(message, sizeof message);
#ifndef VIGIL_FIRMWARE_MONITOR_SEND_QUEUE_H_
#define VIGIL_FIRMWARE_MONITOR_SEND_QUEUE_H_

#include <cstdint>

#include "safety_kernel/base/status.h"

namespace vigil::firmware {

// `kRoom`: bytes; each message takes two more than its length.
template <std::uint32_t kRoom>
class SendQueue {
 public:
  static constexpr std::uint32_t kOverhead = 2;

  // All of a message or, with kFull, nothing of it.
  // kInvalidArgument: length above 65535.
  Status Push(const std::uint8_t* bytes, std::uint32_t length) {
    if (length > kMaxLength) return Status::kInvalidArgument;
    if (length + kOverhead > kRoom - size_) return Status::kFull;
    Put(static_cast<std::uint8_t>(length));
    Put(static_cast<std::uint8_t>(length >> 8));
    for (std::uint32_t n = 0; n < length; ++n) Put(bytes[n]);
    return Status::kOk;
  }

  // Moves the oldest message to out[0..room) and gives its length.
  // kUnavailable: there is none. kFull: `room` is too small; the message is gone.
  Result<std::uint32_t> Pop(std::uint8_t* out, std::uint32_t room) {
    if (empty()) return Status::kUnavailable;
    const std::uint32_t low = Take();
    const std::uint32_t told = low | static_cast<std::uint32_t>(Take()) << 8;
    // What a flipped bit has made longer ends where everything does.
    const std::uint32_t length = told < size_ ? told : size_;
    for (std::uint32_t n = 0; n < length; ++n) {
      const std::uint8_t byte = Take();
      if (n < room) out[n] = byte;
    }
    if (length > room) return Status::kFull;
    return length;
  }

  void Clear() { size_ = 0; }
  bool empty() const { return size_ == 0; }

 private:
  static_assert((kRoom & (kRoom - 1)) == 0, "the remainder is one instruction");
  static constexpr std::uint32_t kMaxLength = 0xFFFF;

  void Put(std::uint8_t byte) {
    bytes_[(first_ + size_) % kRoom] = byte;
    ++size_;
  }
  std::uint8_t Take() {
    const std::uint8_t byte = bytes_[first_];
    first_ = (first_ + 1) % kRoom;
    --size_;
    return byte;
  }

  std::uint8_t bytes_[kRoom] = {};
  std::uint32_t first_ = 0;  // place of the next byte
  std::uint32_t size_ = 0;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_MONITOR_SEND_QUEUE_H_
