// The functions of the C library that Nanopb calls. Each is one instruction of
// WebAssembly (-mbulk-memory), so that none of them calls itself.
#include <cstddef>

extern "C" {

void* memcpy(void* to, const void* from, std::size_t bytes) {
  __builtin_memcpy(to, from, bytes);
  return to;
}

void* memset(void* to, int value, std::size_t bytes) {
  __builtin_memset(to, value, bytes);
  return to;
}

}  // extern "C"
