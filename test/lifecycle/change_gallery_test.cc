// What `vigil impact` says of each story of the change gallery is what its golden file
// says, and each rule over changes finds its lie there.
#include "test/lifecycle/change_gallery.h"

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "test/verifies.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

const ChangeGallery& TheGallery() {
  static const auto* gallery =
      new ChangeGallery("test/lifecycle", "platform/lifecycle/iec62304_a1_2015.textproto");
  return *gallery;
}

std::string GoldenOf(const std::string& name) {
  const auto text = ReadText(TheGallery().GoldenFile(name));
  EXPECT_TRUE(text.ok()) << text.status();
  return text.value_or("");
}

class ChangeTest : public testing::TestWithParam<std::string> {};

TEST_P(ChangeTest, ReachesWhatItsGoldenFileSays) {
  VIGIL_VERIFIES("REQ-LC-020");
  VIGIL_VERIFIES("REQ-LC-021");
  const auto said = TheGallery().Run(GetParam());
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->text, GoldenOf(GetParam()))
      << "If it should say so now: ./bazelw run //test/lifecycle:change_gallery.update";
  // Stories that begin so are in order; all others forgot something.
  EXPECT_EQ(said->code, GetParam().rfind("in_order", 0) == 0 ? 0 : 1);
}

INSTANTIATE_TEST_SUITE_P(Gallery, ChangeTest, testing::ValuesIn(TheGallery().Names()),
                         [](const auto& info) { return info.param; });

TEST(ChangeGalleryTest, EachRuleFindsALie) {
  std::string all;
  for (const std::string& name : TheGallery().Names()) all += GoldenOf(name);
  for (const char* rule : {"commit-without-change", "change-unknown", "change-forgot", "change-not-made",
                           "change-effect-missing", "change-control-unmentioned", "register-line-removed", "history-moved",
                           "history-unknown"}) {
    EXPECT_NE(all.find(std::string("[") + rule + ", clause"), std::string::npos) << rule;
  }
}

}  // namespace
}  // namespace vigil::lifecycle
