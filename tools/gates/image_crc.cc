// Computes what an image checks itself with at start:
//
//   image_crc IMAGE.bin CRC
//
// writes to the file CRC, as four bytes in little-endian order, the CRC-32 of
// IEEE 802.3 over all bytes of the image but the last four, which are the place
// where the CRC belongs.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

constexpr std::size_t kCrcBytes = 4;

std::uint32_t Crc32(const std::string& bytes, std::size_t length) {
  constexpr std::uint32_t kPolynomial = 0xEDB88320;
  std::uint32_t state = 0xFFFFFFFF;
  for (std::size_t n = 0; n < length; ++n) {
    state ^= static_cast<unsigned char>(bytes[n]);
    for (int bit = 0; bit < 8; ++bit) {
      state = (state & 1) != 0 ? (state >> 1) ^ kPolynomial : state >> 1;
    }
  }
  return ~state;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: image_crc IMAGE.bin CRC\n";
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string image{std::istreambuf_iterator<char>(file), {}};
  if (image.size() <= kCrcBytes ||
      image.substr(image.size() - kCrcBytes) != std::string(kCrcBytes, '\0')) {
    std::cerr << "image_crc: " << argv[1]
              << " does not end in four zero bytes: the last word of the image "
                 "is not the place of its CRC (.vigil_image_crc in the linker "
                 "script)\n";
    return 1;
  }
  const std::uint32_t crc = Crc32(image, image.size() - kCrcBytes);
  std::ofstream out(argv[2], std::ios::binary);
  for (std::size_t n = 0; n < kCrcBytes; ++n) {
    out.put(static_cast<char>(crc >> (8 * n)));
  }
  return out.flush() ? 0 : 1;
}
