// A list with its room built in: at most kCapacity elements, no heap. Its size
// can only be read through a check, so that a damaged count never leads a loop
// out of the array.
//
//   BoundedList<Observation, 8> out;
//   if (out.Add(observation) != Status::kOk) ...  // no room: nothing was added
//   for (const Observation& o : out) ...
#ifndef VIGIL_SAFETY_KERNEL_BASE_BOUNDED_LIST_H_
#define VIGIL_SAFETY_KERNEL_BASE_BOUNDED_LIST_H_

#include <cstddef>
#include <cstdint>

#include "safety_kernel/base/status.h"

namespace vigil {

template <typename T, std::uint32_t kRoom>
class BoundedList {
 public:
  static constexpr std::uint32_t kCapacity = kRoom;

  // kFull: the list already holds kCapacity elements and is unchanged.
  constexpr Status Add(const T& element) {
    if (size() == kRoom) return Status::kFull;
    elements_[size_] = element;
    ++size_;
    return Status::kOk;
  }
  constexpr void Clear() { size_ = 0; }
  // kOutOfRange: there is no element at `index`; nothing changed.
  constexpr Status Replace(std::uint32_t index, const T& element) {
    if (index >= size()) return Status::kOutOfRange;
    elements_[index] = element;
    return Status::kOk;
  }

  // False when the memory holds a size that no list has.
  constexpr bool IsSound() const { return size_ <= kRoom; }

  // Never above kCapacity, whatever the memory holds.
  constexpr std::uint32_t size() const { return size_ < kRoom ? size_ : kRoom; }
  constexpr bool empty() const { return size_ == 0; }

  // An index at or beyond size() gives the last place, never memory outside.
  constexpr const T& operator[](std::uint32_t index) const {
    return elements_[index < kRoom ? index : kRoom - 1];
  }

  constexpr const T* begin() const { return elements_; }
  constexpr const T* end() const { return elements_ + size(); }

 private:
  static_assert(kRoom > 0);
  T elements_[kRoom] = {};
  std::uint32_t size_ = 0;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_BASE_BOUNDED_LIST_H_
