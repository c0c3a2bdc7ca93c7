// The bytes that wait for the link: a ring with its room built in, so that a
// link which stops costs messages and never memory.
//
//   if (queue.Push(frame, length) != Status::kOk) ++dropped;
//   while (!queue.empty() && port.TrySend(queue.front())) queue.Pop();
#ifndef VIGIL_FIRMWARE_HEALTH_MONITOR_SEND_QUEUE_H_
#define VIGIL_FIRMWARE_HEALTH_MONITOR_SEND_QUEUE_H_

#include <cstdint>

#include "safety_kernel/base/status.h"

namespace vigil::firmware {

class SendQueue {
 public:
  // 7 s of ECG with everything that belongs to it.
  static constexpr std::uint32_t kRoom = 16384;

  // All bytes or, with kFull, none.
  Status Push(const std::uint8_t* bytes, std::uint32_t length) {
    if (length > kRoom - size_) return Status::kFull;
    for (std::uint32_t n = 0; n < length; ++n) {
      bytes_[(first_ + size_ + n) % kRoom] = bytes[n];
    }
    size_ += length;
    return Status::kOk;
  }

  void Clear() { size_ = 0; }

  bool empty() const { return size_ == 0; }
  std::uint32_t size() const { return size_; }

  // The byte that is next. Of an empty queue: some byte of before.
  std::uint8_t front() const { return bytes_[first_]; }

  void Pop() {
    if (empty()) return;
    first_ = (first_ + 1) % kRoom;
    --size_;
  }

 private:
  static_assert((kRoom & (kRoom - 1)) == 0, "the remainder is one instruction");
  std::uint8_t bytes_[kRoom] = {};
  std::uint32_t first_ = 0;  // place of the next byte
  std::uint32_t size_ = 0;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_HEALTH_MONITOR_SEND_QUEUE_H_
