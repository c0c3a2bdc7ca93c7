// Numbers as if by chance, the same on every machine and of every library.
//
//   Random random(7);
//   const double gain = random.Between(0.5, 2);
#ifndef VIGIL_TEST_TRAINING_RANDOM_H_
#define VIGIL_TEST_TRAINING_RANDOM_H_

#include <cstdint>

namespace vigil::training {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 0x1234567u) { Next(); }

  // 0 up to, without it, 1.
  double Share() { return static_cast<double>(Next() >> 11) * 0x1p-53; }
  double Between(double from, double to) { return from + (to - from) * Share(); }
  // 0 up to, without it, `end` > 0.
  std::uint32_t Below(std::uint32_t end) { return static_cast<std::uint32_t>((Next() >> 32) * end >> 32); }
  bool Coin() { return Next() >> 63 == 0; }
  // Normally distributed nearly enough: the sum of twelve.
  double Normal() {
    double sum = -6;
    for (int n = 0; n < 12; ++n) sum += Share();
    return sum;
  }

 private:
  // Steele, Lea and Flood (OOPSLA 2014): SplitMix.
  std::uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
  }

  std::uint64_t state_;
};

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_RANDOM_H_
