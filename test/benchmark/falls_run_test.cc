#include "test/benchmark/falls_run.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace vigil::benchmark {
namespace {

constexpr char kFall[] = "SA01/F01_SA01_R01.txt";
constexpr char kDailyLife[] = "SA01/D01_SA01_R01.txt";

// So many lines of 5 ms; 256 counts are 1 g.
std::string Lines(int x, int y, int z, int lines) {
  std::string text;
  for (int n = 0; n < lines; ++n) absl::StrAppend(&text, x, ",", y, ", ", z, ",0,0,0,0,0,0;\n");
  return text;
}

std::string Upright() { return Lines(0, -256, 0, 4 * 200); }
std::string Impact() { return Lines(0, -640, 0, 8); }
std::string Lying() { return Lines(0, 0, 256, 4 * 200); }

TEST(FallsRun, ReadsWhoDidWhatAndTheFirstSensor) {
  const absl::StatusOr<FallTrial> trial = ReadFallTrial(kFall, Lines(256, -128, 3, 8));
  ASSERT_TRUE(trial.ok()) << trial.status();
  EXPECT_EQ(trial->name, "F01_SA01_R01");
  EXPECT_EQ(trial->activity, "F01");
  EXPECT_EQ(trial->subject, "SA01");
  EXPECT_TRUE(trial->is_fall);
  ASSERT_EQ(trial->moments.size(), 2u);
  EXPECT_EQ(trial->moments[1].x, 1000);
  EXPECT_EQ(trial->moments[1].y, -500);
  EXPECT_EQ(trial->moments[1].z, 12);
  EXPECT_FALSE(ReadFallTrial(kDailyLife, Lines(0, 0, 0, 4))->is_fall);
}

TEST(FallsRun, AFallIsToldAndDailyLifeIsNot) {
  const absl::StatusOr<FallRun> fall = RunFallDetector(*ReadFallTrial(kFall, Upright() + Impact() + Lying()));
  ASSERT_TRUE(fall.ok()) << fall.status();
  EXPECT_EQ(fall->falls, 1);
  const absl::StatusOr<FallRun> still = RunFallDetector(*ReadFallTrial(kDailyLife, Upright() + Upright()));
  ASSERT_TRUE(still.ok()) << still.status();
  EXPECT_EQ(still->falls, 0);
  EXPECT_NEAR(still->length_s, 8.0, 1e-6);
  EXPECT_NEAR(still->answered_s, 8.0 - 3.5, 1e-6);  // from the frame that completes 3.6 s on
}

TEST(FallsRun, TellsWhatIsNoRecording) {
  for (const char* name : {"Readme.txt", "SA01/X01_SA01_R01.txt", "F1_SA01_R01.txt"}) {
    EXPECT_EQ(ReadFallTrial(name, "1,2,3;\n").status().code(), absl::StatusCode::kInvalidArgument) << name;
  }
  EXPECT_EQ(ReadFallTrial(kFall, "1,2;\n1,2;\n1,2;\n1,2;\n").status().message(),
            "SA01/F01_SA01_R01.txt: a line has fewer than three values");
  EXPECT_EQ(ReadFallTrial(kFall, "1,x,3;\n1,2,3;\n1,2,3;\n1,2,3;\n").status().message(),
            "SA01/F01_SA01_R01.txt: row 1, column 2: \"x\" is no number");
}

}  // namespace
}  // namespace vigil::benchmark
