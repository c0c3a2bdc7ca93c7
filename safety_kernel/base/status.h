// Errors as values for class C code: Status says what happened, Result<T>
// carries a value or the Status that explains why there is none.
//
//   Result<Timestamp> t = SampleTime(block, index);
//   if (!t.ok()) return t.status();
//   Use(t.value());
//
// Nothing here allocates, throws or blocks; every function may be called from
// any context.
#ifndef VIGIL_SAFETY_KERNEL_BASE_STATUS_H_
#define VIGIL_SAFETY_KERNEL_BASE_STATUS_H_

#include <cstdint>

namespace vigil {

// The values are at a Hamming distance of at least 4 from one another and from
// zero, so that a flipped bit in a stored Status never turns a failure into kOk.
enum class [[nodiscard]] Status : std::uint8_t {
  kOk = 0x1E,                // done
  kInvalidArgument = 0x2D,   // an input is outside of its documented range
  kOutOfRange = 0x33,        // an index or a result is outside of its bounds
  kFull = 0x4B,              // a bounded list or queue has no room
  kUnavailable = 0x55,       // nothing there yet; ask again later
  kDataLoss = 0x66,          // an integrity check or a sequence check failed
  kFailedPrecondition = 0x78,  // called in a state that does not allow it
  kIncompatible = 0x87,      // made for another version of the interface
  kDeadlineExceeded = 0x99,  // took longer than its budget
  kInternal = 0xAA,          // a defect of the callee; it must be taken out of service
};

// A value of T, or the reason for its absence. T is trivially copyable.
template <typename T>
class [[nodiscard]] Result {
 public:
  // Implicit, so that a function can `return value;` or `return Status::kFull;`.
  constexpr Result(const T& value) : value_(value), status_(Status::kOk) {}
  // Given kOk, which is no reason for an absence, it holds kInternal.
  constexpr Result(Status status)
      : status_(status == Status::kOk ? Status::kInternal : status) {}

  constexpr bool ok() const { return status_ == Status::kOk; }
  constexpr Status status() const { return status_; }
  // Valid only when ok(); otherwise a default T, never memory of another value.
  constexpr const T& value() const { return value_; }

 private:
  T value_{};
  Status status_;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_BASE_STATUS_H_
