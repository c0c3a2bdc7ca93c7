// The whole product, plugins included, on a scripted board.
#include "firmware/boards/product.h"

#include "firmware/adc_stream/test_stream.h"
#include "firmware/boards/host/host_board.h"
#include "firmware/monitor/scripted_board.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

DirectHost host;

TEST(Product, TellsEachSampleAndTheHeartRate) {
  ScriptedBoard board;
  MemoryStream stream(TestStream(30, 75));

  EXPECT_EQ(RunProduct({board, host, stream, {"bed-7", 1}}),
            RunResult::kEndedAsPlanned);

  const RunSummary summary = board.Summary();
  EXPECT_EQ(summary.samples(), 30u * 250u);
  EXPECT_EQ(summary.frames().lost(), 0u);
  EXPECT_EQ(summary.unreadable(), 0u);
  EXPECT_TRUE(summary.said_goodbye());
  // 37 beats were drawn; the first ones go into learning.
  EXPECT_GE(summary.beats(), 30u);
  EXPECT_LE(summary.beats(), 38u);
  EXPECT_NEAR(summary.heart_rate(), 75, 1);
  EXPECT_EQ(summary.alarms_raised(), 0u);
  EXPECT_EQ(board.reported(), "");
}

TEST(Product, FastRateIsAlarmed) {
  ScriptedBoard board;
  MemoryStream stream(TestStream(30, 150));

  EXPECT_EQ(RunProduct({board, host, stream, {"bed-7", 1}}),
            RunResult::kEndedAsPlanned);

  EXPECT_GE(board.Summary().alarms_raised(), 1u);
}

TEST(Product, HostBoardKeepsWhatLightAndSounderDo) {
  bool lit = false;
  bool heard = false;
  HostBoard* running = nullptr;
  HostBoard board([&](std::uint8_t) {
    lit = lit || running->indication().light != LightColour::kNone;
    heard = heard || running->indication().tone_hz != 0;
  });
  running = &board;
  for (const std::uint32_t rate : {75u, 150u}) {
    MemoryStream stream(TestStream(30, rate));
    EXPECT_EQ(RunProduct({board, host, stream, {"bed-7", 1}}),
              RunResult::kEndedAsPlanned);
    EXPECT_EQ(lit, rate == 150);
    EXPECT_EQ(heard, rate == 150);
  }
}

TEST(Product, TwoRunsGiveTheSameBytes) {
  ScriptedBoard first;
  ScriptedBoard second;
  for (ScriptedBoard* board : {&first, &second}) {
    MemoryStream stream(TestStream(20, 60));
    ASSERT_EQ(RunProduct({*board, host, stream, {"bed-7", 1}}),
              RunResult::kEndedAsPlanned);
  }

  EXPECT_EQ(first.sent(), second.sent());
}

TEST(Product, DamagedStreamIsToldAndEndsWithoutGoodbye) {
  VIGIL_VERIFIES("REQ-MON-008");
  ScriptedBoard board;
  const std::string whole = TestStream(10);
  MemoryStream stream(whole.substr(0, whole.size() / 2));

  EXPECT_EQ(RunProduct({board, host, stream, {"bed-7", 1}}),
            RunResult::kDamagedStream);

  EXPECT_NE(board.reported().find("damaged"), std::string::npos);
  const RunSummary summary = board.Summary();
  EXPECT_TRUE(summary.said_hello());
  EXPECT_FALSE(summary.said_goodbye());
  EXPECT_GT(summary.samples(), 1000u);
}

// The board alarms when the product has ended: no link may hold that up.
TEST(Product, DamagedStreamEndsItWithoutWaitingForTheLink) {
  VIGIL_VERIFIES("REQ-MON-008");
  ScriptedBoard board;
  board.TakeOnly(0);
  const std::string whole = TestStream(10);
  MemoryStream stream(whole.substr(0, whole.size() / 2));

  EXPECT_EQ(RunProduct({board, host, stream, {"bed-7", 1}}),
            RunResult::kDamagedStream);

  EXPECT_LE(board.frames(), 51u);
}

TEST(Product, OtherFileIsRefusedBeforeAnythingIsSent) {
  VIGIL_VERIFIES("REQ-MON-008");
  ScriptedBoard board;
  MemoryStream stream("RIFF this is something else");

  EXPECT_EQ(RunProduct({board, host, stream, {"bed-7", 1}}),
            RunResult::kDamagedStream);

  EXPECT_NE(board.reported().find("no ADC stream"), std::string::npos);
  EXPECT_TRUE(board.sent().empty());
}

TEST(Product, LinkThatTakesNothingIsToldAtTheEnd) {
  ScriptedBoard board;
  board.TakeOnly(0);
  MemoryStream stream(TestStream(5));

  EXPECT_EQ(RunProduct({board, host, stream, {"bed-7", 1}}), RunResult::kLinkStalled);

  EXPECT_NE(board.reported().find("did not take"), std::string::npos);
}

}  // namespace
}  // namespace vigil::firmware
