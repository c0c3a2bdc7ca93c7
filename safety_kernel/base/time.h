// Time on the device: microseconds since start, from the sample clock. It never
// runs backwards while the device is on, and says nothing about the calendar;
// the gateway relates it to UTC.
//
//   Timestamp end = block.first_sample + kSamplePeriod * block.count;
//   if (now > observation.valid_until) ...
#ifndef VIGIL_SAFETY_KERNEL_BASE_TIME_H_
#define VIGIL_SAFETY_KERNEL_BASE_TIME_H_

#include <compare>
#include <cstdint>

namespace vigil {

// A span of time, -292,000 to 292,000 years; arithmetic does not overflow for
// spans and times below 2^62 us, which no device reaches.
struct Duration {
  std::int64_t us = 0;
  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
};

constexpr Duration Microseconds(std::int64_t n) { return Duration{n}; }
constexpr Duration Milliseconds(std::int64_t n) { return Duration{n * 1000}; }
constexpr Duration Seconds(std::int64_t n) { return Duration{n * 1'000'000}; }

constexpr Duration operator+(Duration a, Duration b) { return {a.us + b.us}; }
constexpr Duration operator-(Duration a, Duration b) { return {a.us - b.us}; }
constexpr Duration operator*(Duration a, std::int64_t n) { return {a.us * n}; }

// A moment, as the time since the device started.
struct Timestamp {
  std::int64_t us = 0;
  friend constexpr auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

constexpr Timestamp operator+(Timestamp t, Duration d) { return {t.us + d.us}; }
constexpr Timestamp operator-(Timestamp t, Duration d) { return {t.us - d.us}; }
constexpr Duration operator-(Timestamp a, Timestamp b) { return {a.us - b.us}; }

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_BASE_TIME_H_
