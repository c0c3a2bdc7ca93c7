// Numbers that look random and are the same on each machine: SplitMix64 (Steele, Lea,
// Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). The
// distributions of the standard library differ between its implementations.
//
//   Random random(seed, kMuscleStream);     // streams of a seed do not depend on another
//   const double noise_uv = 5 * random.Normal();
#ifndef VIGIL_TEST_SIM_RANDOM_H_
#define VIGIL_TEST_SIM_RANDOM_H_

#include <cstdint>

namespace vigil::sim {

class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) : state_(seed) {
    // Far apart in the sequence, whatever the numbers of seed and stream.
    for (std::uint64_t n = 0; n < 2; ++n) state_ = Next() ^ (stream << 32);
  }

  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  // From 0 up to 1.
  double Uniform() { return static_cast<double>(Next() >> 11) / 9007199254740992.0; }

  double Between(double least, double greatest) { return least + (greatest - least) * Uniform(); }

  bool IsBelow(double probability) { return Uniform() < probability; }

  // Mean 0, standard deviation 1, within +-6: the sum of twelve uniform numbers, which the
  // central limit theorem brings near to a normal distribution.
  double Normal() {
    double sum = -6;
    for (int n = 0; n < 12; ++n) sum += Uniform();
    return sum;
  }

 private:
  std::uint64_t state_;
};

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_RANDOM_H_
