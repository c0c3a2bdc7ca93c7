// Integer functions that plugins have in common: the same bits on each target.
//
//   const std::int32_t length = SquareRoot(x * x + y * y + z * z);
//   const std::int32_t octaves_q5 = Log2Q5(interval) - Log2Q5(usual);   // 32 is twice as much
//
// A logarithm is to the base 2, in 1/32 (Q5) or 1/256 (Q8). Between two powers of two it
// goes along a line and is cut off; the curved one adds a parabola to the line.
//
// Each value has an answer; nothing blocks, nothing is kept: safe from any thread.
#ifndef VIGIL_PLUGINS_ALGORITHM_FIXED_POINT_FIXED_POINT_H_
#define VIGIL_PLUGINS_ALGORITHM_FIXED_POINT_FIXED_POINT_H_

#include <cstdint>

namespace vigil::plugins {

// `value`: above -2^31.
constexpr std::int32_t Magnitude(std::int32_t value) { return value < 0 ? -value : value; }

// `value`, or the nearer of the two bounds.
constexpr std::int32_t Clamp(std::int32_t value, std::int32_t least, std::int32_t most) {
  if (value < least) return least;
  return value > most ? most : value;
}

constexpr std::int32_t Smaller(std::int32_t a, std::int32_t b) { return a < b ? a : b; }
constexpr std::int32_t Greater(std::int32_t a, std::int32_t b) { return a > b ? a : b; }

// The largest whole number whose square is at most `value`; 0 below 0, 2^31 - 1 from 2^62 on.
std::int32_t SquareRoot(std::int64_t value);

// 32 log2(value), low by less than 4; 0 below 1.
std::int32_t Log2Q5(std::int32_t value);

// 256 log2(value), low by less than 24; 0 for 0.
std::int32_t Log2Q8(std::uint64_t value);

// 256 log2(value), off by at most 5; 0 for 0.
std::int32_t CurvedLog2Q8(std::uint32_t value);

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_FIXED_POINT_FIXED_POINT_H_
