// What an image checks itself with is what the standard says, and an image without
// a place for it is refused. That a damaged image is found when it starts is shown
// by //firmware/boards/mps2_an386:fault_test.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace {

using namespace std::string_literals;

struct Outcome {
  int exit_code = 0;
  std::string said;
  std::string crc;
};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Outcome CrcOf(const std::string& image) {
  const std::string folder = testing::TempDir();
  std::ofstream(folder + "/image.bin", std::ios::binary) << image;
  std::ofstream(folder + "/crc", std::ios::binary) << "";
  const std::string command = "tools/gates/image_crc " + folder +
                              "/image.bin " + folder + "/crc 2>" + folder + "/said";
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), ReadFile(folder + "/said"), ReadFile(folder + "/crc")};
}

void ExpectRefused(const std::string& image) {
  const Outcome outcome = CrcOf(image);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.crc, "");
  EXPECT_NE(outcome.said.find("the last word of the image is not the place of its CRC"),
            std::string::npos) << outcome.said;
}

// The check value of CRC-32 in the catalogue of parametrised CRC algorithms.
TEST(ImageCrc, IsTheOneOfTheStandard) {
  VIGIL_VERIFIES("REQ-TOOL-003");
  const Outcome outcome = CrcOf("123456789\0\0\0\0"s);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.said;
  EXPECT_EQ(outcome.crc, "\x26\x39\xF4\xCB");
}

TEST(ImageCrc, ImageThatEndsInCodeIsRefused) {
  VIGIL_VERIFIES("REQ-TOOL-003");
  ExpectRefused("123456789");
}

TEST(ImageCrc, PlaceThatIsTooShortIsRefused) { ExpectRefused("123456789\0\0\0"s); }

TEST(ImageCrc, PlaceThatIsNotTheLastIsRefused) {
  VIGIL_VERIFIES("REQ-TOOL-003");
  ExpectRefused("12345678\0\0\0\0\x01"s);
}

TEST(ImageCrc, ImageOfTheCrcAloneIsRefused) { ExpectRefused("\0\0\0\0"s); }

TEST(ImageCrc, EmptyImageIsRefused) { ExpectRefused(""); }

}  // namespace
