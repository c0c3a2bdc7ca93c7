// The lock fails on the changes that it is there for.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace {

class InterfaceLockTest : public testing::Test {
 protected:
  void SetUp() override {
    Write("{1, 0}", "std::int32_t value = 0;", "kNone = 0,");
    std::ofstream(Lock()) << "";
    ASSERT_EQ(Run("--update"), 0);
    ASSERT_EQ(Run(""), 0);
  }

  static std::string Path(const char* name) {
    return testing::TempDir() + "/interface_lock_" + name;
  }
  static std::string Lock() { return Path("lock"); }

  static void Write(const std::string& version, const std::string& fields,
                    const std::string& enumerators) {
    std::ofstream(Path("plugin.h"))
        << "#ifndef A\nnamespace vigil {\n// a comment; with { signs }\n"
           "inline constexpr InterfaceVersion kKernelInterfaceVersion = "
        << version << ";\nstruct Value {\n  " << fields
        << "\n};\nenum class Id : std::uint8_t {\n  " << enumerators
        << "\n};\n}  // namespace vigil\n#endif\n";
  }

  // The exit code; the words are in `said_`.
  int Run(const std::string& options) {
    const std::string command = "tools/gates/interface_lock " + options +
                                " --lock=" + Lock() + " " + Path("plugin.h") +
                                " 2>" + Path("said");
    const int status = std::system(command.c_str());
    std::ifstream file(Path("said"));
    said_.assign(std::istreambuf_iterator<char>(file), {});
    return WEXITSTATUS(status);
  }

  std::string said_;
};

TEST_F(InterfaceLockTest, CommentsAndLayoutAreNoInterface) {
  Write("{1, 0}", "// the value\n\n  std::int32_t   value = 0;", "kNone = 0 ,");
  EXPECT_EQ(Run(""), 0) << said_;
}

TEST_F(InterfaceLockTest, AChangedFieldTakesAMajorVersion) {
  VIGIL_VERIFIES("REQ-TOOL-002");
  Write("{1, 1}", "std::int64_t value = 0;", "kNone = 0,");
  EXPECT_EQ(Run(""), 1);
  EXPECT_NE(said_.find("takes version 2.0"), std::string::npos) << said_;
  EXPECT_NE(said_.find("- struct Value | std::int32_t value = 0"),
            std::string::npos) << said_;
  EXPECT_EQ(Run("--update"), 1);
  Write("{2, 0}", "std::int64_t value = 0;", "kNone = 0,");
  EXPECT_EQ(Run(""), 1);
  EXPECT_EQ(Run("--update"), 0) << said_;
  EXPECT_EQ(Run(""), 0) << said_;
}

TEST_F(InterfaceLockTest, AnAddedFieldTakesAMajorVersion) {
  Write("{1, 1}", "std::int32_t value = 0; bool set = false;", "kNone = 0,");
  EXPECT_EQ(Run("--update"), 1);
  EXPECT_NE(said_.find("takes version 2.0"), std::string::npos) << said_;
}

TEST_F(InterfaceLockTest, FieldsInAnotherOrderTakeAMajorVersion) {
  VIGIL_VERIFIES("REQ-TOOL-002");
  Write("{2, 0}", "std::int32_t value = 0; bool set = false;", "kNone = 0,");
  ASSERT_EQ(Run("--update"), 0) << said_;
  Write("{2, 1}", "bool set = false; std::int32_t value = 0;", "kNone = 0,");
  EXPECT_EQ(Run("--update"), 1);
  EXPECT_NE(said_.find("takes version 3.0"), std::string::npos) << said_;
}

TEST_F(InterfaceLockTest, ANewEnumeratorTakesAMinorVersion) {
  VIGIL_VERIFIES("REQ-TOOL-002");
  Write("{1, 0}", "std::int32_t value = 0;", "kNone = 0, kNew = 1,");
  EXPECT_EQ(Run("--update"), 1);
  EXPECT_NE(said_.find("takes version 1.1"), std::string::npos) << said_;
  Write("{1, 1}", "std::int32_t value = 0;", "kNone = 0, kNew = 1,");
  EXPECT_EQ(Run("--update"), 0) << said_;
}

TEST_F(InterfaceLockTest, AnEnumeratorThatChangesItsNumberTakesAMajorVersion) {
  Write("{1, 1}", "std::int32_t value = 0;", "kNone = 7,");
  EXPECT_EQ(Run("--update"), 1);
  EXPECT_NE(said_.find("takes version 2.0"), std::string::npos) << said_;
}

TEST_F(InterfaceLockTest, AVersionNeverGoesBack) {
  VIGIL_VERIFIES("REQ-TOOL-002");
  Write("{0, 9}", "std::int32_t value = 0;", "kNone = 0,");
  EXPECT_EQ(Run("--update"), 1);
}

TEST_F(InterfaceLockTest, WhatIsMissingIsNamed) {
  std::remove(Lock().c_str());
  EXPECT_EQ(Run(""), 2);
  EXPECT_NE(said_.find("can't read " + Lock()), std::string::npos) << said_;
}

}  // namespace
