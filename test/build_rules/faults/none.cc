// Class C code as it should be.
#include <cstdint>

std::int32_t Mean(const std::int32_t (&values)[4]) {
  std::int64_t sum = 0;
  for (std::int32_t value : values) sum += value;
  return static_cast<std::int32_t>(sum / 4);
}
