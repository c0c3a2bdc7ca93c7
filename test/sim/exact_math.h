// Sine and exponential from additions and multiplications alone: those of the standard
// library differ from machine to machine in the last bit, and a signal from a seed must not.
#ifndef VIGIL_TEST_SIM_EXACT_MATH_H_
#define VIGIL_TEST_SIM_EXACT_MATH_H_

#include <cmath>
#include <numbers>

namespace vigil::sim {

// The sine of so many full turns, to 1e-10: the Taylor series within a quarter of a turn.
inline double SineOfTurns(double turns) {
  double x = turns - std::floor(turns + 0.5);  // -0.5 to 0.5
  if (x > 0.25) x = 0.5 - x;
  if (x < -0.25) x = -0.5 - x;
  const double angle = 2 * std::numbers::pi * x;
  const double square = angle * angle;
  double sum = 1;
  for (int n = 16; n >= 2; n -= 2) sum = 1 - sum * square / (n * (n + 1));
  return angle * sum;
}

// e to the power of x, from -700 to 700, to 1e-10 of its value.
inline double Exponential(double x) {
  const double twos = std::floor(x / std::numbers::ln2 + 0.5);
  const double rest = x - twos * std::numbers::ln2;  // -0.35 to 0.35
  double sum = 1;
  for (int n = 11; n >= 1; --n) sum = 1 + sum * rest / n;
  return std::ldexp(sum, static_cast<int>(twos));
}

// A bell curve of height 1 at 0 whose standard deviation is 1.
inline double Bell(double x) { return x > -6 && x < 6 ? Exponential(-x * x / 2) : 0; }

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_EXACT_MATH_H_
