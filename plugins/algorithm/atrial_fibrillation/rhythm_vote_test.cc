#include "plugins/algorithm/atrial_fibrillation/rhythm_vote.h"

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class RhythmVoteTest : public testing::Test {
 protected:
  void SetUp() override { vote_.Clear(); }

  void Add(int windows, bool onset, bool end) {
    for (int n = 0; n < windows; ++n) vote_.Add(onset, end);
  }

  RhythmVote vote_;
};

TEST_F(RhythmVoteTest, TheFirstWindowDecidesAlone) {
  VIGIL_VERIFIES("REQ-AF-001");
  EXPECT_FALSE(vote_.is_fibrillation());
  Add(1, true, true);
  EXPECT_TRUE(vote_.is_fibrillation());
  EXPECT_EQ(vote_.delay(), 0u);
  vote_.Clear();
  EXPECT_FALSE(vote_.is_fibrillation());
  Add(1, false, true);
  EXPECT_FALSE(vote_.is_fibrillation());
}

TEST_F(RhythmVoteTest, NineOfSeventeenBeginAnEpisode) {
  VIGIL_VERIFIES("REQ-AF-001");
  Add(17, false, false);
  Add(8, true, true);
  EXPECT_FALSE(vote_.is_fibrillation());
  Add(1, true, true);
  EXPECT_TRUE(vote_.is_fibrillation());
  EXPECT_EQ(vote_.delay(), 8u);
}

TEST_F(RhythmVoteTest, NineOfSeventeenEndAnEpisode) {
  VIGIL_VERIFIES("REQ-AF-001");
  Add(20, true, true);
  Add(8, false, false);
  EXPECT_TRUE(vote_.is_fibrillation());
  Add(1, false, false);
  EXPECT_FALSE(vote_.is_fibrillation());
}

TEST_F(RhythmVoteTest, BetweenTheThresholdsItStaysAsItIs) {
  VIGIL_VERIFIES("REQ-AF-002");
  Add(40, false, true);
  EXPECT_FALSE(vote_.is_fibrillation());
  Add(20, true, true);
  EXPECT_TRUE(vote_.is_fibrillation());
  Add(40, false, true);
  EXPECT_TRUE(vote_.is_fibrillation());
}

TEST_F(RhythmVoteTest, OldVotesAreForgotten) {
  VIGIL_VERIFIES("REQ-AF-001");
  Add(100, true, true);
  Add(17, false, false);
  Add(8, true, true);
  EXPECT_FALSE(vote_.is_fibrillation());
}

}  // namespace
}  // namespace vigil::plugins
