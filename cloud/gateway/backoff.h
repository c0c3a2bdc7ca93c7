// How long to wait before the next try: twice as long each time, up to a bound,
// and a random part of it, so that many gateways do not come back all at once.
#ifndef VIGIL_CLOUD_GATEWAY_BACKOFF_H_
#define VIGIL_CLOUD_GATEWAY_BACKOFF_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace vigil {

class Backoff {
 public:
  using Duration = std::chrono::milliseconds;

  // 0 < first <= longest. The same seed gives the same waits.
  Backoff(Duration first, Duration longest, std::uint32_t seed)
      : first_(first), longest_(longest), bound_(first), random_(seed) {}

  // From half of the bound up to the bound, which then doubles.
  Duration Next() {
    std::uniform_int_distribution<std::int64_t> wait(bound_.count() / 2,
                                                     bound_.count());
    const Duration next(wait(random_));
    bound_ = std::min(2 * bound_, longest_);
    return next;
  }

  // After a success.
  void Reset() { bound_ = first_; }

 private:
  const Duration first_;
  const Duration longest_;
  Duration bound_;
  std::mt19937 random_;
};

}  // namespace vigil

#endif  // VIGIL_CLOUD_GATEWAY_BACKOFF_H_
