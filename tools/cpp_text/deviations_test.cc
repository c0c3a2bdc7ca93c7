#include "tools/cpp_text/deviations.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace vigil::tools {
namespace {

struct Read {
  explicit Read(const std::string& text) { good = DeviationsIn(text, deviations, problem); }
  bool good = false;
  std::vector<Deviation> deviations;
  std::string problem;
};

TEST(DeviationsTest, ReadsEachAmongOtherRecords) {
  const Read read(
      "# deviation { id: \"DEV-NONE\" }\n"
      "item { id: \"deviation {\" part_of { to: \"deviation\" } }\n"
      "deviation {\n  id: \"DEV-ONE\"\n  rule: \"loop_bound\"  # why not\n  file: \"a.cc\"\n"
      "  text: \"for (;;) Say(\\\"so\\\", '\\\\n');\"\n  rationale: \"It \" \"ends.\"\n}\n"
      "deviation { file: 'b.cc' text: 'x' what: '< becomes <=' rationale: 'y' }\n");
  ASSERT_TRUE(read.good) << read.problem;
  ASSERT_EQ(read.deviations.size(), 2u);
  const Deviation& one = read.deviations[0];
  EXPECT_EQ(one.id, "DEV-ONE");
  EXPECT_EQ(one.rule, "loop_bound");
  EXPECT_EQ(one.file, "a.cc");
  EXPECT_EQ(one.text, "for (;;) Say(\"so\", '\\n');");
  EXPECT_EQ(one.rationale, "It ends.");
  EXPECT_EQ(read.deviations[1].what, "< becomes <=");
}

TEST(DeviationsTest, AnEmptyFileHasNone) { EXPECT_TRUE(Read("").good); }

TEST(DeviationsTest, RefusesWhatIsNoDeviation) {
  EXPECT_EQ(Read("deviation { id: \"DEV-ONE\" flie: \"a.cc\" }").problem,
            "deviation DEV-ONE: \"flie\" is no field with a text");
  EXPECT_EQ(Read("deviation { id: \"DEV-ONE\" file: a.cc }").problem,
            "deviation DEV-ONE: \"file\" is no field with a text");
  EXPECT_EQ(Read("deviation { id: \"DEV-ONE\" file: \"a.cc\" text: \"x\" }").problem,
            "deviation DEV-ONE: says nothing of its file, text or rationale");
  EXPECT_FALSE(Read("deviation { id: \"DEV-ONE\" file: \"a.cc\" text: \"x\" rationale: \"y\"").good);
  EXPECT_FALSE(Read("deviation { id: \"DEV-ONE").good);
}

}  // namespace
}  // namespace vigil::tools
