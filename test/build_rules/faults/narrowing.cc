// A sample that loses its upper bits without a word.
#include <cstdint>

std::int16_t Filtered(std::int32_t sum) { return sum; }
