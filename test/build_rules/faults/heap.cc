// A buffer that grows with the data: fine on a desk, fatal on a device.
#include <cstdint>
#include <vector>

std::int32_t MedianOf(const std::int32_t* values, std::uint32_t count) {
  std::vector<std::int32_t> sorted(values, values + count);
  return sorted[count / 2];
}
