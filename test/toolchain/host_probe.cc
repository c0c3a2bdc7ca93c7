// Uses a little of everything that a host program takes from the toolchain.
#include <atomic>
#include <cmath>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

int main() {
  std::atomic<int> sum = 0;
  std::vector<std::thread> threads;
  for (int i = 1; i <= 3; ++i) threads.emplace_back([&sum, i] { sum += i; });
  for (std::thread& thread : threads) thread.join();
  std::cout << "sum " << sum << std::string(1, ' ') << std::sqrt(4.0) << std::endl;
  return sum == 6 ? 0 : 1;
}
