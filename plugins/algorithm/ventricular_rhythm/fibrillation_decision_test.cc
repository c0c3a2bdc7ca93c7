#include "plugins/algorithm/ventricular_rhythm/fibrillation_decision.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/ecg_window/ecg_window.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

EcgWindow::Measures Fibrillation() {
  EcgWindow::Measures measures;
  measures.leakage_permille = 300;
  measures.fullness_permille = 400;
  measures.slope_fullness_permille = 350;
  measures.frequency_mhz = 5000;
  measures.height_uv = 600;
  return measures;
}

EcgWindow::Measures Possible() {
  EcgWindow::Measures measures = Fibrillation();
  measures.leakage_permille = 650;
  return measures;
}

class FibrillationDecisionTest : public testing::Test {
 protected:
  void SetUp() override { decision_.Clear(); }

  bool Add(const EcgWindow::Measures& measures, std::uint32_t begin = FibrillationDecision::kBegin) {
    decision_.Add(measures, begin);
    return decision_.is_fibrillation();
  }

  FibrillationDecision decision_;
};

TEST_F(FibrillationDecisionTest, TwoWindowsInARowBeginAnEpisodeWithTheFirst) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-001");
  EXPECT_FALSE(Add(Fibrillation()));
  EXPECT_TRUE(Add(Fibrillation()));
  EXPECT_TRUE(Add(EcgWindow::Measures()));  // of the second one
  EXPECT_FALSE(Add(EcgWindow::Measures()));
}

TEST_F(FibrillationDecisionTest, OneWindowAloneIsNone) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-001");
  for (int n = 0; n < 5; ++n) {
    EXPECT_FALSE(Add(Fibrillation()));
    EXPECT_FALSE(Add(Possible()));
  }
}

TEST_F(FibrillationDecisionTest, AnEpisodeHoldsAsLongAsItMayBeOne) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-001");
  Add(Fibrillation());
  Add(Fibrillation());
  for (int n = 0; n < 10; ++n) EXPECT_TRUE(Add(Possible(), FibrillationDecision::kNever));
  EXPECT_TRUE(Add(EcgWindow::Measures()));
  EXPECT_FALSE(Add(Possible()));
  EXPECT_FALSE(Add(Possible()));
}

TEST_F(FibrillationDecisionTest, ItDoesNotBeginWhereItMayNot) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-004");
  for (int n = 0; n < 20; ++n) EXPECT_FALSE(Add(Fibrillation(), FibrillationDecision::kNever));
  EXPECT_TRUE(Add(Fibrillation()));
}

TEST_F(FibrillationDecisionTest, InAStandstillItBeginsWithTheSeventhWindow) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-009");
  for (const int windows : {6, 7}) {
    SetUp();
    for (int n = 0; n < windows - 1; ++n) EXPECT_FALSE(Add(Fibrillation(), FibrillationDecision::kBeginInStandstill));
    EXPECT_EQ(Add(Fibrillation(), FibrillationDecision::kBeginInStandstill), windows == 7);
    EXPECT_EQ(Add(Possible(), FibrillationDecision::kBeginInStandstill), windows == 7);
  }
}

TEST_F(FibrillationDecisionTest, HeightAndFrequencyHaveTheirRange) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-001");
  const auto begins = [this](std::int32_t height_uv, std::int32_t frequency_mhz) {
    decision_.Clear();
    EcgWindow::Measures measures = Fibrillation();
    measures.height_uv = height_uv;
    measures.frequency_mhz = frequency_mhz;
    Add(measures);
    return Add(measures);
  };
  EXPECT_TRUE(begins(80, 5000));
  EXPECT_FALSE(begins(79, 5000));
  EXPECT_TRUE(begins(600, 2200));
  EXPECT_FALSE(begins(600, 2199));
  EXPECT_TRUE(begins(600, 9000));
  EXPECT_FALSE(begins(600, 9001));
  EcgWindow::Measures low = Possible();
  low.height_uv = 79;
  decision_.Clear();
  Add(Fibrillation());
  Add(Fibrillation());
  Add(low);
  EXPECT_FALSE(Add(low));
}

}  // namespace
}  // namespace vigil::plugins
