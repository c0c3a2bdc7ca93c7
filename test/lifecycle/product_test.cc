// Our own product under its own rules: all records, the evidence of all tests, the
// build's graph.
#include <string>

#include "gtest/gtest.h"
#include "platform/lifecycle/check.h"
#include "test/lifecycle/open_points.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

TEST(ProductTest, HasTheOpenPointsThatAreKnownAndNoOthers) {
  const auto points = OpenPoints("lifecycle");
  ASSERT_TRUE(points.ok()) << points.status();
  const auto known = ReadText("test/lifecycle/open_points.txt");
  ASSERT_TRUE(known.ok()) << known.status();
  EXPECT_EQ(*points, *known) << "Mend what is new. If it has to stay open: "
                                "./bazelw run //test/lifecycle:open_points.update";
}

// What the check above rests on is there: not an empty folder that has no faults.
TEST(ProductTest, IsCheckedWithItsEvidenceAndItsGraph) {
  Workspace workspace;
  ASSERT_TRUE(workspace.Load("lifecycle").ok());
  const Subject subject = workspace.subject();
  ASSERT_TRUE(subject.evidence.has_value());
  ASSERT_TRUE(subject.graph.has_value());
  ASSERT_TRUE(subject.ids.has_value());
  ASSERT_TRUE(subject.locked.has_value());
  EXPECT_GT(workspace.records().all().size(), 400U);
  EXPECT_GT(subject.evidence->test_size(), 70);
  EXPECT_GT(subject.graph->target_size(), 400);
  EXPECT_EQ(subject.ids->lines.size() - subject.ids->retired.size(), workspace.records().all().size());
}

}  // namespace
}  // namespace vigil::lifecycle
