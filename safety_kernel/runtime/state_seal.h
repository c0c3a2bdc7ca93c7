// Finds memory that changed by itself: a sum over an object that is made when the
// kernel puts it down and compared when it takes it up again.
//
//   seal_ = SumOf(state_);            // end of a frame
//   if (SumOf(state_) != seal_) ...   // begin of the next one
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_STATE_SEAL_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_STATE_SEAL_H_

#include <cstdint>
#include <type_traits>

namespace vigil {

// A sum of all words, each multiplied by an odd number that differs from place to
// place: any one flipped bit changes the sum, since an odd factor has an inverse
// modulo 2^32, and so do most patterns of several.
template <typename State>
[[gnu::noinline]] std::uint32_t SumOf(const State& state) {
  static_assert(std::is_trivially_copyable_v<State>);
  static_assert(sizeof(State) % sizeof(std::uint32_t) == 0);
  constexpr std::uint32_t kWords = sizeof(State) / sizeof(std::uint32_t);
  const void* whole = &state;
  const auto* bytes = static_cast<const unsigned char*>(whole);
  std::uint32_t sum = 0;
  for (std::uint32_t n = 0; n < kWords; ++n) {
    std::uint32_t word = 0;
    __builtin_memcpy(&word, bytes + n * sizeof word, sizeof word);
    sum += word * (2 * n + 1);
  }
  return sum;
}

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_STATE_SEAL_H_
