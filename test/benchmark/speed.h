// How fast a plugin works on this machine: how much of its input one core takes in a
// second, the checks of its manifest with it. It says nothing of a device, and differs
// from run to run.
//
//   Speed speed("samples");
//   speed.Begin();
//   RunPlugin(...);
//   speed.End(samples);
//   std::cout << speed.Text();          // "speed: 12.3 million samples a second on one core\n"
#ifndef VIGIL_TEST_BENCHMARK_SPEED_H_
#define VIGIL_TEST_BENCHMARK_SPEED_H_

#include <cstddef>
#include <ctime>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"

namespace vigil::benchmark {

class Speed {
 public:
  // `what` is counted.
  explicit Speed(std::string what) : what_(std::move(what)) {}

  void Begin() { begin_ = std::clock(); }
  void End(std::size_t count) {
    clocks_ += static_cast<double>(std::clock() - begin_);
    count_ += static_cast<double>(count);
  }

  // 0 before anything was measured.
  double PerSecond() const { return clocks_ > 0 ? count_ * CLOCKS_PER_SEC / clocks_ : 0; }
  std::string Text() const { return absl::StrFormat("speed: %.2f million %s a second on one core\n", PerSecond() / 1e6, what_); }
  // Members of an object: "speed_of":"samples","speed_per_second":12300000
  std::string Json() const { return absl::StrFormat("\"speed_of\":\"%s\",\"speed_per_second\":%.0f", what_, PerSecond()); }

 private:
  std::string what_;
  std::clock_t begin_ = 0;
  double clocks_ = 0;
  double count_ = 0;
};

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_SPEED_H_
