// A pointer that survives a flipped bit: kept three times, read by majority.
//
//   Guarded<const SystemDescription> system_;
//   system_.Set(&description);
//   if (system_.Repair()) ...                // once a frame: before a second one flips
//   if (system_.Get() == nullptr) ...
//
// For the few words without which nothing else can be repaired.
#ifndef VIGIL_SAFETY_KERNEL_BASE_GUARDED_H_
#define VIGIL_SAFETY_KERNEL_BASE_GUARDED_H_

#include <cstdint>

namespace vigil {

template <typename T>
class Guarded {
 public:
  void Set(T* pointer) {
    for (std::uintptr_t& copy : copies_) {
      copy = __builtin_bit_cast(std::uintptr_t, pointer);
    }
  }

  // Each bit as at least two of the copies have it.
  T* Get() const {
    const std::uintptr_t bits = (copies_[0] & copies_[1]) |
                                (copies_[0] & copies_[2]) |
                                (copies_[1] & copies_[2]);
    return __builtin_bit_cast(T*, bits);
  }

  // Makes all copies what Get gives; true when one was not.
  bool Repair() {
    const bool whole = copies_[0] == copies_[1] && copies_[0] == copies_[2];
    if (!whole) Set(Get());
    return !whole;
  }

 private:
  std::uintptr_t copies_[3] = {};
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_BASE_GUARDED_H_
