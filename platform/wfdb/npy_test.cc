#include "platform/wfdb/npy.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace vigil::wfdb {
namespace {

std::string Npy(const std::string& dictionary, const std::string& data) {
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes.push_back(static_cast<char>(dictionary.size()));
  bytes.push_back('\0');
  return bytes + dictionary + data;
}

constexpr char kThree[] =
    "{'descr': '<u2', 'fortran_order': False, 'shape': (3,), }\n";

TEST(NpyTest, ReadsUnsigned16BitNumbers) {
  const absl::StatusOr<std::vector<std::uint16_t>> numbers = DecodeNpy(
      Npy(kThree, std::string("\x01\x00\x00\x04\xFF\xFF", 6)), "x.npy");
  ASSERT_TRUE(numbers.ok()) << numbers.status();
  EXPECT_EQ(*numbers, (std::vector<std::uint16_t>{1, 1024, 65535}));
}

TEST(NpyTest, OtherTypesAndShapesAreNotSupported) {
  for (const char* dictionary :
       {"{'descr': '<f8', 'shape': (3,), }", "{'descr': '>u2', 'shape': (3,), }",
        "{'descr': '<u2', 'shape': (3, 1), }", "{'descr': '<u2', 'shape': (), }",
        "{'descr': '<u2', 'shape': (-3,), }", "{'descr': '<u2'}", ""}) {
    EXPECT_TRUE(absl::IsUnimplemented(
        DecodeNpy(Npy(dictionary, "abcdef"), "x.npy").status()))
        << dictionary;
  }
}

TEST(NpyTest, CutOrGrownFilesAreRefused) {
  const std::string whole = Npy(kThree, "abcdef");
  ASSERT_TRUE(DecodeNpy(whole, "x.npy").ok());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(DecodeNpy(whole.substr(0, size), "x.npy").ok()) << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(DecodeNpy(whole + "g", "x.npy").status()));
}

TEST(NpyTest, OtherFilesAndVersionsAreRefused) {
  std::string bytes = Npy(kThree, "abcdef");
  bytes[6] = 4;
  EXPECT_TRUE(absl::IsInvalidArgument(DecodeNpy(bytes, "x.npy").status()));
  bytes[6] = 1;
  bytes[1] = 'X';
  EXPECT_TRUE(absl::IsInvalidArgument(DecodeNpy(bytes, "x.npy").status()));
}

}  // namespace
}  // namespace vigil::wfdb
