#include "tools/vigil/lock_file.h"

#include "gtest/gtest.h"

namespace vigil::lifecycle {
namespace {

using Names = std::set<std::string>;

constexpr char kText[] = R"("""Head with "name": in it."""
PACKAGES = [
    {
        "name": "zip",
        "version": "1.3",
        "repository": "zip_repo",
    },
    {
        "name": "font",
        "version": "2.0",
    },
]
"key": "of nobody",
)";

TEST(LockFileTest, HasEachPackageWithItsValues) {
  const Lock lock = ReadLock(kText);
  ASSERT_EQ(lock.size(), 2U);
  EXPECT_EQ(ValueOf(lock, "zip", "repository"), "zip_repo");
  EXPECT_EQ(ValueOf(lock, "font", "version"), "2.0");
  EXPECT_EQ(ValueOf(lock, "font", "repository"), "");
  EXPECT_EQ(ValueOf(lock, "font", "key"), "");
  EXPECT_EQ(ValueOf(lock, "other", "version"), "");
}

TEST(LockFileTest, TellsWhichPackagesDiffer) {
  const Lock before = ReadLock(kText);
  Lock after = before;
  EXPECT_EQ(DifferingPackages(before, after), Names());
  after["zip"]["sha256"] = "00";
  after["new"]["version"] = "1";
  after.erase("font");
  EXPECT_EQ(DifferingPackages(before, after), Names({"font", "new", "zip"}));
}

}  // namespace
}  // namespace vigil::lifecycle
