#include "tools/measure/measurement.h"

#include "gtest/gtest.h"

namespace vigil::tools {
namespace {

TEST(MeasurementTest, ReadsWhatSha256sumPrints) {
  const Digests digests = DigestsIn("aa01  pump/rate.cc\nbb02  pump/a file.cc\nsha256sum: no such file\n");
  EXPECT_EQ(digests, (Digests{{"pump/a file.cc", "bb02"}, {"pump/rate.cc", "aa01"}}));
}

TEST(MeasurementTest, IsTextOfAnEvidence) {
  Measurement mutants = {.name = "mutation_score", .tool = "//tools:mutate", .files = {}};
  mutants.files.push_back({.path = "pump/rate.cc", .covered = 1, .total = 2, .holes = {}});
  mutants.files[0].holes.push_back({.line = 7, .text = "Say(\"\\n\");", .what = "left out"});
  EXPECT_EQ(TextOf({mutants}, {{"pump/rate.cc", "aa01"}}, {{"pump/rate_test.cc", "cc03"}}),
            "# Written by a tool with --record; not to be edited.\n"
            "# proto-file: platform/lifecycle/evidence.proto\n"
            "# proto-message: vigil.lifecycle.Evidence\n"
            "\n"
            "measurement {\n"
            "  name: \"mutation_score\"\n"
            "  tool: \"//tools:mutate\"\n"
            "  file {\n"
            "    path: \"pump/rate.cc\"\n"
            "    sha256: \"aa01\"\n"
            "    covered: 1\n"
            "    total: 2\n"
            "    hole { line: 7 text: \"Say(\\\"\\\\n\\\");\" what: \"left out\" count: 1 }\n"
            "  }\n"
            "  test { label: \"pump/rate_test.cc\" sha256: \"cc03\" }\n"
            "}\n");
}

}  // namespace
}  // namespace vigil::tools
